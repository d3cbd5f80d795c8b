/* dp-news.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a server has another version by now of a file that was downloaded once.
 *
 * It is asked for the file, unless it is the version that we have (If-None-Match, If-Modified-Since):
 * one short answer.  A server that does not know such questions begins to send the file; then what it
 * says of it tells, and nothing of it is read.
 *
 * Thread: worker; what the home thread may call says so.
 */

#include "dp-news.h"

#include <string.h>

#include "dp-http.h"

typedef struct
{
  char *url;          /* (owned) */
  DpRequest *request; /* (owned) (nullable) */
  DpAnswers *answers; /* (owned) (nullable) */
  char *validator;    /* (owned) (nullable) */
  guint64 size_bytes;
} Question;

static void
question_free (Question *self)
{
  g_free (self->url);
  dp_request_unref (self->request);
  dp_answers_unref (self->answers);
  g_free (self->validator);
  g_free (self);
}

static DpNews
judge (const Question *self, const DpResponse *response)
{
  g_autofree char *validator = dp_response_dup_validator (response);

  if (response->status == 304)
    return self->validator != NULL ? DP_NEWS_NONE : DP_NEWS_UNKNOWN;
  if (response->status != 200)
    return DP_NEWS_UNKNOWN;
  if (self->validator != NULL && validator != NULL)
    return strcmp (self->validator, validator) == 0 ? DP_NEWS_NONE : DP_NEWS_SOME;
  /* What is packed on the way has another length. */
  return response->content_length != DP_SIZE_UNKNOWN && response->content_encoding == NULL &&
                 response->content_length != self->size_bytes
             ? DP_NEWS_SOME
             : DP_NEWS_UNKNOWN;
}

static DpNews
ask (DpLane *lane, const Question *self, GCancellable *cancellable)
{
  const DpHttpRange unless = { .validator = self->validator, .is_unless = TRUE };
  g_autoptr (DpUrl) url = dp_url_parse (self->url, NULL);
  g_autoptr (DpHttpExchange) exchange = NULL;

  if (url == NULL)
    return DP_NEWS_UNKNOWN;
  /* Why there is no answer is not asked: then nobody knows. */
  exchange = dp_http_get (dp_lane_get_client (lane), url, self->request,
                          self->validator != NULL ? &unless : NULL, self->answers, NULL,
                          cancellable, NULL);
  return exchange != NULL ? judge (self, dp_http_exchange_get_response (exchange))
                          : DP_NEWS_UNKNOWN;
}

static void
ask_job (DpLane *lane, GTask *task)
{
  DpNews news = ask (lane, g_task_get_task_data (task), g_task_get_cancellable (task));

  dp_lane_return (lane, task, GINT_TO_POINTER (news), NULL);
}

/**
 * dp_news_ask_async:
 * @question: what is asked
 * @lanes: where to do it
 * @cancellable: (nullable): ends it at once
 * @callback: called on the home thread, once
 * @user_data: for @callback
 *
 * Thread: home.
 */
void
dp_news_ask_async (const DpNewsQuestion *question,
                   DpLanes *lanes,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *own = g_new (Question, 1);

  *own = (Question){
    .url = g_strdup (question->url),
    .request = question->request != NULL ? dp_request_ref (question->request) : NULL,
    .answers = question->answers != NULL ? dp_answers_ref (question->answers) : NULL,
    .validator = g_strdup (question->validator),
    .size_bytes = question->size_bytes,
  };
  g_task_set_source_tag (task, dp_news_ask_async);
  g_task_set_task_data (task, own, (GDestroyNotify) question_free);
  g_task_set_check_cancellable (task, FALSE);
  dp_lanes_run (lanes, "", task, ask_job);
}

/**
 * dp_news_ask_finish:
 * @result: what the callback got
 *
 * Thread: home.
 *
 * Returns: whether there is another version
 */
DpNews
dp_news_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dp_news_ask_async), DP_NEWS_UNKNOWN);

  return (DpNews) GPOINTER_TO_INT (g_task_propagate_pointer (G_TASK (result), NULL));
}
