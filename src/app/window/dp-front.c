/* dp-front.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window as the rest of the program sees it: where a sentence is said, and what a dialog belongs
 * to.  There may be none yet, or no longer.
 *
 * Thread: home.
 */

#include "dp-front.h"

/**
 * dp_front_get_window:
 * @application: the program
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): its window, if it has one
 */
DpWindow *
dp_front_get_window (GtkApplication *application)
{
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (DP_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

/**
 * dp_front_say:
 * @application: the program
 * @text: a translated sentence
 * @label: (nullable): what the button beside it says, or %NULL for no button
 * @action_name: (nullable): what the button does
 *
 * Says it for some seconds, in place of an earlier one, if there is a window.
 *
 * Thread: home.
 */
void
dp_front_say (GtkApplication *application,
              const char *text,
              const char *label,
              const char *action_name)
{
  DpWindow *window = dp_front_get_window (application);

  if (window != NULL)
    dp_window_show_toast (window, text, label, action_name);
}

/**
 * dp_front_complain:
 * @sentence: what went wrong
 * @application: the program
 *
 * Says it, for who knows no more of the program than that it listens.
 *
 * Thread: home.
 */
void
dp_front_complain (const char *sentence, gpointer application)
{
  dp_front_say (application, sentence, NULL, NULL);
}

/**
 * dp_front_hush:
 * @application: the program
 *
 * What was said is no longer true.
 *
 * Thread: home.
 */
void
dp_front_hush (GtkApplication *application)
{
  DpWindow *window = dp_front_get_window (application);

  if (window != NULL)
    dp_window_hide_toast (window);
}

/**
 * dp_front_raise:
 * @type: of a window, of which there shall not be two
 *
 * Brings it to the front, if it is open.
 *
 * Thread: home.
 *
 * Returns: whether it is
 */
gboolean
dp_front_raise (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type) && gtk_widget_get_visible (window))
        {
          gtk_window_present (GTK_WINDOW (window));
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * dp_front_leave:
 * @application: the program
 *
 * Takes all of it off the screen.  Dialogs are closed: GTK 4.8 still has events for one that goes
 * down with its parent, and calls it after it is gone.
 *
 * Thread: home.
 */
void
dp_front_leave (GtkApplication *application)
{
  g_autoptr (GListModel) toplevels = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = g_list_model_get_n_items (toplevels); i > 0; i--)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i - 1);

      if (window != NULL && !DP_IS_WINDOW (window))
        gtk_window_destroy (window);
    }
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    gtk_widget_set_visible (GTK_WIDGET (l->data), FALSE);
}
