/* dp-ledger-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-ledger-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

#include "dp-engine-fixture.h"
#include "dp-request-text.h"

void
dp_ledger_fixture_set_up (DpLedgerFixture *self, gconstpointer unused)
{
  self->folder = g_dir_make_tmp ("downpour-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "list.db", NULL);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_entry_free);
}

void
dp_ledger_fixture_remove_files (DpLedgerFixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

void
dp_ledger_fixture_tear_down (DpLedgerFixture *self, gconstpointer unused)
{
  dp_ledger_fixture_remove_files (self);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_ptr_array_unref (self->entries);
  g_free (self->remark);
  g_free (self->path);
  g_free (self->folder);
}

DpLedger *
dp_ledger_fixture_try_open (DpLedgerFixture *self, GError **error)
{
  g_ptr_array_set_size (self->entries, 0);
  g_clear_pointer (&self->remark, g_free);
  return dp_ledger_open (self->folder, self->entries, &self->remark, error);
}

DpLedger *
dp_ledger_fixture_open (DpLedgerFixture *self)
{
  g_autoptr (GError) error = NULL;
  DpLedger *ledger = dp_ledger_fixture_try_open (self, &error);

  g_assert_no_error (error);
  g_assert_nonnull (ledger);
  return ledger;
}

void
dp_ledger_fixture_reopen (DpLedgerFixture *self)
{
  dp_ledger_close (dp_ledger_fixture_open (self));
}

void
dp_ledger_fixture_assert_refused (DpLedgerFixture *self, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dp_ledger_fixture_try_open (self, &error));
  dp_test_assert_has (error->message, words);
}

gboolean
dp_ledger_fixture_has_file (DpLedgerFixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

void
dp_ledger_fixture_assert_ids (DpLedgerFixture *self, const char *expected)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < self->entries->len; i++)
    g_string_append_printf (ids, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "",
                            ((DpEntry *) self->entries->pdata[i])->id);
  g_assert_cmpstr (ids->str, ==, expected);
}

void
dp_ledger_fixture_run_raw (DpLedgerFixture *self, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static DpPartial *
make_partial (void)
{
  DpPartial *partial = g_new0 (DpPartial, 1);

  partial->folder = g_strdup ("/downloads");
  partial->name = g_strdup ("a (2).bin");
  partial->inode = G_MAXUINT64 - 1;
  dp_range_set_add (&partial->safe, 0, 5);
  dp_range_set_add (&partial->safe, 7, G_GUINT64_CONSTANT (10000000000));
  partial->total_bytes = DP_SIZE_UNKNOWN;
  partial->validator = g_strdup ("\"etag\"");
  partial->link = g_strdup ("http://h.example/expired");
  partial->is_whole = TRUE;
  partial->is_length_proven = TRUE;
  return partial;
}

/* All of it, with a link and a folder that are not to be touched. */
DpEntry *
dp_ledger_fixture_make_entry (guint64 id)
{
  g_autofree char *url =
      g_strdup_printf ("http://us%%45r:pass@h.example/a%%2Fb?x=1+2&n=%u", (guint) id);
  DpEntry *entry = g_new (DpEntry, 1);

  *entry = (DpEntry){
    .id = id,
    .position = id,
    .url = g_ref_string_new (url),
    .folder = g_ref_string_new_intern ("/downloads/\xff not UTF-8"),
    .name = g_strdup ("ä.bin"),
    .wish = g_strdup ("ö.bin"),
    .path = g_strdup ("/downloads/ä.bin"),
    .reason = g_strdup ("It’s “gone”; see 'x'"),
    .request = dp_request_from_text ("user-agent me\n"),
    .offer = dp_offer_from_text ("size 7\n"),
    .validator = g_strdup ("\"v\""),
    .command = g_ref_string_new ("unpack '%f'"),
    .partial = make_partial (),
    .state = DP_STATE_FAILED,
    .received_bytes = 12,
    .total_bytes = G_GUINT64_CONSTANT (10000000000),
    .added_usec = 1700000000000000,
    .finished_usec = 1700000000000001,
    .limit_bytes_per_sec = 123456789012,
    .priority = DP_PRIORITY_HIGH,
    .is_length_proven = TRUE,
  };
  return entry;
}

void
dp_ledger_fixture_assert_entry (const DpEntry *entry, guint64 id)
{
  g_autoptr (DpEntry) same = dp_ledger_fixture_make_entry (id);

  g_assert_cmpuint (entry->id, ==, id);
  g_assert_cmpint (entry->position, ==, id);
  g_assert_cmpint (entry->priority, ==, DP_PRIORITY_HIGH);
  g_assert_cmpstr (entry->url, ==, same->url);
  g_assert_cmpstr (entry->folder, ==, same->folder);
  g_assert_cmpstr (entry->name, ==, same->name);
  g_assert_cmpstr (entry->wish, ==, same->wish);
  g_assert_cmpstr (entry->path, ==, same->path);
  g_assert_cmpstr (entry->reason, ==, same->reason);
  g_assert_nonnull (entry->request);
  g_assert_cmpstr (entry->request->user_agent, ==, "me");
  g_assert_nonnull (entry->offer);
  g_assert_cmpuint (entry->offer->size_bytes, ==, 7);
  g_assert_cmpstr (entry->validator, ==, same->validator);
  g_assert_cmpstr (entry->command, ==, same->command);
  g_assert_cmpint (entry->state, ==, same->state);
  g_assert_cmpuint (entry->received_bytes, ==, same->received_bytes);
  g_assert_cmpuint (entry->total_bytes, ==, same->total_bytes);
  g_assert_cmpint (entry->added_usec, ==, same->added_usec);
  g_assert_cmpint (entry->finished_usec, ==, same->finished_usec);
  g_assert_cmpuint (entry->limit_bytes_per_sec, ==, same->limit_bytes_per_sec);
  g_assert_true (entry->is_length_proven);
  g_assert_false (entry->is_removed);
  g_assert_nonnull (entry->partial);
  g_assert_cmpstr (entry->partial->folder, ==, same->partial->folder);
  g_assert_cmpstr (entry->partial->name, ==, same->partial->name);
  g_assert_cmpuint (entry->partial->inode, ==, same->partial->inode);
  g_assert_true (dp_range_set_equal (&entry->partial->safe, &same->partial->safe));
  g_assert_cmpuint (entry->partial->total_bytes, ==, same->partial->total_bytes);
  g_assert_cmpstr (entry->partial->validator, ==, same->partial->validator);
  g_assert_cmpstr (entry->partial->link, ==, same->partial->link);
  g_assert_true (entry->partial->is_whole);
  g_assert_true (entry->partial->is_length_proven);
}

DpEntry *
dp_ledger_fixture_make_many (const DpEntryBrief *briefs, guint n_briefs)
{
  DpEntry *entry = g_new0 (DpEntry, 1);

  entry->many = g_array_new (FALSE, FALSE, sizeof (DpEntryBrief));
  g_array_append_vals (entry->many, briefs, n_briefs);
  return entry;
}

DpEntry *
dp_ledger_fixture_make_brief (guint64 id)
{
  return dp_ledger_fixture_make_many (&(const DpEntryBrief){ .id = id }, 1);
}

gboolean
dp_ledger_fixture_try_write (DpLedger *ledger, DpNoteKind kind, DpEntry *entry, GError **error)
{
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (DpNote));
  DpNote note = { kind, entry };
  gboolean is_written;

  g_array_append_val (notes, note);
  is_written = dp_ledger_write (ledger, notes, error);
  dp_entry_free (entry);
  return is_written;
}

void
dp_ledger_fixture_write (DpLedger *ledger, DpNoteKind kind, DpEntry *entry)
{
  g_autoptr (GError) error = NULL;

  dp_ledger_fixture_try_write (ledger, kind, entry, &error);
  g_assert_no_error (error);
}

void
dp_ledger_fixture_fill (DpLedger *ledger, guint64 first_id, guint n_entries)
{
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (DpNote));
  g_autoptr (GError) error = NULL;

  g_array_set_clear_func (notes, (GDestroyNotify) dp_note_clear);
  for (guint i = 0; i < n_entries; i++)
    {
      DpNote note = { DP_NOTE_ADDED, dp_ledger_fixture_make_entry (first_id + i) };

      g_array_append_val (notes, note);
    }
  dp_ledger_write (ledger, notes, &error);
  g_assert_no_error (error);
}

void
dp_ledger_fixture_make_full_list (DpLedgerFixture *self)
{
  DpLedger *ledger = dp_ledger_fixture_open (self);

  dp_ledger_fixture_fill (ledger, 1, DP_LEDGER_FIXTURE_N_ENTRIES);
  dp_ledger_close (ledger);
}

guint
dp_ledger_fixture_assert_usable (DpLedgerFixture *self, gboolean is_damaged)
{
  DpLedger *ledger = dp_ledger_fixture_open (self);
  guint n_entries = self->entries->len;
  guint64 last_id = 0;

  g_assert_cmpint (is_damaged, ==, self->remark != NULL);
  g_assert_cmpint (is_damaged, ==, dp_ledger_fixture_has_file (self, "list-damaged-1.db"));
  for (guint i = 0; i < n_entries; i++)
    {
      const DpEntry *entry = self->entries->pdata[i];

      g_assert_cmpuint (entry->id, >, last_id);
      last_id = entry->id;
    }
  dp_ledger_fixture_fill (ledger, DP_LEDGER_FIXTURE_N_ENTRIES + 1, 1);
  dp_ledger_close (ledger);

  dp_ledger_fixture_reopen (self);
  g_assert_cmpstr (self->remark, ==, NULL);
  g_assert_cmpuint (self->entries->len, ==, n_entries + 1);
  dp_ledger_fixture_assert_entry (self->entries->pdata[n_entries], DP_LEDGER_FIXTURE_N_ENTRIES + 1);
  return n_entries;
}

void
dp_ledger_fixture_damage_first_page (DpLedgerFixture *self)
{
  static const char junk[4096] = "junk";
  int fd = open (self->path, O_RDWR | O_CLOEXEC);

  g_assert_cmpint (pwrite (fd, junk, sizeof junk, 0), ==, sizeof junk);
  close (fd);
}

void
dp_ledger_fixture_leave_unclean (DpLedgerFixture *self, DpLedger *ledger)
{
  g_autofree char *wal = g_build_filename (self->folder, "list.db-wal", NULL);
  g_autofree char *wal_content = NULL;
  g_autofree char *content = NULL;
  gsize wal_size;
  gsize size;

  g_assert_true (g_file_get_contents (self->path, &content, &size, NULL));
  g_assert_true (g_file_get_contents (wal, &wal_content, &wal_size, NULL));
  dp_ledger_close (ledger);
  g_assert_true (g_file_set_contents (self->path, content, (gssize) size, NULL));
  g_assert_true (g_file_set_contents (wal, wal_content, (gssize) wal_size, NULL));
}
