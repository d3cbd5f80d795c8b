/* dp-http.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking for a file: as many exchanges as there are redirects.
 *
 * They are followed here and not in libsoup, so that the rules are ours: no other scheme, never
 * from https to http, nothing of one origin told to another, and no body of theirs read.
 *
 * Thread: worker.
 */

#include "dp-http.h"

#include <glib/gi18n-lib.h>

#include "dp-http-error.h"

/* RFC 9110 section 15.4 leaves the number to us; browsers take 20. */
#define MAX_REDIRECTS 20

static DpUrl *
get_redirect_target (DpHttpExchange *exchange, GError **error)
{
  const DpUrl *url = dp_http_exchange_get_url (exchange);
  const DpResponse *response = dp_http_exchange_get_response (exchange);
  g_autoptr (GError) reason = NULL;
  g_autoptr (DpUrl) target = dp_url_resolve (url, response->location, &reason);

  if (target == NULL)
    {
      g_set_error (error, DP_HTTP_ERROR, DP_HTTP_ERROR_REFUSED,
                   /* Translators: %s is the reason. */
                   _ ("The server sent us on to a link that can't be followed: %s"),
                   reason->message);
      return NULL;
    }
  if (dp_url_is_secure (url) && !dp_url_is_secure (target))
    {
      g_set_error (error, DP_HTTP_ERROR, DP_HTTP_ERROR_REFUSED,
                   _ ("The server sent us on from a secure to an insecure link"));
      return NULL;
    }
  /* What the link brought for its origin stays with that origin. */
  if (target->userinfo == NULL && dp_url_same_origin (url, target))
    target->userinfo = g_strdup (url->userinfo);
  return g_steal_pointer (&target);
}

/* One after the other, until somebody does not send us on. */
typedef struct
{
  DpHttpClient *client;       /* (unowned) */
  const DpUrl *link;          /* (unowned): what the person gave */
  const DpRequest *at_home;   /* (unowned): what is said to the link's origin */
  const DpRequest *elsewhere; /* (unowned): what is said to others */
  const DpHttpRange *range;
  DpAnswers *answers;        /* (unowned) (nullable): each told to whom it is for */
  DpJournal *journal;        /* (unowned) (nullable): who is told of each */
  GCancellable *cancellable; /* (unowned) (nullable) */
  DpCookies *jar;            /* (unowned): the person's, and what comes on the way */
  gboolean is_at_home;       /* never left the link's origin */
  gint64 now_sec;
} Chain;

/* What was given for the link's origin is told there alone, and not any more when we were away: who
 * sends us back could be anybody. */
static DpHttpExchange *
ask (Chain *self, const DpUrl *url, GError **error)
{
  const DpRequest *said;
  g_autofree char *cookie = dp_cookies_dup_header (self->jar, url, self->now_sec);
  g_autofree char *referer = NULL;
  DpHttpRequest request = {
    .url = url,
    .range = self->range,
    .cookie = cookie,
    .answers = self->answers,
    .journal = self->journal,
  };
  DpHttpExchange *exchange;

  self->is_at_home = self->is_at_home && dp_url_same_origin (self->link, url);
  said = self->is_at_home ? self->at_home : self->elsewhere;
  referer = dp_request_dup_referer (said, url, self->is_at_home);
  request.referer = referer;
  request.user_agent = said->user_agent;
  request.userinfo = url->userinfo;
  if (self->is_at_home)
    {
      request.headers = said->headers;
      if (request.userinfo == NULL)
        request.userinfo = said->userinfo;
    }
  exchange = dp_http_exchange_new (self->client, &request, self->cancellable, error);
  if (exchange != NULL)
    dp_http_exchange_take_cookies (exchange, self->jar, self->now_sec);
  return exchange;
}

static DpHttpExchange *
follow (Chain *self, GError **error)
{
  g_autoptr (DpHttpExchange) exchange = ask (self, self->link, error);

  for (guint hops = 0;
       exchange != NULL && dp_response_is_redirect (dp_http_exchange_get_response (exchange));
       hops++)
    {
      g_autoptr (DpUrl) target = NULL;
      g_autoptr (DpQuestion) trusted = NULL;

      if (hops == MAX_REDIRECTS)
        {
          g_set_error (error, DP_HTTP_ERROR, DP_HTTP_ERROR_REFUSED,
                       _ ("The server sent us on more than %d times"), MAX_REDIRECTS);
          return NULL;
        }
      target = get_redirect_target (exchange, error);
      trusted = dp_question_copy (dp_http_exchange_get_trusted (exchange));
      g_clear_pointer (&exchange, dp_http_exchange_free);
      if (target != NULL)
        exchange = ask (self, target, error);
      if (exchange != NULL)
        dp_http_exchange_take_trusted (exchange, g_steal_pointer (&trusted));
    }
  return g_steal_pointer (&exchange);
}

/**
 * dp_http_get:
 * @client: the lane's client
 * @url: what to ask for
 * @said: (nullable): what the person said for this link; wins over what is said for all
 * @range: (nullable): the part to ask for, or %NULL for the whole
 * @answers: (nullable): what the person answered to servers and proxies
 * @journal: (nullable): who is told of each request; outlives the exchange
 * @cancellable: (nullable): ends it at once
 * @error: return location for a #GError
 *
 * Asks for a file and waits for the header block of the final answer, whatever its status; the body
 * is yet to be read.  At most 20 redirects are followed (RFC 9110 section 15.4), to http and https
 * only, never from https to http.  Credentials, the person's headers, and all that is said for this
 * link go to its own origin alone; cookies out of a file to whom they are for.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the exchange, or %NULL with @error set: %DP_HTTP_ERROR, or
 *   %G_IO_ERROR_CANCELLED
 */
DpHttpExchange *
dp_http_get (DpHttpClient *client,
             const DpUrl *url,
             DpRequest *said,
             const DpHttpRange *range,
             DpAnswers *answers,
             DpJournal *journal,
             GCancellable *cancellable,
             GError **error)
{
  const DpHttpOptions *options = dp_http_client_get_options (client);
  g_autoptr (DpRequest) at_home = dp_request_merge (said, options->request);
  g_autoptr (DpRequest) elsewhere = dp_request_merge (NULL, options->request);
  g_autoptr (DpCookies) jar = dp_cookies_copy (at_home->cookies);
  Chain chain = {
    .client = client,
    .link = url,
    .at_home = at_home,
    .elsewhere = elsewhere,
    .range = range,
    .answers = answers,
    .journal = journal,
    .cancellable = cancellable,
    .jar = jar,
    .is_at_home = TRUE,
    .now_sec = g_get_real_time () / G_USEC_PER_SEC,
  };

  return follow (&chain, error);
}
