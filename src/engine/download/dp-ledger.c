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

#include "dp-database.h"
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
  DpDatabase database;                       /* (owned): the list, while it is open */
  sqlite3_stmt *statements[DP_N_NOTE_KINDS]; /* (owned) (nullable) */
};

/* The file */

static gboolean
fail (const char *reason, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, reason);
  return FALSE;
}

static gboolean
fail_with_errno (GError **error)
{
  return fail (g_strerror (errno), error);
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
  /* On a disk that can only be read, nobody else can write either. */
  if (self->lock_fd < 0)
    return errno == EROFS || fail_with_errno (error);
  if (flock (self->lock_fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
    return TRUE;
  return fail (_ ("another Downpour is using it"), error);
}

static void
close_file (DpLedger *self)
{
  for (guint i = 0; i < DP_N_NOTE_KINDS; i++)
    g_clear_pointer (&self->statements[i], sqlite3_finalize);
  dp_database_close (&self->database);
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
  return dp_database_open (&self->database, whole_uri, flags, error);
}

static gboolean
open_file (DpLedger *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->path, LIST_NAME, NULL);
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;

  make_private (self);
  if (!dp_database_open (&self->database, path, flags, error))
    return FALSE;
  /* Alone, there is no need for a file of shared memory, whose room a full disk can take away under
   * our feet (SIGBUS).  Temporary files would lie in a folder for all. */
  return dp_database_run (&self->database,
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

/* A file without tables is new; one of somebody else is treated as a damaged one. */
static gboolean
check_origin (DpLedger *self, GError **error)
{
  gint64 n_tables;
  gint64 application_id;

  if (!dp_database_ask (&self->database, "SELECT count (*) FROM sqlite_schema", &n_tables, error) ||
      !dp_database_ask (&self->database, "PRAGMA application_id", &application_id, error))
    return FALSE;
  return n_tables == 0 || application_id == DP_ROW_APPLICATION_ID ||
         dp_database_find_damage (&self->database, error);
}

static gboolean
migrate (DpLedger *self, GError **error)
{
  gint64 version;

  if (!dp_database_ask (&self->database, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version > DP_ROW_VERSION)
    return fail (_ ("it was written by a newer Downpour"), error);
  for (; version < DP_ROW_VERSION; version++)
    {
      g_autofree char *step =
          g_strdup_printf ("BEGIN IMMEDIATE; %s PRAGMA user_version = %d; COMMIT;",
                           dp_row_get_migration ((guint) version), (int) version + 1);

      if (!dp_database_run (&self->database, step, error))
        {
          sqlite3_exec (self->database.db, "ROLLBACK", NULL, NULL, NULL);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_all (DpLedger *self, GPtrArray *entries, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int result =
      sqlite3_prepare_v2 (self->database.db, "SELECT " DP_ROW_COLUMNS " FROM download ORDER BY id",
                          -1, &statement, NULL);

  if (result != SQLITE_OK)
    return dp_database_check (&self->database, result, error);
  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      DpEntry *entry = dp_row_read (statement);

      if (entry == NULL)
        return dp_database_find_damage (&self->database, error);
      g_ptr_array_add (entries, entry);
    }
  return dp_database_check (&self->database, result, error);
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

  self->database.is_damaged = FALSE;
  if (open_file (self, &reason) &&
      (!is_suspect || dp_database_check_pages (&self->database, &reason)) &&
      read_list (self, entries, &reason))
    return TRUE;
  g_ptr_array_set_size (entries, 0);
  if (!self->database.is_damaged && !is_suspect && open_read_only (self, NULL) &&
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
          fail_with_errno (error);
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
      if (!self->database.is_damaged)
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
