/* test-speed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-speed.h"

#define NONE G_MAXUINT64

typedef struct
{
  const char *text;
  guint64 bytes_per_sec; /* where a number alone counts in thousands */
} Row;

static const Row rows[] = {
  { "500", 500000 },
  { "0", 0 },
  { "500k", 512000 },
  { "500K", 512000 },
  { "1m", 1048576 },
  { "2G", G_GUINT64_CONSTANT (2147483648) },
  { "500 kB/s", 500000 },
  { "500kb", 500000 },
  { "1.5 MB/s", 1500000 },
  { "1,5 MB", 1500000 },
  { "0.25MiB/s", 262144 },
  { ".5k", 512 },
  { "5.", 5000 },
  { "700 B/s", 700 },
  { "9/s", 9000 },
  { "  3 MB  ", 3000000 },
  { "0.1", 100 },
  { "999999999 GB", DP_SPEED_MAX },
  { "", NONE },
  { " ", NONE },
  { ".", NONE },
  { "-5", NONE },
  { "+5", NONE },
  { "k", NONE },
  { "MB/s", NONE },
  { "5x", NONE },
  { "5 k k", NONE },
  { "5ki", NONE },
  { "5 MB/sec", NONE },
  { "1.2.3", NONE },
  { "0x10", NONE },
  { "1e3", NONE },
  { "inf", NONE },
  { "nan", NONE },
  { "1234567890123456", NONE },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  guint64 bytes_per_sec = NONE;
  gboolean is_speed = dp_speed_parse (row->text, 1000, &bytes_per_sec);

  g_assert_cmpint (is_speed, ==, row->bytes_per_sec != NONE);
  g_assert_cmpuint (bytes_per_sec, ==, row->bytes_per_sec);
}

static void
test_unit (void)
{
  guint64 bytes_per_sec;

  g_assert_true (dp_speed_parse ("500", 1, &bytes_per_sec));
  g_assert_cmpuint (bytes_per_sec, ==, 500);
  g_assert_true (dp_speed_parse ("500kB", 1, &bytes_per_sec));
  g_assert_cmpuint (bytes_per_sec, ==, 500000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/speed/row/%u", i);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/speed/unit", test_unit);

  return g_test_run ();
}
