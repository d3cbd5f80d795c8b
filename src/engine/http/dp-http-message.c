/* dp-http-message.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What we say to a server: the link byte for byte, identity, and nothing that was not asked for.
 *
 * Thread: worker.
 */

#include "dp-http-message.h"

#include <libsoup/soup.h>
#include <string.h>

static GUri *
build_uri (const DpUrl *url)
{
  gboolean is_default = url->port == (dp_url_is_secure (url) ? 443 : 80);

  /* Built, not parsed: parsing would normalise the percent-encoding of signed links. */
  return g_uri_build (SOUP_HTTP_URI_FLAGS, url->scheme, NULL, url->host,
                      is_default ? -1 : url->port, url->path, url->query, NULL);
}

static gboolean
has_cookie (char *const *pairs, const char *pair)
{
  gsize length = strcspn (pair, "=");

  for (; *pairs != NULL; pairs++)
    if (strcspn (g_strchug (*pairs), "=") == length && strncmp (*pairs, pair, length) == 0)
      return TRUE;
  return FALSE;
}

/* What stands in the jar is the newer where a cookie was said, too: a server set it on the way. */
static char *
join_cookies (const char *said, const char *jar)
{
  g_auto (GStrv) old = g_strsplit (said, ";", -1);
  g_auto (GStrv) newer = g_strsplit (jar, ";", -1);
  GString *joined = g_string_new (NULL);

  for (char **pair = old; *pair != NULL; pair++)
    if (!has_cookie (newer, g_strstrip (*pair)) && **pair != '\0')
      g_string_append_printf (joined, "%s; ", *pair);
  g_string_append (joined, jar);
  return g_string_free (joined, FALSE);
}

static void
add_cookies (SoupMessageHeaders *headers, const char *jar)
{
  const char *said = soup_message_headers_get_one (headers, "Cookie");
  g_autofree char *both = said != NULL ? join_cookies (said, jar) : NULL;

  /* Never two of them (RFC 6265 section 5.4). */
  soup_message_headers_replace (headers, "Cookie", both != NULL ? both : jar);
}

static void
add_headers (SoupMessageHeaders *headers, const DpHttpRequest *request)
{
  for (char *const *line = request->headers; line != NULL && *line != NULL; line++)
    {
      const char *colon = strchr (*line, ':');
      g_autofree char *name = g_strndup (*line, colon - *line);

      if (g_ascii_strcasecmp (name, "Accept") == 0)
        soup_message_headers_remove (headers, name);
      soup_message_headers_append (headers, name, colon + strlen (": "));
    }
  if (request->referer != NULL)
    soup_message_headers_replace (headers, "Referer", request->referer);
  if (request->cookie != NULL)
    add_cookies (headers, request->cookie);
}

/* Not earlier: the session writes its own over it. */
static void
on_starting (SoupMessage *message, gpointer user_agent)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  if (*(const char *) user_agent != '\0')
    soup_message_headers_replace (headers, "User-Agent", user_agent);
  else
    soup_message_headers_remove (headers, "User-Agent");
}

static void
free_closure_data (gpointer data, GClosure *closure)
{
  g_free (data);
}

static void
add_range (SoupMessageHeaders *headers, const DpHttpRange *range)
{
  goffset last_byte = range->n_bytes > 0 ? (goffset) (range->first_byte + range->n_bytes - 1) : -1;

  soup_message_headers_set_range (headers, (goffset) range->first_byte, last_byte);
  soup_message_headers_replace (headers, "If-Range", range->validator);
}

/* An entity tag stands in quotes, a date does not. */
static void
add_unless (SoupMessageHeaders *headers, const char *validator)
{
  soup_message_headers_replace (headers, *validator == '"' ? "If-None-Match" : "If-Modified-Since",
                                validator);
}

/**
 * dp_http_message_new:
 * @request: what is to be said
 *
 * Thread: worker.
 *
 * Returns: (transfer full): a request that libsoup neither redirects nor authenticates
 */
SoupMessage *
dp_http_message_new (const DpHttpRequest *request)
{
  g_autoptr (GUri) uri = build_uri (request->url);
  const DpHttpRange *range = request->range;
  SoupMessage *message = soup_message_new_from_uri ("GET", uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
#if SOUP_CHECK_VERSION(3, 4, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  soup_message_set_force_http1 (message, TRUE);
  G_GNUC_END_IGNORE_DEPRECATIONS
#endif
  soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);

  soup_message_headers_replace (headers, "Accept", "*/*");
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  add_headers (headers, request);
  if (request->user_agent != NULL)
    g_signal_connect_data (message, "starting", G_CALLBACK (on_starting),
                           g_strdup (request->user_agent), free_closure_data, G_CONNECT_DEFAULT);
  if (range != NULL && range->is_unless)
    add_unless (headers, range->validator);
  else if (range != NULL)
    add_range (headers, range);
  return message;
}

/**
 * dp_http_message_get_phrase:
 * @status: a status code
 *
 * Thread: any.
 *
 * Returns: (transfer none): the standard words for it, also for those that libsoup does not know
 */
const char *
dp_http_message_get_phrase (guint status)
{
  static const struct
  {
    guint status;
    const char *phrase;
  } newer[] = {
    { 421, "Misdirected Request" },
    { 428, "Precondition Required" },
    { 429, "Too Many Requests" },
    { 431, "Request Header Fields Too Large" },
    { 451, "Unavailable For Legal Reasons" },
    { 511, "Network Authentication Required" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (newer); i++)
    if (newer[i].status == status)
      return newer[i].phrase;
  return soup_status_get_phrase (status);
}
