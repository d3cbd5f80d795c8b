/* dp-http-login.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What there is to say to a server or proxy that asks who we are: what the link brought or the
 * person named beforehand, then what the person answered, each once; and the question for the person
 * when nothing of it was accepted.  So nobody gets more than three requests that end in a 401.
 *
 * Thread: worker.
 */

#include "dp-http-login.h"

#include <libsoup/soup.h>

#include "dp-http-auth.h"
#include "dp-http-tunnel.h"

struct _DpHttpLogin
{
  DpQuestionKind kind;
  DpUrl *url;         /* (owned): who asks */
  char *userinfo;     /* (owned) (nullable): to be told first */
  DpAnswers *answers; /* (owned) (nullable) */
  SoupAuth *auth;     /* (owned) (nullable): signs with what was told last */
  guint n_told;
  guint answer_id; /* what was told last, 0 if that was no answer of the person */
};

/**
 * dp_http_login_new:
 * @kind: a server or a proxy
 * @url: which one
 * @userinfo: (nullable): what the link brought for it, percent-encoded
 * @answers: (nullable): what the person answered
 *
 * Thread: worker.
 *
 * Returns: (transfer full): one that was told nothing yet
 */
DpHttpLogin *
dp_http_login_new (DpQuestionKind kind, const DpUrl *url, const char *userinfo, DpAnswers *answers)
{
  DpHttpLogin *self = g_new0 (DpHttpLogin, 1);

  self->kind = kind;
  self->url = dp_url_copy (url);
  self->userinfo = g_strdup (userinfo);
  self->answers = answers != NULL ? dp_answers_ref (answers) : NULL;
  return self;
}

/**
 * dp_http_login_free:
 * @self: (transfer full) (nullable): a login
 *
 * Thread: worker.
 */
void
dp_http_login_free (DpHttpLogin *self)
{
  if (self == NULL)
    return;
  dp_url_free (self->url);
  g_free (self->userinfo);
  dp_answers_unref (self->answers);
  g_clear_object (&self->auth);
  g_free (self);
}

static const char *
tell (DpHttpLogin *self, const char *userinfo, guint answer_id)
{
  if (userinfo == NULL)
    return NULL;
  self->n_told++;
  self->answer_id = answer_id;
  return userinfo;
}

static const char *
tell_answer (DpHttpLogin *self)
{
  g_autofree char *origin = dp_question_dup_origin (self->kind, self->url);
  guint answer_id;
  const char *userinfo = dp_answers_find_userinfo (self->answers, origin, &answer_id);

  return tell (self, userinfo, answer_id);
}

static const char *
tell_next (DpHttpLogin *self)
{
  if (self->n_told == 0 && self->userinfo != NULL)
    return tell (self, self->userinfo, 0);
  return self->answer_id == 0 ? tell_answer (self) : NULL;
}

/**
 * dp_http_login_answer:
 * @self: a login
 * @asked: what it asks
 *
 * From now on messages are signed with what it was not told yet.
 *
 * Thread: worker.
 *
 * Returns: %FALSE if there is nothing more to tell
 */
gboolean
dp_http_login_answer (DpHttpLogin *self, SoupAuth *asked)
{
  const char *userinfo = tell_next (self);

  g_clear_object (&self->auth);
  if (userinfo != NULL && dp_http_auth_answer (asked, userinfo))
    self->auth = g_object_ref (asked);
  return self->auth != NULL;
}

/**
 * dp_http_login_sign:
 * @self: (nullable): a login
 * @message: a message on its way to it
 *
 * Says who we are, if that was asked.  With https a proxy sees no message of ours, but only that a
 * tunnel is wanted, and is told there.
 *
 * Thread: worker.
 */
void
dp_http_login_sign (DpHttpLogin *self, SoupMessage *message)
{
  gboolean is_for_proxy;

  if (self == NULL || self->auth == NULL)
    return;
  is_for_proxy = self->kind == DP_QUESTION_PROXY;
  if (is_for_proxy && g_str_equal (g_uri_get_scheme (soup_message_get_uri (message)), "https"))
    dp_http_tunnel_set_auth (message, self->auth, self->url);
  else
    dp_http_auth_sign (self->auth, message, is_for_proxy);
}

/**
 * dp_http_login_dup_refusal:
 * @self: a login of a SOCKS server
 *
 * GIO talks to such a server, and tells it once what is best told: the person's answer, else what
 * its link brought.
 *
 * Thread: worker.
 *
 * Returns: (transfer full): the question for the person, as that was not accepted
 */
DpQuestion *
dp_http_login_dup_refusal (DpHttpLogin *self)
{
  DpQuestion *question = dp_question_new_proxy (self->url, NULL);

  if (tell_answer (self) == NULL)
    tell (self, self->userinfo, 0);
  question->is_again = self->n_told > 0;
  question->answer_id = self->answer_id;
  return question;
}

/**
 * dp_http_login_dup_question:
 * @self: a login
 * @asked: what it asks
 *
 * Thread: worker.
 *
 * Returns: (transfer full): the question for the person
 */
DpQuestion *
dp_http_login_dup_question (DpHttpLogin *self, SoupAuth *asked)
{
  const char *realm = soup_auth_get_realm (asked);
  DpQuestion *question = self->kind == DP_QUESTION_PROXY
                             ? dp_question_new_proxy (self->url, realm)
                             : dp_question_new_server (self->url, realm);

  question->is_again = self->n_told > 0;
  question->answer_id = self->answer_id;
  return question;
}
