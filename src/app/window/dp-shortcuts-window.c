/* dp-shortcuts-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All keys, and what they do.  GTK's own window for that puts them into columns, and is three times
 * as wide as a narrow screen.
 *
 * Thread: home.
 */

#include "dp-shortcuts-window.h"

#include "dp-shortcut-row.h"

struct _DpShortcutsWindow
{
  GtkWindow parent_instance;

  GtkEditable *search;
  GtkWidget *groups;
  GtkWidget *nothing;
};

G_DEFINE_FINAL_TYPE (DpShortcutsWindow, dp_shortcuts_window, GTK_TYPE_WINDOW)

/* Whether there is a row in it, or in what is below it, that has the words. */
static gboolean
show_matches (GtkWidget *widget, const char *words)
{
  gboolean is_found = FALSE;

  if (DP_IS_SHORTCUT_ROW (widget))
    is_found = dp_shortcut_row_matches (DP_SHORTCUT_ROW (widget), words);
  else
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      if (!GTK_IS_LABEL (child))
        is_found |= show_matches (child, words);
  gtk_widget_set_visible (widget, is_found);
  return is_found;
}

static void
on_search_changed (DpShortcutsWindow *self)
{
  gboolean is_found = show_matches (self->groups, gtk_editable_get_text (self->search));

  gtk_widget_set_visible (self->nothing, !is_found);
}

static void
dp_shortcuts_window_class_init (DpShortcutsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DP_TYPE_SHORTCUT_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/downpour/Downpour/dp-shortcuts-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DpShortcutsWindow, search);
  gtk_widget_class_bind_template_child (widget_class, DpShortcutsWindow, groups);
  gtk_widget_class_bind_template_child (widget_class, DpShortcutsWindow, nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
}

static void
dp_shortcuts_window_init (DpShortcutsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  GtkWindow *self = g_object_new (DP_TYPE_SHORTCUTS_WINDOW, "transient-for", window, "application",
                                  gtk_window_get_application (window), NULL);

  gtk_window_present (self);
}

/**
 * dp_shortcuts_window_attach:
 * @window: a window
 *
 * Gives it "win.show-help-overlay".
 *
 * Thread: home.
 */
void
dp_shortcuts_window_attach (GtkApplicationWindow *window)
{
  static const GActionEntry entry = { .name = "show-help-overlay", .activate = show };

  g_action_map_add_action_entries (G_ACTION_MAP (window), &entry, 1, window);
}
