/* test-behaviours-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * /file and its relatives: answers with a length, whose body, validators, ranges or end may be
 * wrong.  All of them are dp_test_file_send() with a description of what goes wrong.  A connection's
 * thread.
 */

#include "test-behaviours.h"

#include "dp-test-file.h"
#include "dp-test-server-private.h"
#include "test-picture.h"

#include <string.h>

static gboolean
send_with_ranges (DpTestExchange *x, DpTestRanges ranges)
{
  g_auto (DpTestFile) file;

  dp_test_file_init (&file, x, 0);
  file.ranges = dp_test_exchange_has_param (x, "ranges", "no") ? DP_TEST_RANGES_IGNORED : ranges;
  return dp_test_file_send (x, &file);
}

/* The first ?times= requests end badly, if there is no such number all of them. */
static gboolean
send_with_end (DpTestExchange *x, DpTestEnd end, guint64 times)
{
  g_auto (DpTestFile) file;

  dp_test_file_init (&file, x, 0);
  if (x->nth <= dp_test_exchange_get_number (x, "times", times))
    file.end = end;
  return dp_test_file_send (x, &file);
}

gboolean
dp_test_send_file (DpTestExchange *x)
{
  return send_with_ranges (x, DP_TEST_RANGES_GOOD);
}

static gboolean
answer_range_ignored (DpTestExchange *x)
{
  return send_with_ranges (x, DP_TEST_RANGES_IGNORED);
}

static gboolean
answer_range_wrong_start (DpTestExchange *x)
{
  return send_with_ranges (x, DP_TEST_RANGES_WRONG_START);
}

static gboolean
answer_range_wrong_total (DpTestExchange *x)
{
  return send_with_ranges (x, DP_TEST_RANGES_WRONG_TOTAL);
}

static gboolean
answer_range_other_bytes (DpTestExchange *x)
{
  return send_with_ranges (x, DP_TEST_RANGES_OTHER_BYTES);
}

static gboolean
answer_range_capped (DpTestExchange *x)
{
  return send_with_ranges (x, DP_TEST_RANGES_CAPPED);
}

static gboolean
answer_range_as_whole (DpTestExchange *x)
{
  return send_with_ranges (x, DP_TEST_RANGES_AS_WHOLE);
}

static gboolean
answer_206_unasked (DpTestExchange *x)
{
  return send_with_ranges (x, DP_TEST_RANGES_UNASKED);
}

static gboolean
answer_cut (DpTestExchange *x)
{
  return send_with_end (x, DP_TEST_END_CUT, G_MAXUINT);
}

static gboolean
answer_flaky (DpTestExchange *x)
{
  return send_with_end (x, DP_TEST_END_CUT, 2);
}

static gboolean
answer_stall (DpTestExchange *x)
{
  return send_with_end (x, DP_TEST_END_STALL, G_MAXUINT);
}

static gboolean
answer_reset (DpTestExchange *x)
{
  return send_with_end (x, DP_TEST_END_RESET, G_MAXUINT);
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
  g_auto (DpTestFile) file;

  dp_test_file_init (&file, x, 0);
  g_free (file.etag);
  file.etag = g_strdup_printf ("\"rotating-%u\"", x->nth);
  return dp_test_file_send (x, &file);
}

static gboolean
answer_changed (DpTestExchange *x)
{
  g_auto (DpTestFile) file;

  dp_test_file_init (&file, x, x->nth > dp_test_exchange_get_number (x, "times", 1) ? 1 : 0);
  file.end = x->nth == 1 && dp_test_exchange_has_param (x, "cut", "1") ? DP_TEST_END_CUT
                                                                       : DP_TEST_END_WHOLE;
  return dp_test_file_send (x, &file);
}

/* What a server may do to the second, third connection that asks for a part. */
static const struct
{
  const char *name;
  DpTestRanges ranges;
  DpTestEnd end;
  const char *headers;
  guint is_other; /* other bytes, too */
} miseries[] = {
  { "whole", DP_TEST_RANGES_IGNORED, DP_TEST_END_WHOLE, NULL, 1 },
  { "wrong-start", DP_TEST_RANGES_WRONG_START, DP_TEST_END_WHOLE, NULL, 1 },
  { "wrong-total", DP_TEST_RANGES_WRONG_TOTAL, DP_TEST_END_WHOLE, NULL, 1 },
  { "encoded", DP_TEST_RANGES_GOOD, DP_TEST_END_WHOLE, "Content-Encoding: gzip\r\n", 1 },
  { "capped", DP_TEST_RANGES_CAPPED },
  { "cut", DP_TEST_RANGES_GOOD, DP_TEST_END_CUT },
  { "stall", DP_TEST_RANGES_GOOD, DP_TEST_END_STALL },
  { "reset", DP_TEST_RANGES_GOOD, DP_TEST_END_RESET },
  { "slow", DP_TEST_RANGES_GOOD },
  { "version", DP_TEST_RANGES_GOOD, DP_TEST_END_WHOLE, "ETag: \"another-one\"\r\n", 1 },
};

/* FALSE: no answer at all. */
static gboolean
add_misery (DpTestFile *file, DpTestExchange *x, const char *name)
{
  if (g_str_equal (name, "nothing"))
    return FALSE;
  if (g_ascii_isdigit (*name))
    {
      file->ranges = DP_TEST_RANGES_REFUSED;
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
  g_auto (DpTestFile) file;

  dp_test_file_init (&file, x, 0);
  if (nth > fine && nth - fine <= times && !add_misery (&file, x, range != NULL ? further : first))
    return dp_test_exchange_reset (x);
  return dp_test_file_send (x, &file);
}

static gboolean
answer_limited (DpTestExchange *x)
{
  g_auto (DpTestFile) file;
  gboolean keeps;

  dp_test_file_init (&file, x, 0);
  if (dp_test_server_enter (x->server, "limited", 1) > dp_test_exchange_get_number (x, "most", 2))
    {
      file.ranges = DP_TEST_RANGES_REFUSED;
      file.refusal = (guint) dp_test_exchange_get_number (x, "status", 503);
      dp_test_server_count (x->server, "/refused");
    }
  keeps = dp_test_file_send (x, &file) && dp_test_exchange_flush (x);
  dp_test_server_enter (x->server, "limited", -1);
  return keeps;
}

static gboolean
answer_empty (DpTestExchange *x)
{
  g_auto (DpTestFile) file;

  dp_test_file_init (&file, x, 0);
  file.size_bytes = 0;
  return dp_test_file_send (x, &file);
}

static gboolean
answer_picture (DpTestExchange *x)
{
  g_auto (DpTestFile) file;

  dp_test_file_init (&file, x, 0);
  file.content = dp_test_picture_new (file.seed, dp_test_exchange_get_number (x, "width", 480),
                                      dp_test_exchange_get_number (x, "height", 320));
  file.size_bytes = g_bytes_get_size (file.content);
  return dp_test_file_send (x, &file);
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
