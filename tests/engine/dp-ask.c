/* dp-ask.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-ask.h"

#define BODY_BYTES 4096

static void
read_body (DpAsk *ask, DpLane *lane, DpHttpExchange *exchange, GCancellable *cancellable)
{
  gsize size;
  char *buffer = dp_lane_get_buffer (lane, &size);
  gssize n;

  while ((n = dp_http_exchange_read (exchange, buffer, size, cancellable, &ask->error)) > 0)
    {
      if (ask->body->len < BODY_BYTES)
        g_string_append_len (ask->body, buffer, MIN (n, BODY_BYTES));
      ask->bytes += n;
    }
}

static void
ask_job (DpLane *lane, GTask *task)
{
  DpAsk *ask = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (DpHttpExchange) exchange =
      dp_http_get (dp_lane_get_client (lane), ask->url, ask->request, NULL, NULL, NULL, cancellable,
                   &ask->error);

  if (exchange != NULL)
    {
      ask->status = dp_http_exchange_get_response (exchange)->status;
      ask->final_url = dp_url_to_string (dp_http_exchange_get_url (exchange));
      if (ask->status == 200)
        read_body (ask, lane, exchange, cancellable);
    }
  g_clear_pointer (&exchange, dp_http_exchange_free);
  dp_lane_return (lane, task, NULL, NULL);
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((DpAsk *) user_data)->is_ended = TRUE;
}

void
dp_ask_free (DpAsk *ask)
{
  dp_url_free (ask->url);
  g_string_free (ask->body, TRUE);
  g_free (ask->final_url);
  g_clear_error (&ask->error);
  g_free (ask);
}

DpAsk *
dp_ask_url (DpLanes *lanes, const char *url)
{
  return dp_ask_request (lanes, url, NULL);
}

DpAsk *
dp_ask_request (DpLanes *lanes, const char *url, DpRequest *request)
{
  DpAsk *ask = g_new0 (DpAsk, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_ended, ask);
  g_autoptr (GError) error = NULL;

  ask->url = dp_url_parse (url, &error);
  g_assert_no_error (error);
  ask->request = request;
  ask->body = g_string_new (NULL);
  g_task_set_task_data (task, ask, NULL);
  dp_lanes_run (lanes, "", task, ask_job);
  dp_test_run_until (ask->is_ended);
  return ask;
}

DpAsk *
dp_ask_path (DpEngineFixture *fixture, const char *path)
{
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, path);

  return dp_ask_url (fixture->lanes, url);
}

void
dp_ask_assert_file (DpAsk *ask)
{
  g_assert_no_error (ask->error);
  g_assert_cmpuint (ask->status, ==, 200);
  g_assert_cmpuint (ask->bytes, ==, DP_TEST_BODY_SIZE_BYTES);
  g_assert_true (dp_test_body_check (1, 0, ask->body->str, ask->body->len));
}
