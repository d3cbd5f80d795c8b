/* test-known.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which links are in the list already, what has become of finished files, and having them once more.
 */

#include "dp-known.h"

#include <glib/gstdio.h>
#include <utime.h>

#include "dp-again.h"
#include "dp-finished.h"
#include "dp-queue-fixture.h"

typedef struct
{
  DpKnown *known;
  DpUrlList *list;
  gboolean is_done;
} Answer;

static void
on_sorted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  g_autoptr (GError) error = NULL;

  answer->known = dp_known_sort_finish (result, &answer->list, &error);
  g_assert_no_error (error);
  answer->is_done = TRUE;
}

/* Fresh ones and known ids, as in "a b|1 2"; the links are told by their last part. */
static char *
sort (DpQueue *queue, const char *text)
{
  Answer answer = { 0 };
  GString *said = g_string_new (NULL);
  DpUrlList *list = dp_url_list_parse (text, strlen (text), DP_URL_LIST_PLAIN);

  dp_known_sort_async (queue, list, NULL, on_sorted, &answer);
  dp_test_run_until (answer.is_done);
  g_assert_true (answer.list == list);
  for (guint i = 0; i < answer.known->fresh->urls->len; i++)
    g_string_append_printf (said, "%s ", strrchr (answer.known->fresh->urls->pdata[i], '/') + 1);
  g_string_append_c (said, '|');
  for (guint i = 0; i < answer.known->ids->len; i++)
    g_string_append_printf (said, "%" G_GUINT64_FORMAT " ",
                            g_array_index (answer.known->ids, guint64, i));
  dp_known_free (answer.known);
  dp_url_list_free (answer.list);
  return g_string_free (said, FALSE);
}

#define assert_sorted(queue, text, expected)     \
  G_STMT_START                                   \
  {                                              \
    g_autofree char *said_ = sort (queue, text); \
    g_assert_cmpstr (said_, ==, expected);       \
  }                                              \
  G_STMT_END

static void
test_unfinished (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture->engine, "");
  g_autofree char *text = g_strdup_printf (
      "%s/stall-headers/2#x %s/stall-headers/new %s/stall-headers/0", url, url, url);

  assert_sorted (fixture->queue, "http://a.test/1 http://a.test/2", "1 2 |");
  dp_queue_fixture_add (fixture, 3, "/stall-headers/%u");
  assert_sorted (fixture->queue, text, "new |1 3 ");
  assert_sorted (fixture->queue, "no links", "|");
}

/* A file that is gone, or that somebody wrote to, is wanted again. */
static void
test_finished (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture->engine, "/file/0?size=1000");
  g_autofree char *path = dp_engine_fixture_dup_path (fixture->engine, "0");
  guint64 id = dp_queue_fixture_add (fixture, 1, "/file/%u?size=1000");
  DpDownload *download = dp_queue_find (fixture->queue, id);
  const struct utimbuf later = { 4000000000, 4000000000 };

  dp_queue_fixture_run_to_end (fixture);
  assert_sorted (fixture->queue, url, "|1 ");
  g_assert_cmpint (utime (path, &later), ==, 0);
  assert_sorted (fixture->queue, url, "0?size=1000 |");
  dp_engine_fixture_write (fixture->engine, "0", "short");
  assert_sorted (fixture->queue, url, "0?size=1000 |");
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_sorted (fixture->queue, url, "0?size=1000 |");
  g_assert_cmpint (dp_finished_look (path, 1000, 0), ==, DP_FINISHED_MISSING);
  g_assert_cmpint (dp_finished_look ("/", dp_download_get_progress (download)->total_bytes, 0), ==,
                   DP_FINISHED_CHANGED);
}

/* Once more, beside what is here, and then the last one counts. */
static void
test_again (void)
{
  g_autoptr (DpQueueFixture) fixture = dp_queue_fixture_new (5);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture->engine, "/file/0?size=1000");
  guint64 id = dp_queue_fixture_add (fixture, 1, "/file/%u?size=1000");
  const guint64 ids[] = { id, id + 5, id };
  guint n_added;

  g_assert_cmpuint (dp_queue_add_again (fixture->queue, ids, 1, &n_added), ==, id + 1);
  g_assert_cmpuint (n_added, ==, 0);
  dp_queue_fixture_run_to_end (fixture);
  g_assert_cmpuint (dp_queue_add_again (fixture->queue, ids, 2, &n_added), ==, id + 1);
  g_assert_cmpuint (n_added, ==, 1);
  dp_queue_fixture_run_to_end (fixture);
  dp_engine_fixture_assert_files (fixture->engine, "0|0 (2)");
  assert_sorted (fixture->queue, url, "|2 ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/known/unfinished", test_unfinished);
  g_test_add_func ("/known/finished", test_finished);
  g_test_add_func ("/known/again", test_again);

  return g_test_run ();
}
