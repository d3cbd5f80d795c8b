/* dp-salvage-pages.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of a damaged list to which nothing leads any more.
 *
 * A list is a tree of pages: where one is damaged that leads to others, the rows on those can't be
 * found, although nothing has happened to them.  A page with rows is a whole tree if it is the root of
 * one: so each of them takes the place of the root for a moment, in a copy in memory, and SQLite reads
 * it as it always does.
 *
 * The first page leads to all others, and is the same in every list: that of an empty list takes its
 * place.  Pages that are free hold rows that were forgotten long ago: they are passed over.
 *
 * What was written lately stands in the write-ahead file, as whole pages: it is put in its place before.
 *
 * Thread: any; blocks.
 */

#include "dp-salvage-pages.h"

#include <string.h>

#include "dp-row.h"
#include "dp-schema.h"

/* What SQLite makes, unless it is asked for another. */
#define PAGE_BYTES 4096

/* In the header, big-endian: */
#define CHANGE_OFFSET     24
#define PAGE_COUNT_OFFSET 28
#define FREE_PAGE_OFFSET  32

#define MAGIC "SQLite format 3"

/* A write-ahead file: a header, and frames, which are a header and a page each. */
#define WAL_MAGIC         0x377f0682 /* or one more */
#define WAL_HEADER_BYTES  32
#define WAL_SALT_OFFSET   16
#define FRAME_BYTES       (24 + PAGE_BYTES)
#define FRAME_SALT_OFFSET 8
#define SALT_BYTES        8

/* The first byte of a page with rows. */
#define ROWS_TYPE 0x0d

static guint32
read_number (const guint8 *bytes)
{
  return GUINT32_FROM_BE (*(const guint32 *) (gconstpointer) bytes);
}

static guint8 *
get_page (guint8 *pages, guint number)
{
  return pages + (gsize) (number - 1) * PAGE_BYTES;
}

/* The first page of an empty list. */
static guint8 *
make_first_page (void)
{
  sqlite3 *db = NULL;
  sqlite3_int64 size = 0;
  guint8 *page = NULL;

  if (sqlite3_open (":memory:", &db) == SQLITE_OK)
    {
      for (guint i = 0; i < DP_SCHEMA_VERSION; i++)
        sqlite3_exec (db, dp_schema_get_step (i), NULL, NULL, NULL);
      page = sqlite3_serialize (db, "main", &size, 0);
    }
  sqlite3_close (db);
  return page;
}

static gboolean
is_wal (const guint8 *wal, gsize size)
{
  return size >= WAL_HEADER_BYTES && (read_number (wal) & ~1u) == WAL_MAGIC &&
         read_number (wal + 8) == PAGE_BYTES;
}

/* How many frames belong to what was written as a whole; those behind are of another time. */
static guint
count_frames (const guint8 *wal, gsize size)
{
  guint n_whole = 0;

  for (guint i = 0; WAL_HEADER_BYTES + (gsize) (i + 1) * FRAME_BYTES <= size; i++)
    {
      const guint8 *frame = wal + WAL_HEADER_BYTES + (gsize) i * FRAME_BYTES;

      if (memcmp (frame + FRAME_SALT_OFFSET, wal + WAL_SALT_OFFSET, SALT_BYTES) != 0)
        break;
      /* How many pages there are then, at the end of a transaction. */
      if (read_number (frame + 4) > 0)
        n_whole = i + 1;
    }
  return n_whole;
}

/* The pages, with what was written lately in its place. */
static GByteArray *
load_pages (const char *path)
{
  g_autofree char *wal_path = g_strconcat (path, "-wal", NULL);
  g_autofree guint8 *wal = NULL;
  guint8 *content;
  gsize size;
  GByteArray *pages;

  if (!g_file_get_contents (path, (char **) &content, &size, NULL))
    return NULL;
  pages = g_byte_array_new_take (content, size);
  if (!g_file_get_contents (wal_path, (char **) &wal, &size, NULL) || !is_wal (wal, size))
    return pages;
  for (guint i = 0, n_frames = count_frames (wal, size); i < n_frames; i++)
    {
      const guint8 *frame = wal + WAL_HEADER_BYTES + (gsize) i * FRAME_BYTES;
      guint number = read_number (frame);

      if (number == 0 || number > pages->len / PAGE_BYTES + n_frames)
        continue;
      if (pages->len < number * PAGE_BYTES)
        g_byte_array_set_size (pages, number * PAGE_BYTES);
      memcpy (get_page (pages->data, number), frame + FRAME_BYTES - PAGE_BYTES, PAGE_BYTES);
    }
  return pages;
}

/* Which pages are free, by their numbers, as far as that is known. */
static GHashTable *
list_free_pages (guint8 *pages, guint n_pages)
{
  GHashTable *free_pages = g_hash_table_new (NULL, NULL);
  guint32 trunk = 0;

  if (memcmp (pages, MAGIC, sizeof MAGIC) == 0)
    trunk = read_number (pages + FREE_PAGE_OFFSET);
  while (trunk > 1 && trunk <= n_pages && g_hash_table_add (free_pages, GUINT_TO_POINTER (trunk)))
    {
      const guint8 *page = get_page (pages, trunk);
      guint n_leaves = MIN (read_number (page + 4), PAGE_BYTES / 4 - 2);

      for (guint i = 0; i < n_leaves; i++)
        g_hash_table_add (free_pages, GUINT_TO_POINTER (read_number (page + 8 + 4 * i)));
      trunk = read_number (page);
    }
  return free_pages;
}

static void
read_rows (sqlite3_stmt *statement, GHashTable *met, GPtrArray *entries)
{
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      gint64 id = sqlite3_column_int64 (statement, 0);
      DpEntry *entry = g_hash_table_contains (met, &id) ? NULL : dp_row_read (statement);

      if (entry == NULL)
        continue;
      g_ptr_array_add (entries, entry);
      g_hash_table_add (met, &entry->id);
    }
  sqlite3_reset (statement);
}

/* What it has in its cache counts no longer, when the header says that something has changed. */
static void
put_root (guint8 *pages, guint root, const guint8 *page, guint32 change)
{
  const guint32 number = GUINT32_TO_BE (change);

  memcpy (get_page (pages, root), page, PAGE_BYTES);
  memcpy (pages + CHANGE_OFFSET, &number, sizeof number);
}

static void
read_pages (sqlite3 *db, guint8 *pages, guint n_pages, GHashTable *free_pages, GPtrArray *entries)
{
  g_autoptr (GHashTable) met = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree guint8 *old_root = NULL;
  sqlite3_stmt *statement = NULL;
  guint root = 0;

  for (guint i = 0; i < entries->len; i++)
    g_hash_table_add (met, &((DpEntry *) entries->pdata[i])->id);
  if (sqlite3_prepare_v2 (db, "SELECT rootpage FROM sqlite_schema WHERE name = 'download'", -1,
                          &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    root = (guint) sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  if (root < 2 || root > n_pages ||
      sqlite3_prepare_v2 (db, "SELECT " DP_ROW_COLUMNS " FROM download", -1, &statement, NULL) !=
          SQLITE_OK)
    return;
  old_root = g_memdup2 (get_page (pages, root), PAGE_BYTES);
  for (guint i = 2; i <= n_pages; i++)
    {
      const guint8 *page = i == root ? old_root : get_page (pages, i);

      if (*page != ROWS_TYPE || g_hash_table_contains (free_pages, GUINT_TO_POINTER (i)))
        continue;
      put_root (pages, root, page, i);
      read_rows (statement, met, entries);
    }
  sqlite3_finalize (statement);
}

/**
 * dp_salvage_pages_read:
 * @path: (type filename): a damaged list
 * @entries: (element-type DpEntry): what could be read of it already; gets what else there is
 *
 * The file stays as it is.
 *
 * Thread: worker.
 */
void
dp_salvage_pages_read (const char *path, GPtrArray *entries)
{
  g_autoptr (GByteArray) pages = load_pages (path);
  guint n_pages = pages != NULL ? pages->len / PAGE_BYTES : 0;
  gint64 size = (gint64) n_pages * PAGE_BYTES;
  g_autoptr (GHashTable) free_pages = NULL;
  guint8 *first_page;
  sqlite3 *db = NULL;

  if (n_pages < 2)
    return;
  free_pages = list_free_pages (pages->data, n_pages);
  first_page = make_first_page ();
  if (first_page != NULL && sqlite3_open (":memory:", &db) == SQLITE_OK)
    {
      memcpy (pages->data, first_page, PAGE_BYTES);
      /* Nobody knows how many pages there are. */
      memset (pages->data + PAGE_COUNT_OFFSET, 0, sizeof (guint32));
      if (sqlite3_deserialize (db, "main", pages->data, size, size, SQLITE_DESERIALIZE_READONLY) ==
              SQLITE_OK &&
          sqlite3_exec (db, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;", NULL, NULL,
                        NULL) == SQLITE_OK)
        read_pages (db, pages->data, n_pages, free_pages, entries);
    }
  sqlite3_close (db);
  sqlite3_free (first_page);
}
