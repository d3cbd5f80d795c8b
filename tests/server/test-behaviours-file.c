/* test-behaviours-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * /file and its relatives: answers with a length, whose body, validators, ranges or end may be
 * wrong.  All of them are one function with a description of what goes wrong.  A connection's
 * thread.
 */

#include "test-behaviours.h"

#include "dp-test-server-private.h"
#include "test-picture.h"

#include <string.h>

#define EPOCH_SEC 1735689600 /* 2025-01-01, when the oldest file was modified */

typedef enum
{
  RANGES_GOOD,
  RANGES_IGNORED,
  RANGES_WRONG_START,
  RANGES_WRONG_TOTAL,
  RANGES_OTHER_BYTES,
  RANGES_CAPPED,
  RANGES_AS_WHOLE,
  RANGES_UNASKED,
  RANGES_REFUSED,
} Ranges;

typedef enum
{
  END_WHOLE,
  END_CUT,
  END_STALL,
  END_RESET,
} End;

typedef struct
{
  GBytes *content; /* owned; NULL: a function of seed */
  guint64 seed;
  guint64 size_bytes;
  char *etag;     /* with its quotes; NULL: none */
  char *modified; /* NULL: none */
  Ranges ranges;
  End end;
  guint64 after_bytes; /* when the end comes */
  guint refusal;       /* the status, with RANGES_REFUSED */
  const char *headers; /* more lines, or NULL */
} File;

typedef struct
{
  guint status; /* 200, 206, 416 */
  guint64 start;
  guint64 end; /* the byte after the last */
} Part;

static void
file_clear (File *file)
{
  g_clear_pointer (&file->content, g_bytes_unref);
  g_clear_pointer (&file->etag, g_free);
  g_clear_pointer (&file->modified, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (File, file_clear)

/* The file as the parameters describe it, in its n-th version (from 0). */
static void
file_init (File *file, DpTestExchange *x, guint version)
{
  gint64 modified_sec;

  *file = (File){ 0 };
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
if_range_holds (DpTestExchange *x, const File *file)
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
choose_part (DpTestExchange *x, const File *file)
{
  g_autofree char *range = dp_test_exchange_dup_header (x, "Range");
  Part whole = { 200, 0, file->size_bytes };
  Part part = whole;

  if (range == NULL && file->ranges == RANGES_UNASKED)
    return (Part){ 206, dp_test_exchange_get_number (x, "start", 0), file->size_bytes };
  if (file->ranges == RANGES_IGNORED || !if_range_holds (x, file) ||
      !parse_range (range, file->size_bytes, &part))
    return whole;
  if (file->ranges == RANGES_CAPPED)
    part.end = MIN (part.end, part.start + dp_test_exchange_get_number (x, "max", 10000));
  if (file->ranges == RANGES_WRONG_START && part.start + 1 < part.end)
    part.start++;
  if (file->ranges == RANGES_AS_WHOLE)
    part.status = 200;
  return part;
}

static void
put_content_range (DpTestExchange *x, const File *file, const Part *part)
{
  guint64 total = file->size_bytes + (file->ranges == RANGES_WRONG_TOTAL ? 1 : 0);

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
put_head (DpTestExchange *x, const File *file, const Part *part)
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
put_end (DpTestExchange *x, End end)
{
  switch (end)
    {
    case END_WHOLE:
      return !dp_test_exchange_has_param (x, "close", "1");
    case END_CUT:
      return dp_test_exchange_hang_up (x);
    case END_STALL:
      return dp_test_exchange_stall (x);
    case END_RESET:
      return dp_test_exchange_reset (x);
    }
  g_assert_not_reached ();
}

static gboolean
send_file (DpTestExchange *x, const File *file)
{
  Part part = choose_part (x, file);
  guint64 seed = file->seed;
  guint64 size_bytes = part.status == 416 ? 0 : part.end - part.start;

  if (file->ranges == RANGES_REFUSED)
    return dp_test_send_page (x, file->refusal, "");
  put_head (x, file, &part);
  if (file->end != END_WHOLE)
    size_bytes = MIN (size_bytes, file->after_bytes);
  if (file->ranges == RANGES_OTHER_BYTES && part.status == 206)
    seed++;
  return dp_test_exchange_put_body (x, file->content, seed, part.start, size_bytes) &&
         put_end (x, file->end);
}

static gboolean
send_with_ranges (DpTestExchange *x, Ranges ranges)
{
  g_auto (File) file;

  file_init (&file, x, 0);
  file.ranges = dp_test_exchange_has_param (x, "ranges", "no") ? RANGES_IGNORED : ranges;
  return send_file (x, &file);
}

/* The first ?times= requests end badly, if there is no such number all of them. */
static gboolean
send_with_end (DpTestExchange *x, End end, guint64 times)
{
  g_auto (File) file;

  file_init (&file, x, 0);
  if (x->nth <= dp_test_exchange_get_number (x, "times", times))
    file.end = end;
  return send_file (x, &file);
}

gboolean
dp_test_send_file (DpTestExchange *x)
{
  return send_with_ranges (x, RANGES_GOOD);
}

static gboolean
answer_range_ignored (DpTestExchange *x)
{
  return send_with_ranges (x, RANGES_IGNORED);
}

static gboolean
answer_range_wrong_start (DpTestExchange *x)
{
  return send_with_ranges (x, RANGES_WRONG_START);
}

static gboolean
answer_range_wrong_total (DpTestExchange *x)
{
  return send_with_ranges (x, RANGES_WRONG_TOTAL);
}

static gboolean
answer_range_other_bytes (DpTestExchange *x)
{
  return send_with_ranges (x, RANGES_OTHER_BYTES);
}

static gboolean
answer_range_capped (DpTestExchange *x)
{
  return send_with_ranges (x, RANGES_CAPPED);
}

static gboolean
answer_range_as_whole (DpTestExchange *x)
{
  return send_with_ranges (x, RANGES_AS_WHOLE);
}

static gboolean
answer_206_unasked (DpTestExchange *x)
{
  return send_with_ranges (x, RANGES_UNASKED);
}

static gboolean
answer_cut (DpTestExchange *x)
{
  return send_with_end (x, END_CUT, G_MAXUINT);
}

static gboolean
answer_flaky (DpTestExchange *x)
{
  return send_with_end (x, END_CUT, 2);
}

static gboolean
answer_stall (DpTestExchange *x)
{
  return send_with_end (x, END_STALL, G_MAXUINT);
}

static gboolean
answer_reset (DpTestExchange *x)
{
  return send_with_end (x, END_RESET, G_MAXUINT);
}

static gboolean
answer_slow (DpTestExchange *x)
{
  x->rate_bytes_per_sec = dp_test_exchange_get_number (x, "rate", 10000);
  return dp_test_send_file (x);
}

static gboolean
answer_drip (DpTestExchange *x)
{
  x->rate_bytes_per_sec = dp_test_exchange_get_number (x, "bytes_per_sec", 10);
  return dp_test_send_file (x);
}

static gboolean
answer_etag_rotates (DpTestExchange *x)
{
  g_auto (File) file;

  file_init (&file, x, 0);
  g_free (file.etag);
  file.etag = g_strdup_printf ("\"rotating-%u\"", x->nth);
  return send_file (x, &file);
}

static gboolean
answer_changed (DpTestExchange *x)
{
  g_auto (File) file;

  file_init (&file, x, x->nth > dp_test_exchange_get_number (x, "times", 1) ? 1 : 0);
  file.end = x->nth == 1 && dp_test_exchange_has_param (x, "cut", "1") ? END_CUT : END_WHOLE;
  return send_file (x, &file);
}

/* What a server may do to the second, third connection that asks for a part. */
static const struct
{
  const char *name;
  Ranges ranges;
  End end;
  const char *headers;
  guint is_other; /* other bytes, too */
} miseries[] = {
  { "whole", RANGES_IGNORED, END_WHOLE, NULL, 1 },
  { "wrong-start", RANGES_WRONG_START, END_WHOLE, NULL, 1 },
  { "wrong-total", RANGES_WRONG_TOTAL, END_WHOLE, NULL, 1 },
  { "encoded", RANGES_GOOD, END_WHOLE, "Content-Encoding: gzip\r\n", 1 },
  { "capped", RANGES_CAPPED },
  { "cut", RANGES_GOOD, END_CUT },
  { "stall", RANGES_GOOD, END_STALL },
  { "reset", RANGES_GOOD, END_RESET },
  { "slow", RANGES_GOOD },
  { "version", RANGES_GOOD, END_WHOLE, "ETag: \"another-one\"\r\n", 1 },
};

/* FALSE: no answer at all. */
static gboolean
add_misery (File *file, DpTestExchange *x, const char *name)
{
  if (g_str_equal (name, "nothing"))
    return FALSE;
  if (g_ascii_isdigit (*name))
    {
      file->ranges = RANGES_REFUSED;
      file->refusal = (guint) g_ascii_strtoull (name, NULL, 10);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (miseries); i++)
    if (g_str_equal (name, miseries[i].name))
      {
        file->ranges = miseries[i].ranges;
        file->end = miseries[i].end;
        file->headers = miseries[i].headers;
        file->seed += miseries[i].is_other;
      }
  if (g_str_equal (name, "slow"))
    x->rate_bytes_per_sec = dp_test_exchange_get_number (x, "slow", 10000);
  return TRUE;
}

static gboolean
answer_further (DpTestExchange *x)
{
  g_autofree char *range = dp_test_exchange_dup_header (x, "Range");
  g_autofree char *first = dp_test_exchange_dup_param (x, "first", "");
  g_autofree char *further = dp_test_exchange_dup_param (x, "with", "");
  g_autofree char *key = g_strconcat (range != NULL ? "further " : "first ", x->target, NULL);
  guint nth = dp_test_server_count (x->server, key);
  guint64 fine = range != NULL ? dp_test_exchange_get_number (x, "fine", 0) : 0;
  guint64 times = dp_test_exchange_get_number (x, "times", G_MAXUINT);
  g_auto (File) file;

  file_init (&file, x, 0);
  if (nth > fine && nth - fine <= times && !add_misery (&file, x, range != NULL ? further : first))
    return dp_test_exchange_reset (x);
  return send_file (x, &file);
}

static gboolean
answer_limited (DpTestExchange *x)
{
  g_auto (File) file;
  gboolean keeps;

  file_init (&file, x, 0);
  if (dp_test_server_enter (x->server, "limited", 1) > dp_test_exchange_get_number (x, "most", 2))
    {
      file.ranges = RANGES_REFUSED;
      file.refusal = (guint) dp_test_exchange_get_number (x, "status", 503);
      dp_test_server_count (x->server, "/refused");
    }
  keeps = send_file (x, &file) && dp_test_exchange_flush (x);
  dp_test_server_enter (x->server, "limited", -1);
  return keeps;
}

static gboolean
answer_empty (DpTestExchange *x)
{
  g_auto (File) file;

  file_init (&file, x, 0);
  file.size_bytes = 0;
  return send_file (x, &file);
}

static gboolean
answer_picture (DpTestExchange *x)
{
  g_auto (File) file;

  file_init (&file, x, 0);
  file.content = dp_test_picture_new (file.seed, dp_test_exchange_get_number (x, "width", 480),
                                      dp_test_exchange_get_number (x, "height", 320));
  file.size_bytes = g_bytes_get_size (file.content);
  return send_file (x, &file);
}

const DpTestBehaviour dp_test_file_behaviours[] = {
  { "/file", dp_test_send_file,
    "good; size=100000 seed=1 rate=0 total_rate=0 name= type= etag=yes|weak|mirror|no "
    "modified=yes|now|no "
    "ranges=yes|no "
    "close=0; the other files take these, too" },
  { "/slow", answer_slow, "a good file; rate=10000" },
  { "/drip", answer_drip, "a good file, byte by byte; bytes_per_sec=10" },
  { "/empty", answer_empty, "a good file of no bytes" },
  { "/picture", answer_picture, "a good PNG; width=480 height=320 seed=1" },
  { "/cut", answer_cut, "FIN after=size/2 bytes of an answer; the first times=all" },
  { "/flaky", answer_flaky, "the same with times=2" },
  { "/stall", answer_stall, "silence after=size/2 bytes of an answer; the first times=all" },
  { "/reset", answer_reset, "RST after=size/2 bytes of an answer; the first times=all" },
  { "/range-ignored", answer_range_ignored, "200 and everything to any Range" },
  { "/range-wrong-start", answer_range_wrong_start, "206 from one byte later than asked" },
  { "/range-wrong-total", answer_range_wrong_total, "206 and 416 with a total one too big" },
  { "/range-other-bytes", answer_range_other_bytes, "206 as asked, but the bytes of seed + 1" },
  { "/range-capped", answer_range_capped, "206 with at most max=10000 bytes" },
  { "/range-as-whole", answer_range_as_whole,
    "200 with the part that was asked for; told=yes|no by Content-Range" },
  { "/206-unasked", answer_206_unasked, "206 without a Range, from start=0" },
  { "/etag-rotates", answer_etag_rotates, "another ETag with each answer" },
  { "/changed-after-first", answer_changed,
    "after times=1 answers the file of seed + 1; cut=1: the first is cut after=size/2 bytes" },
  { "/further", answer_further,
    "a good file, but requests with a Range behind the first fine=0, for times=all of them, with="
    "STATUS|nothing|whole|wrong-start|wrong-total|version|encoded|capped|cut|stall|reset|slow; "
    "the one without first= the same; max= after= slow=10000" },
  { "/limited", answer_limited, "a good file, status=503 while most=2 of them are under way" },
  { NULL },
};
