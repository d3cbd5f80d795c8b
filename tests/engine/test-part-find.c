/* test-part-find.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part file that nobody remembers is found by what it says, and by its sign; and what was removed
 * while it was opened is not taken for one, neither here nor by who remembers it.
 */

#include "dp-part-file.h"

#include <dlfcn.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/xattr.h>

#include "dp-part-fixture.h"

#define LINK      "http://a/a.bin"
#define VALIDATOR "\"v\""

/* Who held the lock was about to end: its file goes just before we get the lock. */
static struct
{
  const char *path;
  gboolean is_replaced;
} ending;

int
flock (int fd, int operation)
{
  const char *path = g_steal_pointer (&ending.path);

  if (path != NULL)
    {
      g_assert_cmpint (g_unlink (path), ==, 0);
      if (ending.is_replaced)
        g_assert_true (g_file_set_contents (path, "theirs", -1, NULL));
    }
  return ((typeof (&flock)) dlsym (RTLD_NEXT, "flock")) (fd, operation);
}

/* Not every file system can. */
static gboolean
has_attributes (DpEngineFixture *fixture)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "probe");
  gboolean has;

  dp_engine_fixture_write (fixture, "probe", "");
  has = setxattr (path, "user.downpour.test", "1", 1, 0) == 0;
  g_assert_true (has || errno == EOPNOTSUPP);
  g_assert_cmpint (g_unlink (path), ==, 0);
  return has;
}

/* What is left of it when we are killed. */
static guint64
leave_described (DpEngineFixture *fixture)
{
  const DpPartRecord record = {
    .total_bytes = 3000000,
    .link = (char *) LINK,
    .final_link = (char *) LINK,
    .validator = (char *) VALIDATOR,
  };
  g_autoptr (DpPartFile) part = dp_part_fixture_create (fixture, "a.bin");

  g_assert_true (dp_part_file_describe (part, &record, NULL));
  dp_part_fixture_fill (part, 1, 100);
  return dp_part_file_get_inode (part);
}

static guint64
leave_signed (DpEngineFixture *fixture)
{
  g_autoptr (DpPartFile) part = dp_part_file_create (fixture->folder, "a.bin", LINK, NULL);

  g_assert_nonnull (part);
  dp_part_fixture_fill (part, 1, 100);
  return dp_part_file_get_inode (part);
}

static guint64
leave_appeared (DpEngineFixture *fixture)
{
  g_autoptr (DpPartFile) part = dp_part_file_create_unnamed (fixture->folder, "a.bin");

  g_assert_nonnull (part);
  dp_part_fixture_fill (part, 1, 100);
  g_assert_true (dp_part_file_appear (part, LINK));
  return dp_part_file_get_inode (part);
}

typedef struct
{
  const char *name;
  guint64 (*leave) (DpEngineFixture *fixture);
  gboolean is_described; /* else it only bears the sign */
} Row;

static const Row rows[] = {
  { "described", leave_described, TRUE },
  { "signed", leave_signed, FALSE },
  { "appeared", leave_appeared, FALSE },
};

static void
test_found (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) found = NULL;
  g_autoptr (DpPartFile) leftover = NULL;

  if (!row->is_described && !has_attributes (fixture))
    {
      g_test_message ("no extended attributes here");
      return;
    }
  row->leave (fixture);
  found = dp_part_file_adopt (fixture->folder, "a.bin", LINK, NULL, &leftover, NULL);
  g_assert_cmpint (found != NULL, ==, row->is_described);
  g_assert_cmpint (leftover != NULL, ==, !row->is_described);
  g_assert_cmpuint (dp_part_file_get_safe (found != NULL ? found : leftover)->covered_bytes, ==,
                    100);
  dp_part_file_discard (found != NULL ? found : leftover);
  dp_engine_fixture_assert_files (fixture, "");
}

/* By who finds it, or by who remembers it. */
static void
test_gone_meanwhile (gconstpointer data)
{
  const Row *row = data;
  const DpRangeSet anything = { 0 };

  for (guint is_replaced = 0; is_replaced < 2; is_replaced++)
    for (guint is_remembered = 0; is_remembered < 2; is_remembered++)
      {
        g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
        g_autofree char *path = dp_engine_fixture_dup_path (fixture, "a.bin.part");
        g_autoptr (DpPartFile) found = NULL;
        g_autoptr (DpPartFile) leftover = NULL;
        g_autoptr (GError) error = NULL;
        guint64 inode = row->leave (fixture);

        ending.path = path;
        ending.is_replaced = is_replaced;
        if (is_remembered)
          found = dp_part_file_reopen (fixture->folder, "a.bin", inode, &anything, &error);
        else
          found = dp_part_file_adopt (fixture->folder, "a.bin", LINK, NULL, &leftover, NULL);
        g_assert_null (ending.path);
        g_assert_null (found);
        g_assert_null (leftover);
        if (is_remembered)
          g_assert_error (error, DP_PART_FILE_ERROR, DP_PART_FILE_ERROR_CHANGED);
        dp_engine_fixture_assert_files (fixture, is_replaced ? "a.bin.part" : "");
        if (is_replaced)
          dp_engine_fixture_assert_text (fixture, "a.bin.part", "theirs");
      }
}

static DpPartFile *
look (DpEngineFixture *fixture)
{
  DpPartFile *vacancy;

  g_assert_null (dp_part_file_adopt (fixture->folder, "a.bin", LINK, NULL, NULL, &vacancy));
  return vacancy;
}

static void
put (DpEngineFixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "theirs", -1, NULL));
}

/* Only where nobody has the name, nor is about to get it; and who takes it meanwhile keeps it. */
static void
test_vacancy (void)
{
  static const char *const taken[] = { "a.bin", "a.bin.part" };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpPartFile) vacancy = look (fixture);

  g_assert_nonnull (vacancy);
  g_assert_true (dp_part_file_make_unnamed (vacancy));
  g_assert_false (dp_part_file_has_name (vacancy));
  dp_part_fixture_fill (vacancy, 1, 100);
  dp_engine_fixture_assert_files (fixture, "");
  put (fixture, "a.bin");
  dp_part_fixture_publish_as (fixture, vacancy, 100, "a (2).bin");
  dp_engine_fixture_assert_text (fixture, "a.bin", "theirs");

  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autoptr (DpEngineFixture) other = dp_engine_fixture_new (5);

      put (other, taken[i]);
      g_assert_null (look (other));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/part-find/vacancy", test_vacancy);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = g_strdup_printf ("/part-find/found/%s", rows[i].name);
      g_autofree char *gone = g_strdup_printf ("/part-find/gone-meanwhile/%s", rows[i].name);

      g_test_add_data_func (found, &rows[i], test_found);
      g_test_add_data_func (gone, &rows[i], test_gone_meanwhile);
    }

  return g_test_run ();
}
