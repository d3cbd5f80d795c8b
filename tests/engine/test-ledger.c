/* test-ledger.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stored list: what goes in comes out, from older versions too.
 */

#include "dp-ledger.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "dp-ledger-fixture.h"

/* In and out */

static void
test_round_trip (DpLedgerFixture *self, gconstpointer unused)
{
  g_autoptr (DpLedger) ledger = dp_ledger_fixture_open (self);
  g_autoptr (DpEntry) bare = dp_ledger_fixture_make_entry (8);
  DpEntry *empty = g_new0 (DpEntry, 1);

  g_assert_cmpuint (self->entries->len, ==, 0);
  *empty = (DpEntry){ .id = 8,
                      .url = g_ref_string_new (bare->url),
                      .folder = g_ref_string_new ("/d"),
                      .total_bytes = DP_SIZE_UNKNOWN };
  dp_ledger_fixture_fill (ledger, 7, 1);
  dp_ledger_fixture_write (ledger, DP_NOTE_ADDED, empty);
  g_clear_pointer (&ledger, dp_ledger_close);
  g_assert_false (dp_ledger_fixture_has_file (self, "list.db-wal"));

  dp_ledger_fixture_reopen (self);
  g_assert_cmpstr (self->remark, ==, NULL);
  g_assert_cmpuint (self->entries->len, ==, 2);
  dp_ledger_fixture_assert_entry (self->entries->pdata[0], 7);
  empty = self->entries->pdata[1];
  g_assert_cmpstr (empty->url, ==, bare->url);
  g_assert_cmpstr (empty->name, ==, NULL);
  g_assert_cmpstr (empty->path, ==, NULL);
  g_assert_cmpstr (empty->reason, ==, NULL);
  g_assert_null (empty->request);
  g_assert_null (empty->partial);
  g_assert_cmpstr (empty->command, ==, NULL);
  g_assert_cmpint (empty->state, ==, DP_STATE_QUEUED);
  g_assert_cmpuint (empty->total_bytes, ==, DP_SIZE_UNKNOWN);
  g_assert_false (empty->is_length_proven);
}

/* Each kind of note changes what it says, and nothing else. */

static void
test_changed (DpLedgerFixture *self, gconstpointer unused)
{
  DpLedger *ledger = dp_ledger_fixture_open (self);
  DpEntry *entry = g_new0 (DpEntry, 1);

  dp_ledger_fixture_fill (ledger, 1, 2);
  entry->id = 1;
  entry->position = -9;
  entry->priority = DP_PRIORITY_LOW;
  entry->state = DP_STATE_DONE;
  entry->path = g_strdup ("/downloads/b.bin");
  entry->limit_bytes_per_sec = 7;
  entry->command = g_ref_string_new ("another");
  entry->url = g_ref_string_new ("http://h.example/another");
  dp_ledger_fixture_write (ledger, DP_NOTE_CHANGED, entry);
  dp_ledger_close (ledger);

  dp_ledger_fixture_reopen (self);
  entry = self->entries->pdata[0];
  g_assert_cmpint (entry->state, ==, DP_STATE_DONE);
  g_assert_cmpint (entry->position, ==, -9);
  g_assert_cmpint (entry->priority, ==, DP_PRIORITY_LOW);
  g_assert_cmpstr (entry->path, ==, "/downloads/b.bin");
  g_assert_cmpuint (entry->limit_bytes_per_sec, ==, 7);
  g_assert_cmpstr (entry->command, ==, "another");
  g_assert_cmpstr (entry->url, ==, "http://h.example/another");
  g_assert_cmpstr (entry->reason, ==, NULL);
  g_assert_null (entry->request);
  g_assert_nonnull (entry->partial);
  g_assert_cmpint (entry->added_usec, ==, 1700000000000000);
  dp_ledger_fixture_assert_entry (self->entries->pdata[1], 2);
}

static void
test_turns (DpLedgerFixture *self, gconstpointer unused)
{
  static const DpEntryBrief moved[] = { { 2, 77, DP_PRIORITY_LOW, DP_STATE_DONE },
                                        { 3, -1, DP_PRIORITY_HIGH, DP_STATE_DONE } };
  DpLedger *ledger = dp_ledger_fixture_open (self);
  DpEntry *entry;

  dp_ledger_fixture_fill (ledger, 1, 3);
  dp_ledger_fixture_write (ledger, DP_NOTE_TURNS,
                           dp_ledger_fixture_make_many (moved, G_N_ELEMENTS (moved)));
  dp_ledger_close (ledger);

  dp_ledger_fixture_reopen (self);
  dp_ledger_fixture_assert_entry (self->entries->pdata[0], 1);
  entry = self->entries->pdata[1];
  g_assert_cmpint (entry->position, ==, 77);
  g_assert_cmpint (entry->priority, ==, DP_PRIORITY_LOW);
  g_assert_cmpint (entry->state, ==, DP_STATE_FAILED);
  entry = self->entries->pdata[2];
  g_assert_cmpint (entry->position, ==, -1);
  g_assert_cmpint (entry->priority, ==, DP_PRIORITY_HIGH);
}

static void
test_states (DpLedgerFixture *self, gconstpointer unused)
{
  static const DpEntryBrief changed[] = { { 1, 55, DP_PRIORITY_LOW, DP_STATE_PAUSED },
                                          { 3, 66, DP_PRIORITY_HIGH, DP_STATE_QUEUED } };
  DpLedger *ledger = dp_ledger_fixture_open (self);
  const DpEntry *entry;

  dp_ledger_fixture_fill (ledger, 1, 3);
  dp_ledger_fixture_write (ledger, DP_NOTE_STATES,
                           dp_ledger_fixture_make_many (changed, G_N_ELEMENTS (changed)));
  dp_ledger_close (ledger);

  dp_ledger_fixture_reopen (self);
  entry = self->entries->pdata[0];
  g_assert_cmpint (entry->state, ==, DP_STATE_PAUSED);
  g_assert_cmpstr (entry->reason, ==, NULL);
  g_assert_cmpint (entry->position, ==, 55);
  g_assert_cmpint (entry->priority, ==, DP_PRIORITY_LOW);
  g_assert_nonnull (entry->partial);
  g_assert_nonnull (entry->request);
  dp_ledger_fixture_assert_entry (self->entries->pdata[1], 2);
  g_assert_cmpint (((DpEntry *) self->entries->pdata[2])->state, ==, DP_STATE_QUEUED);
}

static void
test_gone (DpLedgerFixture *self, gconstpointer unused)
{
  g_autoptr (DpLedger) ledger = dp_ledger_fixture_open (self);

  dp_ledger_fixture_fill (ledger, 1, 4);
  dp_ledger_fixture_write (ledger, DP_NOTE_PARTIAL, dp_entry_new_for_partial (2, NULL));
  dp_ledger_fixture_write (ledger, DP_NOTE_REMOVED, dp_ledger_fixture_make_brief (3));
  dp_ledger_fixture_write (ledger, DP_NOTE_REMOVED, dp_ledger_fixture_make_brief (4));
  dp_ledger_fixture_write (ledger, DP_NOTE_FORGOTTEN, dp_ledger_fixture_make_brief (4));
  /* That was not removed: it is another one with that id. */
  dp_ledger_fixture_write (ledger, DP_NOTE_FORGOTTEN, dp_ledger_fixture_make_brief (1));
  /* One that is not there. */
  dp_ledger_fixture_write (ledger, DP_NOTE_PARTIAL, dp_entry_new_for_partial (5, NULL));
  g_clear_pointer (&ledger, dp_ledger_close);

  ledger = dp_ledger_fixture_open (self);
  dp_ledger_fixture_assert_ids (self, "1 2 3");
  dp_ledger_fixture_assert_entry (self->entries->pdata[0], 1);
  g_assert_null (((DpEntry *) self->entries->pdata[1])->partial);
  g_assert_cmpint (((DpEntry *) self->entries->pdata[1])->state, ==, DP_STATE_FAILED);
  g_assert_true (((DpEntry *) self->entries->pdata[2])->is_removed);
  /* Undone. */
  dp_ledger_fixture_write (ledger, DP_NOTE_CHANGED, dp_ledger_fixture_make_entry (3));
  g_clear_pointer (&ledger, dp_ledger_close);
  dp_ledger_fixture_reopen (self);
  dp_ledger_fixture_assert_entry (self->entries->pdata[2], 3);
}

/* All of a transaction, or nothing. */
static void
test_whole (DpLedgerFixture *self, gconstpointer unused)
{
  g_autoptr (DpLedger) ledger = dp_ledger_fixture_open (self);
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (DpNote));
  g_autoptr (GError) error = NULL;
  DpNote good = { DP_NOTE_ADDED, dp_ledger_fixture_make_entry (1) };
  DpNote bad = { DP_NOTE_ADDED, dp_entry_new_for_partial (2, NULL) };

  g_array_set_clear_func (notes, (GDestroyNotify) dp_note_clear);
  g_array_append_val (notes, good);
  g_array_append_val (notes, bad);
  g_assert_false (dp_ledger_write (ledger, notes, &error));
  g_assert_nonnull (error);
  dp_ledger_fixture_fill (ledger, 3, 1);
  g_clear_pointer (&ledger, dp_ledger_close);
  dp_ledger_fixture_reopen (self);
  dp_ledger_fixture_assert_ids (self, "3");
}

/* Links can hold passwords. */
static void
test_private (DpLedgerFixture *self, gconstpointer unused)
{
  g_autofree char *folder = g_build_filename (self->folder, "new", NULL);
  g_autofree char *wal = g_build_filename (folder, "list.db-wal", NULL);
  g_autofree char *path = g_build_filename (folder, "list.db", NULL);
  g_autofree char *lock = g_build_filename (folder, "list.lock", NULL);
  g_autofree char *remark = NULL;
  mode_t mask = umask (0);
  DpLedger *ledger = dp_ledger_open (folder, self->entries, &remark, NULL);
  struct stat st;

  dp_ledger_fixture_fill (ledger, 1, 1);
  g_assert_cmpint (stat (folder, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0700);
  g_assert_cmpint (stat (path, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0600);
  g_assert_cmpint (stat (wal, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0600);
  dp_ledger_close (ledger);
  umask (mask);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_unlink (lock), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Two programs never write to the same list. */
static void
test_locked (DpLedgerFixture *self, gconstpointer unused)
{
  DpLedger *ledger = dp_ledger_fixture_open (self);

  dp_ledger_fixture_assert_refused (self, "another Downpour is using it");
  dp_ledger_fixture_fill (ledger, 1, 1);
  dp_ledger_close (ledger);
  dp_ledger_fixture_reopen (self);
  dp_ledger_fixture_assert_ids (self, "1");
}

/* Versions */

/* As the first version made it. */
static const char version_1[] =
    "CREATE TABLE download (id INTEGER PRIMARY KEY, position INTEGER NOT NULL, url TEXT NOT NULL,"
    "  folder TEXT NOT NULL, name TEXT, wish TEXT, path TEXT, reason TEXT, state TEXT NOT NULL,"
    "  received_bytes INTEGER NOT NULL DEFAULT 0, total_bytes INTEGER,"
    "  is_length_proven INTEGER NOT NULL DEFAULT 0, added_usec INTEGER NOT NULL DEFAULT 0,"
    "  finished_usec INTEGER NOT NULL DEFAULT 0, is_removed INTEGER NOT NULL DEFAULT 0,"
    "  part_folder TEXT, part_name TEXT, part_inode INTEGER, part_safe TEXT,"
    "  part_total_bytes INTEGER, part_validator TEXT, part_link TEXT,"
    "  part_is_length_proven INTEGER);"
    "INSERT INTO download (id, position, url, folder, state) VALUES"
    "  (3, 3, 'http://h/a', '/d', 'paused'), (4, 4, 'http://h/b', '/d', 'of the future');"
    "PRAGMA application_id = 1148221298; PRAGMA user_version = 1; PRAGMA journal_mode = WAL;";

static void
test_older (DpLedgerFixture *self, gconstpointer unused)
{
  g_autoptr (DpLedger) ledger = NULL;

  dp_ledger_fixture_run_raw (self, version_1);
  ledger = dp_ledger_fixture_open (self);
  dp_ledger_fixture_assert_ids (self, "3 4");
  g_assert_cmpstr (self->remark, ==, NULL);
  g_assert_cmpint (((DpEntry *) self->entries->pdata[0])->state, ==, DP_STATE_PAUSED);
  g_assert_cmpint (((DpEntry *) self->entries->pdata[1])->state, ==, DP_STATE_PAUSED);
  /* With room between them, and nobody more urgent than others. */
  g_assert_cmpint (((DpEntry *) self->entries->pdata[0])->position, ==, 3 * DP_PLACE_GAP);
  g_assert_cmpint (((DpEntry *) self->entries->pdata[1])->position, ==, 4 * DP_PLACE_GAP);
  g_assert_cmpint (((DpEntry *) self->entries->pdata[1])->priority, ==, DP_PRIORITY_NORMAL);
  dp_ledger_fixture_fill (ledger, 5, 1);
  g_clear_pointer (&ledger, dp_ledger_close);
  dp_ledger_fixture_reopen (self);
  dp_ledger_fixture_assert_ids (self, "3 4 5");
  dp_ledger_fixture_assert_entry (self->entries->pdata[2], 5);
}

/* Left alone: an older program must not write into it. */
static void
test_newer (DpLedgerFixture *self, gconstpointer unused)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size;

  dp_ledger_fixture_reopen (self);
  dp_ledger_fixture_run_raw (self, "PRAGMA user_version = 1000");
  g_assert_true (g_file_get_contents (self->path, &before, &size, NULL));
  dp_ledger_fixture_assert_refused (self, "newer Downpour");
  g_assert_true (g_file_get_contents (self->path, &after, NULL, NULL));
  g_assert_cmpmem (before, size, after, size);
  g_assert_false (dp_ledger_fixture_has_file (self, "list-damaged-1.db"));
}

static void
add_test (const char *path, void (*test) (DpLedgerFixture *, gconstpointer))
{
  g_test_add (path, DpLedgerFixture, NULL, dp_ledger_fixture_set_up, test,
              dp_ledger_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_test ("/ledger/round-trip", test_round_trip);
  add_test ("/ledger/changed", test_changed);
  add_test ("/ledger/turns", test_turns);
  add_test ("/ledger/states", test_states);
  add_test ("/ledger/gone", test_gone);
  add_test ("/ledger/whole", test_whole);
  add_test ("/ledger/private", test_private);
  add_test ("/ledger/locked", test_locked);
  add_test ("/ledger/older", test_older);
  add_test ("/ledger/newer", test_newer);

  return g_test_run ();
}
