/* dp-http-options.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person can say about requests, judged before it is believed.
 *
 * No error message repeats what was given: there may be a password in it.
 *
 * Thread: any; constant once a client has seen it.
 */

#include "dp-http-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What an exchange says itself, and what is between two machines only (RFC 9110 section 7.6.1). */
static const char *const own_headers[] = { "accept-encoding",
                                           "connection",
                                           "content-length",
                                           "expect",
                                           "host",
                                           "if-range",
                                           "keep-alive",
                                           "range",
                                           "referer",
                                           "proxy-authorization",
                                           "proxy-connection",
                                           "transfer-encoding",
                                           "te",
                                           "trailer",
                                           "upgrade",
                                           "user-agent",
                                           NULL };

static gboolean
set_wrong (GError **error, const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);
  return FALSE;
}

static gboolean
has_control (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return TRUE;
  return FALSE;
}

/**
 * dp_http_options_set_user_agent:
 * @self: options
 * @text: who we say we are; empty to say nothing
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: any.
 *
 * Returns: %FALSE with @error set if it can't be said
 */
gboolean
dp_http_options_set_user_agent (DpHttpOptions *self, const char *text, GError **error)
{
  if (has_control (text))
    return set_wrong (error, _ ("There is a control character in the user agent."));
  g_free (self->user_agent);
  /* libsoup adds its name where a space is at the end. */
  self->user_agent = g_strstrip (g_strdup (text));
  return TRUE;
}

/**
 * dp_http_options_set_referer:
 * @self: options
 * @text: the link of a page
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: any.
 *
 * Returns: %FALSE with @error set if it is no link
 */
gboolean
dp_http_options_set_referer (DpHttpOptions *self, const char *text, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (DpUrl) url = dp_url_parse (text, &reason);

  if (url == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   /* Translators: %s is the reason, a sentence. */
                   _ ("The referer is no link that can be told: %s"), reason->message);
      return FALSE;
    }
  g_clear_pointer (&self->referer, dp_url_free);
  self->referer = g_steal_pointer (&url);
  return TRUE;
}

/* RFC 9110 section 5.6.2 */
static gboolean
is_token (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("!#$%&'*+-.^_`|~", text[i]) == NULL)
      return FALSE;
  return length > 0;
}

static void
add_line (DpHttpOptions *self, char *line)
{
  guint n = self->headers != NULL ? g_strv_length (self->headers) : 0;

  self->headers = g_renew (char *, self->headers, n + 2);
  self->headers[n] = line;
  self->headers[n + 1] = NULL;
}

/**
 * dp_http_options_add_header:
 * @self: options
 * @text: a header, as `Name: value`
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: any.
 *
 * Returns: %FALSE with @error set if it is none, or not for a person to say
 */
gboolean
dp_http_options_add_header (DpHttpOptions *self, const char *text, GError **error)
{
  gsize length = strcspn (text, ":");
  g_autofree char *name = g_ascii_strdown (text, (gssize) length);
  g_autofree char *value = NULL;

  if (has_control (text))
    return set_wrong (error, _ ("There is a control character in the header."));
  if (text[length] != ':' || !is_token (text, length))
    return set_wrong (error, _ ("A header looks like “Name: value”."));
  if (g_str_equal (name, "user-agent") || g_str_equal (name, "referer"))
    return set_wrong (error, _ ("User agent and referer have places of their own."));
  if (g_strv_contains (own_headers, name))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   /* Translators: %s is the name of a header, as in "content-length". */
                   _ ("The header “%s” can't be chosen: it has to say what is true."), name);
      return FALSE;
    }
  value = g_strstrip (g_strdup (text + length + 1));
  add_line (self, g_strdup_printf ("%.*s: %s", (int) length, text, value));
  return TRUE;
}

/**
 * dp_http_options_set_user:
 * @self: options
 * @text: a name and a password, as `NAME:PASSWORD`
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: any.
 *
 * Returns: %FALSE with @error set if there is no password in it
 */
gboolean
dp_http_options_set_user (DpHttpOptions *self, const char *text, GError **error)
{
  gsize length = strcspn (text, ":");
  g_autofree char *name = g_strndup (text, length);
  g_autofree char *user = g_uri_escape_string (name, NULL, FALSE);
  g_autofree char *password = NULL;

  if (has_control (text))
    return set_wrong (error, _ ("There is a control character in the user name or the password."));
  if (text[length] != ':')
    return set_wrong (error, _ ("User name and password look like “NAME:PASSWORD”."));
  password = g_uri_escape_string (text + length + 1, NULL, FALSE);
  g_free (self->userinfo);
  self->userinfo = g_strconcat (user, ":", password, NULL);
  return TRUE;
}

/**
 * dp_http_options_dup_referer:
 * @self: options
 * @url: whom we ask
 * @is_at_home: whether that is the origin of the person's link still
 *
 * The page is told to the server that the person named; where that one sends us on to another, only
 * the page's server.  Nothing of a secure page goes over an insecure connection.
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): the value for Referer
 */
char *
dp_http_options_dup_referer (const DpHttpOptions *self, const DpUrl *url, gboolean is_at_home)
{
  g_autoptr (DpUrl) page = NULL;

  if (self->referer == NULL || (dp_url_is_secure (self->referer) && !dp_url_is_secure (url)))
    return NULL;
  page = dp_url_copy (self->referer);
  if (!is_at_home)
    {
      g_clear_pointer (&page->query, g_free);
      g_free (page->path);
      page->path = g_strdup ("/");
    }
  return dp_url_to_display (page);
}

/**
 * dp_http_options_copy:
 * @self: options
 *
 * Thread: any.
 *
 * Returns: (transfer full): the same ones
 */
DpHttpOptions *
dp_http_options_copy (const DpHttpOptions *self)
{
  DpHttpOptions *copy = g_new0 (DpHttpOptions, 1);

  copy->timeout_sec = self->timeout_sec;
  g_set_object (&copy->tls_database, self->tls_database);
  g_set_object (&copy->proxy_resolver, self->proxy_resolver);
  copy->user_agent = g_strdup (self->user_agent);
  copy->referer = self->referer != NULL ? dp_url_copy (self->referer) : NULL;
  copy->headers = g_strdupv (self->headers);
  copy->userinfo = g_strdup (self->userinfo);
  copy->cookies = self->cookies != NULL ? dp_cookies_ref (self->cookies) : NULL;
  return copy;
}

/**
 * dp_http_options_clear:
 * @self: options
 *
 * Thread: any.
 */
void
dp_http_options_clear (DpHttpOptions *self)
{
  g_clear_object (&self->tls_database);
  g_clear_object (&self->proxy_resolver);
  g_clear_pointer (&self->user_agent, g_free);
  g_clear_pointer (&self->referer, dp_url_free);
  g_clear_pointer (&self->headers, g_strfreev);
  g_clear_pointer (&self->userinfo, g_free);
  g_clear_pointer (&self->cookies, dp_cookies_unref);
}

/**
 * dp_http_options_free:
 * @self: (transfer full) (nullable): options
 *
 * Thread: any.
 */
void
dp_http_options_free (DpHttpOptions *self)
{
  if (self == NULL)
    return;
  dp_http_options_clear (self);
  g_free (self);
}
