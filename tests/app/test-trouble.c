/* test-trouble.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the window does when the world fails: a network that comes and goes, a disk that is full.
 */

#include "dp-app-fixture.h"
#include "dp-download-row.h"

#define N_ROWS 100

static DpDownload *
get_first (DpAppFixture *self)
{
  g_autoptr (DpDownload) download = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);

  return download;
}

/* The network is there again: nobody sits out the countdown. */
static void
test_network (DpAppFixture *self)
{
  DpDownload *download;

  dp_app_fixture_add (self, "http://127.0.0.1:9/a", 1);
  download = get_first (self);
  dp_test_run_until (dp_download_get_state (download) == DP_STATE_WAITING);
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", FALSE);
  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_WAITING);
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
  g_assert_cmpint (dp_download_get_state (download), ==, DP_STATE_RUNNING);
}

static void
test_no_room (DpAppFixture *self)
{
  dp_app_fixture_add (self, "http://127.0.0.1:9/a.iso", 1);
  g_signal_emit_by_name (self->queue, "no-room", get_first (self), G_GUINT64_CONSTANT (4200000000),
                         FALSE);
  g_assert_true (dp_app_fixture_is_toast_shown (self));
  dp_test_assert_has (dp_app_fixture_get_toast (self), "“a.iso” needs 4.2");
  dp_test_assert_has (dp_app_fixture_get_toast (self), self->engine->folder);
  g_signal_emit_by_name (self->queue, "no-room", get_first (self), G_GUINT64_CONSTANT (1), TRUE);
  dp_test_assert_has (dp_app_fixture_get_toast (self), "is full");
  dp_test_assert_has (dp_app_fixture_get_toast (self), self->engine->folder);
}

static void
count_ticking (GtkWidget *widget, gpointer user_data)
{
  if (DP_IS_DOWNLOAD_ROW (widget) && g_main_context_find_source_by_user_data (NULL, widget) != NULL)
    ++*(guint *) user_data;
}

/* A hundred wait; the few that are seen count down, and none when the window is not. */
static void
test_countdowns (DpAppFixture *self)
{
  g_autoptr (GString) links = g_string_new (NULL);
  guint n_ticking = 0;

  for (guint i = 0; i < N_ROWS; i++)
    g_string_append_printf (links, "http://127.0.0.1:9/%u\n", i);
  g_settings_set_int (self->settings, "per-host", 64);
  g_settings_set_int (self->settings, "parallel-downloads", 64);
  dp_app_fixture_add (self, links->str, N_ROWS);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_WAITING) > N_ROWS / 2);
  dp_test_walk (GTK_WIDGET (self->window), count_ticking, &n_ticking);
  g_test_message ("%u rows tick", n_ticking);
  g_assert_cmpuint (n_ticking, >, 0);
  g_assert_cmpuint (n_ticking, <, 20);

  n_ticking = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  dp_test_walk (GTK_WIDGET (self->window), count_ticking, &n_ticking);
  g_assert_cmpuint (n_ticking, ==, 0);
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/trouble/network", test_network);
  add ("/trouble/no-room", test_no_room);
  add ("/trouble/countdowns", test_countdowns);

  return g_test_run ();
}
