/* test-http-chunks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Chunked bodies, in one piece and byte by byte: the same data, the same end, the same refusals.
 */

#include "dp-http-chunks.h"

#include <string.h>

typedef struct
{
  const char *wire;
  const char *data;
  gboolean is_good;
  gboolean is_at_end;
} Row;

static const Row rows[] = {
  { "", "", TRUE, FALSE },
  { "0\r\n\r\n", "", TRUE, TRUE },
  { "5\r\nhello\r\n0\r\n\r\n", "hello", TRUE, TRUE },
  { "5\nhello\n0\n\n", "hello", TRUE, TRUE },
  { "0005 \r\nhello\r\n000\t\r\n\r\n", "hello", TRUE, TRUE },
  { "A;a=\"b;c\"\r\n0123456789\r\n0;x\r\n\r\n", "0123456789", TRUE, TRUE },
  { "a\r\n012345\r\n89\r\n1\r\nx\r\n0\r\n\r\n", "012345\r\n89x", TRUE, TRUE },
  { "1\r\nx\r\n0\r\nA: b\r\nC: d\r\n\r\n", "x", TRUE, TRUE },
  { "1\r\nx\r\n0\r\n\r\njunk", "x", TRUE, TRUE },
  { "1\r\nx\r\n0\r\nA: b\r\n", "x", TRUE, FALSE },
  { "1\r\nx\r\n0\r\n\rA: b\r\n\r\n", "x", TRUE, TRUE },
  { "5\r\nhello\r\n", "hello", TRUE, FALSE },
  { "5\r\nhel", "hel", TRUE, FALSE },
  { "7fffffffffffffff\r\nabc", "abc", TRUE, FALSE },
  { "\r\n", "", FALSE, FALSE },
  { " 5\r\nhello", "", FALSE, FALSE },
  { "-5\r\nhello", "", FALSE, FALSE },
  { "0x5\r\nhello", "", FALSE, FALSE },
  { "5,\r\nhello", "", FALSE, FALSE },
  { ";a=b\r\nhello", "", FALSE, FALSE },
  { "8000000000000000\r\nabc", "", FALSE, FALSE },
  { "10000000000000005\r\nhello", "", FALSE, FALSE },
  { "5\r\nhello!\r\n0\r\n\r\n", "hello", FALSE, FALSE },
  { "5\r\nhello!0\r\n\r\n", "hello", FALSE, FALSE },
  { "5\r\nhello\r!0\r\n\r\n", "hello", FALSE, FALSE },
  { "5\r\nhello\r\r\n0\r\n\r\n", "hello", FALSE, FALSE },
  { "5\r\nhello\r\n\r\n0\r\n\r\n", "hello", FALSE, FALSE },
};

/* So many bytes lie behind the end. */
static gsize
get_n_behind (const Row *row)
{
  return g_str_has_suffix (row->wire, "junk") ? strlen ("junk") : 0;
}

/* A caller that waits for as many as are sure does not wait in vain. */
static void
check_sure_bytes (const DpHttpChunks *chunks, const Row *row, gsize at)
{
  if (!row->is_at_end || dp_http_chunks_is_at_end (chunks))
    return;
  g_assert_cmpuint (dp_http_chunks_get_sure_bytes (chunks), >, 0);
  g_assert_cmpuint (dp_http_chunks_get_sure_bytes (chunks), <=,
                    strlen (row->wire) - get_n_behind (row) - at);
}

/* In pieces of so many bytes; stops where it is refused, as a caller does. */
static void
check_row (const Row *row, gsize piece_bytes)
{
  DpHttpChunks chunks = { 0 };
  g_autoptr (GString) data = g_string_new (NULL);
  gsize size_bytes = strlen (row->wire);
  gboolean is_good = TRUE;

  for (gsize at = 0; at < size_bytes && is_good; at += piece_bytes)
    {
      g_autofree char *piece = g_strndup (row->wire + at, piece_bytes);
      gsize n_data_bytes = G_MAXSIZE;

      check_sure_bytes (&chunks, row, at);
      is_good =
          dp_http_chunks_take (&chunks, piece, MIN (piece_bytes, size_bytes - at), &n_data_bytes);
      g_assert_cmpuint (n_data_bytes, <=, piece_bytes);
      g_string_append_len (data, piece, (gssize) n_data_bytes);
    }
  g_test_message ("%s, %" G_GSIZE_FORMAT, row->wire, piece_bytes);
  g_assert_cmpstr (data->str, ==, row->data);
  g_assert_cmpint (is_good, ==, row->is_good);
  g_assert_cmpint (dp_http_chunks_is_at_end (&chunks), ==, row->is_at_end);
  g_assert_cmpint (dp_http_chunks_is_followed (&chunks), ==, get_n_behind (row) > 0);
  if (row->is_at_end)
    g_assert_cmpuint (dp_http_chunks_get_sure_bytes (&chunks), ==, 0);
}

static void
test_sure_bytes (void)
{
  DpHttpChunks chunks = { 0 };
  char begin[] = "64\r\nhello";
  gsize n_data_bytes;

  g_assert_cmpuint (dp_http_chunks_get_sure_bytes (&chunks), ==, 1);
  g_assert_true (dp_http_chunks_take (&chunks, begin, strlen (begin), &n_data_bytes));
  g_assert_cmpuint (dp_http_chunks_get_sure_bytes (&chunks), ==, 95 + strlen ("\n0\n\n"));
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize piece_bytes = 1; piece_bytes <= 40; piece_bytes++)
      check_row (&rows[i], piece_bytes);
}

/* What never ends ends here. */
static void
test_endless (void)
{
  static const char *const begins[] = { "5;", "0\r\nX: ", "0\r\n" };

  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    {
      DpHttpChunks chunks = { 0 };
      g_autofree char *begin = g_strdup (begins[i]);
      gsize n_bytes = 0;
      gsize n_data_bytes;

      g_assert_true (dp_http_chunks_take (&chunks, begin, strlen (begin), &n_data_bytes));
      while (dp_http_chunks_take (&chunks, (char[]){ "a: b\r\n"[n_bytes % (i == 2 ? 6 : 4)] }, 1,
                                  &n_data_bytes))
        g_assert_cmpuint (++n_bytes, <, 100000);
      g_assert_cmpuint (n_bytes, >, 60000);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http-chunks/rows", test_rows);
  g_test_add_func ("/http-chunks/sure-bytes", test_sure_bytes);
  g_test_add_func ("/http-chunks/endless", test_endless);

  return g_test_run ();
}
