/* dp-get-request.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the command line says about requests, in the engine's words; certificates and cookies are
 * read.
 *
 * Thread: home, before the main loop runs.
 */

#include "dp-get-request.h"

#include <glib/gi18n.h>

#include "dp-get-input.h"
#include "dp-http-proxy.h"

#define MAX_COOKIES_MIB 4

static gboolean
read_authorities (const char *ca_file, DpHttpOptions *http, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (GError) reason = NULL;

  if (ca_file == NULL)
    return TRUE;
  path = g_canonicalize_filename (ca_file, NULL);
  http->tls_database = g_tls_file_database_new (path, &reason);
  if (http->tls_database != NULL)
    return TRUE;
  shown = g_filename_display_name (ca_file);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               _ ("Could not read the certificates in “%s”: %s"), shown, reason->message);
  return FALSE;
}

static gboolean
read_cookies (const char *file, DpRequest *request, GError **error)
{
  g_autoptr (GByteArray) text = NULL;
  g_autoptr (DpCookies) cookies = NULL;
  g_autofree char *shown = NULL;
  guint n_bad;

  if (file == NULL)
    return TRUE;
  text = dp_get_input_read (file, MAX_COOKIES_MIB, error);
  if (text == NULL)
    return FALSE;
  cookies = dp_cookies_new ();
  n_bad = dp_cookies_add_netscape (cookies, (const char *) text->data, text->len);
  dp_request_set_cookies (request, cookies);
  if (n_bad == 0 || dp_cookies_get_n (cookies) > 0)
    return TRUE;
  shown = g_filename_display_name (file);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               /* Translators: Netscape is the name of a file format: do not translate. */
               _ ("“%s” holds no cookies in the Netscape format."), shown);
  return FALSE;
}

static gboolean
read_proxy (const DpGetOptions *options, DpHttpOptions *http, GError **error)
{
  const char *no_proxy = g_getenv ("no_proxy");
  const char *proxy = options->is_no_proxy ? "none" : options->proxy;

  if (proxy == NULL)
    return TRUE;
  http->proxy_resolver =
      dp_http_proxy_new (proxy, no_proxy != NULL ? no_proxy : g_getenv ("NO_PROXY"), error);
  return http->proxy_resolver != NULL;
}

static gboolean
read_request (const DpGetOptions *options, DpRequest *request, GError **error)
{
  for (char **header = options->headers; header != NULL && *header != NULL; header++)
    if (!dp_request_add_header (request, *header, error))
      return FALSE;
  return (options->user_agent == NULL ||
          dp_request_set_user_agent (request, options->user_agent, error)) &&
         (options->referer == NULL || dp_request_set_referer (request, options->referer, error)) &&
         (options->user == NULL || dp_request_set_user (request, options->user, error)) &&
         read_cookies (options->cookie_file, request, error);
}

/**
 * dp_get_request_read:
 * @options: what the command line says
 * @http: (out caller-allocates): what the engine needs of it; zeros before, to be cleared after
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: home.
 *
 * Returns: %FALSE with @error set if something is wrong
 */
gboolean
dp_get_request_read (const DpGetOptions *options, DpHttpOptions *http, GError **error)
{
  http->timeout_sec = (guint) options->timeout_sec;
  http->request = dp_request_new ();
  return read_request (options, http->request, error) && read_proxy (options, http, error) &&
         read_authorities (options->ca_file, http, error);
}
