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
#include <unistd.h>

#include "dp-salvage.h"
#include "dp-table.h"

static gboolean
copy_file (const char *from_folder,
           const char *from_name,
           const char *to_folder,
           const char *to_name,
           GError **error)
{
  g_autofree char *from = g_build_filename (from_folder, from_name, NULL);
  g_autofree char *to = g_build_filename (to_folder, to_name, NULL);
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
is_there (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_access (path, F_OK) == 0;
}

/* Whoever was killed before the rescued list was put in its place, or could not, left it: what was
 * written lately is part of it. */
static gboolean
copy_list (const char *from_folder, const char *to_folder, GError **error)
{
  if (is_there (from_folder, DP_PEEK_RESCUED_NAME))
    return copy_file (from_folder, DP_PEEK_RESCUED_NAME, to_folder, DP_PEEK_LIST_NAME, error);
  return copy_file (from_folder, DP_PEEK_LIST_NAME, to_folder, DP_PEEK_LIST_NAME, error) &&
         copy_file (from_folder, DP_PEEK_WAL_NAME, to_folder, DP_PEEK_WAL_NAME, error);
}

/* What can't be read of it is left out, as long as something can. */
static gboolean
read_copy (const char *folder, GPtrArray *entries, gboolean *is_damaged, GError **error)
{
  g_autofree char *path = g_build_filename (folder, DP_PEEK_LIST_NAME, NULL);
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  DpDatabase database = { 0 };
  g_autoptr (GError) reason = NULL;
  gboolean is_read;

  is_read = dp_database_open (&database, path, flags, &reason) &&
            dp_database_run (&database,
                             "PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = OFF;"
                             "PRAGMA cell_size_check = ON; PRAGMA synchronous = OFF;",
                             &reason) &&
            dp_table_read (&database, entries, &reason);
  dp_database_close (&database);
  if (is_read)
    return TRUE;
  g_ptr_array_set_size (entries, 0);
  if (database.is_damaged)
    dp_salvage_read (path, entries);
  *is_damaged = entries->len > 0;
  if (!*is_damaged)
    g_propagate_error (error, g_steal_pointer (&reason));
  return *is_damaged;
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
 * @remark: (out) (transfer full) (nullable): what the person should know although it went well: that it
 *   is damaged, and how much of it could be read
 * @error: return location for a #GError
 *
 * Nobody is kept from writing meanwhile.  Where there is no list, nothing is stored.
 *
 * Thread: any; blocks.
 *
 * Returns: %FALSE with @error set if the list can't be read
 */
gboolean
dp_peek_read (const char *folder, GPtrArray *entries, char **remark, GError **error)
{
  g_autofree char *copy = g_build_filename (g_get_user_runtime_dir (), "downpour-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, DP_PEEK_LIST_NAME, NULL);
  gboolean is_damaged = FALSE;
  gboolean is_read;

  *remark = NULL;
  if (g_mkdtemp (copy) == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (errno));
      return FALSE;
    }
  is_read = copy_list (folder, copy, error) && read_copy (copy, entries, &is_damaged, error);
  remove_copy (copy);
  if (is_damaged)
    *remark = dp_salvage_describe (path, entries->len);
  return is_read;
}
