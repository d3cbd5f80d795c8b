/* dp-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of downloads in a database: whether it is ours, bringing an older one up to date, and
 * reading it.
 *
 * Thread: worker; one at a time; blocks.
 */

#include "dp-table.h"

#include <glib/gi18n-lib.h>

#include "dp-row.h"
#include "dp-schema.h"

/**
 * dp_table_check_length:
 * @self: a list that was closed in order
 * @size_bytes: how long its file is
 * @error: return location for a #GError
 *
 * It consists of whole pages.  What is cut off the last one SQLite takes for zeros.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if something is cut off
 */
gboolean
dp_table_check_length (DpDatabase *self, guint64 size_bytes, GError **error)
{
  gint64 page_bytes;

  return dp_database_ask (self, "PRAGMA page_size", &page_bytes, error) &&
         (size_bytes % (guint64) page_bytes == 0 || dp_database_find_damage (self, error));
}

/* A file without tables is new; one of somebody else is treated as a damaged one. */
static gboolean
check_origin (DpDatabase *self, GError **error)
{
  gint64 n_tables;
  gint64 application_id;

  if (!dp_database_ask (self, "SELECT count (*) FROM sqlite_schema", &n_tables, error) ||
      !dp_database_ask (self, "PRAGMA application_id", &application_id, error))
    return FALSE;
  return n_tables == 0 || application_id == DP_SCHEMA_APPLICATION_ID ||
         dp_database_find_damage (self, error);
}

/**
 * dp_table_migrate:
 * @self: a list, or an empty file
 * @error: return location for a #GError
 *
 * Brings the tables up to date.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if that could not be done; %G_IO_ERROR_NOT_SUPPORTED if it is newer
 *   than we are
 */
gboolean
dp_table_migrate (DpDatabase *self, GError **error)
{
  gint64 version;

  if (!dp_database_ask (self, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version > DP_SCHEMA_VERSION)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("it was written by a newer Downpour"));
      return FALSE;
    }
  for (; version < DP_SCHEMA_VERSION; version++)
    {
      g_autofree char *step =
          g_strdup_printf ("BEGIN IMMEDIATE; %s PRAGMA user_version = %d; COMMIT;",
                           dp_schema_get_step ((guint) version), (int) version + 1);

      if (!dp_database_run (self, step, error))
        {
          sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_rows (DpDatabase *self, GPtrArray *entries, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int result = sqlite3_prepare_v2 (self->db, "SELECT " DP_ROW_COLUMNS " FROM download ORDER BY id",
                                   -1, &statement, NULL);

  if (result != SQLITE_OK)
    return dp_database_check (self, result, error);
  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      DpEntry *entry = dp_row_read (statement);

      if (entry == NULL)
        return dp_database_find_damage (self, error);
      g_ptr_array_add (entries, entry);
    }
  return dp_database_check (self, result, error);
}

/**
 * dp_table_read:
 * @self: a list, or an empty file
 * @entries: (nullable) (element-type DpEntry): gets all that is stored, by id
 * @error: return location for a #GError
 *
 * Brings it up to date, and reads it.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if it can't be read, or is none of ours
 */
gboolean
dp_table_read (DpDatabase *self, GPtrArray *entries, GError **error)
{
  return check_origin (self, error) && dp_table_migrate (self, error) &&
         (entries == NULL || read_rows (self, entries, error));
}
