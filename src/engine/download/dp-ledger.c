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

#include "dp-folder.h"
#include "dp-row.h"
#include "dp-salvage.h"

#define LIST_NAME "list.db"
#define WAL_NAME  LIST_NAME "-wal"
#define LOCK_NAME "list.lock"

/* SQLite gives the space of a long write-ahead file back after a checkpoint. */
#define WAL_LIMIT_BYTES "1048576"

struct _DpLedger
{
  char *path;                                /* (owned): the folder */
  DpFolder *folder;                          /* (owned) */
  int lock_fd;                               /* held */
  sqlite3 *db;                               /* (owned) (nullable) */
  gboolean is_damaged;                       /* the last thing that failed did so for that reason */
  sqlite3_stmt *statements[DP_N_NOTE_KINDS]; /* (owned) (nullable) */
};

/* Errors */

static const char *
get_reason (DpLedger *self)
{
  int code = sqlite3_errcode (self->db) & 0xff;
  int system_errno = sqlite3_system_errno (self->db);

  if (code == SQLITE_FULL)
    return g_strerror (ENOSPC);
  if (code == SQLITE_READONLY)
    return g_strerror (EROFS);
  if (code == SQLITE_IOERR || code == SQLITE_CANTOPEN)
    return g_strerror (system_errno != 0 ? system_errno : EIO);
  return sqlite3_errstr (code);
}

static gboolean
fail (DpLedger *self, const char *reason, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, reason);
  return FALSE;
}

/* Our statements are right: where one is an error, the table is not ours any more. */
static gboolean
is_damage (int code)
{
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR;
}

static gboolean
check (DpLedger *self, int result, GError **error)
{
  if (result == SQLITE_OK || result == SQLITE_DONE)
    return TRUE;
  self->is_damaged = is_damage (result & 0xff);
  return fail (self, get_reason (self), error);
}

static gboolean
find_damage (DpLedger *self, GError **error)
{
  self->is_damaged = TRUE;
  return fail (self, sqlite3_errstr (SQLITE_CORRUPT), error);
}

static gboolean
run_sql (DpLedger *self, const char *statements, GError **error)
{
  return check (self, sqlite3_exec (self->db, statements, NULL, NULL, NULL), error);
}

/* The first column of the first row: a number, or the length of a text. */
static gboolean
ask (DpLedger *self, const char *question, gint64 *answer, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int result = sqlite3_prepare_v2 (self->db, question, -1, &statement, NULL);

  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result != SQLITE_ROW)
    return check (self, result == SQLITE_DONE ? SQLITE_CORRUPT : result, error);
  *answer = sqlite3_column_int64 (statement, 0);
  return TRUE;
}

/* The file */

static gboolean
fail_with_errno (DpLedger *self, GError **error)
{
  return fail (self, g_strerror (errno), error);
}

static gboolean
lock (DpLedger *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->path, LOCK_NAME, NULL);

  if (g_mkdir_with_parents (self->path, 0700) != 0)
    return fail_with_errno (self, error);
  self->folder = dp_folder_open (self->path);
  if (self->folder == NULL)
    return fail_with_errno (self, error);
  self->lock_fd = open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  /* On a disk that can only be read, nobody else can write either. */
  if (self->lock_fd < 0)
    return errno == EROFS || fail_with_errno (self, error);
  if (flock (self->lock_fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
    return TRUE;
  return fail (self, _ ("another Downpour is using it"), error);
}

static void
close_file (DpLedger *self)
{
  for (guint i = 0; i < DP_N_NOTE_KINDS; i++)
    g_clear_pointer (&self->statements[i], sqlite3_finalize);
  g_clear_pointer (&self->db, sqlite3_close);
}

/* Nobody else may read it: links can hold passwords. */
static void
make_private (DpLedger *self)
{
  g_autofree char *path = g_build_filename (self->path, LIST_NAME, NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

  /* Where that fails, opening it will say why. */
  if (fd < 0)
    return;
  (void) fchmod (fd, 0600);
  close (fd);
}

/* Without its write-ahead file, SQLite reads the list from a disk that can only be read when it is
 * told so. */
static gboolean
open_read_only (DpLedger *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->path, LIST_NAME, NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *whole_uri = g_strconcat (uri, "?immutable=1", NULL);
  const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;

  close_file (self);
  return check (self, sqlite3_open_v2 (whole_uri, &self->db, flags, NULL), error);
}

static gboolean
open_file (DpLedger *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->path, LIST_NAME, NULL);
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;

  make_private (self);
  if (!check (self, sqlite3_open_v2 (path, &self->db, flags, NULL), error))
    return FALSE;
  /* Alone, there is no need for a file of shared memory, whose room a full disk can take away under
   * our feet (SIGBUS).  Temporary files would lie in a folder for all. */
  return run_sql (self,
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

/* Whoever closed it in order left no write-ahead file. */
static gboolean
is_unclean (DpLedger *self)
{
  g_autofree char *path = g_build_filename (self->path, WAL_NAME, NULL);
  struct stat st;

  return stat (path, &st) == 0 && st.st_size > 0;
}

static gboolean
check_quickly (DpLedger *self, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int result = sqlite3_prepare_v2 (self->db, "PRAGMA quick_check (1)", -1, &statement, NULL);

  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result != SQLITE_ROW)
    return check (self, result, error);
  return g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") == 0 ||
         find_damage (self, error);
}

/* A file without tables is new; one of somebody else is treated as a damaged one. */
static gboolean
check_origin (DpLedger *self, GError **error)
{
  gint64 n_tables;
  gint64 application_id;

  if (!ask (self, "SELECT count (*) FROM sqlite_schema", &n_tables, error) ||
      !ask (self, "PRAGMA application_id", &application_id, error))
    return FALSE;
  return n_tables == 0 || application_id == DP_ROW_APPLICATION_ID || find_damage (self, error);
}

static gboolean
migrate (DpLedger *self, GError **error)
{
  gint64 version;

  if (!ask (self, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version > DP_ROW_VERSION)
    return fail (self, _ ("it was written by a newer Downpour"), error);
  for (; version < DP_ROW_VERSION; version++)
    {
      g_autofree char *step =
          g_strdup_printf ("BEGIN IMMEDIATE; %s PRAGMA user_version = %d; COMMIT;",
                           dp_row_get_migration ((guint) version), (int) version + 1);

      if (!run_sql (self, step, error))
        {
          sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_all (DpLedger *self, GPtrArray *entries, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int result = sqlite3_prepare_v2 (self->db, "SELECT " DP_ROW_COLUMNS " FROM download ORDER BY id",
                                   -1, &statement, NULL);

  if (result != SQLITE_OK)
    return check (self, result, error);
  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      DpEntry *entry = dp_row_read (statement);

      if (entry == NULL)
        return find_damage (self, error);
      g_ptr_array_add (entries, entry);
    }
  return check (self, result, error);
}

static gboolean
read_list (DpLedger *self, GPtrArray *entries, GError **error)
{
  return check_origin (self, error) && migrate (self, error) && read_all (self, entries, error);
}

static gboolean
open_and_read (DpLedger *self, GPtrArray *entries, GError **error)
{
  gboolean is_suspect = is_unclean (self);
  g_autoptr (GError) reason = NULL;

  self->is_damaged = FALSE;
  if (open_file (self, &reason) && (!is_suspect || check_quickly (self, &reason)) &&
      read_list (self, entries, &reason))
    return TRUE;
  g_ptr_array_set_size (entries, 0);
  if (!self->is_damaged && !is_suspect && open_read_only (self, NULL) &&
      read_list (self, entries, NULL))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* A damaged one */

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
          dp_folder_flush (self->folder);
          return g_steal_pointer (&name);
        }
      if (errno != EEXIST)
        {
          fail_with_errno (self, error);
          return NULL;
        }
    }
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
  return dp_ledger_write (self, notes, error) && dp_ledger_flush (self, error);
}

static gboolean
replace_damaged (DpLedger *self, GPtrArray *entries, char **remark, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  close_file (self);
  g_ptr_array_set_size (entries, 0);
  name = move_aside (self, error);
  if (name == NULL)
    return FALSE;
  path = g_build_filename (self->path, name, NULL);
  dp_salvage_read (path, entries);
  *remark = dp_salvage_describe (path, entries->len);
  return open_file (self, error) && migrate (self, error) && write_all (self, entries, error);
}

/**
 * dp_ledger_open:
 * @folder: (type filename): where the list is kept; made if it is missing
 * @entries: (element-type DpEntry): gets all that is stored, by id
 * @remark: (out) (transfer full) (nullable): what the person should know although it went well
 * @error: return location for a #GError, which completes "The list can't be read: …"
 *
 * Opens the list, brings an older one up to date, and replaces a damaged one by what can be read of
 * it.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the list, or %NULL with @error set
 */
DpLedger *
dp_ledger_open (const char *folder, GPtrArray *entries, char **remark, GError **error)
{
  g_autoptr (DpLedger) self = g_new0 (DpLedger, 1);
  g_autoptr (GError) reason = NULL;

  *remark = NULL;
  self->path = g_strdup (folder);
  self->lock_fd = -1;
  if (!lock (self, error))
    return NULL;
  if (!open_and_read (self, entries, &reason))
    {
      if (!self->is_damaged)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
      if (!replace_damaged (self, entries, remark, error))
        return NULL;
    }
  return g_steal_pointer (&self);
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
  dp_host_note_read_all (self->db, g_get_real_time (), hosts);
}

/* Writing */

static gboolean
write_note (DpLedger *self, const DpNote *note, GError **error)
{
  sqlite3_stmt **statement = &self->statements[note->kind];
  int result = SQLITE_OK;

  if (*statement == NULL)
    result = sqlite3_prepare_v3 (self->db, dp_row_get_sql (note->kind), -1,
                                 SQLITE_PREPARE_PERSISTENT, statement, NULL);
  if (result == SQLITE_OK)
    result = dp_row_write (*statement, note);
  return check (self, result, error);
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
  if (!run_sql (self, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (write_notes (self, notes, error) && run_sql (self, "COMMIT", error))
    return TRUE;
  sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
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
  sqlite3_file *wal = NULL;
  int result =
      sqlite3_file_control (self->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, (gpointer) &wal);

  if (result == SQLITE_OK && wal != NULL && wal->pMethods != NULL)
    result = wal->pMethods->xSync (wal, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
  return check (self, result, error);
}
