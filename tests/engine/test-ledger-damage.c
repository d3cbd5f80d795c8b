/* test-ledger-damage.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is left of the stored list when its file was damaged, or the program killed.
 */

#include "dp-ledger.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-engine-fixture.h"
#include "dp-ledger-fixture.h"

static void
test_deleted (DpLedgerFixture *self, gconstpointer unused)
{
  dp_ledger_fixture_make_full_list (self);
  dp_ledger_fixture_remove_files (self);
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, FALSE), ==, 0);
}

static void
test_no_database (DpLedgerFixture *self, gconstpointer unused)
{
  g_assert_true (g_file_set_contents (self->path, "{ \"downloads\": [] }", -1, NULL));
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, TRUE), ==, 0);
}

static void
test_foreign (DpLedgerFixture *self, gconstpointer unused)
{
  dp_ledger_fixture_run_raw (self, "CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url TEXT)");
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, TRUE), ==, 0);
}

/* A table that is not quite ours. */
static void
test_wrong_schema (DpLedgerFixture *self, gconstpointer unused)
{
  dp_ledger_fixture_make_full_list (self);
  dp_ledger_fixture_run_raw (
      self, "PRAGMA writable_schema = ON;"
            "UPDATE sqlite_schema SET sql = replace (sql, 'position', 'positiom')");
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, TRUE), ==, DP_LEDGER_FIXTURE_N_ENTRIES);
}

/* The next one gets the next number. */
static void
test_damaged_twice (DpLedgerFixture *self, gconstpointer unused)
{
  for (guint i = 1; i <= 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("list-damaged-%u.db", i);

      g_assert_true (g_file_set_contents (self->path, "junk", -1, NULL));
      dp_ledger_fixture_reopen (self);
      dp_test_assert_has (self->remark, name);
      g_assert_true (dp_ledger_fixture_has_file (self, name));
    }
}

/* A row that can be read but makes no sense: only that one is lost. */
static void
test_bad_row (DpLedgerFixture *self, gconstpointer unused)
{
  dp_ledger_fixture_make_full_list (self);
  dp_ledger_fixture_run_raw (self, "UPDATE download SET url = 'javascript:alert(1)' WHERE id = 3;"
                                   "UPDATE download SET part_name = '../../x' WHERE id = 4;"
                                   "UPDATE download SET name = x'ff', state = 17 WHERE id = 5;"
                                   "UPDATE download SET part_safe = '0-5 9-3' WHERE id = 6;");
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, TRUE), ==,
                    DP_LEDGER_FIXTURE_N_ENTRIES - 1);
  g_assert_cmpuint (((DpEntry *) self->entries->pdata[2])->id, ==, 4);
  g_assert_null (((DpEntry *) self->entries->pdata[2])->partial);
  g_assert_cmpuint (((DpEntry *) self->entries->pdata[4])->partial->safe.n_ranges, ==, 0);
  g_assert_cmpstr (((DpEntry *) self->entries->pdata[3])->name, ==, NULL);
  g_assert_cmpint (((DpEntry *) self->entries->pdata[3])->state, ==, DP_STATE_PAUSED);
}

static guint64
get_size (DpLedgerFixture *self)
{
  struct stat st;

  g_assert_cmpint (stat (self->path, &st), ==, 0);
  return (guint64) st.st_size;
}

static void
test_cut (DpLedgerFixture *self, gconstpointer unused)
{
  for (guint i = 0; i < (g_test_slow () ? 200 : 20); i++)
    {
      guint64 size;
      guint64 left;
      guint n_saved;

      dp_ledger_fixture_make_full_list (self);
      size = get_size (self);
      left = (guint64) g_test_rand_int_range (1, (int) size);
      g_assert_cmpint (truncate (self->path, (off_t) left), ==, 0);
      n_saved = dp_ledger_fixture_assert_usable (self, TRUE);
      g_test_message ("%u of %u bytes left: %u of %u", (guint) left, (guint) size, n_saved,
                      DP_LEDGER_FIXTURE_N_ENTRIES);
      /* The second page leads to the others, the third is of the servers; each of the others holds about
       * as many rows. */
      if (left > 5 * 4096)
        g_assert_cmpuint (n_saved, >=, DP_LEDGER_FIXTURE_N_ENTRIES * (left - 4 * 4096) / size);
      dp_ledger_fixture_remove_files (self);
    }
}

/* Cut by a few bytes only, there is no page less. */
static void
test_cut_a_little (DpLedgerFixture *self, gconstpointer unused)
{
  dp_ledger_fixture_make_full_list (self);
  g_assert_cmpint (truncate (self->path, (off_t) get_size (self) - 7), ==, 0);
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, TRUE), ==, DP_LEDGER_FIXTURE_N_ENTRIES);
}

/* The first page leads to everything else, and is made anew. */
static void
test_first_page (DpLedgerFixture *self, gconstpointer unused)
{
  dp_ledger_fixture_make_full_list (self);
  dp_ledger_fixture_damage_first_page (self);
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, TRUE), ==, DP_LEDGER_FIXTURE_N_ENTRIES);
}

static void
write_junk (DpLedgerFixture *self, goffset offset, gsize n_bytes)
{
  g_autofree guint8 *junk = g_malloc (n_bytes);
  int fd = open (self->path, O_RDWR | O_CLOEXEC);

  for (gsize i = 0; i < n_bytes; i++)
    junk[i] = (guint8) g_test_rand_int ();
  g_assert_cmpint (pwrite (fd, junk, n_bytes, offset), ==, n_bytes);
  close (fd);
}

/* Nothing leads to the pages with the rows any more: they are found all the same, and those that were
 * forgotten are not. */
static void
test_root (DpLedgerFixture *self, gconstpointer unused)
{
  for (guint i = 0; i < 2; i++)
    {
      dp_ledger_fixture_make_full_list (self);
      write_junk (self, i == 0 ? 4096 : 0, i == 0 ? 4096 : 2 * 4096);
      g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, TRUE), ==,
                        DP_LEDGER_FIXTURE_N_ENTRIES);
      dp_ledger_fixture_remove_files (self);
    }

  /* Pages that are nearly empty are put together, and what stood on them stays there. */
  dp_ledger_fixture_make_full_list (self);
  dp_ledger_fixture_run_raw (self, "PRAGMA secure_delete = OFF;"
                                   "DELETE FROM download WHERE id % 8 != 0;"
                                   "DELETE FROM download WHERE id <= 300;");
  write_junk (self, 4096, 4096);
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, TRUE), ==,
                    DP_LEDGER_FIXTURE_N_ENTRIES / 2 / 8 + 1);
}

/* One that an older program wrote. */
static void
test_older_damaged (DpLedgerFixture *self, gconstpointer unused)
{
  dp_ledger_fixture_make_full_list (self);
  dp_ledger_fixture_run_raw (self, "ALTER TABLE download DROP COLUMN command;"
                                   "PRAGMA user_version = 6");
  write_junk (self, 20 * 4096, 4096);
  dp_ledger_fixture_reopen (self);
  dp_test_assert_has (self->remark, "damaged");
  g_assert_cmpuint (self->entries->len, >=, DP_LEDGER_FIXTURE_N_ENTRIES - 60);
  g_assert_cmpstr (((DpEntry *) self->entries->pdata[0])->command, ==, NULL);
}

/* Junk over a part of it. */
static void
test_junk (DpLedgerFixture *self, gconstpointer unused)
{
  for (guint i = 0; i < (g_test_slow () ? 500 : 40); i++)
    {
      const gsize junk_bytes = 6000;
      guint64 size;
      int offset;
      guint n_saved;

      dp_ledger_fixture_make_full_list (self);
      size = get_size (self);
      offset = g_test_rand_int_range (0, (int) (size - junk_bytes));
      write_junk (self, offset, junk_bytes);
      n_saved = dp_ledger_fixture_assert_usable (self, TRUE);
      g_test_message ("junk at %d of %u: %u of %u", offset, (guint) size, n_saved,
                      DP_LEDGER_FIXTURE_N_ENTRIES);
      g_assert_cmpuint (n_saved, >=, DP_LEDGER_FIXTURE_N_ENTRIES - 60);
      dp_ledger_fixture_remove_files (self);
    }
}

/* After kill -9 also what is seldom looked at is looked at: here, the list of free pages. */
static void
test_quick_check (DpLedgerFixture *self, gconstpointer unused)
{
  static const char junk[4096] = "\xff\xff\xff\xff\xff\xff\xff\xff";
  g_autofree char *wal = g_build_filename (self->folder, "list.db-wal", NULL);
  DpLedger *ledger;
  guint32 free_page;
  int fd;

  dp_ledger_fixture_make_full_list (self);
  ledger = dp_ledger_fixture_open (self);
  for (guint64 id = 1; id < DP_LEDGER_FIXTURE_N_ENTRIES; id++)
    {
      dp_ledger_fixture_write (ledger, DP_NOTE_REMOVED, dp_ledger_fixture_make_brief (id));
      dp_ledger_fixture_write (ledger, DP_NOTE_FORGOTTEN, dp_ledger_fixture_make_brief (id));
    }
  dp_ledger_close (ledger);
  fd = open (self->path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (pread (fd, &free_page, sizeof free_page, 32), ==, sizeof free_page);
  free_page = GUINT32_FROM_BE (free_page);
  g_assert_cmpuint (free_page, >, 0);
  g_assert_cmpint (pwrite (fd, junk, sizeof junk, (free_page - 1) * 4096), ==, sizeof junk);
  close (fd);

  dp_ledger_fixture_reopen (self);
  g_assert_cmpstr (self->remark, ==, NULL);
  g_assert_true (g_file_set_contents (wal, "not closed", -1, NULL));
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, TRUE), ==, 1);
}

/* Nobody was there to close the list. */
static void
test_unclean (DpLedgerFixture *self, gconstpointer unused)
{
  g_autofree char *wal = g_build_filename (self->folder, "list.db-wal", NULL);
  DpLedger *ledger = dp_ledger_fixture_open (self);
  struct stat st;

  dp_ledger_fixture_fill (ledger, 1, DP_LEDGER_FIXTURE_N_ENTRIES);
  dp_ledger_fixture_leave_unclean (self, ledger);
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, FALSE), ==, DP_LEDGER_FIXTURE_N_ENTRIES);

  /* Torn: what was written last is not there, and nothing else happens. */
  dp_ledger_fixture_remove_files (self);
  ledger = dp_ledger_fixture_open (self);
  dp_ledger_fixture_fill (ledger, 1, DP_LEDGER_FIXTURE_N_ENTRIES);
  dp_ledger_fixture_leave_unclean (self, ledger);
  g_assert_cmpint (stat (wal, &st), ==, 0);
  g_assert_cmpint (truncate (wal, st.st_size / 2), ==, 0);
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, FALSE), ==, 0);
}

/* What was forgotten lately stands so in the write-ahead file only: it does not come back. */
static void
test_unclean_forgotten (DpLedgerFixture *self, gconstpointer unused)
{
  DpLedger *ledger;

  dp_ledger_fixture_make_full_list (self);
  ledger = dp_ledger_fixture_open (self);
  for (guint64 id = 1; id <= 40; id++)
    {
      dp_ledger_fixture_write (ledger, DP_NOTE_REMOVED, dp_ledger_fixture_make_brief (id));
      dp_ledger_fixture_write (ledger, DP_NOTE_FORGOTTEN, dp_ledger_fixture_make_brief (id));
    }
  dp_ledger_fixture_fill (ledger, DP_LEDGER_FIXTURE_N_ENTRIES + 1, 40);
  dp_ledger_fixture_leave_unclean (self, ledger);
  write_junk (self, 30 * 4096, 4096);
  dp_ledger_fixture_reopen (self);
  dp_test_assert_has (self->remark, "damaged");
  g_assert_cmpuint (self->entries->len, >=, DP_LEDGER_FIXTURE_N_ENTRIES - 60);
  g_assert_cmpuint (self->entries->len, <=, DP_LEDGER_FIXTURE_N_ENTRIES);
  g_assert_cmpuint (((DpEntry *) self->entries->pdata[0])->id, ==, 41);
  g_assert_cmpuint (((DpEntry *) self->entries->pdata[self->entries->len - 1])->id, ==,
                    DP_LEDGER_FIXTURE_N_ENTRIES + 40);
}

static void
rename_in (DpLedgerFixture *self, const char *from, const char *to)
{
  g_autofree char *old_path = g_build_filename (self->folder, from, NULL);
  g_autofree char *new_path = g_build_filename (self->folder, to, NULL);

  g_assert_cmpint (g_rename (old_path, new_path), ==, 0);
}

/* Killed while what could be saved was put in the place of the damaged one: before the damaged one
 * was out of the way, and after that. */
static void
test_killed_in_rescue (DpLedgerFixture *self, gconstpointer unused)
{
  g_autofree char *wal = g_build_filename (self->folder, "list.db-wal", NULL);
  g_autofree char *half = g_build_filename (self->folder, "list-new.db", NULL);

  dp_ledger_fixture_make_full_list (self);
  rename_in (self, "list.db", "list-rescued.db");
  g_assert_true (g_file_set_contents (self->path, "damaged", -1, NULL));
  g_assert_true (g_file_set_contents (wal, "what was written to it", -1, NULL));
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, TRUE), ==, DP_LEDGER_FIXTURE_N_ENTRIES);
  g_assert_true (dp_ledger_fixture_has_file (self, "list-damaged-1.db-wal"));
  dp_ledger_fixture_remove_files (self);

  dp_ledger_fixture_make_full_list (self);
  rename_in (self, "list.db", "list-rescued.db");
  g_assert_true (g_file_set_contents (wal, "what was written to it", -1, NULL));
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, FALSE), ==, DP_LEDGER_FIXTURE_N_ENTRIES);
  dp_ledger_fixture_remove_files (self);

  /* Before it was whole. */
  dp_ledger_fixture_make_full_list (self);
  dp_ledger_fixture_damage_first_page (self);
  g_assert_true (g_file_set_contents (half, "half of it", -1, NULL));
  g_assert_cmpuint (dp_ledger_fixture_assert_usable (self, TRUE), ==, DP_LEDGER_FIXTURE_N_ENTRIES);
  g_assert_false (dp_ledger_fixture_has_file (self, "list-new.db"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/deleted", test_deleted);
  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/no-database", test_no_database);
  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/foreign", test_foreign);
  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/wrong-schema", test_wrong_schema);
  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/damaged-twice", test_damaged_twice);
  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/bad-row", test_bad_row);
  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/cut", test_cut);
  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/cut-a-little", test_cut_a_little);
  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/first-page", test_first_page);
  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/root", test_root);
  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/older-damaged", test_older_damaged);
  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/junk", test_junk);
  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/quick-check", test_quick_check);
  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/unclean", test_unclean);
  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/unclean-forgotten", test_unclean_forgotten);
  DP_LEDGER_FIXTURE_ADD ("/ledger-damage/killed-in-rescue", test_killed_in_rescue);

  return g_test_run ();
}
