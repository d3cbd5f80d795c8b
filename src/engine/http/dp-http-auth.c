/* dp-http-auth.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What to say to a server or proxy that asks who we are (RFC 9110 section 11), with the user and
 * password that the link brought or the person named: Digest where it is offered, else Basic.
 *
 * Not left to libsoup's SoupAuthManager: that one holds the whole body of a 401 in memory, takes
 * one link's credentials for another link of the same server, in 3.2 dies of a hostile "domain"
 * (upstream e64c221f), tells a proxy a wrong password for ever, and signs for it a path where the
 * proxy sees a link, or the name of a server.
 *
 * Thread: worker.
 */

#include "dp-http-auth.h"

#include <libsoup/soup.h>
#include <string.h>

/* One scheme's challenge out of a list of them, where the same commas stand between schemes and
 * between the parameters of one. */
static char *
find_challenge (const char *challenges, const char *scheme)
{
  GSList *items = soup_header_parse_list (challenges);
  GString *challenge = NULL;
  gsize length = strlen (scheme);

  for (GSList *i = items; i != NULL; i = i->next)
    {
      const char *item = i->data;
      gboolean is_parameter = item[strcspn (item, " \t=")] == '=';

      if (challenge != NULL && is_parameter)
        g_string_append_printf (challenge, ", %s", item);
      else if (challenge != NULL)
        break;
      else if (g_ascii_strncasecmp (item, scheme, length) == 0 && item[length] == ' ')
        challenge = g_string_new (item);
    }
  soup_header_free_list (items);
  return challenge != NULL ? g_string_free (challenge, FALSE) : NULL;
}

/* libsoup takes for granted that they are there. */
static gboolean
has_parameters (const char *challenge, gboolean is_digest)
{
  const char *parameters = challenge + strcspn (challenge, " ");
  GHashTable *table = soup_header_parse_param_list (parameters);
  gboolean has_all = g_hash_table_lookup (table, "realm") != NULL &&
                     (!is_digest || g_hash_table_lookup (table, "nonce") != NULL);

  soup_header_free_param_list (table);
  return has_all;
}

/* A `%` that begins no escape stands for itself, as in a password that nobody has escaped. */
static char *
unescape (const char *text)
{
  char *unescaped = g_uri_unescape_string (text, NULL);

  return unescaped != NULL ? unescaped : g_strdup (text);
}

/* A line break within would end a header. */
static gboolean
split_userinfo (const char *userinfo, char **user, char **password)
{
  g_auto (GStrv) parts = g_strsplit (userinfo, ":", 2);

  *user = unescape (parts[0] != NULL ? parts[0] : "");
  *password = unescape (parts[0] != NULL && parts[1] != NULL ? parts[1] : "");
  return strpbrk (*user, "\r\n") == NULL;
}

/**
 * dp_http_auth_new:
 * @asked: a message that was answered
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the best way of signing in that a server offers with 401, or a
 *   proxy with 407, and that we know; %NULL if there is none
 */
SoupAuth *
dp_http_auth_new (SoupMessage *asked)
{
  const struct
  {
    const char *name;
    GType type;
  } schemes[] = { { "Digest", SOUP_TYPE_AUTH_DIGEST }, { "Basic", SOUP_TYPE_AUTH_BASIC } };
  SoupMessageHeaders *headers = soup_message_get_response_headers (asked);
  guint status = soup_message_get_status (asked);
  const char *challenges = NULL;
  SoupAuth *auth = NULL;

  if (status == SOUP_STATUS_UNAUTHORIZED)
    challenges = soup_message_headers_get_list (headers, "WWW-Authenticate");
  else if (status == SOUP_STATUS_PROXY_UNAUTHORIZED)
    challenges = soup_message_headers_get_list (headers, "Proxy-Authenticate");
  for (guint i = 0; i < G_N_ELEMENTS (schemes) && challenges != NULL && auth == NULL; i++)
    {
      g_autofree char *challenge = find_challenge (challenges, schemes[i].name);

      if (challenge != NULL && has_parameters (challenge, schemes[i].type == SOUP_TYPE_AUTH_DIGEST))
        auth = soup_auth_new (schemes[i].type, asked, challenge);
    }
  return auth;
}

/* What a Basic one says, as libsoup says it in Latin-1 where it can (RFC 7617 section 2.1; nobody else does
 * so any more). */
#define BASIC_ANSWER "downpour-basic-answer"

static void
put_basic_answer (SoupAuth *auth, const char *user, const char *password)
{
  g_autofree char *both = g_strconcat (user, ":", password, NULL);
  g_autofree char *encoded = g_base64_encode ((const guchar *) both, strlen (both));

  if (G_TYPE_CHECK_INSTANCE_TYPE (auth, SOUP_TYPE_AUTH_BASIC))
    g_object_set_data_full (G_OBJECT (auth), BASIC_ANSWER, g_strconcat ("Basic ", encoded, NULL),
                            g_free);
}

/**
 * dp_http_auth_answer:
 * @auth: a way of signing in
 * @userinfo: user and password for the one who asks, percent-encoded as in a link
 *
 * Thread: worker.
 *
 * Returns: whether it can sign messages now
 */
gboolean
dp_http_auth_answer (SoupAuth *auth, const char *userinfo)
{
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;

  if (!split_userinfo (userinfo, &user, &password))
    return FALSE;
  soup_auth_authenticate (auth, user, password);
  put_basic_answer (auth, user, password);
  return soup_auth_is_authenticated (auth);
}

/* What stands behind the method, seen by a proxy (RFC 9112 section 3.2). */
static char *
get_proxy_target (SoupMessage *message)
{
  GUri *uri = soup_message_get_uri (message);
  const char *host = g_uri_get_host (uri);

  if (!g_str_equal (soup_message_get_method (message), "CONNECT"))
    return g_uri_to_string (uri);
  return g_strdup_printf (strchr (host, ':') != NULL ? "[%s]:%d" : "%s:%d", host,
                          g_uri_get_port (uri));
}

/* SoupAuth signs what a message has for a path, whoever it is for: so here is one whose path is what
 * the proxy sees.  It is never sent. */
static SoupMessage *
new_seen_by_proxy (SoupMessage *message)
{
  GUri *uri = soup_message_get_uri (message);
  g_autofree char *target = get_proxy_target (message);
  g_autoptr (GUri) seen = g_uri_build (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (uri), NULL,
                                       g_uri_get_host (uri), -1, target, NULL, NULL);

  return soup_message_new_from_uri (soup_message_get_method (message), seen);
}

/**
 * dp_http_auth_sign:
 * @auth: one that can sign
 * @message: what it is to sign; not sent yet
 * @is_for_proxy: whether a proxy on the way is to be told who we are, and not the server
 *
 * Once for each message: of a Digest each signature has a number.
 *
 * Thread: worker.
 */
void
dp_http_auth_sign (SoupAuth *auth, SoupMessage *message, gboolean is_for_proxy)
{
  g_autoptr (SoupMessage) seen =
      is_for_proxy ? new_seen_by_proxy (message) : g_object_ref (message);
  const char *basic = g_object_get_data (G_OBJECT (auth), BASIC_ANSWER);
  g_autofree char *value =
      basic != NULL ? g_strdup (basic) : soup_auth_get_authorization (auth, seen);

  if (value != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message),
                                  is_for_proxy ? "Proxy-Authorization" : "Authorization", value);
}
