/* dp-cookies.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cookies: out of a file as browsers export it (Netscape's cookies.txt) and out of Set-Cookie, and
 * which of them a link gets (RFC 6265).
 *
 * Lenient with what it reads: a line that makes no sense is left out, as RFC 6265 section 5.2 says.
 * Strict with what it tells: domain, path, secure and expiry all have to agree; and the port, which RFC
 * 6265 does not look at: what one server has set is nothing for another one on the same host.  Only from
 * http to https, each on the port of its own, a cookie may go along.
 *
 * Thread: any; one that others know of is not changed any more.  Never reads a clock.
 */

#include "dp-cookies.h"

#include <string.h>

#include "dp-cookie-date.h"
#include "dp-scheme.h"

/* As browsers have it; whoever needs more has a file there, no cookie. */
#define MAX_COOKIE_BYTES 4096
#define MAX_COOKIES      10000

/* A cookies.txt says nothing of it. */
#define ANY_PORT -1
/* That of http or https. */
#define DEFAULT_PORT 0

typedef struct
{
  char *name;
  char *value;
  char *domain; /* lower case, without a leading dot */
  char *path;
  gint64 expires_sec; /* or DP_COOKIE_DATE_NEVER */
  int port;           /* of who set it; DEFAULT_PORT, or ANY_PORT */
  gboolean is_host_only;
  gboolean is_secure;
} Cookie;

struct _DpCookies
{
  gatomicrefcount ref_count;
  GPtrArray *cookies; /* (owned) (element-type Cookie): the older ones first */
};

static void
cookie_clear (gpointer data)
{
  Cookie *self = data;

  g_free (self->name);
  g_free (self->value);
  g_free (self->domain);
  g_free (self->path);
}

static void
cookie_release (gpointer cookie)
{
  g_atomic_rc_box_release_full (cookie, cookie_clear);
}

/**
 * dp_cookies_new:
 *
 * Thread: any.
 *
 * Returns: (transfer full): no cookies yet
 */
DpCookies *
dp_cookies_new (void)
{
  DpCookies *self = g_new0 (DpCookies, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->cookies = g_ptr_array_new_with_free_func (cookie_release);
  return self;
}

/**
 * dp_cookies_copy:
 * @self: (nullable): cookies
 *
 * Thread: any.
 *
 * Returns: (transfer full): the same ones, to add more to them
 */
DpCookies *
dp_cookies_copy (const DpCookies *self)
{
  DpCookies *copy = dp_cookies_new ();

  for (guint i = 0; self != NULL && i < self->cookies->len; i++)
    g_ptr_array_add (copy->cookies, g_atomic_rc_box_acquire (self->cookies->pdata[i]));
  return copy;
}

/**
 * dp_cookies_ref:
 * @self: cookies
 *
 * Thread: any.
 *
 * Returns: (transfer full): @self
 */
DpCookies *
dp_cookies_ref (DpCookies *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dp_cookies_unref:
 * @self: (transfer full) (nullable): cookies
 *
 * Thread: any.
 */
void
dp_cookies_unref (DpCookies *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->cookies);
  g_free (self);
}

/**
 * dp_cookies_get_n:
 * @self: cookies
 *
 * Thread: any.
 *
 * Returns: how many there are
 */
guint
dp_cookies_get_n (const DpCookies *self)
{
  return self->cookies->len;
}

/* What both sources have in common */

/* Nothing that could end the header, or this cookie in it. */
static gboolean
is_clean (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p) || *p == ';')
      return FALSE;
  return TRUE;
}

static gboolean
is_sensible (const Cookie *cookie)
{
  return cookie->domain != NULL && *cookie->domain != '\0' && cookie->path[0] == '/' &&
         (*cookie->name != '\0' || *cookie->value != '\0') &&
         strlen (cookie->name) + strlen (cookie->value) <= MAX_COOKIE_BYTES &&
         is_clean (cookie->name) && is_clean (cookie->value) && strchr (cookie->name, '=') == NULL;
}

static gboolean
is_same (const Cookie *a, const Cookie *b)
{
  return g_str_equal (a->name, b->name) && g_str_equal (a->domain, b->domain) &&
         g_str_equal (a->path, b->path) && (a->port == b->port || a->port == ANY_PORT);
}

/* The newer one replaces the older one where that one stands (RFC 6265 section 5.3). */
static void
take (DpCookies *self, Cookie *cookie)
{
  for (guint i = 0; i < self->cookies->len; i++)
    if (is_same (self->cookies->pdata[i], cookie))
      {
        cookie_release (self->cookies->pdata[i]);
        self->cookies->pdata[i] = cookie;
        return;
      }
  g_ptr_array_add (self->cookies, cookie);
}

static char *
dup_domain (const char *text)
{
  g_autofree char *ascii = g_hostname_to_ascii (*text == '.' ? text + 1 : text);

  return ascii != NULL ? g_ascii_strdown (ascii, -1) : NULL;
}

/* RFC 6265 section 5.1.3 */
static gboolean
is_within (const char *host, const char *domain)
{
  gsize host_length = strlen (host);
  gsize domain_length = strlen (domain);

  if (g_str_equal (host, domain))
    return TRUE;
  return host_length > domain_length && host[host_length - domain_length - 1] == '.' &&
         g_str_has_suffix (host, domain) && !g_hostname_is_ip_address (host);
}

/* cookies.txt */

/* Seven fields, with tabs between: domain, whether those below it, too, path, whether https only,
 * expiry in seconds or 0, name, value.  An empty value may be missing. */
static Cookie *
parse_line (const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", 7);
  guint n_fields = g_strv_length (fields);
  Cookie *cookie;
  gint64 expires_sec;

  if (n_fields < 6)
    return NULL;
  expires_sec = g_ascii_strtoll (fields[4], NULL, 10);
  cookie = g_atomic_rc_box_new0 (Cookie);
  cookie->domain = dup_domain (fields[0]);
  cookie->is_host_only = g_ascii_strcasecmp (fields[1], "TRUE") != 0;
  cookie->path = g_strdup (fields[2]);
  /* What is not clearly for everybody is for https. */
  cookie->is_secure = g_ascii_strcasecmp (fields[3], "FALSE") != 0;
  cookie->expires_sec = expires_sec > 0 ? expires_sec : DP_COOKIE_DATE_NEVER;
  cookie->port = ANY_PORT;
  cookie->name = g_strdup (fields[5]);
  cookie->value = g_strdup (n_fields > 6 ? fields[6] : "");
  if (is_sensible (cookie))
    return cookie;
  cookie_release (cookie);
  return NULL;
}

/**
 * dp_cookies_add_netscape:
 * @self: cookies
 * @text: what a cookies.txt holds
 * @size: its length
 *
 * Thread: any.
 *
 * Returns: how many lines are neither a cookie nor a comment; they are left out
 */
guint
dp_cookies_add_netscape (DpCookies *self, const char *text, gsize size)
{
  g_autofree char *all = g_strndup (text, size);
  g_auto (GStrv) lines = g_strsplit (all, "\n", -1);
  guint n_bad = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *http_only = "#HttpOnly_";
      gboolean is_http_only = g_str_has_prefix (lines[i], http_only);
      Cookie *cookie;

      lines[i][strcspn (lines[i], "\r")] = '\0';
      if (*lines[i] == '\0' || (*lines[i] == '#' && !is_http_only))
        continue;
      cookie = parse_line (lines[i] + (is_http_only ? strlen (http_only) : 0));
      if (cookie == NULL || self->cookies->len >= MAX_COOKIES)
        n_bad++;
      if (cookie != NULL && self->cookies->len < MAX_COOKIES)
        g_ptr_array_add (self->cookies, cookie);
      else if (cookie != NULL)
        cookie_release (cookie);
    }
  return n_bad;
}

/* Set-Cookie */

static int
get_port (const DpUrl *url)
{
  return url->port == dp_scheme_get_default_port (url->scheme) ? DEFAULT_PORT : url->port;
}

/* RFC 6265 section 5.1.4 */
static char *
dup_default_path (const DpUrl *url)
{
  const char *end = strrchr (url->path, '/');

  return end == NULL || end == url->path ? g_strdup ("/") : g_strndup (url->path, end - url->path);
}

typedef struct
{
  Cookie *cookie;
  gint64 now_sec;
  gboolean has_max_age;
  gboolean is_refused; /* a domain that is not theirs */
} SetCookie;

static void
set_domain (SetCookie *self, const DpUrl *url, const char *text, DpIsPublicSuffix is_public_suffix)
{
  g_autofree char *domain = dup_domain (text);

  if (*text == '\0')
    return;
  if (domain == NULL || *domain == '\0' || !is_within (url->host, domain))
    {
      self->is_refused = TRUE;
      return;
    }
  g_free (self->cookie->domain);
  self->cookie->domain = g_steal_pointer (&domain);
  self->cookie->is_host_only = FALSE;
  if (strchr (self->cookie->domain, '.') != NULL && !is_public_suffix (self->cookie->domain))
    return;
  /* Strangers share it: for this very host, or not at all. */
  self->cookie->is_host_only = TRUE;
  self->is_refused = self->is_refused || !g_str_equal (self->cookie->domain, url->host);
}

static void
set_max_age (SetCookie *self, const char *text)
{
  gint64 seconds = g_ascii_strtoll (text, NULL, 10);

  if (!g_ascii_isdigit (*text) && *text != '-')
    return;
  self->has_max_age = TRUE;
  self->cookie->expires_sec = seconds <= 0 ? G_MININT64 : self->now_sec + MIN (seconds, G_MAXINT32);
}

static void
set_attribute (SetCookie *self,
               const DpUrl *url,
               const char *name,
               const char *value,
               DpIsPublicSuffix is_public_suffix)
{
  if (g_ascii_strcasecmp (name, "domain") == 0)
    set_domain (self, url, value, is_public_suffix);
  else if (g_ascii_strcasecmp (name, "max-age") == 0)
    set_max_age (self, value);
  else if (g_ascii_strcasecmp (name, "expires") == 0 && !self->has_max_age)
    self->cookie->expires_sec = dp_cookie_date_parse (value);
  else if (g_ascii_strcasecmp (name, "secure") == 0)
    self->cookie->is_secure = TRUE;
  else if (g_ascii_strcasecmp (name, "path") == 0 && *value == '/')
    {
      g_free (self->cookie->path);
      self->cookie->path = g_strdup (value);
    }
}

static void
split_pair (char *text, const char **name, const char **value)
{
  char *equals = strchr (text, '=');

  if (equals != NULL)
    *equals = '\0';
  *name = g_strstrip (text);
  *value = equals != NULL ? g_strstrip (equals + 1) : "";
}

/* An insecure server neither makes nor changes what is for https only (RFC 6265bis). */
static gboolean
may_set (const DpCookies *self, const Cookie *cookie, const DpUrl *url)
{
  if (dp_url_is_secure (url))
    return TRUE;
  if (cookie->is_secure)
    return FALSE;
  for (guint i = 0; i < self->cookies->len; i++)
    {
      const Cookie *old = self->cookies->pdata[i];

      if (old->is_secure && g_str_equal (old->name, cookie->name) &&
          (is_within (old->domain, cookie->domain) || is_within (cookie->domain, old->domain)))
        return FALSE;
    }
  return TRUE;
}

/**
 * dp_cookies_add_set_cookie:
 * @self: cookies
 * @url: who says it
 * @value: what a Set-Cookie header says
 * @is_public_suffix: knows the domains that belong to nobody
 * @now_sec: the time, since 1970
 *
 * Remembers it, if it is for them to say.
 *
 * Thread: any.
 */
void
dp_cookies_add_set_cookie (DpCookies *self,
                           const DpUrl *url,
                           const char *value,
                           DpIsPublicSuffix is_public_suffix,
                           gint64 now_sec)
{
  g_auto (GStrv) parts = g_strsplit (value, ";", -1);
  SetCookie set = { g_atomic_rc_box_new0 (Cookie), now_sec, FALSE, FALSE };
  const char *name = "";
  const char *content = "";

  if (parts[0] != NULL && strchr (parts[0], '=') != NULL)
    split_pair (parts[0], &name, &content);
  set.cookie->name = g_strdup (name);
  set.cookie->value = g_strdup (content);
  set.cookie->domain = g_strdup (url->host);
  set.cookie->is_host_only = TRUE;
  set.cookie->path = dup_default_path (url);
  set.cookie->expires_sec = DP_COOKIE_DATE_NEVER;
  set.cookie->port = get_port (url);
  for (guint i = 1; parts[0] != NULL && parts[i] != NULL; i++)
    {
      split_pair (parts[i], &name, &content);
      set_attribute (&set, url, name, content, is_public_suffix);
    }

  if (*set.cookie->name != '\0' && !set.is_refused && is_sensible (set.cookie) &&
      may_set (self, set.cookie, url) && self->cookies->len < MAX_COOKIES)
    take (self, set.cookie);
  else
    cookie_release (set.cookie);
}

/* Cookie */

static gboolean
path_matches (const char *path, const char *cookie_path)
{
  gsize length = strlen (cookie_path);

  return strncmp (path, cookie_path, length) == 0 &&
         (path[length] == '\0' || path[length] == '/' || cookie_path[length - 1] == '/');
}

static gboolean
is_for (const Cookie *cookie, const DpUrl *url, gint64 now_sec)
{
  return cookie->expires_sec > now_sec && (!cookie->is_secure || dp_url_is_secure (url)) &&
         (cookie->port == ANY_PORT || cookie->port == get_port (url)) &&
         (cookie->is_host_only ? g_str_equal (url->host, cookie->domain)
                               : is_within (url->host, cookie->domain)) &&
         path_matches (url->path, cookie->path);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  gsize length_a = strlen ((*(const Cookie *const *) a)->path);
  gsize length_b = strlen ((*(const Cookie *const *) b)->path);

  return (length_a < length_b) - (length_a > length_b);
}

/**
 * dp_cookies_dup_header:
 * @self: cookies
 * @url: whom we ask
 * @now_sec: the time, since 1970
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): the value for Cookie, the longest path first; %NULL if there
 *   is nothing to tell
 */
char *
dp_cookies_dup_header (const DpCookies *self, const DpUrl *url, gint64 now_sec)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new ();
  GString *header;

  for (guint i = 0; i < self->cookies->len; i++)
    if (is_for (self->cookies->pdata[i], url, now_sec))
      g_ptr_array_add (told, self->cookies->pdata[i]);
  if (told->len == 0)
    return NULL;

  g_ptr_array_sort (told, compare_paths);
  header = g_string_new (NULL);
  for (guint i = 0; i < told->len; i++)
    {
      const Cookie *cookie = told->pdata[i];

      g_string_append_printf (header, "%s%s%s%s", i > 0 ? "; " : "", cookie->name,
                              *cookie->name != '\0' ? "=" : "", cookie->value);
    }
  return g_string_free (header, FALSE);
}
