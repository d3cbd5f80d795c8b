/* test-growth.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-growth.h"

#include <string.h>

#define START_USEC (1000 * G_USEC_PER_SEC)

typedef struct
{
  const char *name;
  const char *kib_per_sec; /* of each second, at which it is looked at ten times */
  const char *grows;       /* in each of them, "+" or "-" */
} Row;

static const Row rows[] = {
  { "for ever faster", "100 200 300 400 500", "+++++" },
  { "no faster", "100 100 200 300", "+---" },
  { "a little faster", "100 114 200 300", "+---" },
  { "just fast enough", "100 116 117", "++-" },
  { "slower", "100 50 100 200", "+---" },
  { "compared with the best", "100 200 210 400", "++--" },
  { "nothing yet", "0 0 100 200 200 400", "--++--" },
  { "nothing any more", "100 0 100 200", "+---" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_auto (GStrv) speeds = g_strsplit (row->kib_per_sec, " ", -1);
  gint64 now_usec = START_USEC;
  guint64 bytes = 4711;
  DpGrowth growth;

  dp_growth_begin (&growth, now_usec, bytes);
  for (guint i = 0; speeds[i] != NULL; i++)
    for (guint tenth = 1; tenth <= 10; tenth++)
      {
        now_usec += G_USEC_PER_SEC / 10;
        bytes += g_ascii_strtoull (speeds[i], NULL, 10) * 1024 / 10;
        g_assert_cmpint (dp_growth_look (&growth, now_usec, bytes), ==,
                         tenth == 10 && row->grows[i] == '+');
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/growth/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }

  return g_test_run ();
}
