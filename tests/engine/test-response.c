/* test-response.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What servers say in their headers, and how much of it is believed.
 */

#include "dp-response.h"

#define NONE DP_SIZE_UNKNOWN

/* Header lines "Name: value", separated by "\n". */
static void
init (DpResponse *response, guint status, const char *lines)
{
  g_auto (GStrv) list = g_strsplit (lines, "\n", -1);

  dp_response_init (response, status);
  for (guint i = 0; list[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (list[i], ": ", 2);

      if (parts[0] != NULL && parts[1] != NULL)
        dp_response_add_header (response, parts[0], parts[1]);
    }
}

static void
test_length (void)
{
  static const struct
  {
    const char *lines;
    guint64 length;
    gboolean is_broken;
  } rows[] = {
    { "", NONE, FALSE },
    { "Content-Length: 0", 0, FALSE },
    { "content-length: 12", 12, FALSE },
    { "Content-Length: 007", 7, FALSE },
    { "Content-Length: 12, 12", 12, FALSE },
    { "Content-Length: 12\nContent-Length: 12", 12, FALSE },
    { "Content-Length: 9223372036854775807", G_MAXINT64, FALSE },
    { "Content-Length: 9223372036854775808", NONE, TRUE },
    { "Content-Length: 18446744073709551616", NONE, TRUE },
    { "Content-Length: 18446744073709551617", NONE, TRUE },
    { "Content-Length: 12, 13", 12, TRUE },
    { "Content-Length: 12\nContent-Length: 13", 12, TRUE },
    { "Content-Length: 12\nContent-Length: x", 12, TRUE },
    { "Content-Length: ", NONE, TRUE },
    { "Content-Length: ,", NONE, TRUE },
    { "Content-Length: 12,", 12, TRUE },
    { "Content-Length: -1", NONE, TRUE },
    { "Content-Length: +1", NONE, TRUE },
    { "Content-Length: 1e3", NONE, TRUE },
    { "Content-Length: 0x10", NONE, TRUE },
    { "Content-Length: 1 2", NONE, TRUE },
    { "Content-Length: 12.0", NONE, TRUE },
    { "Content-Length: 12;x", NONE, TRUE },
    { "Content-Length: \xd9\xa1", NONE, TRUE }, /* a digit, but Arabic */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DpResponse response;

      init (&response, 200, rows[i].lines);
      g_test_message ("row %u", i);
      g_assert_cmpint (response.is_framing_broken, ==, rows[i].is_broken);
      if (!rows[i].is_broken)
        g_assert_cmpuint (response.content_length, ==, rows[i].length);
      dp_response_clear (&response);
    }
}

static void
test_range (void)
{
  static const struct
  {
    const char *value;
    gboolean has_range;
    guint64 first;
    guint64 last;
    guint64 total;
  } rows[] = {
    { "bytes 0-9/10", TRUE, 0, 9, 10 },
    { "Bytes 0-9/10", TRUE, 0, 9, 10 },
    { "bytes 5-5/6", TRUE, 5, 5, 6 },
    { "bytes 0-9/*", TRUE, 0, 9, NONE },
    { "bytes */10", TRUE, NONE, NONE, 10 },
    { "bytes */0", TRUE, NONE, NONE, 0 },
    { "bytes 0-9223372036854775806/9223372036854775807", TRUE, 0, G_MAXINT64 - 1, G_MAXINT64 },
    { "bytes */*", FALSE, NONE, NONE, NONE },
    { "bytes 0-10/10", FALSE, NONE, NONE, NONE },
    { "bytes 5-4/10", FALSE, NONE, NONE, NONE },
    { "bytes 0-0/0", FALSE, NONE, NONE, NONE },
    { "bytes -9/10", FALSE, NONE, NONE, NONE },
    { "bytes 0-/10", FALSE, NONE, NONE, NONE },
    { "bytes 0-9", FALSE, NONE, NONE, NONE },
    { "bytes 0-9/", FALSE, NONE, NONE, NONE },
    { "bytes 0-9/10 ", FALSE, NONE, NONE, NONE },
    { "bytes 0-9/10/11", FALSE, NONE, NONE, NONE },
    { "bytes 0-9-9/10", FALSE, NONE, NONE, NONE },
    { "bytes +0-9/10", FALSE, NONE, NONE, NONE },
    { "bytes  0-9/10", FALSE, NONE, NONE, NONE },
    { "bytes=0-9/10", FALSE, NONE, NONE, NONE },
    { "items 0-9/10", FALSE, NONE, NONE, NONE },
    { "0-9/10", FALSE, NONE, NONE, NONE },
    { "bytes", FALSE, NONE, NONE, NONE },
    { "bytes ", FALSE, NONE, NONE, NONE },
    { "bytes /", FALSE, NONE, NONE, NONE },
    { "bytes */", FALSE, NONE, NONE, NONE },
    { "", FALSE, NONE, NONE, NONE },
    { "bytes 0-99999999999999999999/100000000000000000000", FALSE, NONE, NONE, NONE },
    { "bytes 18446744073709551615-18446744073709551615/*", FALSE, NONE, NONE, NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DpResponse response;

      dp_response_init (&response, 206);
      dp_response_add_header (&response, "Content-Range", rows[i].value);
      g_test_message ("row %u", i);
      g_assert_cmpint (response.has_range, ==, rows[i].has_range);
      g_assert_cmpuint (response.range_first, ==, rows[i].first);
      g_assert_cmpuint (response.range_last, ==, rows[i].last);
      g_assert_cmpuint (response.range_total, ==, rows[i].total);
      dp_response_clear (&response);
    }
}

static void
test_two_ranges (void)
{
  DpResponse response;

  init (&response, 206, "Content-Range: bytes 0-9/10\nContent-Range: bytes 0-9/10");
  g_assert_true (response.has_range);
  dp_response_clear (&response);
  init (&response, 206, "Content-Range: bytes 0-9/10\nContent-Range: bytes 1-9/10");
  g_assert_false (response.has_range);
  g_assert_cmpuint (response.range_first, ==, NONE);
  dp_response_clear (&response);
  init (&response, 206, "Content-Range: bytes 0-9/10\nContent-Range: bytes 5-4/10");
  g_assert_false (response.has_range);
  g_assert_cmpuint (response.range_total, ==, NONE);
  dp_response_clear (&response);
}

static void
test_total (void)
{
  DpResponse response;

  init (&response, 206, "Content-Length: 5\nContent-Range: bytes 5-9/10");
  g_assert_cmpuint (dp_response_get_total_bytes (&response), ==, 10);
  dp_response_clear (&response);
  init (&response, 206, "Content-Length: 5\nContent-Range: bytes 5-9/*");
  g_assert_cmpuint (dp_response_get_total_bytes (&response), ==, NONE);
  dp_response_clear (&response);
  init (&response, 200, "Content-Length: 5");
  g_assert_cmpuint (dp_response_get_total_bytes (&response), ==, 5);
  dp_response_clear (&response);
}

#define OLD "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\n"

static void
test_validator (void)
{
  static const struct
  {
    const char *lines;
    const char *validator;
  } rows[] = {
    { "", NULL },
    { "ETag: \"a\"", "\"a\"" },
    { "ETag: \"\"", "\"\"" },
    { "etag: \"a b,c\"", "\"a b,c\"" },
    { "ETag: W/\"a\"", NULL },
    { "ETag: w/\"a\"", NULL },
    { "ETag: a", NULL },
    { "ETag: \"a\"b\"", NULL },
    { "ETag: \"a\rX: b\"", NULL },
    { "ETag: \"\xe4\"", "\"\xe4\"" },
    { "ETag: \"", NULL },
    { "ETag: \"a", NULL },
    { "ETag: ", NULL },
    { "ETag: \"a\"\nETag: \"b\"", "\"a\"" },
    { OLD "Date: Sun, 06 Nov 1994 08:50:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT" },
    { OLD "Date: Sun, 06 Nov 1994 08:50:36 GMT", NULL },
    { OLD "Date: Sun, 06 Nov 1994 08:49:37 GMT", NULL },
    { OLD "Date: Sat, 05 Nov 1994 08:49:37 GMT", NULL },
    { OLD "Date: soon", NULL },
    { OLD "Date: Sunday, 06-Nov-94 08:50:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT" },
    { OLD "Date: Sun Nov  6 08:50:36 1994", NULL },
    { OLD, NULL },
    { "Last-Modified: Sun Nov  6 08:49:37 1994\nDate: Sun, 06 Nov 2004 08:50:37 GMT", NULL },
    { "Last-Modified: Sun, 06 Nvo 1994 08:49:37 GMT\nDate: Sun, 06 Nov 2004 08:50:37 GMT", NULL },
    { "Last-Modified: Sun, 31 Feb 1994 08:49:37 GMT\nDate: Sun, 06 Nov 2004 08:50:37 GMT", NULL },
    { "Last-Modified: Sun, 06 anF 1994 08:49:37 GMT\nDate: Sun, 06 Nov 2004 08:50:37 GMT", NULL },
    { "Last-Modified: Sun, 06 Nov 1994 28:49:37 GMT\nDate: Sun, 06 Nov 2004 08:50:37 GMT", NULL },
    { "Last-Modified: Sun, 06 Nov 1994 08:49:37 CET\nDate: Sun, 06 Nov 2004 08:50:37 GMT", NULL },
    { "Last-Modified: Sun, 06 Nov 1994\r08:49:37 GMT\nDate: Sun, 06 Nov 2004 08:50:37 GMT", NULL },
    { "Last-Modified: Sun, -6 Nov 1994 08:49:37 GMT\nDate: Sun, 06 Nov 2004 08:50:37 GMT", NULL },
    /* A weak tag says that there is no strong one. */
    { "ETag: W/\"a\"\n" OLD "Date: Sun, 06 Nov 2004 08:50:37 GMT", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DpResponse response;
      g_autofree char *validator = NULL;

      init (&response, 200, rows[i].lines);
      g_test_message ("row %u", i);
      validator = dp_response_dup_validator (&response);
      g_assert_cmpstr (validator, ==, rows[i].validator);
      dp_response_clear (&response);
    }
}

#define NOW_SEC 784111777 /* Sun, 06 Nov 1994 08:49:37 GMT */

static void
test_retry_after (void)
{
  static const struct
  {
    const char *lines;
    guint64 seconds;
  } rows[] = {
    { "", 0 },
    { "Retry-After: 0", 0 },
    { "Retry-After: 120", 120 },
    { "Retry-After: -120", 0 },
    { "Retry-After: 1.5", 0 },
    { "Retry-After: soon", 0 },
    { "Retry-After: ", 0 },
    { "Retry-After: 99999999999999999999", 0 },
    { "Retry-After: 9223372036854775807", G_MAXINT64 },
    { "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT", 0 },
    { "Retry-After: Sun, 06 Nov 1994 08:50:37 GMT", 60 },
    { "Retry-After: Sun, 06 Nov 1994 07:50:37 GMT", 0 },
    { "Retry-After: 5\nRetry-After: 7", 5 },
    /* RFC 9110 section 5.6.7: nobody may say these, and all have to understand them. */
    { "Retry-After: Sunday, 06-Nov-94 08:50:37 GMT", 60 },
    { "Retry-After: Sunday, 06-Nov-25 08:50:37 GMT", 978307260 },
    { "Retry-After: Sun Nov  6 08:50:37 1994", 60 },
    { "Retry-After: Wed Nov 16 08:49:37 1994", 10 * 24 * 60 * 60 },
    { "Retry-After: Sunday, 06-Nov-1994 08:50:37 GMT", 0 },
    { "Retry-After: Sunday, 06-Nov-94 08:50:37 CET", 0 },
    { "Retry-After: Sunday, 06-Vno-94 08:50:37 GMT", 0 },
    { "Retry-After: Sun Nov  6 08:50:37 1994 GMT", 0 },
    { "Retry-After: Sun Nov -6 08:50:37 1994", 0 },
    { "Retry-After: Sun Nov 66 08:50:37 1994", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DpResponse response;

      init (&response, 503, rows[i].lines);
      g_test_message ("row %u", i);
      g_assert_cmpuint (dp_response_get_retry_after_sec (&response, NOW_SEC), ==, rows[i].seconds);
      dp_response_clear (&response);
    }
}

static void
test_statuses (void)
{
  for (guint status = 100; status < 600; status++)
    {
      gboolean is_redirect =
          status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
      gboolean is_busy = status == 408 || status == 429 || status >= 500;
      DpResponse with;
      DpResponse without;

      init (&with, status, "Location: /file");
      init (&without, status, "");
      g_assert_cmpint (dp_response_is_redirect (&with), ==, is_redirect);
      g_assert_false (dp_response_is_redirect (&without));
      g_assert_cmpint (dp_response_is_busy (&with), ==, is_busy);
      dp_response_clear (&with);
      dp_response_clear (&without);
    }
}

static void
test_content (void)
{
  DpResponse response;

  init (&response, 200,
        "Content-Type: Text/HTML ; charset=x\nContent-Type: image/png\nContent-Encoding: identity\n"
        "Content-Disposition: attachment\nX-Other: 1");
  g_assert_cmpstr (response.content_type, ==, "text/html");
  g_assert_cmpstr (response.content_encoding, ==, NULL);
  g_assert_cmpstr (response.content_disposition, ==, "attachment");
  dp_response_clear (&response);
  g_assert_null (response.content_type);

  init (&response, 200, "Content-Encoding: identity\nContent-Encoding: GZip\nContent-Type: ");
  g_assert_cmpstr (response.content_encoding, ==, "gzip");
  g_assert_cmpstr (response.content_type, ==, "");
  dp_response_clear (&response);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/response/length", test_length);
  g_test_add_func ("/response/range", test_range);
  g_test_add_func ("/response/two-ranges", test_two_ranges);
  g_test_add_func ("/response/total", test_total);
  g_test_add_func ("/response/validator", test_validator);
  g_test_add_func ("/response/retry-after", test_retry_after);
  g_test_add_func ("/response/statuses", test_statuses);
  g_test_add_func ("/response/content", test_content);

  return g_test_run ();
}
