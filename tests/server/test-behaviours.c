/* test-behaviours.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds the behaviour of a path, and the pieces that several answers share.  A connection's thread.
 */

#include "test-behaviours.h"

#include <string.h>
#include <time.h>

static const DpTestBehaviour *const tables[] = {
  dp_test_file_behaviours,
  dp_test_framing_behaviours,
  dp_test_reply_behaviours,
};

static const struct
{
  guint status;
  const char *phrase;
} phrases[] = {
  { 200, "OK" },
  { 204, "No Content" },
  { 206, "Partial Content" },
  { 301, "Moved Permanently" },
  { 302, "Found" },
  { 303, "See Other" },
  { 307, "Temporary Redirect" },
  { 308, "Permanent Redirect" },
  { 400, "Bad Request" },
  { 401, "Unauthorized" },
  { 403, "Forbidden" },
  { 404, "Not Found" },
  { 408, "Request Timeout" },
  { 410, "Gone" },
  { 416, "Range Not Satisfiable" },
  { 429, "Too Many Requests" },
  { 500, "Internal Server Error" },
  { 502, "Bad Gateway" },
  { 503, "Service Unavailable" },
  { 504, "Gateway Timeout" },
};

static const char *
get_phrase (guint status)
{
  for (gsize i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (phrases[i].status == status)
      return phrases[i].phrase;
  return "Unusual";
}

static DpTestAnswer
find_answer (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const DpTestBehaviour *row = tables[i]; row->path != NULL; row++)
      {
        gsize length = strlen (row->path);

        if (strncmp (path, row->path, length) == 0 && (path[length] == '\0' || path[length] == '/'))
          return row->answer;
      }
  return NULL;
}

gboolean
dp_test_behave (DpTestExchange *x)
{
  DpTestAnswer answer = find_answer (x->path);
  guint64 wait_msec = dp_test_exchange_get_number (x, "wait_msec", 0);
  gboolean keep;

  if (wait_msec > 0 && !dp_test_exchange_pause (x, wait_msec * G_TIME_SPAN_MILLISECOND))
    return FALSE;

  keep = answer != NULL ? answer (x) : dp_test_send_page (x, 404, "");
  if (g_socket_is_closed (x->socket))
    return FALSE;
  return dp_test_exchange_flush (x) && keep && dp_test_exchange_keeps_alive (x);
}

char *
dp_test_behaviours_dup_list (void)
{
  GString *list = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const DpTestBehaviour *row = tables[i]; row->path != NULL; row++)
      g_string_append_printf (list, "%-22s %s\n", row->path, row->what);
  return g_string_free (list, FALSE);
}

/* By hand, because strftime() and GDateTime speak the user's language. */
char *
dp_test_format_date (gint64 unix_sec)
{
  static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  time_t time = unix_sec;
  struct tm tm;

  gmtime_r (&time, &tm);
  return g_strdup_printf ("%s, %02d %s %04d %02d:%02d:%02d GMT", days[tm.tm_wday], tm.tm_mday,
                          months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

void
dp_test_put_status (DpTestExchange *x, guint status)
{
  g_autofree char *date = dp_test_format_date (g_get_real_time () / G_USEC_PER_SEC);

  dp_test_exchange_put (x, "HTTP/1.1 %u %s\r\nDate: %s\r\n", status, get_phrase (status), date);
}

gboolean
dp_test_send_text (DpTestExchange *x,
                   guint status,
                   const char *type,
                   const char *more_headers,
                   const char *body)
{
  dp_test_put_status (x, status);
  dp_test_exchange_put (x, "Content-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n", type,
                        strlen (body));
  dp_test_exchange_put (x, "%s\r\n%s", more_headers, body);
  return TRUE;
}

gboolean
dp_test_send_page (DpTestExchange *x, guint status, const char *more_headers)
{
  const char *phrase = get_phrase (status);
  g_autofree char *page =
      g_strdup_printf ("<!DOCTYPE html>\n<html><head><title>%u %s</title></head>\n"
                       "<body><h1>%s</h1><p>The test server says so.</p></body></html>\n",
                       status, phrase, phrase);

  return dp_test_send_text (x, status, "text/html; charset=utf-8", more_headers, page);
}
