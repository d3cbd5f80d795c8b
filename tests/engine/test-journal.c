/* test-journal.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happened to a download, and no more of it than has room.
 */

#include "dp-journal.h"

static void
test_note (void)
{
  g_autoptr (DpJournal) journal = dp_journal_new ();
  guint version = dp_journal_get_version (journal);
  guint64 n_forgotten;
  guint64 serial;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  const DpEvent *event;

  serial = dp_journal_note (
      journal, &(DpEvent){ .kind = DP_EVENT_REQUEST, .at_usec = 5, .link = (char *) "http://a/" });
  dp_journal_note (journal, &(DpEvent){ .kind = DP_EVENT_BEGUN });
  g_assert_cmpuint (dp_journal_get_version (journal), !=, version);
  version = dp_journal_get_version (journal);
  before = dp_journal_dup_events (journal, &n_forgotten);

  dp_journal_complete (journal, serial, &(DpEvent){ .status = 206, .at_usec = 9 });
  g_assert_cmpuint (dp_journal_get_version (journal), !=, version);
  after = dp_journal_dup_events (journal, &n_forgotten);

  /* Who has seen the one before still has it. */
  g_assert_cmpuint (((DpEvent *) before->pdata[0])->status, ==, 0);
  g_assert_cmpuint (after->len, ==, 2);
  g_assert_cmpuint (n_forgotten, ==, 0);
  event = after->pdata[0];
  g_assert_cmpuint (event->status, ==, 206);
  g_assert_cmpuint (event->serial, ==, serial);
  g_assert_cmpint (event->at_usec, ==, 5);
  g_assert_cmpstr (event->link, ==, "http://a/");
  event = after->pdata[1];
  g_assert_cmpint (event->kind, ==, DP_EVENT_BEGUN);
  g_assert_cmpint (event->at_usec, >, 0);
}

static void
test_bounded (void)
{
  g_autoptr (DpJournal) journal = dp_journal_new ();
  guint64 n_forgotten;
  g_autoptr (GPtrArray) events = NULL;

  for (guint i = 1; i <= 1000; i++)
    dp_journal_note (journal, &(DpEvent){ .bytes = i });
  /* Forgotten meanwhile: nothing becomes of it. */
  dp_journal_complete (journal, 1, &(DpEvent){ .status = 200 });

  events = dp_journal_dup_events (journal, &n_forgotten);
  g_assert_cmpuint (events->len, ==, DP_JOURNAL_MAX_EVENTS);
  g_assert_cmpuint (n_forgotten, ==, 1000 - DP_JOURNAL_MAX_EVENTS);
  g_assert_cmpuint (((DpEvent *) events->pdata[0])->bytes, ==, n_forgotten + 1);
  g_assert_cmpuint (((DpEvent *) events->pdata[events->len - 1])->bytes, ==, 1000);
}

static void
test_bounded_text (void)
{
  g_autoptr (DpJournal) journal = dp_journal_new ();
  g_autofree char *text = g_strnfill (DP_JOURNAL_MAX_BYTES / 4, 'x');
  guint64 n_forgotten;
  guint64 serial = 0;
  g_autoptr (GPtrArray) events = NULL;

  for (guint i = 0; i < 6; i++)
    serial = dp_journal_note (journal, &(DpEvent){ .said = text });
  events = dp_journal_dup_events (journal, &n_forgotten);
  g_assert_cmpuint (events->len, ==, 4);
  g_clear_pointer (&events, g_ptr_array_unref);

  dp_journal_complete (journal, serial, &(DpEvent){ .said = text, .answer = text });
  events = dp_journal_dup_events (journal, &n_forgotten);
  g_assert_cmpuint (events->len, ==, 3);
  g_assert_cmpuint (n_forgotten, ==, 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/journal/note", test_note);
  g_test_add_func ("/journal/bounded", test_bounded);
  g_test_add_func ("/journal/bounded-text", test_bounded_text);

  return g_test_run ();
}
