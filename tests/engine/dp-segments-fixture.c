/* dp-segments-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-segments-fixture.h"

#include <stdio.h>
#include <string.h>

#include "dp-host-limit.h"

DpEngineFixture *
dp_segments_fixture_new (guint timeout_sec, guint n_segments)
{
  DpEngineFixture *fixture = dp_engine_fixture_new (timeout_sec);

  /* A port may have been that of an earlier test. */
  dp_host_limit_forget ();
  fixture->n_segments = n_segments;
  return fixture;
}

void
dp_segments_fixture_assert_file (DpEngineFixture *fixture, DpTestFetch *fetch, guint64 size_bytes)
{
  dp_test_fetch_assert_done (fetch, size_bytes);
  g_assert_true (fetch->outcome->is_length_proven);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, size_bytes);
}

guint
dp_segments_fixture_get_n_requests (DpEngineFixture *fixture)
{
  return dp_test_server_get_n_requests (fixture->server, NULL);
}

guint
dp_segments_fixture_get_limit (DpEngineFixture *fixture)
{
  g_autofree char *origin = dp_engine_fixture_dup_url (fixture, "");

  return dp_host_limit_get (origin, g_get_real_time ());
}

guint
dp_segments_fixture_read_asked (DpEngineFixture *fixture, DpRange *asked, guint max, guint *n_whole)
{
  g_autofree char *log = dp_test_server_dup_ranges (fixture->server, NULL);
  g_auto (GStrv) words = g_strsplit (g_strchomp (log), " ", -1);
  guint n = 0;

  g_test_message ("%s", log);
  *n_whole = 0;
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint64 first_byte = 0;
      guint64 last_byte = 0;

      if (g_str_equal (words[i], "none"))
        {
          ++*n_whole;
          continue;
        }
      g_assert_null (strchr (words[i], '!'));
      g_assert_cmpuint (n, <, max);
      if (sscanf (words[i], "bytes=%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT, &first_byte,
                  &last_byte) < 2)
        last_byte = G_MAXUINT64 - 1;
      asked[n++] = (DpRange){ first_byte, last_byte + 1 };
    }
  return n;
}

void
dp_segments_fixture_add (const char *group,
                         const char *name,
                         gconstpointer data,
                         GTestDataFunc func)
{
  /* A slash in a name would make a group of it. */
  g_autofree char *word = g_strdelimit (g_strdup (name), "/", '-');
  g_autofree char *path = g_strdup_printf ("/%s/%s", group, word);

  g_test_add_data_func (path, data, func);
}
