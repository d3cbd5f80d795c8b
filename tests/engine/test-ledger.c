/* test-ledger.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stored list: what goes in comes out, from older versions too, and what is left of it when the
 * file was damaged or the disk refuses.  SQLite's system calls go through here where it matters.
 */

#include "dp-ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-engine-fixture.h"
#include "dp-request-text.h"

#define N_ENTRIES 600

typedef struct
{
  char *folder;       /* (owned): removed with the fixture */
  char *path;         /* (owned): the list */
  GPtrArray *entries; /* (owned): what was read last */
  char *remark;       /* (owned) (nullable): likewise */
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->folder = g_dir_make_tmp ("downpour-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "list.db", NULL);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_entry_free);
}

static void
remove_files (Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  remove_files (self);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_ptr_array_unref (self->entries);
  g_free (self->remark);
  g_free (self->path);
  g_free (self->folder);
}

static DpLedger *
try_open (Fixture *self, GError **error)
{
  g_ptr_array_set_size (self->entries, 0);
  g_clear_pointer (&self->remark, g_free);
  return dp_ledger_open (self->folder, self->entries, &self->remark, error);
}

static DpLedger *
open_ledger (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  DpLedger *ledger = try_open (self, &error);

  g_assert_no_error (error);
  g_assert_nonnull (ledger);
  return ledger;
}

static void
reopen (Fixture *self)
{
  dp_ledger_close (open_ledger (self));
}

static DpPartial *
make_partial (void)
{
  DpPartial *partial = g_new0 (DpPartial, 1);

  partial->folder = g_strdup ("/downloads");
  partial->name = g_strdup ("a (2).bin");
  partial->inode = G_MAXUINT64 - 1;
  dp_range_set_add (&partial->safe, 0, 5);
  dp_range_set_add (&partial->safe, 7, G_GUINT64_CONSTANT (10000000000));
  partial->total_bytes = DP_SIZE_UNKNOWN;
  partial->validator = g_strdup ("\"etag\"");
  partial->link = g_strdup ("http://h.example/expired");
  partial->is_length_proven = TRUE;
  return partial;
}

/* All of it, with a link and a folder that are not to be touched. */
static DpEntry *
make_entry (guint64 id)
{
  g_autofree char *url =
      g_strdup_printf ("http://us%%45r:pass@h.example/a%%2Fb?x=1+2&n=%u", (guint) id);
  DpEntry *entry = g_new (DpEntry, 1);

  *entry = (DpEntry){
    .id = id,
    .position = id,
    .url = g_ref_string_new (url),
    .folder = g_ref_string_new_intern ("/downloads/\xff not UTF-8"),
    .name = g_strdup ("ä.bin"),
    .wish = g_strdup ("ö.bin"),
    .path = g_strdup ("/downloads/ä.bin"),
    .reason = g_strdup ("It’s “gone”; see 'x'"),
    .request = dp_request_from_text ("user-agent me\n"),
    .offer = dp_offer_from_text ("size 7\n"),
    .validator = g_strdup ("\"v\""),
    .partial = make_partial (),
    .state = DP_STATE_FAILED,
    .received_bytes = 12,
    .total_bytes = G_GUINT64_CONSTANT (10000000000),
    .added_usec = 1700000000000000,
    .finished_usec = 1700000000000001,
    .limit_bytes_per_sec = 123456789012,
    .priority = DP_PRIORITY_HIGH,
    .is_length_proven = TRUE,
  };
  return entry;
}

static void
assert_entry (const DpEntry *entry, guint64 id)
{
  g_autoptr (DpEntry) same = make_entry (id);

  g_assert_cmpuint (entry->id, ==, id);
  g_assert_cmpint (entry->position, ==, id);
  g_assert_cmpint (entry->priority, ==, DP_PRIORITY_HIGH);
  g_assert_cmpstr (entry->url, ==, same->url);
  g_assert_cmpstr (entry->folder, ==, same->folder);
  g_assert_cmpstr (entry->name, ==, same->name);
  g_assert_cmpstr (entry->wish, ==, same->wish);
  g_assert_cmpstr (entry->path, ==, same->path);
  g_assert_cmpstr (entry->reason, ==, same->reason);
  g_assert_nonnull (entry->request);
  g_assert_cmpstr (entry->request->user_agent, ==, "me");
  g_assert_nonnull (entry->offer);
  g_assert_cmpuint (entry->offer->size_bytes, ==, 7);
  g_assert_cmpstr (entry->validator, ==, same->validator);
  g_assert_cmpint (entry->state, ==, same->state);
  g_assert_cmpuint (entry->received_bytes, ==, same->received_bytes);
  g_assert_cmpuint (entry->total_bytes, ==, same->total_bytes);
  g_assert_cmpint (entry->added_usec, ==, same->added_usec);
  g_assert_cmpint (entry->finished_usec, ==, same->finished_usec);
  g_assert_cmpuint (entry->limit_bytes_per_sec, ==, same->limit_bytes_per_sec);
  g_assert_true (entry->is_length_proven);
  g_assert_false (entry->is_removed);
  g_assert_nonnull (entry->partial);
  g_assert_cmpstr (entry->partial->folder, ==, same->partial->folder);
  g_assert_cmpstr (entry->partial->name, ==, same->partial->name);
  g_assert_cmpuint (entry->partial->inode, ==, same->partial->inode);
  g_assert_true (dp_range_set_equal (&entry->partial->safe, &same->partial->safe));
  g_assert_cmpuint (entry->partial->total_bytes, ==, same->partial->total_bytes);
  g_assert_cmpstr (entry->partial->validator, ==, same->partial->validator);
  g_assert_cmpstr (entry->partial->link, ==, same->partial->link);
  g_assert_true (entry->partial->is_length_proven);
}

static gboolean
try_write (DpLedger *ledger, DpNoteKind kind, DpEntry *entry, GError **error)
{
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (DpNote));
  DpNote note = { kind, entry };
  gboolean is_written;

  g_array_append_val (notes, note);
  is_written = dp_ledger_write (ledger, notes, error);
  dp_entry_free (entry);
  return is_written;
}

static void
write_note (DpLedger *ledger, DpNoteKind kind, DpEntry *entry)
{
  g_autoptr (GError) error = NULL;

  try_write (ledger, kind, entry, &error);
  g_assert_no_error (error);
}

static void
fill (DpLedger *ledger, guint64 first_id, guint n_entries)
{
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (DpNote));
  g_autoptr (GError) error = NULL;

  g_array_set_clear_func (notes, (GDestroyNotify) dp_note_clear);
  for (guint i = 0; i < n_entries; i++)
    {
      DpNote note = { DP_NOTE_ADDED, make_entry (first_id + i) };

      g_array_append_val (notes, note);
    }
  dp_ledger_write (ledger, notes, &error);
  g_assert_no_error (error);
}

static void
assert_ids (Fixture *self, const char *expected)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < self->entries->len; i++)
    g_string_append_printf (ids, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "",
                            ((DpEntry *) self->entries->pdata[i])->id);
  g_assert_cmpstr (ids->str, ==, expected);
}

static gboolean
has_file (Fixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* In and out */

static void
test_round_trip (Fixture *self, gconstpointer unused)
{
  g_autoptr (DpLedger) ledger = open_ledger (self);
  g_autoptr (DpEntry) bare = make_entry (8);
  DpEntry *empty = g_new0 (DpEntry, 1);

  g_assert_cmpuint (self->entries->len, ==, 0);
  *empty = (DpEntry){ .id = 8,
                      .url = g_ref_string_new (bare->url),
                      .folder = g_ref_string_new ("/d"),
                      .total_bytes = DP_SIZE_UNKNOWN };
  fill (ledger, 7, 1);
  write_note (ledger, DP_NOTE_ADDED, empty);
  g_clear_pointer (&ledger, dp_ledger_close);
  g_assert_false (has_file (self, "list.db-wal"));

  reopen (self);
  g_assert_cmpstr (self->remark, ==, NULL);
  g_assert_cmpuint (self->entries->len, ==, 2);
  assert_entry (self->entries->pdata[0], 7);
  empty = self->entries->pdata[1];
  g_assert_cmpstr (empty->url, ==, bare->url);
  g_assert_cmpstr (empty->name, ==, NULL);
  g_assert_cmpstr (empty->path, ==, NULL);
  g_assert_cmpstr (empty->reason, ==, NULL);
  g_assert_null (empty->request);
  g_assert_null (empty->partial);
  g_assert_cmpint (empty->state, ==, DP_STATE_QUEUED);
  g_assert_cmpuint (empty->total_bytes, ==, DP_SIZE_UNKNOWN);
  g_assert_false (empty->is_length_proven);
}

/* Each kind of note changes what it says, and nothing else. */
static void
test_notes (Fixture *self, gconstpointer unused)
{
  g_autoptr (DpLedger) ledger = open_ledger (self);
  DpEntry *entry = g_new0 (DpEntry, 1);
  DpEntry *moved = g_new0 (DpEntry, 1);

  fill (ledger, 1, 4);
  entry->id = 1;
  entry->position = -9;
  entry->priority = DP_PRIORITY_LOW;
  entry->state = DP_STATE_DONE;
  entry->path = g_strdup ("/downloads/b.bin");
  entry->limit_bytes_per_sec = 7;
  entry->url = g_ref_string_new ("http://h.example/another");
  write_note (ledger, DP_NOTE_CHANGED, entry);
  write_note (ledger, DP_NOTE_PARTIAL, dp_entry_new_for_partial (2, NULL));
  write_note (ledger, DP_NOTE_REMOVED, dp_entry_new_for_partial (3, NULL));
  write_note (ledger, DP_NOTE_FORGOTTEN, dp_entry_new_for_partial (4, NULL));
  moved->turns = g_array_new (FALSE, FALSE, sizeof (DpEntryTurn));
  g_array_append_vals (
      moved->turns,
      (const DpEntryTurn[]){ { 2, 77, DP_PRIORITY_LOW }, { 3, -1, DP_PRIORITY_HIGH } }, 2);
  write_note (ledger, DP_NOTE_TURNS, moved);
  /* One that is not there. */
  write_note (ledger, DP_NOTE_PARTIAL, dp_entry_new_for_partial (5, NULL));
  g_clear_pointer (&ledger, dp_ledger_close);

  ledger = open_ledger (self);
  assert_ids (self, "1 2 3");
  entry = self->entries->pdata[0];
  g_assert_cmpint (entry->state, ==, DP_STATE_DONE);
  g_assert_cmpint (entry->position, ==, -9);
  g_assert_cmpint (entry->priority, ==, DP_PRIORITY_LOW);
  g_assert_cmpstr (entry->path, ==, "/downloads/b.bin");
  g_assert_cmpuint (entry->limit_bytes_per_sec, ==, 7);
  g_assert_cmpstr (entry->url, ==, "http://h.example/another");
  g_assert_cmpstr (entry->reason, ==, NULL);
  g_assert_null (entry->request);
  g_assert_nonnull (entry->partial);
  g_assert_cmpint (entry->added_usec, ==, 1700000000000000);
  entry = self->entries->pdata[1];
  g_assert_null (entry->partial);
  g_assert_cmpint (entry->position, ==, 77);
  g_assert_cmpint (entry->priority, ==, DP_PRIORITY_LOW);
  g_assert_cmpint (((DpEntry *) self->entries->pdata[2])->position, ==, -1);
  g_assert_cmpint (entry->state, ==, DP_STATE_FAILED);
  g_assert_true (((DpEntry *) self->entries->pdata[2])->is_removed);
  /* Undone. */
  write_note (ledger, DP_NOTE_CHANGED, make_entry (3));
  g_clear_pointer (&ledger, dp_ledger_close);
  reopen (self);
  assert_entry (self->entries->pdata[2], 3);
}

/* All of a transaction, or nothing. */
static void
test_whole (Fixture *self, gconstpointer unused)
{
  g_autoptr (DpLedger) ledger = open_ledger (self);
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (DpNote));
  g_autoptr (GError) error = NULL;
  DpNote good = { DP_NOTE_ADDED, make_entry (1) };
  DpNote bad = { DP_NOTE_ADDED, dp_entry_new_for_partial (2, NULL) };

  g_array_set_clear_func (notes, (GDestroyNotify) dp_note_clear);
  g_array_append_val (notes, good);
  g_array_append_val (notes, bad);
  g_assert_false (dp_ledger_write (ledger, notes, &error));
  g_assert_nonnull (error);
  fill (ledger, 3, 1);
  g_clear_pointer (&ledger, dp_ledger_close);
  reopen (self);
  assert_ids (self, "3");
}

/* Links can hold passwords. */
static void
test_private (Fixture *self, gconstpointer unused)
{
  g_autofree char *folder = g_build_filename (self->folder, "new", NULL);
  g_autofree char *wal = g_build_filename (folder, "list.db-wal", NULL);
  g_autofree char *path = g_build_filename (folder, "list.db", NULL);
  g_autofree char *lock = g_build_filename (folder, "list.lock", NULL);
  g_autofree char *remark = NULL;
  mode_t mask = umask (0);
  DpLedger *ledger = dp_ledger_open (folder, self->entries, &remark, NULL);
  struct stat st;

  fill (ledger, 1, 1);
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

static void
assert_refused (Fixture *self, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (try_open (self, &error));
  dp_test_assert_has (error->message, words);
}

/* Two programs never write to the same list. */
static void
test_locked (Fixture *self, gconstpointer unused)
{
  DpLedger *ledger = open_ledger (self);

  assert_refused (self, "another Downpour is using it");
  fill (ledger, 1, 1);
  dp_ledger_close (ledger);
  reopen (self);
  assert_ids (self, "1");
}

/* Versions */

static sqlite3 *
open_raw (Fixture *self)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
  return db;
}

static void
run_raw (Fixture *self, const char *sql)
{
  sqlite3 *db = open_raw (self);

  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

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
test_older (Fixture *self, gconstpointer unused)
{
  g_autoptr (DpLedger) ledger = NULL;

  run_raw (self, version_1);
  ledger = open_ledger (self);
  assert_ids (self, "3 4");
  g_assert_cmpstr (self->remark, ==, NULL);
  g_assert_cmpint (((DpEntry *) self->entries->pdata[0])->state, ==, DP_STATE_PAUSED);
  g_assert_cmpint (((DpEntry *) self->entries->pdata[1])->state, ==, DP_STATE_PAUSED);
  /* With room between them, and nobody more urgent than others. */
  g_assert_cmpint (((DpEntry *) self->entries->pdata[0])->position, ==, 3 * DP_PLACE_GAP);
  g_assert_cmpint (((DpEntry *) self->entries->pdata[1])->position, ==, 4 * DP_PLACE_GAP);
  g_assert_cmpint (((DpEntry *) self->entries->pdata[1])->priority, ==, DP_PRIORITY_NORMAL);
  fill (ledger, 5, 1);
  g_clear_pointer (&ledger, dp_ledger_close);
  reopen (self);
  assert_ids (self, "3 4 5");
  assert_entry (self->entries->pdata[2], 5);
}

/* Left alone: an older program must not write into it. */
static void
test_newer (Fixture *self, gconstpointer unused)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size;

  reopen (self);
  run_raw (self, "PRAGMA user_version = 1000");
  g_assert_true (g_file_get_contents (self->path, &before, &size, NULL));
  assert_refused (self, "newer Downpour");
  g_assert_true (g_file_get_contents (self->path, &after, NULL, NULL));
  g_assert_cmpmem (before, size, after, size);
  g_assert_false (has_file (self, "list-damaged-1.db"));
}

/* Damage */

static void
make_full_list (Fixture *self)
{
  DpLedger *ledger = open_ledger (self);

  fill (ledger, 1, N_ENTRIES);
  dp_ledger_close (ledger);
}

/* Whatever was done to it, the list can be used, what is in it is right, and the rest is kept. */
static guint
assert_usable (Fixture *self, gboolean is_damaged)
{
  DpLedger *ledger = open_ledger (self);
  guint n_entries = self->entries->len;
  guint64 last_id = 0;

  g_assert_cmpint (is_damaged, ==, self->remark != NULL);
  g_assert_cmpint (is_damaged, ==, has_file (self, "list-damaged-1.db"));
  for (guint i = 0; i < n_entries; i++)
    {
      const DpEntry *entry = self->entries->pdata[i];

      g_assert_cmpuint (entry->id, >, last_id);
      last_id = entry->id;
    }
  fill (ledger, N_ENTRIES + 1, 1);
  dp_ledger_close (ledger);

  reopen (self);
  g_assert_cmpstr (self->remark, ==, NULL);
  g_assert_cmpuint (self->entries->len, ==, n_entries + 1);
  assert_entry (self->entries->pdata[n_entries], N_ENTRIES + 1);
  return n_entries;
}

static void
test_deleted (Fixture *self, gconstpointer unused)
{
  make_full_list (self);
  remove_files (self);
  g_assert_cmpuint (assert_usable (self, FALSE), ==, 0);
}

static void
test_no_database (Fixture *self, gconstpointer unused)
{
  g_assert_true (g_file_set_contents (self->path, "{ \"downloads\": [] }", -1, NULL));
  g_assert_cmpuint (assert_usable (self, TRUE), ==, 0);
}

static void
test_foreign (Fixture *self, gconstpointer unused)
{
  run_raw (self, "CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url TEXT)");
  g_assert_cmpuint (assert_usable (self, TRUE), ==, 0);
}

/* A table that is not quite ours. */
static void
test_wrong_schema (Fixture *self, gconstpointer unused)
{
  make_full_list (self);
  run_raw (self, "PRAGMA writable_schema = ON;"
                 "UPDATE sqlite_schema SET sql = replace (sql, 'position', 'positiom')");
  g_assert_cmpuint (assert_usable (self, TRUE), ==, N_ENTRIES);
}

/* The next one gets the next number. */
static void
test_damaged_twice (Fixture *self, gconstpointer unused)
{
  for (guint i = 1; i <= 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("list-damaged-%u.db", i);

      g_assert_true (g_file_set_contents (self->path, "junk", -1, NULL));
      reopen (self);
      dp_test_assert_has (self->remark, name);
      g_assert_true (has_file (self, name));
    }
}

/* A row that can be read but makes no sense: only that one is lost. */
static void
test_bad_row (Fixture *self, gconstpointer unused)
{
  make_full_list (self);
  run_raw (self, "UPDATE download SET url = 'javascript:alert(1)' WHERE id = 3;"
                 "UPDATE download SET part_name = '../../x' WHERE id = 4;"
                 "UPDATE download SET name = x'ff', state = 17 WHERE id = 5;"
                 "UPDATE download SET part_safe = '0-5 9-3' WHERE id = 6;");
  g_assert_cmpuint (assert_usable (self, TRUE), ==, N_ENTRIES - 1);
  g_assert_cmpuint (((DpEntry *) self->entries->pdata[2])->id, ==, 4);
  g_assert_null (((DpEntry *) self->entries->pdata[2])->partial);
  g_assert_cmpuint (((DpEntry *) self->entries->pdata[4])->partial->safe.n_ranges, ==, 0);
  g_assert_cmpstr (((DpEntry *) self->entries->pdata[3])->name, ==, NULL);
  g_assert_cmpint (((DpEntry *) self->entries->pdata[3])->state, ==, DP_STATE_PAUSED);
}

static guint64
get_size (Fixture *self)
{
  struct stat st;

  g_assert_cmpint (stat (self->path, &st), ==, 0);
  return (guint64) st.st_size;
}

static void
test_cut (Fixture *self, gconstpointer unused)
{
  for (guint i = 0; i < (g_test_slow () ? 200 : 20); i++)
    {
      guint64 size;
      guint64 left;
      guint n_saved;

      make_full_list (self);
      size = get_size (self);
      left = (guint64) g_test_rand_int_range (1, (int) size);
      g_assert_cmpint (truncate (self->path, (off_t) left), ==, 0);
      n_saved = assert_usable (self, TRUE);
      g_test_message ("%u of %u bytes left: %u of %u", (guint) left, (guint) size, n_saved,
                      N_ENTRIES);
      /* The second page leads to the others, the third is of the servers; each of the others holds about
       * as many rows. */
      if (left > 5 * 4096)
        g_assert_cmpuint (n_saved, >=, N_ENTRIES * (left - 4 * 4096) / size);
      remove_files (self);
    }
}

/* The first page leads to everything else, and is made anew. */
static void
test_first_page (Fixture *self, gconstpointer unused)
{
  static const char junk[4096] = "junk";
  int fd;

  make_full_list (self);
  fd = open (self->path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (pwrite (fd, junk, sizeof junk, 0), ==, sizeof junk);
  close (fd);
  g_assert_cmpuint (assert_usable (self, TRUE), ==, N_ENTRIES);
}

/* Junk over a part of it; the second page leads to those with the rows. */
static void
test_junk (Fixture *self, gconstpointer unused)
{
  for (guint i = 0; i < (g_test_slow () ? 500 : 40); i++)
    {
      guint8 junk[6000];
      guint64 size;
      int offset;
      int fd;
      guint n_saved;

      make_full_list (self);
      size = get_size (self);
      offset = g_test_rand_int_range (0, (int) (size - sizeof junk));
      for (guint j = 0; j < sizeof junk; j++)
        junk[j] = (guint8) g_test_rand_int ();
      fd = open (self->path, O_RDWR | O_CLOEXEC);
      g_assert_cmpint (pwrite (fd, junk, sizeof junk, offset), ==, sizeof junk);
      close (fd);
      n_saved = assert_usable (self, TRUE);
      g_test_message ("junk at %d of %u: %u of %u", offset, (guint) size, n_saved, N_ENTRIES);
      if (offset > 2 * 4096 || offset + sizeof junk <= 4096)
        g_assert_cmpuint (n_saved, >=, N_ENTRIES - 60);
      remove_files (self);
    }
}

/* After kill -9 also what is seldom looked at is looked at: here, the list of free pages. */
static void
test_quick_check (Fixture *self, gconstpointer unused)
{
  static const char junk[4096] = "\xff\xff\xff\xff\xff\xff\xff\xff";
  g_autofree char *wal = g_build_filename (self->folder, "list.db-wal", NULL);
  DpLedger *ledger;
  guint32 free_page;
  int fd;

  make_full_list (self);
  ledger = open_ledger (self);
  for (guint64 id = 1; id < N_ENTRIES; id++)
    write_note (ledger, DP_NOTE_FORGOTTEN, dp_entry_new_for_partial (id, NULL));
  dp_ledger_close (ledger);
  fd = open (self->path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (pread (fd, &free_page, sizeof free_page, 32), ==, sizeof free_page);
  free_page = GUINT32_FROM_BE (free_page);
  g_assert_cmpuint (free_page, >, 0);
  g_assert_cmpint (pwrite (fd, junk, sizeof junk, (free_page - 1) * 4096), ==, sizeof junk);
  close (fd);

  reopen (self);
  g_assert_cmpstr (self->remark, ==, NULL);
  g_assert_true (g_file_set_contents (wal, "not closed", -1, NULL));
  g_assert_cmpuint (assert_usable (self, TRUE), ==, 1);
}

/* Nobody was there to close the list. */
static void
test_unclean (Fixture *self, gconstpointer unused)
{
  g_autofree char *wal = g_build_filename (self->folder, "list.db-wal", NULL);
  g_autofree char *wal_content = NULL;
  g_autofree char *content = NULL;
  gsize wal_size;
  gsize size;
  DpLedger *ledger = open_ledger (self);

  fill (ledger, 1, N_ENTRIES);
  /* As kill -9 leaves it. */
  g_assert_true (g_file_get_contents (self->path, &content, &size, NULL));
  g_assert_true (g_file_get_contents (wal, &wal_content, &wal_size, NULL));
  dp_ledger_close (ledger);
  g_assert_true (g_file_set_contents (self->path, content, (gssize) size, NULL));
  g_assert_true (g_file_set_contents (wal, wal_content, (gssize) wal_size, NULL));
  g_assert_cmpuint (assert_usable (self, FALSE), ==, N_ENTRIES);

  /* Torn: what was written last is not there, and nothing else happens. */
  remove_files (self);
  g_assert_true (g_file_set_contents (self->path, content, (gssize) size, NULL));
  g_assert_true (g_file_set_contents (wal, wal_content, (gssize) wal_size / 2, NULL));
  g_assert_cmpuint (assert_usable (self, FALSE), ==, 0);
}

/* A disk that refuses */

static struct
{
  int write_errno;
  int open_errno; /* for writing */
  guint n_flushes;
} faults;

static ssize_t
failing_pwrite (int fd, const void *data, size_t size, off_t offset)
{
  errno = faults.write_errno;
  return faults.write_errno != 0 ? -1 : pwrite (fd, data, size, offset);
}

static int
failing_open (const char *path, int flags, int mode)
{
  if (faults.open_errno != 0 && (flags & O_ACCMODE) != O_RDONLY)
    {
      errno = faults.open_errno;
      return -1;
    }
  return open (path, flags, mode);
}

int
fdatasync (int fd)
{
  faults.n_flushes++;
  return 0;
}

static void
set_faults (int write_errno, int open_errno)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);
  gboolean is_on = write_errno != 0 || open_errno != 0;

  faults.write_errno = write_errno;
  faults.open_errno = open_errno;
  vfs->xSetSystemCall (vfs, "pwrite64", is_on ? (sqlite3_syscall_ptr) failing_pwrite : NULL);
  vfs->xSetSystemCall (vfs, "pwrite", is_on ? (sqlite3_syscall_ptr) failing_pwrite : NULL);
  vfs->xSetSystemCall (vfs, "open", is_on ? (sqlite3_syscall_ptr) failing_open : NULL);
}

static void
test_disk_refuses (Fixture *self, gconstpointer unused)
{
  static const int reasons[] = { ENOSPC, EIO };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_autoptr (DpLedger) ledger = open_ledger (self);
      g_autoptr (GError) error = NULL;

      fill (ledger, 1, 1);
      set_faults (reasons[i], 0);
      g_assert_false (try_write (ledger, DP_NOTE_ADDED, make_entry (2), &error));
      g_assert_cmpstr (error->message, ==, g_strerror (reasons[i]));
      set_faults (0, 0);
      g_clear_pointer (&ledger, dp_ledger_close);
      ledger = open_ledger (self);
      assert_ids (self, "1");
      write_note (ledger, DP_NOTE_ADDED, make_entry (3));
      g_clear_pointer (&ledger, dp_ledger_close);
      reopen (self);
      assert_ids (self, "1 3");
      remove_files (self);
    }
}

/* What is there can be read all the same. */
static void
test_read_only (Fixture *self, gconstpointer unused)
{
  g_autoptr (DpLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;

  make_full_list (self);
  set_faults (0, EROFS);
  ledger = open_ledger (self);
  g_assert_cmpuint (self->entries->len, ==, N_ENTRIES);
  g_assert_false (try_write (ledger, DP_NOTE_ADDED, make_entry (1000), &error));
  g_assert_cmpstr (error->message, ==, g_strerror (EROFS));
  set_faults (0, 0);
  g_clear_pointer (&ledger, dp_ledger_close);
  reopen (self);
  g_assert_cmpuint (self->entries->len, ==, N_ENTRIES);
}

/* Not with every transaction, but when it is asked for. */
static void
test_flush (Fixture *self, gconstpointer unused)
{
  DpLedger *ledger = open_ledger (self);
  g_autoptr (GError) error = NULL;
  guint n_before;

  fill (ledger, 1, 1);
  n_before = faults.n_flushes;
  fill (ledger, 2, 1);
  g_assert_cmpuint (faults.n_flushes, ==, n_before);
  g_assert_true (dp_ledger_flush (ledger, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (faults.n_flushes, ==, n_before + 1);
  dp_ledger_close (ledger);
}

static void
add_test (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_test ("/ledger/round-trip", test_round_trip);
  add_test ("/ledger/notes", test_notes);
  add_test ("/ledger/whole", test_whole);
  add_test ("/ledger/private", test_private);
  add_test ("/ledger/locked", test_locked);
  add_test ("/ledger/older", test_older);
  add_test ("/ledger/newer", test_newer);
  add_test ("/ledger/deleted", test_deleted);
  add_test ("/ledger/no-database", test_no_database);
  add_test ("/ledger/foreign", test_foreign);
  add_test ("/ledger/wrong-schema", test_wrong_schema);
  add_test ("/ledger/damaged-twice", test_damaged_twice);
  add_test ("/ledger/bad-row", test_bad_row);
  add_test ("/ledger/cut", test_cut);
  add_test ("/ledger/first-page", test_first_page);
  add_test ("/ledger/junk", test_junk);
  add_test ("/ledger/quick-check", test_quick_check);
  add_test ("/ledger/unclean", test_unclean);
  add_test ("/ledger/disk-refuses", test_disk_refuses);
  add_test ("/ledger/read-only", test_read_only);
  add_test ("/ledger/flush", test_flush);

  return g_test_run ();
}
