/* test-tour.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing needs a mouse: in every window, dialog and page the Tab key comes to all that can be
 * used, there and back, and every action is on a key, in a menu or on a button.  And no bar needs
 * eyes: it has a value, and says in words what that means.  (What a screen reader gets to know of it
 * all, outside-access.py sees from outside; words for values are not among it before GTK 4.10.)
 */

#include "dp-app-scenes.h"

#define MOST_STEPS 200

/* Stops */

/* Rows are reached with the arrows once the focus is in their list; and what a spin button's own
 * buttons do, its arrow keys do. */
static gboolean
is_stop (GtkWidget *widget)
{
  const char *name = gtk_widget_get_css_name (widget);

  return gtk_widget_get_focusable (widget) && !g_str_equal (name, "row") &&
         !GTK_IS_SCROLLED_WINDOW (widget) && !GTK_IS_POPOVER (widget) &&
         !GTK_IS_SPIN_BUTTON (gtk_widget_get_parent (widget));
}

static void
list_stops (GtkWidget *widget, GPtrArray *stops)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget) ||
      !gtk_widget_get_can_focus (widget))
    return;
  if (is_stop (widget) || GTK_IS_LIST_VIEW (widget) || GTK_IS_TEXT (widget))
    g_ptr_array_add (stops, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    list_stops (child, stops);
}

/* From one to the next, once round and more. */
static GHashTable *
walk_round (GtkWindow *window, GtkDirectionType direction)
{
  GHashTable *reached = g_hash_table_new (NULL, NULL);

  for (guint step = 0; step < MOST_STEPS; step++)
    {
      gtk_widget_child_focus (GTK_WIDGET (window), direction);
      for (GtkWidget *widget = gtk_window_get_focus (window); widget != NULL;
           widget = gtk_widget_get_parent (widget))
        g_hash_table_add (reached, widget);
    }
  return reached;
}

static void
test_tab (GtkWindow *window)
{
  static const GtkDirectionType directions[] = { GTK_DIR_TAB_FORWARD, GTK_DIR_TAB_BACKWARD };
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();

  list_stops (GTK_WIDGET (window), stops);
  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      g_autoptr (GHashTable) reached = walk_round (window, directions[i]);

      for (guint j = 0; j < stops->len; j++)
        {
          GtkWidget *stop = stops->pdata[j];

          if (!g_hash_table_contains (reached, stop))
            {
              g_test_message ("not reached: %s “%s” in %s “%s”", G_OBJECT_TYPE_NAME (stop),
                              gtk_widget_get_tooltip_text (stop),
                              G_OBJECT_TYPE_NAME (gtk_widget_get_parent (stop)),
                              gtk_widget_get_css_classes (gtk_widget_get_parent (stop))[0]);
              g_test_fail ();
            }
        }
    }
}

/* Bars */

static void
look_at_bar (GtkWidget *widget, gpointer n_bars)
{
  if (!GTK_IS_PROGRESS_BAR (widget) || !gtk_widget_get_mapped (widget))
    return;
  ++*(guint *) n_bars;
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                       gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (widget)));
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0);
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                                   GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT));
  g_assert_true (
      gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL) ||
      gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                        GTK_ACCESSIBLE_RELATION_LABELLED_BY));
}

static void
test_tour (const DpAppScene *scene, GtkWindow *window)
{
  gboolean has_bars = g_str_equal (scene->name, "list") || g_str_equal (scene->name, "selection") ||
                      g_str_equal (scene->name, "activity") ||
                      g_str_has_prefix (scene->name, "details-");
  guint n_bars = 0;

  test_tab (window);
  dp_test_walk (GTK_WIDGET (window), look_at_bar, &n_bars);
  g_assert_cmpint (n_bars > 0, ==, has_bars);
}

/* Actions */

/* What else leads there. */
static const char *const by_others[] = {
  "app.add-links",          /* what a notification or another program brings */
  "app.cancel-when-done",   /* in a notification; the menu has “Do Nothing” */
  "app.certificates",       /* a button in the preferences */
  "app.check-known",        /* in a toast; the rows are selected, and their menu has it */
  "app.download-gone",      /* in a toast; the rows are marked, and their menu has it */
  "app.download-known",     /* in a toast; the rows are selected, and their menu has it */
  "app.export-file",        /* behind the choice of a file */
  "app.forget-certificate", /* a button in the dialog with the certificates */
  "app.import-file",        /* behind the choice of a file */
  "app.look",               /* rows ask for it by themselves */
  "app.move-before",        /* win.move-up */
  "app.move-behind",        /* win.move-down */
  "app.resume-anyway",      /* a button of the banner */
  "app.set-link",           /* behind the dialog for a new link */
  "win.close-details",      /* a button of the details; Escape does it */
  "win.stop-find",          /* Escape does it */
  "win.sort-by-queue",      /* in a toast, for who moves rows of a sorted list; Alt+S does it */
  NULL,
};

static void
take_detailed (GHashTable *found, const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (detailed != NULL && g_action_parse_detailed_name (detailed, &name, &target, NULL))
    g_hash_table_add (found, g_steal_pointer (&name));
}

static void
take_menu (GHashTable *found, GMenuModel *menu)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      static const char *const links[] = { G_MENU_LINK_SECTION, G_MENU_LINK_SUBMENU };
      g_autofree char *action = NULL;

      if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action))
        g_hash_table_add (found, g_steal_pointer (&action));
      for (guint j = 0; j < G_N_ELEMENTS (links); j++)
        {
          g_autoptr (GMenuModel) below = g_menu_model_get_item_link (menu, i, links[j]);

          if (below != NULL)
            take_menu (found, below);
        }
    }
}

static void
take_widget (GtkWidget *widget, gpointer found)
{
  const char *action =
      GTK_IS_ACTIONABLE (widget) ? gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)) : NULL;

  if (GTK_IS_MENU_BUTTON (widget) && gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget)))
    take_menu (found, gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget)));
  if (GTK_IS_POPOVER_MENU (widget))
    take_menu (found, gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (widget)));
  if (action != NULL && gtk_widget_get_focusable (widget))
    take_detailed (found, action);
}

/* For the rows' own actions with ids there are those of the selection. */
static gboolean
is_found (GHashTable *found, const char *prefix, const char *action)
{
  g_autofree char *name = g_strconcat (prefix, action, NULL);
  g_autofree char *selected = g_strconcat ("win.", action, NULL);

  return g_hash_table_contains (found, name) || g_hash_table_contains (found, selected) ||
         g_strv_contains (by_others, name);
}

static void
assert_all_found (GHashTable *found, GActionGroup *group, const char *prefix)
{
  g_auto (GStrv) actions = g_action_group_list_actions (group);

  g_assert_cmpuint (g_strv_length (actions), >, 5);
  for (guint i = 0; actions[i] != NULL; i++)
    if (!is_found (found, prefix, actions[i]))
      {
        g_test_message ("no key, no menu and no button: %s%s", prefix, actions[i]);
        g_test_fail ();
      }
}

static void
test_actions (DpAppFixture *self)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) keys =
      gtk_application_list_action_descriptions (GTK_APPLICATION (self->application));
  GType owner;
  const char *action;
  const GVariantType *parameter;
  const char *property;

  for (guint i = 0; keys[i] != NULL; i++)
    take_detailed (found, keys[i]);
  dp_test_walk (GTK_WIDGET (self->window), take_widget, found);
  assert_all_found (found, G_ACTION_GROUP (self->application), "app.");
  assert_all_found (found, G_ACTION_GROUP (self->window), "win.");
  for (guint i = 0; gtk_widget_class_query_action (GTK_WIDGET_GET_CLASS (self->window), i, &owner,
                                                   &action, &parameter, &property);
       i++)
    if (owner == DP_TYPE_WINDOW && !g_hash_table_contains (found, action))
      g_test_fail_printf ("no key, no menu and no button: %s", action);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/tour/actions", test_actions, dp_app_fixture_run_data);
  dp_app_scenes_add ("/tour", test_tour);

  return g_test_run ();
}
