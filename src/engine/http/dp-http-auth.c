/* dp-http-auth.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What to say to a server that asks who we are (RFC 9110 section 11), with the user and password
 * that the link brought or the person named: Digest where it is offered, else Basic.
 *
 * Not left to libsoup's SoupAuthManager: that one holds the whole body of a 401 in memory, takes
 * one link's credentials for another link of the same server, and in 3.2 dies of a hostile "domain"
 * (upstream e64c221f), and tells a proxy a wrong password for ever.
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

/* A line break within would end a header. */
static gboolean
split_userinfo (const char *userinfo, char **user, char **password)
{
  g_auto (GStrv) parts = g_strsplit (userinfo, ":", 2);

  *user = g_uri_unescape_string (parts[0] != NULL ? parts[0] : "", NULL);
  *password = g_uri_unescape_string (parts[0] != NULL && parts[1] != NULL ? parts[1] : "", NULL);
  return *user != NULL && *password != NULL && strpbrk (*user, "\r\n") == NULL;
}

/* The best way of signing in that the server offers and that we know. */
static SoupAuth *
find_auth (SoupMessage *asked, SoupMessage *next)
{
  const struct
  {
    const char *name;
    GType type;
  } schemes[] = { { "Digest", SOUP_TYPE_AUTH_DIGEST }, { "Basic", SOUP_TYPE_AUTH_BASIC } };
  const char *challenges =
      soup_message_headers_get_list (soup_message_get_response_headers (asked), "WWW-Authenticate");
  SoupAuth *auth = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (schemes) && challenges != NULL && auth == NULL; i++)
    {
      g_autofree char *challenge = find_challenge (challenges, schemes[i].name);

      if (challenge != NULL && has_parameters (challenge, schemes[i].type == SOUP_TYPE_AUTH_DIGEST))
        auth = soup_auth_new (schemes[i].type, next, challenge);
    }
  return auth;
}

/* The value for Authorization. */
static char *
answer_server (SoupMessage *asked, SoupMessage *next, const char *userinfo)
{
  g_autoptr (SoupAuth) auth = find_auth (asked, next);
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;

  if (auth == NULL || !split_userinfo (userinfo, &user, &password))
    return NULL;
  soup_auth_authenticate (auth, user, password);
  return soup_auth_is_authenticated (auth) ? soup_auth_get_authorization (auth, next) : NULL;
}

/**
 * dp_http_auth_dup_basic:
 * @userinfo: (nullable): a user and a password, percent-encoded as in a link
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the value for Proxy-Authorization: Basic, since that is what
 *   a password in the link of a proxy is made for
 */
char *
dp_http_auth_dup_basic (const char *userinfo)
{
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;
  g_autofree char *both = NULL;
  g_autofree char *encoded = NULL;

  if (userinfo == NULL || !split_userinfo (userinfo, &user, &password))
    return NULL;
  both = g_strconcat (user, ":", password, NULL);
  encoded = g_base64_encode ((const guchar *) both, strlen (both));
  return g_strconcat ("Basic ", encoded, NULL);
}

/* A proxy's question that we know how to answer: Basic. */
static char *
find_proxy_challenge (SoupMessage *asked)
{
  const char *challenges = soup_message_headers_get_list (soup_message_get_response_headers (asked),
                                                          "Proxy-Authenticate");

  return challenges != NULL ? find_challenge (challenges, "Basic") : NULL;
}

static gboolean
can_answer_proxy (SoupMessage *asked, char **realm)
{
  g_autofree char *challenge = find_proxy_challenge (asked);
  GHashTable *table;

  if (challenge == NULL)
    return FALSE;
  table = soup_header_parse_param_list (challenge + strcspn (challenge, " "));
  *realm = g_strdup (g_hash_table_lookup (table, "realm"));
  soup_header_free_param_list (table);
  return TRUE;
}

/**
 * dp_http_auth_can_answer:
 * @asked: a message that was answered
 * @realm: (out) (nullable): what the one who asks says it is
 *
 * Thread: worker.
 *
 * Returns: whether it was answered with 401 or 407, and a user name and a password would do
 */
gboolean
dp_http_auth_can_answer (SoupMessage *asked, char **realm)
{
  g_autoptr (SoupAuth) auth = NULL;

  *realm = NULL;
  if (soup_message_get_status (asked) == SOUP_STATUS_PROXY_UNAUTHORIZED)
    return can_answer_proxy (asked, realm);
  if (soup_message_get_status (asked) == SOUP_STATUS_UNAUTHORIZED)
    auth = find_auth (asked, asked);
  if (auth != NULL)
    *realm = g_strdup (soup_auth_get_realm (auth));
  return auth != NULL;
}

/**
 * dp_http_auth_answer:
 * @asked: a message that was answered
 * @next: the message that shall bring our answer to it
 * @userinfo: user and password for the one who asks, percent-encoded as in a link
 *
 * Thread: worker.
 *
 * Returns: %FALSE if nobody asked with 401 or 407, or the question is not understood
 */
gboolean
dp_http_auth_answer (SoupMessage *asked, SoupMessage *next, const char *userinfo)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (next);
  const char *told = soup_message_headers_get_one (soup_message_get_request_headers (asked),
                                                   "Proxy-Authorization");
  g_autofree char *answer = NULL;
  const char *name = "Authorization";

  if (soup_message_get_status (asked) == SOUP_STATUS_UNAUTHORIZED)
    {
      answer = answer_server (asked, next, userinfo);
      /* The proxy still is in the way. */
      if (told != NULL)
        soup_message_headers_replace (headers, "Proxy-Authorization", told);
    }
  else if (soup_message_get_status (asked) == SOUP_STATUS_PROXY_UNAUTHORIZED)
    {
      g_autofree char *challenge = find_proxy_challenge (asked);

      answer = challenge != NULL ? dp_http_auth_dup_basic (userinfo) : NULL;
      name = "Proxy-Authorization";
    }
  if (answer == NULL)
    return FALSE;
  soup_message_headers_replace (headers, name, answer);
  return TRUE;
}
