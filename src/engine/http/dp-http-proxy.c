/* dp-http-proxy.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A proxy that the person names, here or in the environment, in place of the desktop's.
 *
 * No error message repeats the link: there may be a password in it.
 *
 * Thread: any; a resolver is constant.
 */

#include "dp-http-proxy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SOCKS_PORT 1080

/* A SOCKS server is judged as if it were a link, for a host is a host. */
static DpUrl *
parse (const char *text, gboolean *is_socks)
{
  const char *authority = strstr (text, "://");
  g_autofree char *link = NULL;
  g_autoptr (DpUrl) url = NULL;

  *is_socks = g_ascii_strncasecmp (text, "socks5://", strlen ("socks5://")) == 0;
  if (!*is_socks && g_ascii_strncasecmp (text, "http://", strlen ("http://")) != 0)
    return NULL;
  link = g_strconcat ("http", authority, NULL);
  url = dp_url_parse (link, NULL);
  if (url == NULL || url->query != NULL || !g_str_equal (url->path, "/"))
    return NULL;
  if (*is_socks && url->port == 80 && !g_str_has_suffix (link, ":80") &&
      !g_str_has_suffix (link, ":80/"))
    url->port = SOCKS_PORT;
  return g_steal_pointer (&url);
}

static char *
build_uri (const DpUrl *url, gboolean is_socks)
{
  gboolean is_ipv6 = strchr (url->host, ':') != NULL;

  return g_strdup_printf (is_ipv6 ? "%s://%s%s[%s]:%u" : "%s://%s%s%s:%u",
                          is_socks ? "socks5" : "http", url->userinfo != NULL ? url->userinfo : "",
                          url->userinfo != NULL ? "@" : "", url->host, url->port);
}

static char **
split_hosts (const char *no_proxy, gboolean *is_for_all)
{
  g_auto (GStrv) words = g_strsplit_set (no_proxy != NULL ? no_proxy : "", ", \t", -1);
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();

  *is_for_all = g_strv_contains ((const char *const *) words, "*");
  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      {
        g_autofree char *lower = g_ascii_strdown (*word, -1);

        g_strv_builder_add (hosts, lower);
      }
  return g_strv_builder_end (hosts);
}

/**
 * dp_http_proxy_new:
 * @text: a link to a proxy, or `none`
 * @no_proxy: (nullable): the hosts that are reached without it, as in the environment
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): who says which way a link goes
 */
GProxyResolver *
dp_http_proxy_new (const char *text, const char *no_proxy, GError **error)
{
  gboolean is_socks;
  gboolean is_direct = g_str_equal (text, "none");
  gboolean is_for_all;
  g_autoptr (DpUrl) url = parse (text, &is_socks);
  g_autofree char *uri = NULL;
  g_auto (GStrv) hosts = split_hosts (no_proxy, &is_for_all);

  if (!is_direct && url == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("A proxy looks like http://proxy.example:3128 or "
                              "socks5://user:password@proxy.example:1080, or is “none”."));
      return NULL;
    }
  uri = is_direct || is_for_all ? g_strdup ("direct://") : build_uri (url, is_socks);
  return g_simple_proxy_resolver_new (uri, is_direct || is_for_all ? NULL : hosts);
}

/* The environment */

static const char *
get_variable (char **environment, const char *lower, const char *upper)
{
  const char *value = g_environ_getenv (environment, lower);

  if (value == NULL)
    value = g_environ_getenv (environment, upper);
  return value != NULL && *value != '\0' ? value : NULL;
}

/* As people write them there. */
static char *
dup_complete (const char *proxy)
{
  static const char *const socks[] = { "socks://", "socks5h://" };

  for (guint i = 0; i < G_N_ELEMENTS (socks); i++)
    if (g_str_has_prefix (proxy, socks[i]))
      return g_strconcat ("socks5://", proxy + strlen (socks[i]), NULL);
  return strstr (proxy, "://") != NULL ? g_strdup (proxy) : g_strconcat ("http://", proxy, NULL);
}

/* More than a person can name GIO can talk to.  What it could not read it would print, password and all;
 * and past a proxy that was said wrongly nothing may go. */
static char *
dup_way (const char *proxy)
{
  static const char *const schemes[] = { "https://", "socks4://", "socks4a://" };
  g_autofree char *complete = proxy != NULL ? dup_complete (proxy) : NULL;
  gboolean is_socks;
  g_autoptr (DpUrl) url = proxy != NULL ? parse (complete, &is_socks) : NULL;

  if (proxy == NULL)
    return NULL;
  if (url != NULL)
    return build_uri (url, is_socks);
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_str_has_prefix (complete, schemes[i]) &&
        g_uri_is_valid (complete, G_URI_FLAGS_PARSE_RELAXED, NULL))
      return g_steal_pointer (&complete);
  return g_strdup (DP_HTTP_PROXY_UNREADABLE);
}

/**
 * dp_http_proxy_new_from_environment:
 * @environment: (array zero-terminated=1) (nullable): variables, as of g_get_environ()
 *
 * Reads `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` as other programs do, also in capitals and
 * without a scheme.  GIO would leave that to what happens to be installed.
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): who says which way a link goes, or %NULL if nothing is said
 */
GProxyResolver *
dp_http_proxy_new_from_environment (char **environment)
{
  g_autofree char *http = dup_way (get_variable (environment, "http_proxy", "HTTP_PROXY"));
  g_autofree char *https = dup_way (get_variable (environment, "https_proxy", "HTTPS_PROXY"));
  g_autofree char *all = dup_way (get_variable (environment, "all_proxy", "ALL_PROXY"));
  gboolean is_for_all;
  g_auto (GStrv) hosts =
      split_hosts (get_variable (environment, "no_proxy", "NO_PROXY"), &is_for_all);
  GProxyResolver *resolver;

  if (is_for_all)
    return dp_http_proxy_new ("none", NULL, NULL);
  if (http == NULL && https == NULL && all == NULL)
    return NULL;
  resolver = g_simple_proxy_resolver_new (all != NULL ? all : "direct://", hosts);
  if (http != NULL)
    g_simple_proxy_resolver_set_uri_proxy (G_SIMPLE_PROXY_RESOLVER (resolver), "http", http);
  if (https != NULL)
    g_simple_proxy_resolver_set_uri_proxy (G_SIMPLE_PROXY_RESOLVER (resolver), "https", https);
  return resolver;
}

static GProxyResolver *
make_system (void)
{
  g_auto (GStrv) environment = g_get_environ ();
  GProxyResolver *resolver = dp_http_proxy_new_from_environment (environment);

  return resolver != NULL ? resolver : g_object_ref (g_proxy_resolver_get_default ());
}

/**
 * dp_http_proxy_get_system:
 *
 * What the environment says, or the desktop's settings.
 *
 * Thread: any.
 *
 * Returns: (transfer none): who says which way a link goes, if the person says nothing here
 */
GProxyResolver *
dp_http_proxy_get_system (void)
{
  static GProxyResolver *resolver = NULL;

  if (g_once_init_enter (&resolver))
    g_once_init_leave (&resolver, make_system ());
  return resolver;
}

/**
 * dp_http_proxy_find:
 * @resolver: who says which way a link goes
 * @url: a link
 * @is_socks: (out): whether it speaks SOCKS and not HTTP
 *
 * Thread: worker, for the desktop's resolver may take its time.
 *
 * Returns: (transfer full) (nullable): the proxy, or %NULL if it goes straight
 */
DpUrl *
dp_http_proxy_find (GProxyResolver *resolver, const DpUrl *url, gboolean *is_socks)
{
  g_autofree char *shown = dp_url_to_display (url);
  g_auto (GStrv) proxies = g_proxy_resolver_lookup (resolver, shown, NULL, NULL);

  *is_socks = FALSE;
  return proxies != NULL && proxies[0] != NULL ? parse (proxies[0], is_socks) : NULL;
}

/**
 * dp_http_proxy_dup_answered:
 * @text: a link to a proxy
 * @answers: what the person answered
 *
 * Thread: any.
 *
 * Returns: (transfer full): @text, for a SOCKS server with what the person told to it
 */
char *
dp_http_proxy_dup_answered (const char *text, const DpAnswers *answers)
{
  gboolean is_socks;
  g_autoptr (DpUrl) url = parse (text, &is_socks);
  g_autofree char *origin = NULL;
  const char *userinfo;
  guint answer_id;

  if (url == NULL || !is_socks)
    return g_strdup (text);
  origin = dp_question_dup_origin (DP_QUESTION_PROXY, url);
  userinfo = dp_answers_find_userinfo (answers, origin, &answer_id);
  if (userinfo == NULL)
    return g_strdup (text);
  g_free (url->userinfo);
  url->userinfo = g_strdup (userinfo);
  return build_uri (url, TRUE);
}

/**
 * dp_http_proxy_dup_bare:
 * @text: what may be a link to a proxy
 * @userinfo: (out) (optional) (nullable): what it brought, percent-encoded user and password
 *
 * Thread: any.
 *
 * Returns: (transfer full): @text without user and password, fit to be stored; as it is if there are
 *   none in it
 */
char *
dp_http_proxy_dup_bare (const char *text, char **userinfo)
{
  gboolean is_socks;
  g_autoptr (DpUrl) url = parse (text, &is_socks);
  g_autofree char *found = url != NULL ? g_steal_pointer (&url->userinfo) : NULL;
  char *bare = found != NULL ? build_uri (url, is_socks) : g_strdup (text);

  if (userinfo != NULL)
    *userinfo = g_steal_pointer (&found);
  return bare;
}

/**
 * dp_http_proxy_dup_question:
 * @text: what may be a link to a proxy
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): the question that this proxy would ask, or %NULL if it is no
 *   link to one
 */
DpQuestion *
dp_http_proxy_dup_question (const char *text)
{
  gboolean is_socks;
  g_autoptr (DpUrl) url = parse (text, &is_socks);

  return url != NULL ? dp_question_new_proxy (url, NULL) : NULL;
}
