/* dp-request.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person says about a request beyond its link (headers, cookies, referer, user agent, user
 * and password), judged before it is believed.
 *
 * No error message repeats what was given: there may be a password in it.
 *
 * Thread: any; one that others know of is not changed any more.
 */

#include "dp-request.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define COOKIE "Cookie:"

/* Servers take a hundred or so, of 8 KiB or so all together. */
#define MAX_HEADERS      256
#define MAX_HEADER_BYTES (64 * 1024)

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

/**
 * dp_request_new:
 *
 * Thread: any.
 *
 * Returns: (transfer full): a request of which nothing is said yet
 */
DpRequest *
dp_request_new (void)
{
  DpRequest *self = g_new0 (DpRequest, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

/**
 * dp_request_ref:
 * @self: a request
 *
 * Thread: any.
 *
 * Returns: (transfer full): @self
 */
DpRequest *
dp_request_ref (DpRequest *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dp_request_unref:
 * @self: (transfer full) (nullable): a request
 *
 * Thread: any.
 */
void
dp_request_unref (DpRequest *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_strfreev (self->headers);
  dp_url_free (self->referer);
  g_free (self->user_agent);
  g_free (self->userinfo);
  dp_cookies_unref (self->cookies);
  g_free (self);
}

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

static void
assert_unshared (DpRequest *self)
{
  g_assert (g_atomic_ref_count_compare (&self->ref_count, 1));
}

/**
 * dp_request_set_user_agent:
 * @self: a request that nobody else knows of
 * @text: who we say we are; empty to say nothing
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: any.
 *
 * Returns: %FALSE with @error set if it can't be said
 */
gboolean
dp_request_set_user_agent (DpRequest *self, const char *text, GError **error)
{
  assert_unshared (self);

  if (has_control (text))
    return set_wrong (error, _ ("There is a control character in the user agent."));
  g_free (self->user_agent);
  /* libsoup adds its name where a space is at the end. */
  self->user_agent = g_strstrip (g_strdup (text));
  return TRUE;
}

/**
 * dp_request_set_referer:
 * @self: a request that nobody else knows of
 * @text: the link of a page
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: any.
 *
 * Returns: %FALSE with @error set if it is no link
 */
gboolean
dp_request_set_referer (DpRequest *self, const char *text, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (DpUrl) url = dp_url_parse (text, &reason);

  assert_unshared (self);

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

/* Headers */

/* RFC 9110 section 5.6.2 */
static gboolean
is_token (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("!#$%&'*+-.^_`|~", text[i]) == NULL)
      return FALSE;
  return length > 0;
}

static gboolean
has_same_name (const char *line, const char *other)
{
  gsize length = strcspn (line, ":");

  return length == strcspn (other, ":") && g_ascii_strncasecmp (line, other, length) == 0;
}

static char **
find_header (char **headers, const char *line)
{
  for (; headers != NULL && *headers != NULL; headers++)
    if (has_same_name (*headers, line))
      return headers;
  return NULL;
}

static guint
get_n_headers (const DpRequest *self)
{
  return self->headers != NULL ? g_strv_length (self->headers) : 0;
}

static void
add_line (DpRequest *self, char *line)
{
  guint n = get_n_headers (self);

  self->headers = g_renew (char *, self->headers, n + 2);
  self->headers[n] = line;
  self->headers[n + 1] = NULL;
}

/* Never two of them (RFC 6265 section 5.4). */
static void
add_cookies (DpRequest *self, const char *value)
{
  char **line = find_header (self->headers, COOKIE);
  g_autofree char *before = NULL;

  if (line == NULL)
    {
      add_line (self, g_strconcat (COOKIE, " ", value, NULL));
      return;
    }
  before = *line;
  *line = g_strconcat (before, "; ", value, NULL);
}

/**
 * dp_request_is_own_header:
 * @name: the name of a header, in any case
 *
 * Thread: any.
 *
 * Returns: whether we say it ourselves: it has to be true, or has a place of its own
 */
gboolean
dp_request_is_own_header (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_strv_contains (own_headers, lower);
}

/**
 * dp_request_add_header:
 * @self: a request that nobody else knows of
 * @text: a header, as `Name: value`
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: any.
 *
 * Returns: %FALSE with @error set if it is none, or not for a person to say
 */
gboolean
dp_request_add_header (DpRequest *self, const char *text, GError **error)
{
  gsize length = strcspn (text, ":");
  g_autofree char *name = g_ascii_strdown (text, (gssize) length);
  g_autofree char *value = NULL;

  assert_unshared (self);

  if (has_control (text))
    return set_wrong (error, _ ("There is a control character in the header."));
  if (strlen (text) > MAX_HEADER_BYTES || get_n_headers (self) >= MAX_HEADERS)
    return set_wrong (error, _ ("That is more than a server would listen to."));
  if (text[length] != ':' || !is_token (text, length))
    return set_wrong (error, _ ("A header looks like “Name: value”."));
  if (g_str_equal (name, "user-agent") || g_str_equal (name, "referer"))
    return set_wrong (error, _ ("User agent and referer have places of their own."));
  if (dp_request_is_own_header (name))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   /* Translators: %s is the name of a header, as in "content-length". */
                   _ ("The header “%s” can't be chosen: it has to say what is true."), name);
      return FALSE;
    }
  value = g_strstrip (g_strdup (text + length + 1));
  if (g_str_equal (name, "cookie"))
    add_cookies (self, value);
  else
    add_line (self, g_strdup_printf ("%.*s: %s", (int) length, text, value));
  return TRUE;
}

/**
 * dp_request_set_user:
 * @self: a request that nobody else knows of
 * @text: a name and a password, as `NAME:PASSWORD`
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: any.
 *
 * Returns: %FALSE with @error set if there is no password in it
 */
gboolean
dp_request_set_user (DpRequest *self, const char *text, GError **error)
{
  gsize length = strcspn (text, ":");
  g_autofree char *name = g_strndup (text, length);
  g_autofree char *user = g_uri_escape_string (name, NULL, FALSE);
  g_autofree char *password = NULL;

  assert_unshared (self);

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
 * dp_request_set_cookies:
 * @self: a request that nobody else knows of
 * @cookies: (nullable): cookies that are not changed any more
 *
 * Thread: any.
 */
void
dp_request_set_cookies (DpRequest *self, DpCookies *cookies)
{
  assert_unshared (self);

  dp_cookies_unref (self->cookies);
  self->cookies = cookies != NULL ? dp_cookies_ref (cookies) : NULL;
}

/**
 * dp_request_is_empty:
 * @self: a request
 *
 * Thread: any.
 *
 * Returns: whether nothing is said
 */
gboolean
dp_request_is_empty (const DpRequest *self)
{
  return self->headers == NULL && self->referer == NULL && self->user_agent == NULL &&
         self->userinfo == NULL && self->cookies == NULL;
}

static gboolean
has_cookies (const DpRequest *self)
{
  return self->cookies != NULL || find_header (self->headers, COOKIE) != NULL;
}

static void
merge_headers (DpRequest *self, const DpRequest *said, const DpRequest *fallback)
{
  for (char **line = fallback->headers; line != NULL && *line != NULL; line++)
    if (find_header (said->headers, *line) == NULL &&
        !(has_cookies (said) && has_same_name (*line, COOKIE)))
      add_line (self, g_strdup (*line));
  for (char **line = said->headers; line != NULL && *line != NULL; line++)
    add_line (self, g_strdup (*line));
}

/**
 * dp_request_merge:
 * @said: (nullable): what is said for one link
 * @fallback: (nullable): what is said for all links
 *
 * What is said for the one wins: each header by its name, and its cookies, from wherever they come,
 * over all others.
 *
 * Thread: any.
 *
 * Returns: (transfer full): what holds for this link; not to be changed
 */
DpRequest *
dp_request_merge (DpRequest *said, DpRequest *fallback)
{
  DpRequest *merged;
  const DpUrl *referer;

  if (said == NULL || fallback == NULL)
    {
      DpRequest *only = said != NULL ? said : fallback;

      return only != NULL ? dp_request_ref (only) : dp_request_new ();
    }
  merged = dp_request_new ();
  referer = said->referer != NULL ? said->referer : fallback->referer;
  merge_headers (merged, said, fallback);
  merged->referer = referer != NULL ? dp_url_copy (referer) : NULL;
  merged->user_agent =
      g_strdup (said->user_agent != NULL ? said->user_agent : fallback->user_agent);
  merged->userinfo = g_strdup (said->userinfo != NULL ? said->userinfo : fallback->userinfo);
  dp_request_set_cookies (merged, has_cookies (said) ? said->cookies : fallback->cookies);
  return merged;
}

/**
 * dp_request_dup_referer:
 * @self: a request
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
dp_request_dup_referer (const DpRequest *self, const DpUrl *url, gboolean is_at_home)
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
