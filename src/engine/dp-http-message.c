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

static GUri *
build_uri (const DpUrl *url)
{
  gboolean is_default = url->port == (dp_url_is_secure (url) ? 443 : 80);

  /* Built, not parsed: parsing would normalise the percent-encoding of signed links. */
  return g_uri_build (SOUP_HTTP_URI_FLAGS, url->scheme, NULL, url->host,
                      is_default ? -1 : url->port, url->path, url->query, NULL);
}

/**
 * dp_http_message_new:
 * @url: what to ask for
 * @range: (nullable): the part to ask for, or %NULL for the whole
 *
 * Thread: worker.
 *
 * Returns: (transfer full): a request that libsoup neither redirects nor authenticates
 */
SoupMessage *
dp_http_message_new (const DpUrl *url, const DpHttpRange *range)
{
  g_autoptr (GUri) uri = build_uri (url);
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
  if (range != NULL)
    {
      soup_message_headers_set_range (headers, (goffset) range->first_byte, -1);
      soup_message_headers_replace (headers, "If-Range", range->validator);
    }
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
