/* dp-shortcut-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a key does, and the key: that of an action, or one that is named.
 *
 * Thread: home.
 */

#include "dp-shortcut-row.h"

#include "dp-line.h"

struct _DpShortcutRow
{
  GtkListBoxRow parent_instance;

  char *action;      /* (owned) (nullable) */
  char *accelerator; /* (owned) (nullable): some, with spaces between them */

  GtkLabel *title;
  GtkBox *keys;
};

enum
{
  PROP_TITLE = 1,
  PROP_ACTION_NAME,
  PROP_ACCELERATOR,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DpShortcutRow, dp_shortcut_row, GTK_TYPE_LIST_BOX_ROW)

/**
 * dp_shortcut_row_matches:
 * @self: a row
 * @words: what somebody looks for
 *
 * Thread: home.
 *
 * Returns: whether it is in the words of the row
 */
gboolean
dp_shortcut_row_matches (DpShortcutRow *self, const char *words)
{
  g_autofree char *wanted = g_utf8_casefold (words, -1);
  g_autofree char *title = g_utf8_casefold (gtk_label_get_text (self->title), -1);

  return g_strstr_len (title, -1, wanted) != NULL;
}

static char *
dup_key_words (const char *accelerator)
{
  GdkModifierType modifiers;
  guint key;

  gtk_accelerator_parse (accelerator, &key, &modifiers);
  return gtk_accelerator_get_label (key, modifiers);
}

/* One below the other: beside one another they have no room in a narrow window. */
static void
show_keys (DpShortcutRow *self, const char *const *accelerators)
{
  g_autoptr (GString) words = g_string_new (gtk_label_get_text (self->title));

  for (guint i = 0; accelerators[i] != NULL; i++)
    {
      g_autofree char *key = dup_key_words (accelerators[i]);
      GtkWidget *label = gtk_shortcut_label_new (accelerators[i]);

      gtk_widget_set_halign (label, GTK_ALIGN_END);
      gtk_box_append (self->keys, label);
      g_string_append_printf (words, ", %s", key);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words->str,
                                  -1);
}

/* In a window of the program by now, which knows the keys of its actions. */
static void
dp_shortcut_row_realize (GtkWidget *widget)
{
  DpShortcutRow *self = DP_SHORTCUT_ROW (widget);
  GtkApplication *application;
  g_auto (GStrv) accelerators = NULL;

  GTK_WIDGET_CLASS (dp_shortcut_row_parent_class)->realize (widget);
  application = gtk_window_get_application (GTK_WINDOW (gtk_widget_get_root (widget)));
  if (self->accelerator != NULL)
    accelerators = g_strsplit (self->accelerator, " ", -1);
  else if (application != NULL)
    accelerators = gtk_application_get_accels_for_action (application, self->action);
  if (accelerators != NULL && gtk_widget_get_first_child (GTK_WIDGET (self->keys)) == NULL)
    show_keys (self, (const char *const *) accelerators);
}

static void
dp_shortcut_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DpShortcutRow *self = DP_SHORTCUT_ROW (object);

  if (id == PROP_TITLE)
    gtk_label_set_label (self->title, g_value_get_string (value));
  else if (id == PROP_ACTION_NAME)
    self->action = g_value_dup_string (value);
  else if (id == PROP_ACCELERATOR)
    self->accelerator = g_value_dup_string (value);
}

static void
dp_shortcut_row_finalize (GObject *object)
{
  DpShortcutRow *self = DP_SHORTCUT_ROW (object);

  g_free (self->action);
  g_free (self->accelerator);
  G_OBJECT_CLASS (dp_shortcut_row_parent_class)->finalize (object);
}

static void
dp_shortcut_row_class_init (DpShortcutRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = dp_shortcut_row_set_property;
  object_class->finalize = dp_shortcut_row_finalize;
  widget_class->realize = dp_shortcut_row_realize;

  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  props[PROP_ACTION_NAME] =
      g_param_spec_string ("action-name", NULL, NULL, NULL, flags | G_PARAM_CONSTRUCT_ONLY);
  props[PROP_ACCELERATOR] =
      g_param_spec_string ("accelerator", NULL, NULL, NULL, flags | G_PARAM_CONSTRUCT_ONLY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (DP_TYPE_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-shortcut-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DpShortcutRow, title);
  gtk_widget_class_bind_template_child (widget_class, DpShortcutRow, keys);
}

static void
dp_shortcut_row_init (DpShortcutRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
