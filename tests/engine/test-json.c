/* test-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-json.h"

static const struct
{
  const char *text;
  const char *written;
} strings[] = {
  { "", "" },
  { "a \"b\" \\c", "a \\\"b\\\" \\\\c" },
  { "ü 漢字", "ü 漢字" },
  { "a\n\t\033[2J", "a\\u000a\\u0009\\u001b[2J" },
  { "exe.\xe2\x80\xae"
    "gpj",
    "exe.\\u202egpj" },
  { "\xf3\xa0\x80\x81", "\\udb40\\udc01" },
  { "\xff", "\xef\xbf\xbd" },
};

static void
test_strings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      g_autofree char *expected = g_strdup_printf ("{\"a\":\"%s\"}\n", strings[i].written);

      dp_json_begin (line);
      dp_json_add_string (line, "a", strings[i].text);
      dp_json_end (line);
      g_assert_cmpstr (line->str, ==, expected);
    }
}

static void
test_members (void)
{
  g_autoptr (GString) line = g_string_new ("before ");

  dp_json_begin (line);
  dp_json_add_number (line, "a", G_MAXUINT64);
  dp_json_add_null (line, "b");
  dp_json_add_boolean (line, "c", TRUE);
  dp_json_add_boolean (line, "d", FALSE);
  dp_json_add_string (line, "e", "{");
  dp_json_add_number (line, "f", 0);
  dp_json_end (line);
  g_assert_cmpstr (line->str, ==,
                   "before {\"a\":18446744073709551615,\"b\":null,\"c\":true,\"d\":false,"
                   "\"e\":\"{\",\"f\":0}\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/strings", test_strings);
  g_test_add_func ("/json/members", test_members);

  return g_test_run ();
}
