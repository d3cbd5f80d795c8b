/* dp-part-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part file on its way.
 */

#include "dp-part-fixture.h"

/* It must be possible. */
DpPartFile *
dp_part_fixture_create (DpEngineFixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  DpPartFile *part = dp_part_file_create (fixture->folder, name, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (part);
  return part;
}

/* With the body that the server would send for that seed, from its beginning on. */
void
dp_part_fixture_fill (DpPartFile *part, guint64 seed, gsize size_bytes)
{
  g_autofree char *data = g_malloc (size_bytes);
  g_autoptr (GError) error = NULL;

  dp_test_body_fill (seed, 0, data, size_bytes);
  dp_part_file_write (part, 0, data, size_bytes, &error);
  g_assert_no_error (error);
}

void
dp_part_fixture_publish_as (DpEngineFixture *fixture,
                            DpPartFile *part,
                            guint64 total_bytes,
                            const char *name)
{
  g_autofree char *expected = dp_engine_fixture_dup_path (fixture, name);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dp_part_file_publish (part, total_bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, expected);
}

void
dp_part_fixture_assert_disk_error (const GError *error, const char *words)
{
  g_assert_error (error, DP_PART_FILE_ERROR, DP_PART_FILE_ERROR_DISK);
  dp_test_assert_has (error->message, words);
}
