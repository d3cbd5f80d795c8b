/* dp-database.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file of SQLite: what it answers, and why it refuses, in words; with a disk that is full told from
 * a file that is damaged.
 *
 * Thread: worker; one at a time; blocks.
 */

#include "dp-database.h"

#include <errno.h>

/**
 * dp_database_open:
 * @self: a database that is closed
 * @path: (type filename): the file, or a URI of SQLite
 * @flags: as for sqlite3_open_v2()
 * @error: return location for a #GError
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if the disk refused
 */
gboolean
dp_database_open (DpDatabase *self, const char *path, int flags, GError **error)
{
  if (!dp_database_check (self, sqlite3_open_v2 (path, &self->db, flags, NULL), error))
    return FALSE;
  /* It opens it for reading if need be, and stumbles later. */
  if ((flags & SQLITE_OPEN_READWRITE) == 0 || sqlite3_db_readonly (self->db, "main") != 1)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (EROFS));
  return FALSE;
}

/**
 * dp_database_close:
 * @self: a database without statements
 *
 * Thread: worker.
 */
void
dp_database_close (DpDatabase *self)
{
  g_clear_pointer (&self->db, sqlite3_close);
}

static const char *
get_reason (DpDatabase *self)
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

/* Our statements are right: where one is an error, the table is not ours any more. */
static gboolean
is_damage (int code)
{
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR;
}

/**
 * dp_database_check:
 * @self: a database
 * @result: what SQLite has just said
 * @error: return location for a #GError
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if it went wrong
 */
gboolean
dp_database_check (DpDatabase *self, int result, GError **error)
{
  if (result == SQLITE_OK || result == SQLITE_DONE)
    return TRUE;
  self->is_damaged = is_damage (result & 0xff);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, get_reason (self));
  return FALSE;
}

/**
 * dp_database_find_damage:
 * @self: a database in which something stands that can't be
 * @error: return location for a #GError
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set
 */
gboolean
dp_database_find_damage (DpDatabase *self, GError **error)
{
  self->is_damaged = TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, sqlite3_errstr (SQLITE_CORRUPT));
  return FALSE;
}

/**
 * dp_database_check_pages:
 * @self: a database
 * @error: return location for a #GError
 *
 * Looks at all of the file, also at what is seldom looked at.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if it is damaged
 */
gboolean
dp_database_check_pages (DpDatabase *self, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int result = sqlite3_prepare_v2 (self->db, "PRAGMA quick_check (1)", -1, &statement, NULL);

  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result != SQLITE_ROW)
    return dp_database_check (self, result, error);
  return g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") == 0 ||
         dp_database_find_damage (self, error);
}

/**
 * dp_database_run:
 * @self: a database
 * @statements: what to do
 * @error: return location for a #GError
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if it went wrong
 */
gboolean
dp_database_run (DpDatabase *self, const char *statements, GError **error)
{
  return dp_database_check (self, sqlite3_exec (self->db, statements, NULL, NULL, NULL), error);
}

/**
 * dp_database_ask:
 * @self: a database
 * @question: a statement whose first row's first column is a number
 * @answer: (out): that number
 * @error: return location for a #GError
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if it went wrong
 */
gboolean
dp_database_ask (DpDatabase *self, const char *question, gint64 *answer, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int result = sqlite3_prepare_v2 (self->db, question, -1, &statement, NULL);

  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result != SQLITE_ROW)
    return dp_database_check (self, result == SQLITE_DONE ? SQLITE_CORRUPT : result, error);
  *answer = sqlite3_column_int64 (statement, 0);
  return TRUE;
}

/**
 * dp_database_flush:
 * @self: a database with a write-ahead file
 * @error: return location for a #GError
 *
 * Makes what was written outlive a power cut.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if the disk refused
 */
gboolean
dp_database_flush (DpDatabase *self, GError **error)
{
  sqlite3_file *wal = NULL;
  int result =
      sqlite3_file_control (self->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, (gpointer) &wal);

  if (result != SQLITE_OK || wal == NULL || wal->pMethods == NULL)
    return dp_database_check (self, result, error);
  /* The connection hears nothing of it, and has no reason to tell. */
  errno = 0;
  if (wal->pMethods->xSync (wal, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY) == SQLITE_OK)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (errno != 0 ? errno : EIO));
  return FALSE;
}
