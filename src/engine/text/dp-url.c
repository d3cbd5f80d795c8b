/* dp-url.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One http or https link, split and judged.
 *
 * A signed link is only good byte for byte, so path and query stay exactly as they were given:
 * `%7e`, `%2f`, `//`, `/../` and backslashes mean something to somebody.  That is why g_uri_parse(),
 * which normalises percent-encoding, is not used here.  Only what can not stand in a request line is
 * percent-encoded: spaces, control characters and bytes outside ASCII.
 *
 * The scheme and the host are the opposite: they are brought into one form, and refused where that
 * is none that we can talk to (dp-scheme, dp-host).
 *
 * No error message repeats the link: there may be a password in it.
 *
 * Thread: any.
 */

#include "dp-url.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dp-host.h"
#include "dp-scheme.h"

/* A line break within is never part of a link, but often part of an attack. */
static char *
dup_trimmed (const char *text, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  if (strpbrk (trimmed, "\r\n") == NULL)
    return g_steal_pointer (&trimmed);

  g_set_error_literal (error, G_URI_ERROR, G_URI_ERROR_FAILED,
                       _ ("There is a line break in the link."));
  return NULL;
}

/* What a request line can not carry is percent-encoded, and so is each byte of `also`. */
static char *
encode (const char *text, gsize length, const char *also)
{
  static const char digits[] = "0123456789ABCDEF";
  GString *encoded = g_string_sized_new (length + 1);

  for (gsize i = 0; i < length; i++)
    if (g_ascii_isgraph (text[i]) && strchr (also, text[i]) == NULL)
      g_string_append_c (encoded, text[i]);
    else
      {
        const char escape[] = { '%', digits[(guchar) text[i] >> 4], digits[text[i] & 0x0f] };

        g_string_append_len (encoded, escape, sizeof escape);
      }

  return g_string_free (encoded, FALSE);
}

/* RFC 3986 section 3.2: `userinfo@host:port`.  A password may hold an `@` in practice, so it is the
 * last one that counts. */
static gboolean
parse_authority (DpUrl *self, const char *text, gsize length, GError **error)
{
  g_autofree char *authority = g_strndup (text, length);
  char *at = strrchr (authority, '@');
  char *host = at != NULL ? at + 1 : authority;
  char *port = strchr (*host == '[' ? host + strcspn (host, "]") : host, ':');
  guint64 number = dp_scheme_get_default_port (self->scheme);

  if (port != NULL)
    *port++ = '\0';

  if (*host == '\0')
    {
      g_set_error_literal (error, G_URI_ERROR, G_URI_ERROR_BAD_HOST, _ ("The link names no host."));
      return FALSE;
    }

  /* A browser takes a backslash for a slash, RFC 3986 does not: then the host is in dispute. */
  self->host = memchr (text, '\\', length) == NULL ? dp_host_canonicalize (host) : NULL;
  if (self->host == NULL)
    {
      g_set_error_literal (error, G_URI_ERROR, G_URI_ERROR_BAD_HOST,
                           _ ("The host name in the link is not valid."));
      return FALSE;
    }

  if (port != NULL && *port != '\0' &&
      !g_ascii_string_to_unsigned (port, 10, 1, G_MAXUINT16, &number, NULL))
    {
      g_set_error_literal (error, G_URI_ERROR, G_URI_ERROR_BAD_PORT,
                           _ ("The port in the link must be a number from 1 to 65535."));
      return FALSE;
    }

  self->port = number;
  if (at > authority)
    self->userinfo = encode (authority, at - authority, "@");

  return TRUE;
}

/* The path (which may be empty) and the query at the end of a link; the fragment goes. */
static void
parse_path (const char *text, char **path, char **query)
{
  gsize length = strcspn (text, "?#");

  *path = encode (text, length, "");
  *query =
      text[length] == '?' ? encode (text + length + 1, strcspn (text + length + 1, "#"), "") : NULL;
}

static DpUrl *
parse_trimmed (const char *text, GError **error)
{
  g_autoptr (DpUrl) self = g_new0 (DpUrl, 1);
  const char *authority;
  gsize length;

  self->scheme = dp_scheme_read (text, error);
  if (self->scheme == NULL)
    return NULL;

  authority = text + strlen (self->scheme) + strlen (":");
  if (!g_str_has_prefix (authority, "//"))
    {
      g_set_error_literal (error, G_URI_ERROR, G_URI_ERROR_BAD_HOST,
                           _ ("A link begins with http:// or https://."));
      return NULL;
    }

  authority += strlen ("//");
  length = strcspn (authority, "/?#");
  if (!parse_authority (self, authority, length, error))
    return NULL;

  parse_path (authority + length, &self->path, &self->query);
  if (*self->path == '\0')
    {
      g_free (self->path);
      self->path = g_strdup ("/");
    }

  return g_steal_pointer (&self);
}

/**
 * dp_url_parse:
 * @text: a link, not necessarily UTF-8
 * @error: return location for an error, whose message is for the person
 *
 * Splits an absolute http or https link (RFC 3986 section 3), and refuses everything else.
 *
 * White space around it is ignored.  The fragment is dropped: it is never sent (RFC 9110 section
 * 7.1).  Path and query stay byte for byte as they are, see the top of this file.
 *
 * Thread: any.
 *
 * Returns: (transfer full): the link, or %NULL with @error set
 */
DpUrl *
dp_url_parse (const char *text, GError **error)
{
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  trimmed = dup_trimmed (text, error);
  return trimmed != NULL ? parse_trimmed (trimmed, error) : NULL;
}

/* RFC 3986 section 5.2.4, for a path that begins with a slash.  Linear: what memrchr() passes over
 * is gone afterwards. */
static char *
remove_dot_segments (const char *path)
{
  GString *result = g_string_new (NULL);

  while (*path == '/')
    {
      gsize length = 1 + strcspn (path + 1, "/");
      gboolean is_dot = length == 2 && path[1] == '.';
      gboolean is_dot_dot = length == 3 && path[1] == '.' && path[2] == '.';

      if (is_dot_dot && result->len > 0)
        g_string_truncate (result, (char *) memrchr (result->str, '/', result->len) - result->str);

      if (!is_dot && !is_dot_dot)
        g_string_append_len (result, path, length);
      else if (path[length] == '\0')
        g_string_append_c (result, '/');

      path += length;
    }

  return g_string_free (result, FALSE);
}

/* Turns the copy of the base into what a reference without scheme and host means (5.2.2, 5.2.3). */
static void
resolve_path (DpUrl *self, const char *reference)
{
  g_autofree char *path = NULL;
  g_autofree char *query = NULL;

  parse_path (reference, &path, &query);
  if (*path != '\0')
    {
      gsize folder_length = *path == '/' ? 0 : strrchr (self->path, '/') + 1 - self->path;
      g_autofree char *folder = g_strndup (self->path, folder_length);
      g_autofree char *merged = g_strconcat (folder, path, NULL);

      g_free (self->path);
      self->path = remove_dot_segments (merged);
    }

  if (*path != '\0' || query != NULL)
    {
      g_free (self->query);
      self->query = g_steal_pointer (&query);
    }
}

/**
 * dp_url_resolve:
 * @base: the link that was requested
 * @reference: what the answer points to, absolute or relative: a `Location` header
 * @error: return location for an error, whose message is for the person
 *
 * Resolves a reference (RFC 3986 section 5.2).  An absolute one is taken as it is, dot segments and
 * all.  A reference without host keeps the user name and password of @base.
 *
 * Thread: any.
 *
 * Returns: (transfer full): the link, or %NULL with @error set
 */
DpUrl *
dp_url_resolve (const DpUrl *base, const char *reference, GError **error)
{
  g_autoptr (DpUrl) self = NULL;
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (base != NULL, NULL);
  g_return_val_if_fail (reference != NULL, NULL);

  trimmed = dup_trimmed (reference, error);
  if (trimmed == NULL)
    return NULL;

  if (dp_scheme_get_length (trimmed) > 0)
    return parse_trimmed (trimmed, error);

  if (g_str_has_prefix (trimmed, "//"))
    {
      g_autofree char *absolute = g_strconcat (base->scheme, ":", trimmed, NULL);
      g_autofree char *path = NULL;

      self = parse_trimmed (absolute, error);
      if (self == NULL)
        return NULL;

      path = g_steal_pointer (&self->path);
      self->path = remove_dot_segments (path);
      return g_steal_pointer (&self);
    }

  self = dp_url_copy (base);
  resolve_path (self, trimmed);
  return g_steal_pointer (&self);
}

/**
 * dp_url_copy:
 * @self: a link
 *
 * Thread: any.
 *
 * Returns: (transfer full): the same link again
 */
DpUrl *
dp_url_copy (const DpUrl *self)
{
  DpUrl *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (DpUrl, 1);
  copy->scheme = g_strdup (self->scheme);
  copy->userinfo = g_strdup (self->userinfo);
  copy->host = g_strdup (self->host);
  copy->port = self->port;
  copy->path = g_strdup (self->path);
  copy->query = g_strdup (self->query);

  return copy;
}

/**
 * dp_url_free:
 * @self: (nullable) (transfer full): a link
 *
 * Thread: any.
 */
void
dp_url_free (DpUrl *self)
{
  if (self == NULL)
    return;

  g_free (self->scheme);
  g_free (self->userinfo);
  g_free (self->host);
  g_free (self->path);
  g_free (self->query);
  g_free (self);
}

static GString *
new_string (const DpUrl *self, const char *userinfo)
{
  gboolean is_ipv6 = strchr (self->host, ':') != NULL;
  GString *string = g_string_new (self->scheme);

  g_string_append (string, "://");
  if (userinfo != NULL)
    g_string_append_c (g_string_append (string, userinfo), '@');
  g_string_append (string, is_ipv6 ? "[" : "");
  g_string_append (string, self->host);
  g_string_append (string, is_ipv6 ? "]" : "");
  return string;
}

/* As printf() does; it is asked several times for each file, and that costs as much as all the rest. */
static void
append_port (GString *string, const DpUrl *self)
{
  char text[] = ":65535";
  char *start = text + strlen (text);
  guint port = self->port;

  do
    *--start = (char) ('0' + port % 10);
  while ((port /= 10) > 0);
  *--start = ':';
  g_string_append (string, start);
}

static char *
to_string (const DpUrl *self, const char *userinfo)
{
  GString *string = new_string (self, userinfo);

  if (self->port != dp_scheme_get_default_port (self->scheme))
    append_port (string, self);
  g_string_append (string, self->path);
  if (self->query != NULL)
    g_string_append (g_string_append_c (string, '?'), self->query);

  return g_string_free (string, FALSE);
}

/**
 * dp_url_to_string:
 * @self: a link
 *
 * The link as it is requested: ASCII without spaces, no fragment, no default port.  It holds the
 * user name and password; to show it, take dp_url_to_display().
 *
 * Thread: any.
 *
 * Returns: (transfer full): a string that dp_url_parse() takes for the same link
 */
char *
dp_url_to_string (const DpUrl *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return to_string (self, self->userinfo);
}

/**
 * dp_url_to_display:
 * @self: a link
 *
 * The link without user name and password, for the screen, a log, a title or a Referer.
 *
 * Thread: any.
 *
 * Returns: (transfer full): the string
 */
char *
dp_url_to_display (const DpUrl *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return to_string (self, NULL);
}

/**
 * dp_url_dup_origin:
 * @self: a link
 *
 * Whom credentials and cookies belong to (RFC 6454): `https://host:443`, always with the port.
 *
 * Thread: any.
 *
 * Returns: (transfer full): the origin
 */
char *
dp_url_dup_origin (const DpUrl *self)
{
  GString *origin;

  g_return_val_if_fail (self != NULL, NULL);

  origin = new_string (self, NULL);
  append_port (origin, self);
  return g_string_free (origin, FALSE);
}

/**
 * dp_url_same_origin:
 * @self: a link
 * @other: another link
 *
 * Thread: any.
 *
 * Returns: whether scheme, host and port are equal
 */
gboolean
dp_url_same_origin (const DpUrl *self, const DpUrl *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  return g_str_equal (self->scheme, other->scheme) && g_str_equal (self->host, other->host) &&
         self->port == other->port;
}

/**
 * dp_url_is_secure:
 * @self: a link
 *
 * Thread: any.
 *
 * Returns: whether the link is https
 */
gboolean
dp_url_is_secure (const DpUrl *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_str_equal (self->scheme, "https");
}
