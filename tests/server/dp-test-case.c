/* dp-test-case.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds the row of a path and says its words.  A connection's thread; what only reads the table:
 * any.
 */

#include "dp-test-case.h"

#include <string.h>

#include "dp-test-server-private.h"
#include "test-behaviours.h"

#define PREFIX            "/case/"
#define PAUSE_USEC        (100 * G_TIME_SPAN_MILLISECOND)
#define ENDLESS_MAX_BYTES (300 * 1024 * 1024)
#define BLOCK_BYTES       (256 * 1024)

const DpTestCaseGroup dp_test_case_groups[] = {
  { "length", dp_test_length_cases },
  { "chunks", dp_test_chunk_cases },
  { "head", dp_test_head_cases },
  { "ranges", dp_test_range_cases },
  { "encoding", dp_test_encoding_cases },
  { "redirect", dp_test_redirect_cases },
  { "status", dp_test_status_cases },
  { "network", dp_test_network_cases },
  { "limits", dp_test_limit_cases },
  { "names", dp_test_name_cases },
  { NULL, NULL },
};

/* The table */

const DpTestCase *
dp_test_case_find (const char *group, const char *name)
{
  for (const DpTestCaseGroup *g = dp_test_case_groups; g->name != NULL; g++)
    if (strcmp (g->name, group) == 0)
      for (const DpTestCase *row = g->cases; row->name != NULL; row++)
        if (strcmp (row->name, name) == 0)
          return row;
  return NULL;
}

char *
dp_test_case_dup_path (const char *group, const DpTestCase *row)
{
  const char *link = row->link != NULL ? row->link : "f.bin";

  if (row->path != NULL)
    return g_strdup (row->path);
  return g_strdup_printf (PREFIX "%s/%s/%s", group, row->name, link);
}

const char *
dp_test_case_get_file (const DpTestCase *row)
{
  if (row->file != NULL)
    return row->file;
  return row->link != NULL ? row->link : "f.bin";
}

static void
append_line (GString *list, const char *group, const DpTestCase *row)
{
  static const char *const ends[] = { "done", "dropped", "refused", "asks" };
  g_autofree char *path = dp_test_case_dup_path (group, row);
  g_autofree char *file = g_uri_escape_string (dp_test_case_get_file (row), NULL, TRUE);
  const char *body = row->body != NULL ? row->body : DP_TEST_CASE_BODY;
  gsize size_bytes = row->path != NULL ? row->size_bytes : strlen (body);
  g_autofree char *bytes = g_malloc0 (size_bytes + 1);
  g_autofree char *sum = NULL;

  if (row->path == NULL)
    memcpy (bytes, body, size_bytes);
  else if (strstr (row->path, "zeros=1") == NULL)
    dp_test_body_fill (DP_TEST_BODY_SEED, 0, bytes, size_bytes);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) bytes, size_bytes);
  g_string_append_printf (list, "%s\t%s\t%s\t%s\t%s\t%" G_GSIZE_FORMAT "\t%s\t%u\n", group,
                          row->name, path, ends[row->end], file, size_bytes, sum,
                          MAX (row->n_attempts, 1));
}

char *
dp_test_case_dup_list (void)
{
  GString *list = g_string_new (NULL);

  for (const DpTestCaseGroup *g = dp_test_case_groups; g->name != NULL; g++)
    for (const DpTestCase *row = g->cases; row->name != NULL; row++)
      append_line (list, g->name, row);
  return g_string_free (list, FALSE);
}

/* Saying it */

static gboolean
put_endless (DpTestExchange *x, const char *text)
{
  g_autoptr (GString) block = g_string_new (NULL);

  while (block->len < BLOCK_BYTES)
    g_string_append (block, text);
  for (gsize n = 0; n < ENDLESS_MAX_BYTES; n += block->len)
    {
      dp_test_exchange_put_data (x, block->str, block->len);
      if (!dp_test_exchange_flush (x))
        return FALSE;
    }
  return FALSE;
}

static void
put_fill (DpTestExchange *x, gsize size_bytes)
{
  g_autofree char *fill = g_strnfill (size_bytes, 'a');

  dp_test_exchange_put_data (x, fill, size_bytes);
}

/* Where the request's Range begins. */
static guint64
get_first (DpTestExchange *x)
{
  g_autofree char *range = dp_test_exchange_dup_header (x, "Range");
  guint64 first;

  if (range == NULL || !g_str_has_prefix (range, "bytes="))
    return 0;
  first = g_ascii_strtoull (range + strlen ("bytes="), NULL, 10);
  return MIN (first, strlen (DP_TEST_CASE_BODY));
}

/* FALSE: this was the end. */
static gboolean
put_word (DpTestExchange *x, const char *word)
{
  guint64 first = get_first (x);

  if (strcmp (word, "first") == 0 || strcmp (word, "next") == 0)
    dp_test_exchange_put (x, "%" G_GUINT64_FORMAT, first + (*word == 'n' ? 1 : 0));
  else if (strcmp (word, "rest") == 0)
    dp_test_exchange_put (x, "%s", DP_TEST_CASE_BODY + first);
  else if (strcmp (word, "other") == 0)
    dp_test_exchange_put (x, "%s", DP_TEST_CASE_OTHER + first);
  else if (strcmp (word, "left") == 0)
    dp_test_exchange_put (x, "%" G_GUINT64_FORMAT, strlen (DP_TEST_CASE_BODY) - first);
  else if (strcmp (word, "size") == 0)
    dp_test_exchange_put (x, "%" G_GINT64_MODIFIER "x", strlen (DP_TEST_CASE_BODY) - first);
  else if (strcmp (word, "origin") == 0)
    dp_test_exchange_put (x, "127.0.0.1:%u", dp_test_server_get_port (x->server));
  else if (strcmp (word, "now") == 0)
    {
      g_autofree char *date = dp_test_format_date (g_get_real_time () / G_USEC_PER_SEC);

      dp_test_exchange_put (x, "%s", date);
    }
  else if (strcmp (word, "nul") == 0)
    dp_test_exchange_put_data (x, "", 1);
  else if (g_str_has_prefix (word, "fill "))
    put_fill (x, g_ascii_strtoull (word + strlen ("fill "), NULL, 10));
  else if (strcmp (word, "pause") == 0)
    return dp_test_exchange_pause (x, PAUSE_USEC);
  else if (strcmp (word, "endless") == 0)
    return put_endless (x, "a");
  else if (strcmp (word, "hints") == 0)
    return put_endless (x, "HTTP/1.1 103 A\r\n\r\n");
  else if (strcmp (word, "stall") == 0)
    return dp_test_exchange_stall (x);
  else if (strcmp (word, "reset") == 0)
    return dp_test_exchange_reset (x);
  else if (g_str_has_prefix (word, "need ") && strstr (x->head, word + 5) == NULL)
    return dp_test_send_page (x, 403, "") && FALSE;
  else if (g_str_has_prefix (word, "lack ") && strstr (x->head, word + 5) != NULL)
    return dp_test_send_page (x, 403, "") && FALSE;
  return TRUE;
}

/* No more than so many bytes of the text, with ?cut=. */
static void
put_text (DpTestExchange *x, const char *text, gsize size_bytes, guint64 *limit_bytes)
{
  gsize n = MIN (size_bytes, *limit_bytes);

  dp_test_exchange_put_data (x, text, n);
  *limit_bytes -= n;
}

static void
put_answer (DpTestExchange *x, const char *text)
{
  guint64 limit_bytes = dp_test_exchange_get_number (x, "cut", G_MAXUINT64);
  const char *end;

  for (; *text != '\0'; text = end)
    {
      end = text + strcspn (text, "{");
      put_text (x, text, end - text, &limit_bytes);
      if (*end == '{')
        {
          g_autofree char *word = g_strndup (end + 1, strcspn (end + 1, "}"));

          if (!put_word (x, word))
            return;
          end += strlen (word) + 2;
        }
    }
}

gboolean
dp_test_case_answer (DpTestExchange *x)
{
  g_auto (GStrv) parts = g_strsplit (x->path + 1, "/", 4); /* case, group, name */
  const DpTestCase *row = g_strv_length (parts) > 2 ? dp_test_case_find (parts[1], parts[2]) : NULL;
  g_autofree char *key = NULL;
  guint nth;

  if (row == NULL || row->answers[0] == NULL)
    return dp_test_send_page (x, 404, "");

  /* Redirects within a case have another path: they count together. */
  key = g_strjoin ("/", parts[1], parts[2], NULL);
  nth = dp_test_server_count (x->server, key);
  nth = MIN (nth, G_N_ELEMENTS (row->answers));
  while (row->answers[nth - 1] == NULL)
    nth--;
  put_answer (x, row->answers[nth - 1]);
  return FALSE;
}
