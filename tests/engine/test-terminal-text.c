/* test-terminal-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-terminal-text.h"

#include <string.h>

static const struct
{
  const char *text;
  const char *escaped;
} escapes[] = {
  { "", "" },
  { "a b.txt", "a b.txt" },
  { "漢字 é", "漢字 é" },
  { "a\033[2Jb\r\n\x7f", "a\\x1b[2Jb\\x0d\\x0a\\x7f" },
  { "\xc2\x9b"
    "31m",
    "\\x9b31m" },
  { "\xff\xc3", "\\xff\\xc3" },
  { "exe.\xe2\x80\xae"
    "gpj",
    "exe.\\u202egpj" },
  { "\xe2\x81\xa6\xe2\x80\xa8\xe2\x80\x8f", "\\u2066\\u2028\\u200f" },
  { "\xe2\x80\x8d\xe2\x80\x8c", "\xe2\x80\x8d\xe2\x80\x8c" },
  { "\xf3\xa0\x80\x81", "\\ue0001" },
};

static void
test_escape (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (escapes); i++)
    {
      g_autofree char *escaped = dp_terminal_text_escape (escapes[i].text);

      g_assert_cmpstr (escaped, ==, escapes[i].escaped);
    }
}

static const struct
{
  const char *text;
  guint n_columns;
  const char *name;
  const char *sentence;
} widths[] = {
  { "abcdef", 6, "abcdef", "abcdef" },
  { "abcdef", 5, "ab…ef", "abcd…" },
  { "abcdef", 4, "ab…f", "abc…" },
  { "abcdef", 1, "…", "…" },
  { "漢漢漢", 6, "漢漢漢", "漢漢漢" },
  { "漢漢漢", 5, "漢…漢", "漢漢…" },
  { "漢漢漢", 4, "漢…", "漢…" },
  { "e\xcc\x81"
    "e\xcc\x81"
    "e\xcc\x81",
    3,
    "e\xcc\x81"
    "e\xcc\x81"
    "e\xcc\x81",
    "e\xcc\x81"
    "e\xcc\x81"
    "e\xcc\x81" },
  { "ae\xcc\x81"
    "bce\xcc\x81",
    3, "a…e\xcc\x81", "ae\xcc\x81…" },
};

static void
test_shorten (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autofree char *name = dp_terminal_text_shorten_name (widths[i].text, widths[i].n_columns);
      g_autofree char *sentence = dp_terminal_text_shorten (widths[i].text, widths[i].n_columns);

      g_assert_cmpstr (name, ==, widths[i].name);
      g_assert_cmpstr (sentence, ==, widths[i].sentence);
      g_assert_cmpuint (dp_terminal_text_count_columns (name), <=, widths[i].n_columns);
      g_assert_cmpuint (dp_terminal_text_count_columns (sentence), <=, widths[i].n_columns);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/terminal-text/escape", test_escape);
  g_test_add_func ("/terminal-text/shorten", test_shorten);

  return g_test_run ();
}
