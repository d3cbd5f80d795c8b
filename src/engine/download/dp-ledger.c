/* dp-ledger.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file in which the list is stored: "list.db" of SQLite, in write-ahead mode.
 *
 *   list.lock         held while the program runs: a second one, on another bus, is refused
 *   list.db           the list, one row for each download (dp-row)
 *   list.db-wal       what was written lately; goes when the file is closed in order
 *   list-damaged-1.db a list that was damaged, kept for who may want to look into it
 *   list-rescued.db   what could be read of it, on its way to be the list
 *
 * A transaction has reached the kernel when it ends, so kill -9 never takes it back; for a power cut
 * it is brought to the disk by dp_ledger_flush().  That is synchronous=NORMAL with the flush in the
 * hands of the owner, who knows when: SQLite alone would flush every transaction, which makes each
 * small file wait for the disk, or none before the next checkpoint, which may be minutes.
 *
 * Thread: worker; one at a time; blocks.
 */

#include "dp-ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-database.h"
#include "dp-folder.h"
#include "dp-peek.h"
#include "dp-row.h"
#include "dp-salvage.h"
#include "dp-table.h"

#define LIST_NAME    DP_PEEK_LIST_NAME
#define WAL_NAME     DP_PEEK_WAL_NAME
#define NEW_NAME     "list-new.db"
#define RESCUED_NAME DP_PEEK_RESCUED_NAME
#define LOCK_NAME    "list.lock"

/* A program is gone two seconds after it was asked to. */
#define LOCK_WAIT_MSEC 3000
#define LOCK_POLL_MSEC 50

/* SQLite gives the space of a long write-ahead file back after a checkpoint. */
#define WAL_LIMIT_BYTES "1048576"

struct _DpLedger
{
  char *path;                                /* (owned): the folder */
  DpFolder *folder;                          /* (owned) (nullable) */
  int lock_fd;                               /* held, or -1 */
  DpDatabase database;                       /* (owned) */
  sqlite3_stmt *statements[DP_N_NOTE_KINDS]; /* (owned) (nullable) */
};

/* The file */

static gboolean
fail_with_errno (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (errno));
  return FALSE;
}

/* Whether it is ours.  Who was started while another one was leaving waits for it to be gone. */
static gboolean
take_lock (int fd)
{
  for (guint waited_msec = 0; flock (fd, LOCK_EX | LOCK_NB) != 0; waited_msec += LOCK_POLL_MSEC)
    {
      /* Where locks are unknown there is none. */
      if (errno != EWOULDBLOCK)
        return TRUE;
      if (waited_msec >= LOCK_WAIT_MSEC)
        return FALSE;
      g_usleep (LOCK_POLL_MSEC * G_TIME_SPAN_MILLISECOND);
    }
  return TRUE;
}

static gboolean
lock (DpLedger *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->path, LOCK_NAME, NULL);

  if (g_mkdir_with_parents (self->path, 0700) != 0)
    return fail_with_errno (error);
  self->folder = dp_folder_open (self->path);
  if (self->folder == NULL)
    return fail_with_errno (error);
  self->lock_fd = open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (self->lock_fd < 0)
    return fail_with_errno (error);
  if (take_lock (self->lock_fd))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, _ ("another Downpour is using it"));
  return FALSE;
}

static void
close_file (DpLedger *self)
{
  for (guint i = 0; i < DP_N_NOTE_KINDS; i++)
    g_clear_pointer (&self->statements[i], sqlite3_finalize);
  dp_database_close (&self->database);
}

/* Nobody else may read it: links can hold passwords. */
static gboolean
make_private (const char *path)
{
  int fd = open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (fd < 0)
    return FALSE;
  (void) fchmod (fd, 0600);
  close (fd);
  return TRUE;
}

static gboolean
open_file (DpLedger *self, const char *name, const char *settings, GError **error)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;

  if (!make_private (path))
    return fail_with_errno (error);
  return dp_database_open (&self->database, path, flags, error) &&
         dp_database_run (&self->database, settings, error);
}

/* Alone, there is no need for a file of shared memory, whose room a full disk can take away under our
 * feet (SIGBUS).  Temporary files would lie in a folder for all. */
static gboolean
open_list (DpLedger *self, GError **error)
{
  return open_file (self, LIST_NAME,
                    "PRAGMA locking_mode = EXCLUSIVE;"
                    "PRAGMA trusted_schema = OFF;"
                    "PRAGMA cell_size_check = ON;"
                    "PRAGMA mmap_size = 0;"
                    "PRAGMA temp_store = MEMORY;"
                    "PRAGMA journal_mode = WAL;"
                    "PRAGMA journal_size_limit = " WAL_LIMIT_BYTES ";"
                    "PRAGMA synchronous = NORMAL;",
                    error);
}

static guint64
get_size (DpLedger *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  struct stat st;

  return stat (path, &st) == 0 ? (guint64) st.st_size : 0;
}

static gboolean
open_and_read (DpLedger *self, GPtrArray *entries, GError **error)
{
  /* Whoever closed it in order left no write-ahead file. */
  gboolean is_unclean = get_size (self, WAL_NAME) > 0;
  guint64 size_bytes = get_size (self, LIST_NAME);

  self->database.is_damaged = FALSE;
  return open_list (self, error) &&
         (is_unclean ? dp_database_check_pages (&self->database, error)
                     : dp_table_check_length (&self->database, size_bytes, error)) &&
         dp_table_read (&self->database, entries, error);
}

/* A damaged one.  What can be read of it is written to list-new.db, which is list-rescued.db when it
 * is whole; then the damaged one goes out of the way.  Whoever is killed in between, or has no room,
 * leaves either the damaged one, to be read again, or the rescued one, to be put in its place. */

/* Under the first number that is free. */
static char *
move_aside (DpLedger *self, GError **error)
{
  for (guint number = 1;; number++)
    {
      g_autofree char *name = g_strdup_printf ("list-damaged-%u.db", number);
      g_autofree char *wal_name = g_strconcat (name, "-wal", NULL);

      if (dp_folder_rename (self->folder, LIST_NAME, name))
        {
          (void) dp_folder_rename (self->folder, WAL_NAME, wal_name);
          return g_steal_pointer (&name);
        }
      if (errno != EEXIST)
        {
          fail_with_errno (error);
          return NULL;
        }
    }
}

/* The damaged one may have gone already. */
static gboolean
put_in_place (DpLedger *self, char **damaged_name, GError **error)
{
  if (dp_folder_has (self->folder, LIST_NAME))
    *damaged_name = move_aside (self, error);
  else
    dp_folder_remove (self->folder, WAL_NAME);
  if (dp_folder_has (self->folder, LIST_NAME))
    return FALSE;
  if (!dp_folder_rename (self->folder, RESCUED_NAME, LIST_NAME))
    return fail_with_errno (error);
  dp_folder_flush (self->folder);
  return TRUE;
}

static gboolean
write_all (DpLedger *self, const GPtrArray *entries, GError **error)
{
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (DpNote));

  for (guint i = 0; i < entries->len; i++)
    {
      const DpNote note = { .kind = DP_NOTE_ADDED, .entry = entries->pdata[i] };

      g_array_append_val (notes, note);
    }
  return dp_ledger_write (self, notes, error);
}

/* Either all of it is on the disk, or it is not looked at again. */
static gboolean
write_rescued (DpLedger *self, const GPtrArray *entries, GError **error)
{
  gboolean is_written;

  dp_folder_remove (self->folder, NEW_NAME);
  is_written = open_file (self, NEW_NAME,
                          "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF;"
                          "PRAGMA synchronous = FULL;",
                          error) &&
               dp_table_migrate (&self->database, error) && write_all (self, entries, error);
  close_file (self);
  if (is_written && dp_folder_replace (self->folder, NEW_NAME, RESCUED_NAME))
    return TRUE;
  if (is_written)
    fail_with_errno (error);
  dp_folder_remove (self->folder, NEW_NAME);
  return FALSE;
}

static gboolean
replace_damaged (DpLedger *self, GPtrArray *wanted, char **remark, GError **error)
{
  g_autoptr (GPtrArray) entries =
      wanted != NULL ? g_ptr_array_ref (wanted)
                     : g_ptr_array_new_with_free_func ((GDestroyNotify) dp_entry_free);
  g_autofree char *path = g_build_filename (self->path, LIST_NAME, NULL);
  g_autofree char *name = NULL;
  g_autofree char *damaged_path = NULL;

  close_file (self);
  g_ptr_array_set_size (entries, 0);
  dp_salvage_read (path, entries);
  *remark = dp_salvage_describe (path, entries->len);
  if (!write_rescued (self, entries, error) || !put_in_place (self, &name, error))
    return FALSE;
  damaged_path = g_build_filename (self->path, name, NULL);
  g_free (*remark);
  *remark = dp_salvage_describe (damaged_path, entries->len);
  return open_list (self, error);
}

/* Opening it */

static gboolean
open_ledger (DpLedger *self, GPtrArray *entries, char **remark, GError **error)
{
  g_autofree char *damaged_name = NULL;
  g_autoptr (GError) reason = NULL;

  if (!lock (self, error) ||
      (dp_folder_has (self->folder, RESCUED_NAME) && !put_in_place (self, &damaged_name, error)))
    return FALSE;
  if (open_and_read (self, entries, &reason))
    {
      if (damaged_name != NULL)
        {
          g_autofree char *damaged_path = g_build_filename (self->path, damaged_name, NULL);

          *remark = dp_salvage_describe (damaged_path, entries != NULL ? entries->len : 0);
        }
      return TRUE;
    }
  if (self->database.is_damaged)
    return replace_damaged (self, entries, remark, error);
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* Whether @entries, if they are wanted, are all that is stored, although nothing can be written. */
static gboolean
is_read_all_the_same (DpLedger *self, GPtrArray *entries, char **remark, const GError *reason)
{
  if (*remark != NULL)
    return TRUE;
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_BUSY) ||
      g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    return FALSE;
  if (entries == NULL)
    return TRUE;
  g_ptr_array_set_size (entries, 0);
  return dp_peek_read (self->path, entries, remark, NULL);
}

/**
 * dp_ledger_open:
 * @folder: (type filename): where the list is kept; made if it is missing
 * @entries: (nullable) (element-type DpEntry): gets all that is stored, by id
 * @remark: (out) (transfer full) (nullable): what the person should know although it went well
 * @error: return location for a #GError, which completes "The list can't be read: …"
 *
 * Opens the list, brings an older one up to date, and replaces a damaged one by what can be read of
 * it.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the list, or %NULL with @error set; %G_IO_ERROR_READ_ONLY if
 *   it was read all the same, and later it may be possible to write to it
 */
DpLedger *
dp_ledger_open (const char *folder, GPtrArray *entries, char **remark, GError **error)
{
  g_autoptr (DpLedger) self = g_new0 (DpLedger, 1);
  g_autoptr (GError) reason = NULL;

  *remark = NULL;
  self->path = g_strdup (folder);
  self->lock_fd = -1;
  if (open_ledger (self, entries, remark, &reason))
    return g_steal_pointer (&self);
  if (is_read_all_the_same (self, entries, remark, reason))
    reason->code = G_IO_ERROR_READ_ONLY;
  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

/**
 * dp_ledger_close:
 * @self: (transfer full) (nullable): a list
 *
 * Thread: worker.
 */
void
dp_ledger_close (DpLedger *self)
{
  if (self == NULL)
    return;
  close_file (self);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_clear_pointer (&self->folder, dp_folder_free);
  g_free (self->path);
  g_free (self);
}

/**
 * dp_ledger_read_hosts:
 * @self: a list
 * @hosts: (element-type DpHostNote): gets what servers were seen to want
 *
 * Thread: worker.
 */
void
dp_ledger_read_hosts (DpLedger *self, GPtrArray *hosts)
{
  dp_host_note_read_all (self->database.db, g_get_real_time (), hosts);
}

/* Writing */

static gboolean
write_note (DpLedger *self, const DpNote *note, GError **error)
{
  sqlite3_stmt **statement = &self->statements[note->kind];
  int result = SQLITE_OK;

  if (*statement == NULL)
    result = sqlite3_prepare_v3 (self->database.db, dp_row_get_sql (note->kind), -1,
                                 SQLITE_PREPARE_PERSISTENT, statement, NULL);
  if (result == SQLITE_OK)
    result = dp_row_write (*statement, note);
  return dp_database_check (&self->database, result, error);
}

static gboolean
write_notes (DpLedger *self, const GArray *notes, GError **error)
{
  for (guint i = 0; i < notes->len; i++)
    if (!write_note (self, &g_array_index (notes, DpNote, i), error))
      return FALSE;
  return TRUE;
}

/**
 * dp_ledger_write:
 * @self: a list
 * @notes: (element-type DpNote): what happened, in its order
 * @error: return location for a #GError
 *
 * Writes all of it, or nothing.  When it comes back, it outlives the program.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if the disk refused, or the file is damaged
 */
gboolean
dp_ledger_write (DpLedger *self, const GArray *notes, GError **error)
{
  if (!dp_database_run (&self->database, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (write_notes (self, notes, error) && dp_database_run (&self->database, "COMMIT", error))
    return TRUE;
  sqlite3_exec (self->database.db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/**
 * dp_ledger_flush:
 * @self: a list
 * @error: return location for a #GError
 *
 * Makes what was written outlive a power cut.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if the disk refused
 */
gboolean
dp_ledger_flush (DpLedger *self, GError **error)
{
  return dp_database_flush (&self->database, error);
}
