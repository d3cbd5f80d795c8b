/* test-timetable-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A week that has a name, and a week in a sentence, in English.
 */

#include "dp-timetable-editor.h"
#include "dp-timetable-preset.h"

static void
test_presets (void)
{
  /* Monday and Sunday, hour by hour. */
  static const struct
  {
    const char *name;
    const char *monday;
    const char *sunday;
  } rows[] = {
    { "full", "ffffffffffffffffffffffff", "ffffffffffffffffffffffff" },
    { "nights", "ffffffooooooooooooooooff", "ffffffooooooooooooooooff" },
    { "slow-days", "ffffffllllllllllllllllff", "ffffffllllllllllllllllff" },
    { "slow-work", "ffffffffllllllllllffffff", "ffffffffffffffffffffffff" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = NULL;
      DpTimetable table = { 0 };

      g_assert_true (dp_timetable_preset_fill (&table, rows[i].name));
      text = dp_timetable_to_text (&table);
      g_assert_true (g_str_has_prefix (text, rows[i].monday));
      g_assert_true (g_str_has_suffix (text, rows[i].sunday));
      g_assert_false (dp_timetable_preset_fill (&table, "other"));
    }
}

/* What the hours come to, on a Saturday at half past one in the afternoon. */
static void
test_sentences (void)
{
  static const struct
  {
    char all;
    guint hour; /* of the week; from here to the next Monday it is another one */
    char other;
    const char *words;
  } rows[] = {
    { 'f', 168, 'f', "Downloads run at full speed all week." },
    { 'l', 168, 'l', "Downloads are slowed down all week." },
    { 'o', 168, 'o', "The timetable lets nothing run at any time." },
    { 'f', 5 * 24 + 18, 'o', "Downloads run at full speed until 18:00." },
    { 'l', 6 * 24, 'f', "Downloads are slowed down until Sunday, 00:00." },
    { 'o', 5 * 24 + 22, 'l', "Downloads run again at 22:00." },
    { 'o', 6 * 24 + 22, 'f', "Downloads run again on Sunday, 22:00." },
    { 'f', 6 * 24 + 8, 'l', "Downloads run at full speed until Sunday, 08:00." },
    { 'l', 5 * 24 + 14, 'o', "Downloads are slowed down until 14:00." },
  };
  g_autoptr (GDateTime) now = g_date_time_new_local (2026, 11, 21, 13, 30, 0);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char text[DP_TIMETABLE_DAYS * DP_TIMETABLE_HOURS + 1] = "";
      g_autofree char *words = NULL;
      DpTimetable table;

      for (guint hour = 0; hour < sizeof text - 1; hour++)
        text[hour] = hour < rows[i].hour ? rows[i].all : rows[i].other;
      g_assert_true (dp_timetable_parse (&table, text));
      words = dp_timetable_editor_dup_words (&table, now);
      g_assert_cmpstr (words, ==, rows[i].words);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/timetable-words/presets", test_presets);
  g_test_add_func ("/timetable-words/sentences", test_sentences);

  return g_test_run ();
}
