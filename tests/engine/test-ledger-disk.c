/* test-ledger-disk.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What becomes of the stored list when the disk refuses, or can only be read.  SQLite's system calls go
 * through here where it matters.
 */

#include "dp-ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "dp-engine-fixture.h"
#include "dp-ledger-fixture.h"

static struct
{
  const char *folder; /* other disks don't */
  int write_errno;
  int open_errno; /* for writing */
  int rename_errno;
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
renameat2 (int old_fd, const char *old_name, int new_fd, const char *new_name, unsigned int flags)
{
  if (faults.rename_errno == 0)
    return (int) syscall (SYS_renameat2, old_fd, old_name, new_fd, new_name, flags);
  errno = faults.rename_errno;
  return -1;
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
  faults.rename_errno = 0;
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
  dp_ledger_fixture_make_full_list (self);
  set_faults (self, 0, EROFS);
  assert_only_read (self, EROFS, DP_LEDGER_FIXTURE_N_ENTRIES);
  set_faults (self, 0, 0);
  dp_ledger_fixture_reopen (self);
  g_assert_cmpuint (self->entries->len, ==, DP_LEDGER_FIXTURE_N_ENTRIES);
}

/* Also one that nobody closed. */
static void
test_read_only_unclean (DpLedgerFixture *self, gconstpointer unused)
{
  DpLedger *ledger = dp_ledger_fixture_open (self);

  dp_ledger_fixture_fill (ledger, 1, 3);
  dp_ledger_fixture_leave_unclean (self, ledger);
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
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, FALSE), ==, 0);
}

/* What was saved of a damaged one is there, and the damaged one stays until there is room. */
static void
test_no_room_for_saved (DpLedgerFixture *self, gconstpointer unused)
{
  dp_ledger_fixture_make_full_list (self);
  dp_ledger_fixture_damage_first_page (self);
  set_faults (self, ENOSPC, 0);
  assert_only_read (self, ENOSPC, DP_LEDGER_FIXTURE_N_ENTRIES);
  dp_test_assert_has (self->remark, "600 entries could be saved");
  set_faults (self, 0, 0);
  g_assert_false (dp_ledger_fixture_has_file (self, "list-damaged-1.db"));
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, TRUE), ==, DP_LEDGER_FIXTURE_N_ENTRIES);
}

static void
rename_in (DpLedgerFixture *self, const char *from, const char *to)
{
  g_autofree char *old_path = g_build_filename (self->folder, from, NULL);
  g_autofree char *new_path = g_build_filename (self->folder, to, NULL);

  g_assert_cmpint (g_rename (old_path, new_path), ==, 0);
}

/* The disk lets nobody write any more: what could be saved counts, wherever it was left, and else what
 * can be read of the damaged one, of which the person is told. */
static void
test_read_only_in_rescue (DpLedgerFixture *self, gconstpointer unused)
{
  dp_ledger_fixture_make_full_list (self);
  rename_in (self, "list.db", "list-rescued.db");
  g_assert_true (g_file_set_contents (self->path, "damaged", -1, NULL));
  set_faults (self, 0, EROFS);
  faults.rename_errno = EROFS;
  assert_only_read (self, EROFS, DP_LEDGER_FIXTURE_N_ENTRIES);
  g_assert_cmpint (g_unlink (self->path), ==, 0);
  assert_only_read (self, EROFS, DP_LEDGER_FIXTURE_N_ENTRIES);
  g_assert_cmpstr (self->remark, ==, NULL);
  set_faults (self, 0, 0);
  dp_ledger_fixture_remove_files (self);

  dp_ledger_fixture_make_full_list (self);
  dp_ledger_fixture_damage_first_page (self);
  set_faults (self, 0, EROFS);
  assert_only_read (self, EROFS, DP_LEDGER_FIXTURE_N_ENTRIES);
  dp_test_assert_has (self->remark, "600 entries could be saved");
  set_faults (self, 0, 0);
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, TRUE), ==, DP_LEDGER_FIXTURE_N_ENTRIES);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  DP_LEDGER_FIXTURE_ADD ("/ledger-disk/disk-refuses", test_disk_refuses);
  DP_LEDGER_FIXTURE_ADD ("/ledger-disk/read-only", test_read_only);
  DP_LEDGER_FIXTURE_ADD ("/ledger-disk/read-only-unclean", test_read_only_unclean);
  DP_LEDGER_FIXTURE_ADD ("/ledger-disk/no-room-for-new", test_no_room_for_new);
  DP_LEDGER_FIXTURE_ADD ("/ledger-disk/no-room-for-saved", test_no_room_for_saved);
  DP_LEDGER_FIXTURE_ADD ("/ledger-disk/read-only-in-rescue", test_read_only_in_rescue);
  DP_LEDGER_FIXTURE_ADD ("/ledger-disk/flush", test_flush);

  return g_test_run ();
}
