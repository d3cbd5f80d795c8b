/* test-database.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What SQLite answers, and whether a refusal means that the file is damaged.
 */

#include "dp-database.h"

#include <errno.h>
#include <glib/gstdio.h>

static DpDatabase
open_in_memory (void)
{
  DpDatabase database = { 0 };
  g_autoptr (GError) error = NULL;

  dp_database_open (&database, ":memory:", SQLITE_OPEN_READWRITE, &error);
  g_assert_no_error (error);
  return database;
}

static void
test_answers (void)
{
  DpDatabase database = open_in_memory ();
  g_autoptr (GError) error = NULL;
  gint64 answer = 0;

  g_assert_true (
      dp_database_run (&database, "CREATE TABLE a (b); INSERT INTO a VALUES (7)", &error));
  g_assert_true (dp_database_ask (&database, "SELECT b FROM a", &answer, &error));
  g_assert_cmpint (answer, ==, 7);
  g_assert_true (dp_database_check_pages (&database, &error));
  /* There is no write-ahead file. */
  g_assert_true (dp_database_flush (&database, &error));
  g_assert_no_error (error);
  dp_database_close (&database);
  dp_database_close (&database);
}

/* Our statements are right: what is wrong with them is wrong with the file. */
static void
test_damage (void)
{
  static const char *const questions[] = { "SELECT b FROM a", "SELECT 1 WHERE 0", "nonsense" };

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      DpDatabase database = open_in_memory ();
      g_autoptr (GError) error = NULL;
      gint64 answer = 0;

      g_assert_false (dp_database_ask (&database, questions[i], &answer, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
      g_assert_cmpstr (error->message, !=, "");
      g_assert_true (database.is_damaged);
      dp_database_close (&database);
    }
}

static void
test_found (void)
{
  DpDatabase database = open_in_memory ();
  g_autoptr (GError) error = NULL;

  g_assert_false (dp_database_find_damage (&database, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_true (database.is_damaged);
  dp_database_close (&database);
}

/* The disk is to blame, and not what is on it. */
static void
test_disk (void)
{
  g_autofree char *folder = g_dir_make_tmp ("downpour-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "list.db", NULL);
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) read_only = NULL;
  DpDatabase database = { .is_damaged = TRUE };

  g_assert_false (dp_database_open (&database, path, SQLITE_OPEN_READWRITE, &missing));
  g_assert_cmpstr (missing->message, ==, g_strerror (ENOENT));
  g_assert_false (database.is_damaged);
  dp_database_close (&database);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_true (dp_database_open (&database, path, SQLITE_OPEN_READONLY, NULL));
  g_assert_false (dp_database_run (&database, "CREATE TABLE a (b)", &read_only));
  g_assert_cmpstr (read_only->message, ==, g_strerror (EROFS));
  g_assert_false (database.is_damaged);
  dp_database_close (&database);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/database/answers", test_answers);
  g_test_add_func ("/database/damage", test_damage);
  g_test_add_func ("/database/found", test_found);
  g_test_add_func ("/database/disk", test_disk);

  return g_test_run ();
}
