/* test-tidings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is told of downloads, and when, with a clock of its own.
 */

#include <string.h>

#include "dp-engine-fixture.h"
#include "dp-tidings.h"

#define SEC       G_USEC_PER_SEC
#define BEGIN_SEC 1000

static DpDownload *
make (DpState state, const char *name, const char *reason)
{
  DpDownload *download = dp_download_new (7, "http://a.example/a", "/tmp");
  g_autofree char *path = g_build_filename ("/tmp", name, NULL);

  dp_download_set_name (download, name);
  dp_download_set_state (download, DP_STATE_RUNNING);
  if (state == DP_STATE_DONE)
    dp_download_finish (download, path, 1000000, TRUE);
  if (state == DP_STATE_ASKING)
    dp_download_take_question (download, g_new0 (DpQuestion, 1));
  dp_download_set_reason (download, reason);
  if (state != DP_STATE_RUNNING)
    dp_download_set_state (download, state);
  return download;
}

static gboolean
add (DpTidings *self, DpState state, const char *name, const char *reason, gint64 now_sec)
{
  g_autoptr (DpDownload) download = make (state, name, reason);

  return dp_tidings_add (self, download, now_sec * SEC);
}

static const struct
{
  guint n_done;
  guint n_failed;
  guint n_asking;
  const char *title;
  const char *body;
} words[] = {
  { 1, 0, 0, "a <b>.iso", "Downloaded, 1.0\u00a0MB" },
  { 0, 1, 0, "a <b>.iso", "The download failed: Why." },
  { 0, 0, 1, "a <b>.iso", "The download waits for your answer: Why." },
  { 12, 0, 0, "12 files downloaded", "12.0\u00a0MB" },
  { 12, 3, 0, "12 files downloaded", "12.0\u00a0MB · 3 files failed" },
  { 1, 1, 1, "1 file downloaded", "1.0\u00a0MB · 1 file failed · 1 file waits for your answer" },
  { 0, 2, 0, "2 files failed", "" },
  { 0, 2, 1, "2 files failed", "1 file waits for your answer" },
  { 0, 0, 2, "2 files wait for your answer", "" },
};

static void
test_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      DpTidings tidings = { 0 };
      g_autofree char *title = NULL;
      g_autofree char *body = NULL;

      for (guint j = 0; j < words[i].n_done; j++)
        add (&tidings, DP_STATE_DONE, "a <b>.iso", NULL, BEGIN_SEC);
      for (guint j = 0; j < words[i].n_failed; j++)
        add (&tidings, DP_STATE_FAILED, "a <b>.iso", "Why.", BEGIN_SEC);
      for (guint j = 0; j < words[i].n_asking; j++)
        add (&tidings, DP_STATE_ASKING, "a <b>.iso", "Why.", BEGIN_SEC);
      title = dp_tidings_dup_title (&tidings);
      body = dp_tidings_dup_body (&tidings);
      g_assert_cmpstr (title, ==, words[i].title);
      g_assert_cmpstr (body, ==, words[i].body);
      dp_tidings_clear (&tidings);
    }
}

/* Some desktops would read it as markup. */
static void
test_no_markup (void)
{
  DpTidings tidings = { 0 };
  g_autofree char *body = NULL;

  add (&tidings, DP_STATE_FAILED, "a", "<b>404</b>", BEGIN_SEC);
  body = dp_tidings_dup_body (&tidings);
  g_assert_cmpstr (body, ==, "The download failed");
  dp_tidings_clear (&tidings);
}

static gint64
due (const DpTidings *self, gboolean is_busy)
{
  return dp_tidings_get_due_usec (self, is_busy) / SEC - BEGIN_SEC;
}

static void
test_nothing (void)
{
  DpTidings tidings = { 0 };

  g_assert_cmpint (dp_tidings_get_due_usec (&tidings, FALSE), ==, G_MAXINT64);
  g_assert_false (add (&tidings, DP_STATE_RUNNING, "a", NULL, BEGIN_SEC));
  g_assert_cmpint (dp_tidings_get_due_usec (&tidings, FALSE), ==, G_MAXINT64);
}

static void
test_time (void)
{
  DpTidings tidings = { 0 };

  /* A moment after the last one; while others come, soon after the first. */
  g_assert_true (add (&tidings, DP_STATE_DONE, "a", NULL, BEGIN_SEC));
  g_assert_cmpint (due (&tidings, FALSE), ==, 2);
  g_assert_cmpint (due (&tidings, TRUE), ==, 10);
  add (&tidings, DP_STATE_DONE, "b", NULL, BEGIN_SEC + 5);
  g_assert_cmpint (due (&tidings, FALSE), ==, 7);
  g_assert_cmpint (due (&tidings, TRUE), ==, 10);

  /* Then not for a while, but for the end. */
  dp_tidings_set_told (&tidings, (BEGIN_SEC + 10) * SEC);
  g_assert_cmpint (dp_tidings_get_due_usec (&tidings, TRUE), ==, G_MAXINT64);
  add (&tidings, DP_STATE_DONE, "c", NULL, BEGIN_SEC + 11);
  g_assert_cmpint (due (&tidings, TRUE), ==, 310);
  g_assert_cmpint (due (&tidings, FALSE), ==, 13);
  g_assert_cmpuint (dp_tidings_count (&tidings), ==, 3);

  /* Seen: it begins anew. */
  dp_tidings_clear (&tidings);
  g_assert_cmpuint (dp_tidings_count (&tidings), ==, 0);
  add (&tidings, DP_STATE_DONE, "d", NULL, BEGIN_SEC + 20);
  g_assert_cmpint (due (&tidings, TRUE), ==, 30);
  g_assert_cmpstr (tidings.first_name, ==, "d");
  dp_tidings_clear (&tidings);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tidings/words", test_words);
  g_test_add_func ("/tidings/no-markup", test_no_markup);
  g_test_add_func ("/tidings/nothing", test_nothing);
  g_test_add_func ("/tidings/time", test_time);

  return g_test_run ();
}
