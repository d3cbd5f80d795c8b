/* dp-scheme.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands before the first colon of a link: http, https, or a reason why it can't be downloaded.
 *
 * Thread: any.
 */

#include "dp-scheme.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HTTP_PORT  80
#define HTTPS_PORT 443

static const struct
{
  const char *scheme;
  const char *reason;
} refused_schemes[] = {
  { "blob", N_ ("This link means something inside a web page only.") },
  { "data", N_ ("This link is the data itself; there is nothing to download.") },
  { "file", N_ ("This is a file on a computer, not a link to download.") },
  { "ftp", N_ ("FTP is not supported, only http and https.") },
  { "javascript", N_ ("This is a script, not a link to download.") },
  { "magnet", N_ ("Torrents are not supported, only http and https.") },
  { "mailto", N_ ("This is an e-mail address, not a link to download.") },
};

/**
 * dp_scheme_get_length:
 * @text: a link or a reference
 *
 * Thread: any.
 *
 * Returns: how long its scheme is (RFC 3986 section 3.1); 0 where it begins otherwise
 */
gsize
dp_scheme_get_length (const char *text)
{
  gsize length = 0;

  if (!g_ascii_isalpha (text[0]))
    return 0;

  while (g_ascii_isalnum (text[length]) || (text[length] != '\0' && strchr ("+-.", text[length])))
    length++;

  return text[length] == ':' ? length : 0;
}

/**
 * dp_scheme_read:
 * @text: a link
 * @error: return location for an error, whose message is for the person
 *
 * Thread: any.
 *
 * Returns: (transfer full): `http` or `https`, or %NULL with @error set
 */
char *
dp_scheme_read (const char *text, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (text, (gssize) dp_scheme_get_length (text));
  const char *reason = _ ("Only http and https links can be downloaded.");

  if (g_str_equal (lower, "http") || g_str_equal (lower, "https"))
    return g_steal_pointer (&lower);

  if (*lower == '\0')
    reason = _ ("A link begins with http:// or https://.");

  for (guint i = 0; i < G_N_ELEMENTS (refused_schemes); i++)
    if (g_str_equal (lower, refused_schemes[i].scheme))
      reason = _ (refused_schemes[i].reason);

  g_set_error_literal (error, G_URI_ERROR, G_URI_ERROR_BAD_SCHEME, reason);
  return NULL;
}

/**
 * dp_scheme_get_default_port:
 * @scheme: `http` or `https`
 *
 * Thread: any.
 *
 * Returns: the port of a link that names none
 */
guint16
dp_scheme_get_default_port (const char *scheme)
{
  return g_str_equal (scheme, "https") ? HTTPS_PORT : HTTP_PORT;
}
