/* dp-host-note.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sqlite3.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * DpHostNote:
 * @origin: a server, as of dp_url_dup_origin()
 * @n_connections: so many at once it was seen to want
 * @seen_usec: when, as the time of the day
 *
 * What is remembered of a server from one run of the program to the next.
 */
typedef struct
{
  char *origin;
  guint n_connections;
  gint64 seen_usec;
} DpHostNote;

/**
 * DP_HOST_NOTE_MEMORY_USEC:
 *
 * What is older is forgotten.
 */
#define DP_HOST_NOTE_MEMORY_USEC (7 * G_TIME_SPAN_DAY)

/**
 * DP_HOST_NOTE_MIGRATION:
 *
 * How the table came to be; released, so it stays as it is.
 */
#define DP_HOST_NOTE_MIGRATION        \
  "CREATE TABLE host ("               \
  "  origin TEXT PRIMARY KEY,"        \
  "  n_connections INTEGER NOT NULL," \
  "  seen_usec INTEGER NOT NULL"      \
  ") WITHOUT ROWID;"

/**
 * DP_HOST_NOTE_SQL:
 *
 * The statement for dp_host_note_write().
 */
#define DP_HOST_NOTE_SQL \
  "INSERT OR REPLACE INTO host (origin, n_connections, seen_usec) VALUES (?1, ?2, ?3)"

DpHostNote *dp_host_note_new (const char *origin, guint n_connections, gint64 seen_usec);
void dp_host_note_free (DpHostNote *self);

void dp_host_note_bind (sqlite3_stmt *statement, const DpHostNote *note);
void dp_host_note_read_all (sqlite3 *db, gint64 now_usec, GPtrArray *notes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpHostNote, dp_host_note_free)

G_END_DECLS
