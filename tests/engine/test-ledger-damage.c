/* test-ledger-damage.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is left of the stored list when its file was damaged or the disk refuses.  SQLite's system
 * calls go through here where it matters.
 */

#include "dp-ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-engine-fixture.h"
#include "dp-ledger-fixture.h"

#define N_ENTRIES 600

/* Damage */

static void
make_full_list (DpLedgerFixture *self)
{
  DpLedger *ledger = dp_ledger_fixture_open (self);

  dp_ledger_fixture_fill (ledger, 1, N_ENTRIES);
  dp_ledger_close (ledger);
}

/* Whatever was done to it, the list can be used, what is in it is right, and the rest is kept. */
static guint
assert_usable (DpLedgerFixture *self, gboolean is_damaged)
{
  DpLedger *ledger = dp_ledger_fixture_open (self);
  guint n_entries = self->entries->len;
  guint64 last_id = 0;

  g_assert_cmpint (is_damaged, ==, self->remark != NULL);
  g_assert_cmpint (is_damaged, ==, dp_ledger_fixture_has_file (self, "list-damaged-1.db"));
  for (guint i = 0; i < n_entries; i++)
    {
      const DpEntry *entry = self->entries->pdata[i];

      g_assert_cmpuint (entry->id, >, last_id);
      last_id = entry->id;
    }
  dp_ledger_fixture_fill (ledger, N_ENTRIES + 1, 1);
  dp_ledger_close (ledger);

  dp_ledger_fixture_reopen (self);
  g_assert_cmpstr (self->remark, ==, NULL);
  g_assert_cmpuint (self->entries->len, ==, n_entries + 1);
  dp_ledger_fixture_assert_entry (self->entries->pdata[n_entries], N_ENTRIES + 1);
  return n_entries;
}

static void
test_deleted (DpLedgerFixture *self, gconstpointer unused)
{
  make_full_list (self);
  dp_ledger_fixture_remove_files (self);
  g_assert_cmpuint (assert_usable (self, FALSE), ==, 0);
}

static void
test_no_database (DpLedgerFixture *self, gconstpointer unused)
{
  g_assert_true (g_file_set_contents (self->path, "{ \"downloads\": [] }", -1, NULL));
  g_assert_cmpuint (assert_usable (self, TRUE), ==, 0);
}

static void
test_foreign (DpLedgerFixture *self, gconstpointer unused)
{
  dp_ledger_fixture_run_raw (self, "CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url TEXT)");
  g_assert_cmpuint (assert_usable (self, TRUE), ==, 0);
}

/* A table that is not quite ours. */
static void
test_wrong_schema (DpLedgerFixture *self, gconstpointer unused)
{
  make_full_list (self);
  dp_ledger_fixture_run_raw (
      self, "PRAGMA writable_schema = ON;"
            "UPDATE sqlite_schema SET sql = replace (sql, 'position', 'positiom')");
  g_assert_cmpuint (assert_usable (self, TRUE), ==, N_ENTRIES);
}

/* The next one gets the next number. */
static void
test_damaged_twice (DpLedgerFixture *self, gconstpointer unused)
{
  for (guint i = 1; i <= 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("list-damaged-%u.db", i);

      g_assert_true (g_file_set_contents (self->path, "junk", -1, NULL));
      dp_ledger_fixture_reopen (self);
      dp_test_assert_has (self->remark, name);
      g_assert_true (dp_ledger_fixture_has_file (self, name));
    }
}

/* A row that can be read but makes no sense: only that one is lost. */
static void
test_bad_row (DpLedgerFixture *self, gconstpointer unused)
{
  make_full_list (self);
  dp_ledger_fixture_run_raw (self, "UPDATE download SET url = 'javascript:alert(1)' WHERE id = 3;"
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
get_size (DpLedgerFixture *self)
{
  struct stat st;

  g_assert_cmpint (stat (self->path, &st), ==, 0);
  return (guint64) st.st_size;
}

static void
test_cut (DpLedgerFixture *self, gconstpointer unused)
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
      dp_ledger_fixture_remove_files (self);
    }
}

static void
damage_first_page (DpLedgerFixture *self)
{
  static const char junk[4096] = "junk";
  int fd = open (self->path, O_RDWR | O_CLOEXEC);

  g_assert_cmpint (pwrite (fd, junk, sizeof junk, 0), ==, sizeof junk);
  close (fd);
}

/* Cut by a few bytes only, there is no page less. */
static void
test_cut_a_little (DpLedgerFixture *self, gconstpointer unused)
{
  make_full_list (self);
  g_assert_cmpint (truncate (self->path, (off_t) get_size (self) - 7), ==, 0);
  g_assert_cmpuint (assert_usable (self, TRUE), ==, N_ENTRIES);
}

/* The first page leads to everything else, and is made anew. */
static void
test_first_page (DpLedgerFixture *self, gconstpointer unused)
{
  make_full_list (self);
  damage_first_page (self);
  g_assert_cmpuint (assert_usable (self, TRUE), ==, N_ENTRIES);
}

/* Junk over a part of it; the second page leads to those with the rows. */
static void
test_junk (DpLedgerFixture *self, gconstpointer unused)
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
      dp_ledger_fixture_remove_files (self);
    }
}

/* After kill -9 also what is seldom looked at is looked at: here, the list of free pages. */
static void
test_quick_check (DpLedgerFixture *self, gconstpointer unused)
{
  static const char junk[4096] = "\xff\xff\xff\xff\xff\xff\xff\xff";
  g_autofree char *wal = g_build_filename (self->folder, "list.db-wal", NULL);
  DpLedger *ledger;
  guint32 free_page;
  int fd;

  make_full_list (self);
  ledger = dp_ledger_fixture_open (self);
  for (guint64 id = 1; id < N_ENTRIES; id++)
    {
      dp_ledger_fixture_write (ledger, DP_NOTE_REMOVED, dp_ledger_fixture_make_brief (id));
      dp_ledger_fixture_write (ledger, DP_NOTE_FORGOTTEN, dp_ledger_fixture_make_brief (id));
    }
  dp_ledger_close (ledger);
  fd = open (self->path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (pread (fd, &free_page, sizeof free_page, 32), ==, sizeof free_page);
  free_page = GUINT32_FROM_BE (free_page);
  g_assert_cmpuint (free_page, >, 0);
  g_assert_cmpint (pwrite (fd, junk, sizeof junk, (free_page - 1) * 4096), ==, sizeof junk);
  close (fd);

  dp_ledger_fixture_reopen (self);
  g_assert_cmpstr (self->remark, ==, NULL);
  g_assert_true (g_file_set_contents (wal, "not closed", -1, NULL));
  g_assert_cmpuint (assert_usable (self, TRUE), ==, 1);
}

/* As kill -9 leaves it. */
static void
leave_unclean (DpLedgerFixture *self, DpLedger *ledger)
{
  g_autofree char *wal = g_build_filename (self->folder, "list.db-wal", NULL);
  g_autofree char *wal_content = NULL;
  g_autofree char *content = NULL;
  gsize wal_size;
  gsize size;

  g_assert_true (g_file_get_contents (self->path, &content, &size, NULL));
  g_assert_true (g_file_get_contents (wal, &wal_content, &wal_size, NULL));
  dp_ledger_close (ledger);
  g_assert_true (g_file_set_contents (self->path, content, (gssize) size, NULL));
  g_assert_true (g_file_set_contents (wal, wal_content, (gssize) wal_size, NULL));
}

/* Nobody was there to close the list. */
static void
test_unclean (DpLedgerFixture *self, gconstpointer unused)
{
  g_autofree char *wal = g_build_filename (self->folder, "list.db-wal", NULL);
  DpLedger *ledger = dp_ledger_fixture_open (self);
  struct stat st;

  dp_ledger_fixture_fill (ledger, 1, N_ENTRIES);
  leave_unclean (self, ledger);
  g_assert_cmpuint (assert_usable (self, FALSE), ==, N_ENTRIES);

  /* Torn: what was written last is not there, and nothing else happens. */
  dp_ledger_fixture_remove_files (self);
  ledger = dp_ledger_fixture_open (self);
  dp_ledger_fixture_fill (ledger, 1, N_ENTRIES);
  leave_unclean (self, ledger);
  g_assert_cmpint (stat (wal, &st), ==, 0);
  g_assert_cmpint (truncate (wal, st.st_size / 2), ==, 0);
  g_assert_cmpuint (assert_usable (self, FALSE), ==, 0);
}

/* A disk that refuses */

static struct
{
  const char *folder; /* other disks don't */
  int write_errno;
  int open_errno; /* for writing */
  guint n_flushes;
} faults;

static ssize_t
failing_pwrite (int fd, const void *data, size_t size, off_t offset)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree char *path = g_file_read_link (link, NULL);

  if (path == NULL || !g_str_has_prefix (path, faults.folder))
    return pwrite (fd, data, size, offset);
  errno = faults.write_errno;
  return -1;
}

static int
failing_open (const char *path, int flags, int mode)
{
  if (faults.open_errno != 0 && (flags & O_ACCMODE) != O_RDONLY &&
      g_str_has_prefix (path, faults.folder))
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
set_faults (DpLedgerFixture *self, int write_errno, int open_errno)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);

  faults.folder = self->folder;
  faults.write_errno = write_errno;
  faults.open_errno = open_errno;
  vfs->xSetSystemCall (vfs, "pwrite64",
                       write_errno != 0 ? (sqlite3_syscall_ptr) failing_pwrite : NULL);
  vfs->xSetSystemCall (vfs, "pwrite",
                       write_errno != 0 ? (sqlite3_syscall_ptr) failing_pwrite : NULL);
  vfs->xSetSystemCall (vfs, "open", open_errno != 0 ? (sqlite3_syscall_ptr) failing_open : NULL);
}

static void
test_disk_refuses (DpLedgerFixture *self, gconstpointer unused)
{
  static const int reasons[] = { ENOSPC, EIO };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_autoptr (DpLedger) ledger = dp_ledger_fixture_open (self);
      g_autoptr (GError) error = NULL;

      dp_ledger_fixture_fill (ledger, 1, 1);
      set_faults (self, reasons[i], 0);
      g_assert_false (dp_ledger_fixture_try_write (ledger, DP_NOTE_ADDED,
                                                   dp_ledger_fixture_make_entry (2), &error));
      g_assert_cmpstr (error->message, ==, g_strerror (reasons[i]));
      set_faults (self, 0, 0);
      g_clear_pointer (&ledger, dp_ledger_close);
      ledger = dp_ledger_fixture_open (self);
      dp_ledger_fixture_assert_ids (self, "1");
      dp_ledger_fixture_write (ledger, DP_NOTE_ADDED, dp_ledger_fixture_make_entry (3));
      g_clear_pointer (&ledger, dp_ledger_close);
      dp_ledger_fixture_reopen (self);
      dp_ledger_fixture_assert_ids (self, "1 3");
      dp_ledger_fixture_remove_files (self);
    }
}

/* What is there can be read all the same, and nothing is written beside it. */
static void
assert_only_read (DpLedgerFixture *self, int reason, guint n_entries)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dp_ledger_fixture_try_open (self, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY);
  g_assert_cmpstr (error->message, ==, g_strerror (reason));
  g_assert_cmpuint (self->entries->len, ==, n_entries);
}

static void
test_read_only (DpLedgerFixture *self, gconstpointer unused)
{
  make_full_list (self);
  set_faults (self, 0, EROFS);
  assert_only_read (self, EROFS, N_ENTRIES);
  set_faults (self, 0, 0);
  dp_ledger_fixture_reopen (self);
  g_assert_cmpuint (self->entries->len, ==, N_ENTRIES);
}

/* Also one that nobody closed. */
static void
test_read_only_unclean (DpLedgerFixture *self, gconstpointer unused)
{
  DpLedger *ledger = dp_ledger_fixture_open (self);

  dp_ledger_fixture_fill (ledger, 1, 3);
  leave_unclean (self, ledger);
  set_faults (self, 0, EROFS);
  assert_only_read (self, EROFS, 3);
  set_faults (self, 0, 0);
  dp_ledger_fixture_reopen (self);
  g_assert_cmpuint (self->entries->len, ==, 3);
}

/* There is no room for a list yet: then it is empty. */
static void
test_no_room_for_new (DpLedgerFixture *self, gconstpointer unused)
{
  set_faults (self, ENOSPC, 0);
  assert_only_read (self, ENOSPC, 0);
  set_faults (self, 0, 0);
  g_assert_cmpuint (assert_usable (self, FALSE), ==, 0);
}

/* What was saved of a damaged one is there, and the damaged one stays until there is room. */
static void
test_no_room_for_saved (DpLedgerFixture *self, gconstpointer unused)
{
  make_full_list (self);
  damage_first_page (self);
  set_faults (self, ENOSPC, 0);
  assert_only_read (self, ENOSPC, N_ENTRIES);
  dp_test_assert_has (self->remark, "600 entries could be saved");
  set_faults (self, 0, 0);
  g_assert_false (dp_ledger_fixture_has_file (self, "list-damaged-1.db"));
  g_assert_cmpuint (assert_usable (self, TRUE), ==, N_ENTRIES);
}

static void
rename_in (DpLedgerFixture *self, const char *from, const char *to)
{
  g_autofree char *old_path = g_build_filename (self->folder, from, NULL);
  g_autofree char *new_path = g_build_filename (self->folder, to, NULL);

  g_assert_cmpint (g_rename (old_path, new_path), ==, 0);
}

/* Killed while what could be saved was put in the place of the damaged one: before the damaged one
 * was out of the way, and after that. */
static void
test_killed_in_rescue (DpLedgerFixture *self, gconstpointer unused)
{
  g_autofree char *wal = g_build_filename (self->folder, "list.db-wal", NULL);
  g_autofree char *half = g_build_filename (self->folder, "list-new.db", NULL);

  make_full_list (self);
  rename_in (self, "list.db", "list-rescued.db");
  g_assert_true (g_file_set_contents (self->path, "damaged", -1, NULL));
  g_assert_true (g_file_set_contents (wal, "what was written to it", -1, NULL));
  g_assert_cmpuint (assert_usable (self, TRUE), ==, N_ENTRIES);
  g_assert_true (dp_ledger_fixture_has_file (self, "list-damaged-1.db-wal"));
  dp_ledger_fixture_remove_files (self);

  make_full_list (self);
  rename_in (self, "list.db", "list-rescued.db");
  g_assert_true (g_file_set_contents (wal, "what was written to it", -1, NULL));
  g_assert_cmpuint (assert_usable (self, FALSE), ==, N_ENTRIES);
  dp_ledger_fixture_remove_files (self);

  /* Before it was whole. */
  make_full_list (self);
  damage_first_page (self);
  g_assert_true (g_file_set_contents (half, "half of it", -1, NULL));
  g_assert_cmpuint (assert_usable (self, TRUE), ==, N_ENTRIES);
  g_assert_false (dp_ledger_fixture_has_file (self, "list-new.db"));
}

/* Not with every transaction, but when it is asked for. */
static void
test_flush (DpLedgerFixture *self, gconstpointer unused)
{
  DpLedger *ledger = dp_ledger_fixture_open (self);
  g_autoptr (GError) error = NULL;
  guint n_before;

  dp_ledger_fixture_fill (ledger, 1, 1);
  n_before = faults.n_flushes;
  dp_ledger_fixture_fill (ledger, 2, 1);
  g_assert_cmpuint (faults.n_flushes, ==, n_before);
  g_assert_true (dp_ledger_flush (ledger, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (faults.n_flushes, ==, n_before + 1);
  dp_ledger_close (ledger);
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

  add_test ("/ledger-damage/deleted", test_deleted);
  add_test ("/ledger-damage/no-database", test_no_database);
  add_test ("/ledger-damage/foreign", test_foreign);
  add_test ("/ledger-damage/wrong-schema", test_wrong_schema);
  add_test ("/ledger-damage/damaged-twice", test_damaged_twice);
  add_test ("/ledger-damage/bad-row", test_bad_row);
  add_test ("/ledger-damage/cut", test_cut);
  add_test ("/ledger-damage/cut-a-little", test_cut_a_little);
  add_test ("/ledger-damage/first-page", test_first_page);
  add_test ("/ledger-damage/junk", test_junk);
  add_test ("/ledger-damage/quick-check", test_quick_check);
  add_test ("/ledger-damage/unclean", test_unclean);
  add_test ("/ledger-damage/disk-refuses", test_disk_refuses);
  add_test ("/ledger-damage/read-only", test_read_only);
  add_test ("/ledger-damage/read-only-unclean", test_read_only_unclean);
  add_test ("/ledger-damage/no-room-for-new", test_no_room_for_new);
  add_test ("/ledger-damage/no-room-for-saved", test_no_room_for_saved);
  add_test ("/ledger-damage/killed-in-rescue", test_killed_in_rescue);
  add_test ("/ledger-damage/flush", test_flush);

  return g_test_run ();
}
