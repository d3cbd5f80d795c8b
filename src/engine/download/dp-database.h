/* dp-database.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * DpDatabase:
 * @db: (owned) (nullable): while it is open
 * @is_damaged: whether the last thing that failed did so because the file is damaged, or not ours
 *
 * A file of SQLite.
 */
typedef struct
{
  sqlite3 *db;
  gboolean is_damaged;
} DpDatabase;

gboolean dp_database_open (DpDatabase *self, const char *path, int flags, GError **error);
void dp_database_close (DpDatabase *self);

gboolean dp_database_check (DpDatabase *self, int result, GError **error);
gboolean dp_database_find_damage (DpDatabase *self, GError **error);
gboolean dp_database_check_pages (DpDatabase *self, GError **error);

gboolean dp_database_run (DpDatabase *self, const char *statements, GError **error);
gboolean dp_database_ask (DpDatabase *self, const char *question, gint64 *answer, GError **error);
gboolean dp_database_flush (DpDatabase *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
