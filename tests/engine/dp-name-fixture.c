/* dp-name-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-name-fixture.h"

#include <string.h>

#include "dp-extension.h"
#include "dp-filename.h"

/* Written from the promise, not from the code. */
static void
assert_safe_character (gunichar c)
{
  g_assert_true (c >= 0x20 && !(c >= 0x7F && c <= 0x9F));
  g_assert_false (c < 0x80 && strchr ("/\\<>:\"|?*", (int) c) != NULL);
  g_assert_false (c >= 0x200B && c <= 0x200F);
  g_assert_false (c >= 0x2028 && c <= 0x202E);
  g_assert_false (c >= 0x2060 && c <= 0x2069);
  g_assert_false (c == 0x061C || c == 0xFEFF);
}

void
dp_name_fixture_assert_fits (const char *name)
{
  g_autofree char *part = g_strconcat (name, DP_FILENAME_PART_SUFFIX, NULL);

  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_cmpuint (strlen (part), <=, DP_FILENAME_MAX_BYTES);
}

void
dp_name_fixture_assert_safe (const char *name)
{
  g_autofree char *again = dp_filename_sanitize (name);
  gunichar first;
  gunichar last;

  dp_name_fixture_assert_fits (name);
  g_assert_cmpstr (name, !=, "");
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    assert_safe_character (g_utf8_get_char (p));

  first = g_utf8_get_char (name);
  last = g_utf8_get_char (g_utf8_prev_char (name + strlen (name)));
  g_assert_false (first == '.' || first == '-' || g_unichar_isspace (first));
  g_assert_false (last == '.' || g_unichar_isspace (last));
  g_assert_cmpstr (again, ==, name);

  for (guint number = 1; number > 0; number *= 13)
    {
      g_autofree char *numbered = dp_filename_numbered (name, number);
      g_autofree char *numbered_again = dp_filename_sanitize (numbered);

      dp_name_fixture_assert_fits (numbered);
      g_assert_cmpstr (numbered_again, ==, numbered);
      g_assert_true (g_str_has_suffix (numbered, dp_extension_find (name)));
      if (number > G_MAXUINT / 13)
        break;
    }
}

void
dp_name_fixture_tell (const char *text)
{
  g_autofree char *escaped = g_strescape (text, NULL);

  g_test_message ("%s", escaped);
}

void
dp_name_fixture_check_rows (const DpNameRow *rows, gsize n_rows, DpMakeName make_name)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      g_autofree char *name = make_name (rows[i].given);

      dp_name_fixture_tell (rows[i].given);
      g_assert_cmpstr (name, ==, rows[i].expected);
      dp_name_fixture_assert_safe (name);
    }
}
