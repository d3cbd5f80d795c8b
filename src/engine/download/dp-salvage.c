/* dp-salvage.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can still be read of a damaged list, row by row, and what the person should know of that.
 *
 * A damaged page hides the rows on it, and reading on fails there.  So the rows are read from the
 * first one upwards and from the last one downwards, and what is left between is halved and tried
 * again, until nothing is left or it has been tried often enough.  Rows to which nothing leads any more
 * are found page by page (dp-salvage-pages).
 *
 * Thread: any; blocks.
 */

#include "dp-salvage.h"

#include <glib/gi18n-lib.h>

#include "dp-row.h"
#include "dp-salvage-pages.h"

/* More cuts than any list has pages; the end of it where nothing can be read at all. */
#define MAX_CUTS 20000

/* Ids from @first to @last, both included, about which nothing is known. */
typedef struct
{
  gint64 first;
  gint64 last;
} Gap;

typedef struct
{
  sqlite3_stmt *upwards;   /* (owned) */
  sqlite3_stmt *downwards; /* (owned) */
  GPtrArray *entries;      /* (unowned) (element-type DpEntry) */
  GQueue gaps;             /* (element-type Gap) */
} Salvage;

static void
push_gap (Salvage *self, gint64 first, gint64 last)
{
  const Gap gap = { first, last };

  if (first <= last)
    g_queue_push_tail (&self->gaps, g_memdup2 (&gap, sizeof gap));
}

/* Reads rows of the gap, which becomes smaller, until one can't be read. */
static gboolean
scan (Salvage *self, sqlite3_stmt *statement, Gap *gap)
{
  int result;

  sqlite3_bind_int64 (statement, 1, gap->first);
  sqlite3_bind_int64 (statement, 2, gap->last);
  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 id = sqlite3_column_int64 (statement, 0);
      DpEntry *entry;

      /* Also what is read may be damaged: never the same id twice. */
      if (id < gap->first || id > gap->last)
        break;
      if (statement == self->upwards)
        gap->first = id + 1;
      else
        gap->last = id - 1;
      entry = dp_row_read (statement);
      if (entry != NULL)
        g_ptr_array_add (self->entries, entry);
    }
  sqlite3_reset (statement);
  return result == SQLITE_DONE;
}

static void
close_gap (Salvage *self, Gap gap)
{
  gint64 middle;

  if (scan (self, self->upwards, &gap) || scan (self, self->downwards, &gap) ||
      gap.first >= gap.last)
    return;
  middle = gap.first + (gap.last - gap.first) / 2;
  push_gap (self, gap.first, middle);
  push_gap (self, middle + 1, gap.last);
}

static void
read_rows (sqlite3 *db, GPtrArray *entries)
{
  Salvage self = { .entries = entries, .gaps = G_QUEUE_INIT };

  sqlite3_prepare_v2 (
      db, "SELECT " DP_ROW_COLUMNS " FROM download WHERE id BETWEEN ?1 AND ?2 ORDER BY id", -1,
      &self.upwards, NULL);
  sqlite3_prepare_v2 (
      db, "SELECT " DP_ROW_COLUMNS " FROM download WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC", -1,
      &self.downwards, NULL);
  if (self.upwards != NULL && self.downwards != NULL)
    push_gap (&self, 1, G_MAXINT64 - 1);
  for (guint i = 0; i < MAX_CUTS && !g_queue_is_empty (&self.gaps); i++)
    {
      g_autofree Gap *gap = g_queue_pop_head (&self.gaps);

      close_gap (&self, *gap);
    }
  g_queue_clear_full (&self.gaps, g_free);
  sqlite3_finalize (self.upwards);
  sqlite3_finalize (self.downwards);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const DpEntry *x = *(const DpEntry *const *) a;
  const DpEntry *y = *(const DpEntry *const *) b;

  return (x->id > y->id) - (x->id < y->id);
}

static sqlite3 *
prepare (sqlite3 *db)
{
  /* The first: alone, without a file of shared memory.  The fourth: it may be shorter than it says.
   * And nothing is written into it. */
  sqlite3_exec (db,
                "PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = OFF; "
                "PRAGMA cell_size_check = ON; PRAGMA writable_schema = ON; "
                "PRAGMA query_only = ON;",
                NULL, NULL, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return db;
}

static void
read_file (const char *path, GPtrArray *entries)
{
  sqlite3 *db = NULL;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
    read_rows (prepare (db), entries);
  sqlite3_close (db);
}

/**
 * dp_salvage_read:
 * @path: (type filename): a damaged list
 * @entries: (element-type DpEntry): gets what can be read, by id
 *
 * The file stays as it is.
 *
 * Thread: worker.
 */
void
dp_salvage_read (const char *path, GPtrArray *entries)
{
  read_file (path, entries);
  dp_salvage_pages_read (path, entries);
  g_ptr_array_sort (entries, compare_ids);
}

/**
 * dp_salvage_describe:
 * @path: (type filename): the damaged list, where it is kept
 * @n_saved: how many entries could be read
 *
 * Thread: any.
 *
 * Returns: (transfer full): what the person should know of it, in sentences
 */
char *
dp_salvage_describe (const char *path, guint n_saved)
{
  g_autofree char *display = g_filename_display_name (path);

  if (n_saved == 0)
    /* Translators: %s is a file. */
    return g_strdup_printf (_ ("The list of downloads was damaged, and nothing of it could be "
                               "saved. The damaged list is kept as “%s”."),
                            display);
  return g_strdup_printf (
      /* Translators: the second is a file. */
      ngettext ("The list of downloads was damaged. %u entry could be saved; the damaged list is "
                "kept as “%s”.",
                "The list of downloads was damaged. %u entries could be saved; the damaged list is "
                "kept as “%s”.",
                n_saved),
      n_saved, display);
}
