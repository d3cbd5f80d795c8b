/* dp-header.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the window's header says of all downloads together, and the button for all of them.
 *
 * Thread: home.
 */

#include "dp-header.h"

#include <glib/gi18n.h>

#include "dp-limits.h"
#include "dp-words.h"

static char *
get_summary (DpQueue *queue)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (queue));
  guint n_left = dp_queue_count_unfinished (queue);
  guint n_done = dp_queue_count (queue, DP_STATE_DONE);
  guint64 bytes_per_sec = dp_queue_get_bytes_per_sec (queue);
  guint64 limit = dp_queue_get_limit (queue);
  g_autofree char *speed = dp_words_for_speed (bytes_per_sec);
  g_autofree char *most = dp_words_for_speed (limit);

  if (n_left > 0 && bytes_per_sec > 0 && limit > 0)
    /* Translators: how many files are finished; of how many; the speed of all together; the
     * person's limit for it. */
    return g_strdup_printf (_ ("%u of %u done · %s, limited to %s"), n_done, n_items, speed, most);
  if (n_left > 0 && bytes_per_sec > 0)
    /* Translators: how many files are finished; of how many; the speed of all together. */
    return g_strdup_printf (_ ("%u of %u done · %s"), n_done, n_items, speed);
  /* Translators: how many files are finished; of how many. */
  return g_strdup_printf (_ ("%u of %u done"), n_done, n_items);
}

/* A row that asks may be far from what is seen. */
static char *
get_subtitle (DpQueue *queue)
{
  guint n_asking = dp_queue_count (queue, DP_STATE_ASKING);
  g_autofree char *summary = get_summary (queue);
  g_autofree char *questions =
      g_strdup_printf (ngettext ("%u waits for you", "%u wait for you", n_asking), n_asking);

  if (n_asking == 0)
    return g_steal_pointer (&summary);
  /* Translators: how the downloads stand; how many wait for the person's answer. */
  return g_strdup_printf (_ ("%s · %s"), summary, questions);
}

static void
set_button (GtkButton *button, const char *icon, const char *label, const char *action)
{
  if (g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), action) == 0)
    return;
  gtk_button_set_icon_name (button, icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

/**
 * dp_header_update:
 * @subtitle: says how the downloads stand
 * @all_button: pauses them all, or lets them go on
 * @queue: the downloads
 *
 * Thread: home.
 */
void
dp_header_update (GtkLabel *subtitle, GtkButton *all_button, DpQueue *queue)
{
  gboolean is_paused =
      dp_queue_count_unfinished (queue) == 0 && dp_queue_count (queue, DP_STATE_PAUSED) > 0;
  g_autofree char *text = get_subtitle (queue);

  if (is_paused)
    set_button (all_button, "media-playback-start-symbolic", _ ("Resume All"), "app.resume-all");
  else
    set_button (all_button, "media-playback-pause-symbolic", _ ("Pause All"), "app.pause-all");
  gtk_label_set_label (subtitle, text);
}
