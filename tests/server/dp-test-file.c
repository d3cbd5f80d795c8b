/* dp-test-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-test-file.h"

#include <string.h>

#include "test-behaviours.h"

#define EPOCH_SEC 1735689600 /* 2025-01-01, when the oldest file was modified */

typedef struct
{
  guint status; /* 200, 206, 416 */
  guint64 start;
  guint64 end; /* the byte after the last */
} Part;

void
dp_test_file_clear (DpTestFile *file)
{
  g_clear_pointer (&file->content, g_bytes_unref);
  g_clear_pointer (&file->etag, g_free);
  g_clear_pointer (&file->modified, g_free);
}

void
dp_test_file_init (DpTestFile *file, DpTestExchange *x, guint version)
{
  gint64 modified_sec;

  *file = (DpTestFile){ 0 };
  file->seed = dp_test_exchange_get_number (x, "seed", DP_TEST_BODY_SEED) + version;
  file->size_bytes = dp_test_exchange_get_number (x, "size", DP_TEST_BODY_SIZE_BYTES);
  file->after_bytes = dp_test_exchange_get_number (x, "after", file->size_bytes / 2);

  if (!dp_test_exchange_has_param (x, "etag", "no"))
    file->etag = g_strdup_printf ("%s\"%s%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x\"",
                                  dp_test_exchange_has_param (x, "etag", "weak") ? "W/" : "",
                                  dp_test_exchange_has_param (x, "etag", "mirror") ? "m-" : "",
                                  file->seed, file->size_bytes);

  modified_sec = EPOCH_SEC + file->seed % 100000 * 60;
  if (dp_test_exchange_has_param (x, "modified", "now"))
    modified_sec = g_get_real_time () / G_USEC_PER_SEC;
  if (!dp_test_exchange_has_param (x, "modified", "no"))
    file->modified = dp_test_format_date (modified_sec);
}

static const char *
get_type (const char *path)
{
  static const char *const types[][2] = {
    { ".png", "image/png" },       { ".pdf", "application/pdf" }, { ".mp3", "audio/mpeg" },
    { ".zip", "application/zip" }, { ".xz", "application/x-xz" }, { ".txt", "text/plain" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_has_suffix (path, types[i][0]))
      return types[i][1];
  return "application/octet-stream";
}

/* Only a strong ETag, or the very same date. */
static gboolean
if_range_holds (DpTestExchange *x, const DpTestFile *file)
{
  g_autofree char *if_range = dp_test_exchange_dup_header (x, "If-Range");

  if (if_range == NULL)
    return TRUE;
  if (if_range[0] == '"')
    return g_strcmp0 (if_range, file->etag) == 0;
  return g_strcmp0 (if_range, file->modified) == 0;
}

/* One range, "bytes=5-", "bytes=5-9" or "bytes=-5"; FALSE: the header is to be ignored. */
static gboolean
parse_range (const char *range, guint64 size_bytes, Part *part)
{
  guint64 last;
  char *end;

  if (range == NULL || !g_str_has_prefix (range, "bytes=") || strchr (range, ',') != NULL)
    return FALSE;
  range += strlen ("bytes=");

  if (*range == '-')
    {
      guint64 n = MIN (g_ascii_strtoull (range + 1, NULL, 10), size_bytes);

      *part = (Part){ n > 0 ? 206 : 416, size_bytes - n, size_bytes };
      return TRUE;
    }

  part->start = g_ascii_strtoull (range, &end, 10);
  if (*end != '-')
    return FALSE;
  last = end[1] != '\0' ? g_ascii_strtoull (end + 1, NULL, 10) : G_MAXUINT64;
  part->end = last < size_bytes ? last + 1 : size_bytes;
  part->status = part->start < part->end ? 206 : 416;
  return TRUE;
}

static Part
choose_part (DpTestExchange *x, const DpTestFile *file)
{
  g_autofree char *range = dp_test_exchange_dup_header (x, "Range");
  Part whole = { 200, 0, file->size_bytes };
  Part part = whole;

  if (range == NULL && file->ranges == DP_TEST_RANGES_UNASKED)
    return (Part){ 206, dp_test_exchange_get_number (x, "start", 0), file->size_bytes };
  if (file->ranges == DP_TEST_RANGES_IGNORED || !if_range_holds (x, file) ||
      !parse_range (range, file->size_bytes, &part))
    return whole;
  if (file->ranges == DP_TEST_RANGES_CAPPED)
    part.end = MIN (part.end, part.start + dp_test_exchange_get_number (x, "max", 10000));
  if (file->ranges == DP_TEST_RANGES_WRONG_START && part.start + 1 < part.end)
    part.start++;
  if (file->ranges == DP_TEST_RANGES_AS_WHOLE)
    part.status = 200;
  return part;
}

static void
put_content_range (DpTestExchange *x, const DpTestFile *file, const Part *part)
{
  guint64 total = file->size_bytes + (file->ranges == DP_TEST_RANGES_WRONG_TOTAL ? 1 : 0);

  if (part->status == 206 ||
      (part->status == 200 && part->start > 0 && !dp_test_exchange_has_param (x, "told", "no")))
    dp_test_exchange_put (x,
                          "Content-Range: bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT
                          "/%" G_GUINT64_FORMAT "\r\n",
                          part->start, part->end - 1, total);
  if (part->status == 416)
    dp_test_exchange_put (x, "Content-Range: bytes */%" G_GUINT64_FORMAT "\r\n", total);
}

static void
put_head (DpTestExchange *x, const DpTestFile *file, const Part *part)
{
  g_autofree char *type = dp_test_exchange_dup_param (x, "type", get_type (x->path));
  g_autofree char *name = dp_test_exchange_dup_param (x, "name", NULL);

  dp_test_put_status (x, part->status);
  dp_test_exchange_put (x, "Content-Type: %s\r\n", type);
  dp_test_exchange_put (x, "Content-Length: %" G_GUINT64_FORMAT "\r\n",
                        part->status == 416 ? 0 : part->end - part->start);
  /* The first one counts. */
  if (file->headers != NULL)
    dp_test_exchange_put (x, "%s", file->headers);
  if (file->etag != NULL)
    dp_test_exchange_put (x, "ETag: %s\r\n", file->etag);
  if (file->modified != NULL)
    dp_test_exchange_put (x, "Last-Modified: %s\r\n", file->modified);
  if (name != NULL)
    dp_test_exchange_put (x, "Content-Disposition: attachment; filename=\"%s\"\r\n", name);
  if (!dp_test_exchange_has_param (x, "ranges", "no"))
    dp_test_exchange_put (x, "Accept-Ranges: bytes\r\n");
  if (dp_test_exchange_has_param (x, "close", "1"))
    dp_test_exchange_put (x, "Connection: close\r\n");
  put_content_range (x, file, part);
  dp_test_exchange_put (x, "\r\n");
}

static gboolean
put_end (DpTestExchange *x, DpTestEnd end)
{
  switch (end)
    {
    case DP_TEST_END_WHOLE:
      return !dp_test_exchange_has_param (x, "close", "1");
    case DP_TEST_END_CUT:
      return dp_test_exchange_hang_up (x);
    case DP_TEST_END_STALL:
      return dp_test_exchange_stall (x);
    case DP_TEST_END_RESET:
      return dp_test_exchange_reset (x);
    }
  g_assert_not_reached ();
}

gboolean
dp_test_file_send (DpTestExchange *x, const DpTestFile *file)
{
  Part part = choose_part (x, file);
  guint64 seed = file->seed;
  guint64 size_bytes = part.status == 416 ? 0 : part.end - part.start;

  if (file->ranges == DP_TEST_RANGES_REFUSED)
    return dp_test_send_page (x, file->refusal, "");
  put_head (x, file, &part);
  if (file->end != DP_TEST_END_WHOLE)
    size_bytes = MIN (size_bytes, file->after_bytes);
  if (file->ranges == DP_TEST_RANGES_OTHER_BYTES && part.status == 206)
    seed++;
  return dp_test_exchange_put_body (x, file->content, seed, part.start, size_bytes) &&
         put_end (x, file->end);
}
