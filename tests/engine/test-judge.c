/* test-judge.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is the file that was asked for, and what is something else.
 */

#include "dp-judge.h"

#define NONE DP_SIZE_UNKNOWN

static void
init (DpResponse *response, guint status, const char *name, const char *value)
{
  dp_response_init (response, status);
  if (value != NULL)
    dp_response_add_header (response, name, value);
}

static void
test_page (void)
{
  static const struct
  {
    const char *type;
    const char *disposition;
    const char *name;
    gboolean is_name_sure;
    gboolean is_page;
  } rows[] = {
    { "text/html", NULL, "a.zip", FALSE, TRUE },
    { "text/html; charset=utf-8", NULL, "a.iso", FALSE, TRUE },
    { "application/xhtml+xml", NULL, "a.png", FALSE, TRUE },
    { "text/html", NULL, "a.bin", FALSE, TRUE },
    { "text/html", NULL, "A.GGUF", FALSE, TRUE },
    { "text/html", NULL, "a.tar.safetensors", FALSE, TRUE },
    { "text/html", NULL, "bin", FALSE, FALSE },
    { "text/html", NULL, "show.do", FALSE, FALSE },
    { "text/html", NULL, "example.pt", FALSE, FALSE },
    { "text/html", NULL, "a.", FALSE, FALSE },
    { "text/html", "attachment", "a.zip", FALSE, FALSE },
    { "text/html", NULL, "a.html", FALSE, FALSE },
    { "text/html", NULL, "a.txt", FALSE, FALSE },
    { "text/html", NULL, "a.html", TRUE, FALSE },
    { "text/html", NULL, "download", FALSE, FALSE },
    { "text/html", NULL, "download", TRUE, TRUE },
    { "text/html", NULL, NULL, FALSE, FALSE },
    { "application/zip", NULL, "a.zip", FALSE, FALSE },
    { NULL, NULL, "a.zip", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DpResponse response;

      init (&response, 200, "Content-Type", rows[i].type);
      if (rows[i].disposition != NULL)
        dp_response_add_header (&response, "Content-Disposition", rows[i].disposition);
      g_test_message ("row %u", i);
      g_assert_cmpint (dp_judge_is_page_instead (&response, rows[i].name, rows[i].is_name_sure), ==,
                       rows[i].is_page);
      dp_response_clear (&response);
    }
}

/* 100 bytes of "v" are wanted from byte 40 on, of which we have those up to byte 50. */
static void
test_range (void)
{
  static const struct
  {
    const char *range;
    const char *name;
    const char *value;
    guint64 missing_byte;
    guint64 total_bytes;
    gboolean is_ours;
  } rows[] = {
    { "bytes 40-99/100", NULL, NULL, 50, 100, TRUE },
    { "bytes 40-99/100", NULL, NULL, 50, NONE, TRUE },
    { "bytes 40-99/100", "ETag", "\"v\"", 50, 100, TRUE },
    { "bytes 40-99/100", "ETag", "\"w\"", 50, 100, FALSE },
    { "bytes 40-99/100", "ETag", "W/\"w\"", 50, 100, FALSE },
    { "bytes 40-99/100", "ETag", "W/\"v\"", 50, 100, FALSE },
    { "bytes 40-99/100", "ETag", "w", 50, 100, FALSE },
    { "bytes 40-99/100", "Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT", 50, 100, FALSE },
    { "bytes 40-99/100", "Content-Length", "60", 50, 100, TRUE },
    { "bytes 40-99/100", "Content-Length", "61", 50, 100, FALSE },
    { "bytes 40-99/100", "Content-Encoding", "gzip", 50, 100, FALSE },
    { "bytes 39-99/100", NULL, NULL, 50, 100, FALSE },
    { "bytes 41-99/100", NULL, NULL, 50, 100, FALSE },
    { "bytes 40-99/101", NULL, NULL, 50, 100, FALSE },
    { "bytes 40-99/*", NULL, NULL, 50, NONE, FALSE },
    { "bytes 40-50/100", NULL, NULL, 50, 100, TRUE }, /* less than was asked for */
    { "bytes 40-49/100", NULL, NULL, 50, 100, FALSE },
    { "bytes 40-99/100", NULL, NULL, 100, 100, TRUE }, /* nothing is missing */
    { "bytes */100", NULL, NULL, 50, 100, FALSE },
    { NULL, NULL, NULL, 50, 100, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const DpAskedRange asked = { 40, rows[i].missing_byte, rows[i].total_bytes, "\"v\"" };
      DpResponse response;

      init (&response, 206, "Content-Range", rows[i].range);
      if (rows[i].name != NULL)
        dp_response_add_header (&response, rows[i].name, rows[i].value);
      g_test_message ("row %u", i);
      g_assert_cmpint (dp_judge_is_our_range (&response, &asked), ==, rows[i].is_ours);
      dp_response_clear (&response);
    }
}

/* Of 100 bytes some are here, and were asked for from a byte on. */
static void
test_rest_as_whole (void)
{
  static const struct
  {
    guint64 first_byte;
    const char *length;
    guint64 total_bytes;
    gboolean is_rest;
  } rows[] = {
    { 40, "100", 100, FALSE }, { 40, "60", 100, TRUE },
    { 40, "70", 100, TRUE },                            /* of another version */
    { 40, "110", 100, TRUE },  { 40, NULL, 100, TRUE }, /* chunked */
    { 40, "60", NONE, TRUE },  { 0, "60", 100, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const DpAskedRange asked = { rows[i].first_byte, 50, rows[i].total_bytes, "\"v\"" };
      DpResponse response;

      init (&response, 200, "Content-Length", rows[i].length);
      g_test_message ("row %u", i);
      g_assert_cmpint (dp_judge_is_rest_as_whole (&response, &asked), ==, rows[i].is_rest);
      dp_response_clear (&response);
    }
}

static void
test_all_here (void)
{
  static const struct
  {
    const char *range;
    guint64 prefix_bytes;
    guint64 total_bytes;
    const char *etag;
    gboolean is_all;
  } rows[] = {
    { "bytes */100", 100, NONE, NULL, TRUE },
    { "bytes */100", 100, 100, NULL, TRUE },
    { "bytes */100", 100, 100, "\"v\"", TRUE },
    { "bytes */100", 100, 100, "\"w\"", FALSE },
    { "bytes */100", 100, NONE, "W/\"w\"", FALSE },
    { "bytes */100", 99, NONE, NULL, FALSE },
    { "bytes */100", 100, 101, NULL, FALSE },
    { "bytes */99", 100, 100, NULL, FALSE },
    { NULL, 100, 100, NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DpResponse response;

      init (&response, 416, "Content-Range", rows[i].range);
      if (rows[i].etag != NULL)
        dp_response_add_header (&response, "ETag", rows[i].etag);
      g_test_message ("row %u", i);
      g_assert_cmpint (
          dp_judge_is_all_here (&response, rows[i].prefix_bytes, rows[i].total_bytes, "\"v\""), ==,
          rows[i].is_all);
      dp_response_clear (&response);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/judge/page", test_page);
  g_test_add_func ("/judge/range", test_range);
  g_test_add_func ("/judge/rest-as-whole", test_rest_as_whole);
  g_test_add_func ("/judge/all-here", test_all_here);

  return g_test_run ();
}
