/* dp-peek.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is stored, read without a byte being written beside it: for who only wants to know, and where
 * the disk lets nobody write.
 *
 * SQLite can't do that with a list that nobody closed: it wants to put what was written last in its
 * place.  So it gets a copy of its own, in the folder of this session, which mostly is in memory.
 *
 * Thread: any; blocks.
 */

#include "dp-peek.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "dp-table.h"

static gboolean
copy_file (const char *from_folder, const char *to_folder, const char *name, GError **error)
{
  g_autofree char *from = g_build_filename (from_folder, name, NULL);
  g_autofree char *to = g_build_filename (to_folder, name, NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) reason = NULL;
  gsize size;

  if (!g_file_get_contents (from, &content, &size, &reason))
    {
      /* Then nothing is stored. */
      if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  return g_file_set_contents_full (to, content, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600,
                                   error);
}

static gboolean
read_copy (const char *folder, GPtrArray *entries, GError **error)
{
  g_autofree char *path = g_build_filename (folder, DP_PEEK_LIST_NAME, NULL);
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  DpDatabase database = { 0 };
  gboolean is_read;

  is_read = dp_database_open (&database, path, flags, error) &&
            dp_database_run (&database,
                             "PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = OFF;"
                             "PRAGMA cell_size_check = ON; PRAGMA synchronous = OFF;",
                             error) &&
            dp_table_read (&database, entries, error);
  dp_database_close (&database);
  return is_read;
}

static void
remove_copy (const char *folder)
{
  static const char *const names[] = { DP_PEEK_LIST_NAME, DP_PEEK_WAL_NAME,
                                       DP_PEEK_LIST_NAME "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      (void) g_unlink (path);
    }
  (void) g_rmdir (folder);
}

/**
 * dp_peek_read:
 * @folder: (type filename): where the list is kept
 * @entries: (element-type DpEntry): gets all that is stored, by id
 * @error: return location for a #GError
 *
 * Nobody is kept from writing meanwhile.  Where there is no list, nothing is stored.
 *
 * Thread: any; blocks.
 *
 * Returns: %FALSE with @error set if the list can't be read
 */
gboolean
dp_peek_read (const char *folder, GPtrArray *entries, GError **error)
{
  g_autofree char *copy = g_build_filename (g_get_user_runtime_dir (), "downpour-XXXXXX", NULL);
  gboolean is_read;

  if (g_mkdtemp (copy) == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (errno));
      return FALSE;
    }
  is_read = copy_file (folder, copy, DP_PEEK_LIST_NAME, error) &&
            copy_file (folder, copy, DP_PEEK_WAL_NAME, error) && read_copy (copy, entries, error);
  remove_copy (copy);
  return is_read;
}
