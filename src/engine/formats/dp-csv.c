/* dp-csv.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table as text (RFC 4180), for spreadsheets.
 *
 * A spreadsheet takes a cell that begins with =, +, -, @, TAB or a line's end for a formula, and a
 * file's name comes from a server: such a cell gets an apostrophe before it, which spreadsheets
 * understand as "this is text".
 *
 * Thread: any.
 */

#include "dp-csv.h"

#include <string.h>

static gboolean
is_formula (const char *cell)
{
  return *cell != '\0' && strchr ("=+-@\t\r\n", *cell) != NULL;
}

static void
append_cell (GString *csv, const char *cell)
{
  g_autofree char *text = g_utf8_make_valid (cell != NULL ? cell : "", -1);
  gboolean is_quoted = is_formula (text) || strpbrk (text, ",;\"\r\n\t") != NULL;

  if (is_quoted)
    g_string_append_c (csv, '"');
  if (is_formula (text))
    g_string_append_c (csv, '\'');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *p);
    }
  if (is_quoted)
    g_string_append_c (csv, '"');
}

/**
 * dp_csv_append_row:
 * @csv: a table
 * @cells: (array length=n_cells): any texts, or %NULL for nothing
 * @n_cells: how many
 *
 * Adds a row below the others.
 *
 * Thread: any.
 */
void
dp_csv_append_row (GString *csv, const char *const *cells, guint n_cells)
{
  for (guint i = 0; i < n_cells; i++)
    {
      if (i > 0)
        g_string_append_c (csv, ',');
      append_cell (csv, cells[i]);
    }
  g_string_append (csv, "\r\n");
}
