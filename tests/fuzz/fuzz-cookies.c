/* fuzz-cookies.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A cookies.txt; and each of its lines once more, as a Set-Cookie.  What is told to a server must be
 * one line, and only to whom it is for.
 */

#include <string.h>

#include "dp-cookie-date.h"
#include "dp-cookies.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* No g_assert: it is not there in every build. */
static void
require (gboolean condition)
{
  if (!condition)
    g_abort ();
}

static gboolean
is_public_suffix (const char *domain)
{
  return g_str_equal (domain, "test");
}

static void
require_header (const DpCookies *cookies, const char *link)
{
  g_autoptr (DpUrl) url = dp_url_parse (link, NULL);
  g_autofree char *header = dp_cookies_dup_header (cookies, url, 1000);

  if (header == NULL)
    return;
  require (*header != '\0');
  for (const char *p = header; *p != '\0'; p++)
    require (!g_ascii_iscntrl (*p));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (DpCookies) cookies = dp_cookies_new ();
  g_autoptr (DpCookies) said = dp_cookies_new ();
  g_autoptr (DpUrl) url = dp_url_parse ("https://b.a.test/d/x", NULL);
  g_autoptr (DpUrl) other = dp_url_parse ("https://c.test/d/x", NULL);
  g_autofree char *stolen = NULL;
  guint n_bad = dp_cookies_add_netscape (cookies, (const char *) data, size);

  require (n_bad + dp_cookies_get_n (cookies) <= g_strv_length (lines));
  require_header (cookies, "http://a.test/");
  require_header (cookies, "https://b.a.test/d/x");

  for (char **line = lines; *line != NULL; line++)
    {
      dp_cookies_add_set_cookie (said, url, *line, is_public_suffix, 1000);
      dp_cookie_date_parse (*line);
    }
  require_header (said, "https://b.a.test/d/x");
  stolen = dp_cookies_dup_header (said, other, 1000);
  require (stolen == NULL);
  return 0;
}
