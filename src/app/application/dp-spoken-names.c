/* dp-spoken-names.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a screen reader calls the buttons.  GTK 4.8 tells it the mark before the letter that is
 * their key, and some names twice: "_Add Add".
 *
 * Thread: home.
 */

#include "dp-spoken-names.h"

static void
mend_check_button (GtkCheckButton *button)
{
  const char *label = gtk_check_button_get_label (button);
  g_auto (GStrv) parts = g_strsplit (label != NULL ? label : "", "_", 2);
  g_autofree char *name = g_strjoinv ("", parts);

  if (label != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
}

/* A button is named by the label in it, too, and that is right. */
static void
mend (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_use_underline (GTK_BUTTON (widget)))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
  else if (GTK_IS_CHECK_BUTTON (widget) &&
           gtk_check_button_get_use_underline (GTK_CHECK_BUTTON (widget)))
    mend_check_button (GTK_CHECK_BUTTON (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    mend (child);
}

static void
on_windows_changed (GListModel *windows, guint position, guint n_removed, guint n_added)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      g_signal_handlers_disconnect_by_func (window, mend, NULL);
      g_signal_connect (window, "map", G_CALLBACK (mend), NULL);
    }
}

/**
 * dp_spoken_names_install:
 *
 * Mends the names in every window as it appears.
 *
 * Thread: home.
 */
void
dp_spoken_names_install (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  g_signal_handlers_disconnect_by_func (windows, on_windows_changed, NULL);
  g_signal_connect (windows, "items-changed", G_CALLBACK (on_windows_changed), NULL);
  on_windows_changed (windows, 0, 0, g_list_model_get_n_items (windows));
}
