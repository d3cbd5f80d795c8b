/* dp-adopt-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-adopt-fixture.h"

#include <string.h>

DpPartFile *
dp_adopt_fixture_make_part (DpEngineFixture *fixture,
                            const char *path,
                            const char *validator,
                            guint64 bytes)
{
  g_autofree char *link = dp_engine_fixture_dup_url (fixture, path);
  g_autofree char *data = g_malloc (bytes);
  const DpPartRecord record = {
    .total_bytes = SIZE,
    .link = link,
    .final_link = link,
    .validator = (char *) validator,
  };
  g_autoptr (GError) error = NULL;
  DpPartFile *part = dp_part_file_create (fixture->folder, "a.bin", NULL, &error);

  g_assert_no_error (error);
  dp_part_file_reserve (part, SIZE, &error);
  g_assert_no_error (error);
  dp_part_file_describe (part, &record, &error);
  g_assert_no_error (error);
  dp_test_body_fill (validator[1] - '0', 0, data, bytes);
  dp_part_file_write (part, 0, data, bytes, &error);
  g_assert_no_error (error);
  return part;
}

void
dp_adopt_fixture_leave_part (DpEngineFixture *fixture,
                             const char *path,
                             const char *validator,
                             guint64 bytes)
{
  dp_part_file_free (dp_adopt_fixture_make_part (fixture, path, validator, bytes));
}

char *
dp_adopt_fixture_get_content (DpEngineFixture *fixture, const char *name, gsize *size)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);
  char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, size, NULL));
  return content;
}

void
dp_adopt_fixture_assert_done (DpEngineFixture *fixture,
                              DpTestFetch *fetch,
                              const char *name,
                              guint64 seed)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);

  dp_test_fetch_assert_done (fetch, SIZE);
  g_assert_true (fetch->outcome->is_length_proven);
  g_assert_cmpstr (fetch->outcome->path, ==, path);
  dp_engine_fixture_assert_content (fixture, name, seed, SIZE);
}

void
dp_adopt_fixture_assert_asked_for_rest (DpEngineFixture *fixture, const char *path, guint64 from)
{
  g_autofree char *request = dp_test_server_dup_request (fixture->server, path);
  g_autofree char *range = g_strdup_printf ("\r\nRange: bytes=%" G_GUINT64_FORMAT "-\r\n", from);

  dp_test_assert_has (request, range);
  dp_test_assert_has (request, "\r\nIf-Range: \"");
}
