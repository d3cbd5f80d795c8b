/* dp-host-note.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a server was seen to want, as a row beside the stored list.
 *
 * It is worth little, and costs a refused request to learn again: so what is older than a week goes,
 * of more than can be used nobody is told, and where it can't be read nothing is said.
 *
 * Thread: any; a connection belongs to its owner.
 */

#include "dp-host-note.h"

#include "dp-url.h"

/* More are not asked for at once. */
#define MAX_CONNECTIONS 1000

/* The newest; who names so many does it to fill our memory. */
#define MAX_NOTES 1000

/**
 * dp_host_note_new:
 * @origin: a server
 * @n_connections: so many at once it was seen to want
 * @seen_usec: when
 *
 * Thread: any.
 *
 * Returns: (transfer full): a note
 */
DpHostNote *
dp_host_note_new (const char *origin, guint n_connections, gint64 seen_usec)
{
  const DpHostNote note = { g_strdup (origin), n_connections, seen_usec };

  return g_memdup2 (&note, sizeof note);
}

/**
 * dp_host_note_free:
 * @self: (transfer full) (nullable): a note
 *
 * Thread: any.
 */
void
dp_host_note_free (DpHostNote *self)
{
  if (self == NULL)
    return;
  g_free (self->origin);
  g_free (self);
}

/**
 * dp_host_note_bind:
 * @statement: %DP_HOST_NOTE_SQL, prepared
 * @note: a note, which lives until the statement has run
 *
 * Thread: the connection's.
 */
void
dp_host_note_bind (sqlite3_stmt *statement, const DpHostNote *note)
{
  sqlite3_bind_text (statement, 1, note->origin, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, note->n_connections);
  sqlite3_bind_int64 (statement, 3, note->seen_usec);
}

static void
forget_old (sqlite3 *db, gint64 now_usec)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM host WHERE seen_usec < %" G_GINT64_FORMAT,
                                          now_usec - DP_HOST_NOTE_MEMORY_USEC);

  sqlite3_exec (db, sql, NULL, NULL, NULL);
}

static gboolean
is_origin (const char *text)
{
  g_autoptr (DpUrl) url = text != NULL ? dp_url_parse (text, NULL) : NULL;
  g_autofree char *origin = url != NULL ? dp_url_dup_origin (url) : NULL;

  return g_strcmp0 (origin, text) == 0 && text != NULL;
}

/* NULL for a row that makes no sense. */
static DpHostNote *
read_row (sqlite3_stmt *statement)
{
  const char *origin = (const char *) sqlite3_column_text (statement, 0);
  gint64 n_connections = sqlite3_column_int64 (statement, 1);
  gint64 seen_usec = sqlite3_column_int64 (statement, 2);

  if (!is_origin (origin) || n_connections < 1 || n_connections > MAX_CONNECTIONS || seen_usec < 0)
    return NULL;
  return dp_host_note_new (origin, (guint) n_connections, seen_usec);
}

/**
 * dp_host_note_read_all:
 * @db: the stored list
 * @now_usec: the time of the day
 * @notes: (element-type DpHostNote): gets those that are stored and not too old
 *
 * Thread: the connection's.
 */
void
dp_host_note_read_all (sqlite3 *db, gint64 now_usec, GPtrArray *notes)
{
  sqlite3_stmt *statement = NULL;

  forget_old (db, now_usec);
  if (sqlite3_prepare_v2 (db,
                          "SELECT origin, n_connections, seen_usec FROM host "
                          "ORDER BY seen_usec DESC LIMIT " G_STRINGIFY (MAX_NOTES),
                          -1, &statement, NULL) != SQLITE_OK)
    return;
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      DpHostNote *note = read_row (statement);

      if (note != NULL)
        g_ptr_array_add (notes, note);
    }
  sqlite3_finalize (statement);
}
