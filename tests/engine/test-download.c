/* test-download.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a row shows.
 */

#include "dp-download.h"

#define N DP_N_STATES

/* A way to each state. */
static void
go_to (DpDownload *download, DpState state)
{
  if (state == DP_STATE_QUEUED)
    return;
  dp_download_set_state (download, DP_STATE_RUNNING);
  if (state != DP_STATE_RUNNING)
    dp_download_set_state (download, state);
}

/* What the table does not allow ends the program. */
static void
test_not_allowed (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (DpDownload) download = dp_download_new (1, "http://a/b.zip", "/tmp");

      go_to (download, DP_STATE_DONE);
      dp_download_set_state (download, DP_STATE_QUEUED);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  g_string_append_printf (user_data, "%s ", pspec->name);
}

/* One notify for one change, none for none. */
static void
test_notify (void)
{
  DpDownload *download = dp_download_new (7, "http://u:secret@a/b.zip", "/tmp/x");
  const DpProgress progress = { 1, 2, 3, 4 };
  g_autoptr (GString) seen = g_string_new (NULL);

  g_signal_connect (download, "notify", G_CALLBACK (on_notify), seen);
  g_assert_cmpuint (dp_download_get_id (download), ==, 7);
  g_assert_cmpstr (dp_download_get_name (download), ==, "b.zip");
  g_assert_cmpstr (dp_download_get_folder (download), ==, "/tmp/x");
  g_assert_cmpuint (dp_download_get_progress (download)->total_bytes, ==, DP_SIZE_UNKNOWN);

  for (guint i = 0; i < 2; i++)
    {
      dp_download_set_progress (download, &progress);
      dp_download_set_name (download, "c.zip");
      dp_download_set_reason (download, "because");
    }
  dp_download_set_reason (download, NULL);
  dp_download_set_state (download, DP_STATE_RUNNING);
  g_assert_cmpstr (seen->str, ==, "progress name reason reason state ");

  g_string_truncate (seen, 0);
  dp_download_set_url (download, "http://u:secret@a/b.zip");
  g_assert_cmpstr (seen->str, ==, "");
  dp_download_set_url (download, "http://c/d.zip");
  g_assert_cmpstr (seen->str, ==, "url ");
  g_assert_cmpstr (dp_download_get_url (download), ==, "http://c/d.zip");
  /* What has begun has its name. */
  g_assert_cmpstr (dp_download_get_name (download), ==, "c.zip");

  g_string_truncate (seen, 0);
  dp_download_finish (download, "/tmp/x/c (2).zip", 10, FALSE);
  dp_download_set_state (download, DP_STATE_DONE);
  g_assert_cmpstr (seen->str, ==, "name progress state ");
  g_assert_cmpstr (dp_download_get_name (download), ==, "c (2).zip");
  g_assert_cmpstr (dp_download_get_path (download), ==, "/tmp/x/c (2).zip");
  g_assert_cmpuint (dp_download_get_progress (download)->received_bytes, ==, 10);
  g_assert_false (dp_download_is_length_proven (download));
  g_assert_finalize_object (download);
}

static DpPartial *
partial_of (guint64 bytes)
{
  DpPartial *partial = g_new0 (DpPartial, 1);

  dp_range_set_add (&partial->safe, 0, bytes);
  return partial;
}

/* More on disk than ever before starts the count of failures anew. */
static void
test_failures (void)
{
  DpDownload *download = dp_download_new (1, "http://a/b.zip", "/tmp");

  g_assert_cmpuint (dp_history_count_failure (dp_download_write_history (download)), ==, 1);
  g_assert_cmpuint (dp_history_count_failure (dp_download_write_history (download)), ==, 2);
  dp_download_take_partial (download, partial_of (100));
  g_assert_cmpuint (dp_history_count_failure (dp_download_write_history (download)), ==, 1);
  dp_download_take_partial (download, partial_of (100));
  dp_download_take_partial (download, NULL);
  dp_download_take_partial (download, partial_of (50));
  dp_download_take_partial (download, partial_of (100));
  g_assert_cmpuint (dp_history_count_failure (dp_download_write_history (download)), ==, 2);
  dp_download_take_partial (download, partial_of (101));
  g_assert_cmpuint (dp_history_count_failure (dp_download_write_history (download)), ==, 1);
  dp_history_forget_failures (dp_download_write_history (download));
  g_assert_cmpuint (dp_history_count_failure (dp_download_write_history (download)), ==, 1);
  g_assert_finalize_object (download);
}

static void
test_unfinished (void)
{
  for (DpState state = 0; state < N; state++)
    {
      DpDownload *download = dp_download_new (1, "http://a/b.zip", "/tmp");

      go_to (download, state);
      g_assert_cmpint (dp_download_is_unfinished (download), ==,
                       state == DP_STATE_QUEUED || state == DP_STATE_RUNNING ||
                           state == DP_STATE_WAITING);
      g_assert_finalize_object (download);
    }
}

/* What was said for a link is for its origin: another link of the same server may have it. */
static void
test_request (void)
{
  static const struct
  {
    const char *link;
    gboolean is_kept;
  } rows[] = {
    { "https://a.test/2?x", TRUE },  { "https://A.test:443/2", TRUE },
    { "http://a.test/1", FALSE },    { "https://a.test:8443/1", FALSE },
    { "https://b.a.test/1", FALSE }, { "https://a.test@b.test/1", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpRequest) request = dp_request_new ();
      DpDownload *download = dp_download_new (1, "https://a.test/1", "/tmp");

      g_assert_null (dp_download_get_request (download));
      dp_download_set_request (download, request);
      g_assert_true (dp_download_get_request (download) == request);
      dp_download_set_url (download, rows[i].link);
      g_assert_true (dp_download_get_request (download) == (rows[i].is_kept ? request : NULL));
      g_assert_finalize_object (download);
      g_assert_true (g_atomic_ref_count_compare (&request->ref_count, 1));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/download/not-allowed", test_not_allowed);
  g_test_add_func ("/download/notify", test_notify);
  g_test_add_func ("/download/failures", test_failures);
  g_test_add_func ("/download/unfinished", test_unfinished);
  g_test_add_func ("/download/request", test_request);

  return g_test_run ();
}
