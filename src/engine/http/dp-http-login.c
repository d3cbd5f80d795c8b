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

#include "dp-http-auth.h"

struct _DpHttpLogin
{
  DpQuestionKind kind;
  DpUrl *url;         /* (owned): who asks */
  char *userinfo;     /* (owned) (nullable): to be told first */
  DpAnswers *answers; /* (owned) (nullable) */
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

/**
 * dp_http_login_next:
 * @self: a login
 *
 * Thread: worker.
 *
 * Returns: (transfer none) (nullable): what was not told yet, percent-encoded user and password
 */
const char *
dp_http_login_next (DpHttpLogin *self)
{
  if (self->n_told == 0 && self->userinfo != NULL)
    return tell (self, self->userinfo, 0);
  return self->answer_id == 0 ? tell_answer (self) : NULL;
}

/**
 * dp_http_login_only:
 * @self: a login
 *
 * Where there is one try: what is best told.
 *
 * Thread: worker.
 *
 * Returns: (transfer none) (nullable): the person's answer, else what the link brought
 */
const char *
dp_http_login_only (DpHttpLogin *self)
{
  const char *userinfo = tell_answer (self);

  return userinfo != NULL ? userinfo : tell (self, self->userinfo, 0);
}

/**
 * dp_http_login_dup_question:
 * @self: a login
 * @asked: a message that it answered with 401 or 407
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): the question for the person, or %NULL if a user name and a
 *   password would be no answer to @asked
 */
DpQuestion *
dp_http_login_dup_question (DpHttpLogin *self, SoupMessage *asked)
{
  g_autofree char *realm = NULL;
  DpQuestion *question;

  if (!dp_http_auth_can_answer (asked, &realm))
    return NULL;
  question = self->kind == DP_QUESTION_PROXY ? dp_question_new_proxy (self->url, realm)
                                             : dp_question_new_server (self->url, realm);
  question->is_again = self->n_told > 0;
  question->answer_id = self->answer_id;
  return question;
}
