/* dp-range-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-range-fixture.h"

#include <stdio.h>

void
dp_range_fixture_parse (const char *text, DpRangeSet *set)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      guint64 first_byte;
      guint64 end_byte;
      int n = sscanf (words[i], "%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT, &first_byte, &end_byte);

      g_assert_cmpint (n, ==, 2);
      dp_range_set_add (set, first_byte, end_byte);
    }
}

char *
dp_range_fixture_print (const DpRangeSet *set)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < set->n_ranges; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT, i > 0 ? " " : "",
                            set->ranges[i].first_byte, set->ranges[i].end_byte);
  return g_string_free (text, FALSE);
}
