/* test-queue-answers.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What only the person can answer: it is asked once, the download rests meanwhile and the others go
 * on; the answer lets all go on that wait for it, and nobody hears it for whom it is not.
 */

#include "dp-queue-fixture.h"

#include "dp-http-proxy.h"
#include "dp-script-server.h"

#include <string.h>

static void
answer (DpQueueFixture *self, guint64 id, const char *user, const char *password)
{
  const DpQuestion *question = dp_download_get_question (dp_queue_fixture_find (self, id));

  g_assert_nonnull (question);
  dp_queue_answer_password (self->queue, question, user, password);
}

/* Passwords */

/* Asked, answered wrong, asked again, answered; so many requests, no more. */
static void
test_password (gconstpointer path)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id = dp_queue_fixture_add (self, 1, path);

  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, id,
                                "The server “127.0.0.1” wants a user name and a password");
  g_assert_cmpstr (dp_download_get_question (dp_queue_fixture_find (self, id))->realm, ==, "test");
  g_assert_false (dp_download_get_question (dp_queue_fixture_find (self, id))->is_again);
  g_assert_cmpuint (dp_test_server_get_n_requests (self->engine->server, NULL), ==, 1);

  answer (self, id, "user", "guess");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, id, "did not accept the user name and the password");
  g_assert_true (dp_download_get_question (dp_queue_fixture_find (self, id))->is_again);
  g_assert_cmpuint (dp_test_server_get_n_requests (self->engine->server, NULL), ==, 3);

  answer (self, id, "user", "secret");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_done (self, id);
  g_assert_cmpuint (dp_test_server_get_n_requests (self->engine->server, NULL), ==, 5);
  g_assert_cmpstr (self->log->str, ==, "1R 1A 1Q 1R 1A 1Q 1R 1D ");
  dp_engine_fixture_assert_files (self->engine, "0.bin");
  dp_queue_fixture_assert_consistent (self);
}

/* What the link says comes first, and when both are wrong that makes three requests. */
static void
test_three_requests (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  g_autofree char *url = g_strdup_printf ("http://user:old@127.0.0.1:%u/auth-basic/a.bin",
                                          dp_test_server_get_port (self->engine->server));
  guint64 id = dp_queue_fixture_add_url (self, url);

  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, id, "did not accept");
  g_assert_cmpuint (dp_test_server_get_n_requests (self->engine->server, NULL), ==, 2);

  dp_test_server_forget (self->engine->server);
  answer (self, id, "user", "guess");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, id, "did not accept");
  g_assert_cmpuint (dp_test_server_get_n_requests (self->engine->server, NULL), ==, 3);

  dp_test_server_forget (self->engine->server);
  answer (self, id, "user", "secret");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_done (self, id);
  g_assert_cmpuint (dp_test_server_get_n_requests (self->engine->server, NULL), ==, 3);
}

/* Also when it is the rest of a file that is asked for. */
static void
test_three_requests_on_resume (void)
{
  const char *cut = "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: 10\r\n\r\n#####";
  const char *who = "HTTP/1.1 401 Who\r\nWWW-Authenticate: Basic realm=\"r\"\r\n"
                    "Content-Length: 0\r\n\r\n";
  const char *answers[] = { cut, who, NULL };
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  g_autoptr (DpScriptServer) server = dp_script_server_new (answers);
  g_autofree char *plain = dp_script_server_dup_url (server, "/a.bin");
  g_autofree char *url = g_strconcat ("http://user:old@", plain + strlen ("http://"), NULL);
  guint64 id = dp_queue_fixture_add_url (self, url);

  dp_test_run_until (dp_download_get_state (dp_queue_fixture_find (self, id)) == DP_STATE_WAITING);
  dp_test_resume (self->queue, id);
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, id, "did not accept");
  g_assert_cmpuint (dp_script_server_get_n_requests (server), ==, 3);
  answer (self, id, "user", "guess");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, id, "did not accept");
  g_assert_cmpuint (dp_script_server_get_n_requests (server), ==, 6);
  /* What there was of it is kept. */
  g_assert_cmpuint (dp_download_get_partial (dp_queue_fixture_find (self, id))->safe.covered_bytes,
                    ==, 5);
  dp_engine_fixture_assert_files (self->engine, "a.bin.part");
}

/* While one asks the next has its turn; one answer is for all of the same server. */
static void
test_others_go_on (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id;
  guint64 other_id;

  dp_queue_set_parallel (self->queue, 1);
  id = dp_queue_fixture_add (self, 3, "/auth-basic/%u.bin");
  other_id = dp_queue_fixture_add (self, 1, "/file/other%u.bin");
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_ASKING), ==, 3);
  g_assert_cmpuint (dp_queue_count_unfinished (self->queue), ==, 0);
  dp_queue_fixture_assert_done (self, other_id);

  dp_test_pause (self->queue, id);
  dp_queue_fixture_assert_asks (self, id, "wants");
  answer (self, id + 1, "user", "secret");
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_ASKING), ==, 0);
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_DONE), ==, 4);
  dp_queue_fixture_assert_consistent (self);

  /* And for those to come. */
  id = dp_queue_fixture_add (self, 1, "/auth-basic/later%u.bin");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_done (self, id);
}

/* Another server's question stays open, and it hears nothing, not even on the way. */
static void
test_other_origin (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  g_autoptr (DpTestServer) other = dp_test_server_new (DP_TEST_SERVER_PLAIN, NULL);
  g_autofree char *other_url = dp_test_server_dup_url (other, "/auth-basic/b.bin");
  g_autofree char *away = g_strconcat ("/redirect/c.bin?to=", other_url, NULL);
  g_autofree char *away_url = dp_engine_fixture_dup_url (self->engine, away);
  g_autofree char *request = NULL;
  guint64 id = dp_queue_fixture_add (self, 1, "/auth-basic/a%u.bin");
  guint64 other_id = dp_queue_fixture_add_url (self, other_url);
  guint64 away_id = dp_queue_fixture_add_url (self, away_url);

  dp_queue_fixture_run_to_end (self);
  answer (self, id, "user", "secret");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_done (self, id);
  dp_queue_fixture_assert_asks (self, other_id, "wants");
  dp_queue_fixture_assert_asks (self, away_id, "wants");
  g_assert_cmpuint (dp_test_server_get_n_requests (other, NULL), ==, 2);

  /* Now that there is an answer for the one, the other is not told it after a redirect. */
  dp_test_resume (self->queue, away_id);
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, away_id, "wants");
  request = dp_test_server_dup_request (other, NULL);
  g_assert_null (strcasestr (request, "Authorization"));

  /* Its own answer reaches it after the redirect. */
  answer (self, away_id, "user", "secret");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_done (self, other_id);
  dp_queue_fixture_assert_done (self, away_id);
}

/* Answered while a worker was under way that did not know it yet. */
static void
test_answered_meanwhile (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id = dp_queue_fixture_add (self, 1, "/auth-basic/a%u.bin");
  guint64 late_id;

  dp_queue_fixture_run_to_end (self);
  dp_test_server_hold (self->engine->server, "/auth-basic/b0.bin");
  late_id = dp_queue_fixture_add (self, 1, "/auth-basic/b%u.bin");
  g_assert_true (
      dp_test_server_wait_requests (self->engine->server, "/auth-basic/b0.bin", 1, 30000));
  answer (self, id, "user", "secret");
  dp_test_server_release (self->engine->server, "/auth-basic/b0.bin");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_done (self, id);
  dp_queue_fixture_assert_done (self, late_id);
}

/* A wrong answer is not told by those that come after. */
static void
test_wrong_is_forgotten (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id = dp_queue_fixture_add (self, 1, "/auth-basic/a%u.bin");

  dp_queue_fixture_run_to_end (self);
  answer (self, id, "user", "guess");
  dp_queue_fixture_run_to_end (self);
  dp_test_server_forget (self->engine->server);
  id = dp_queue_fixture_add (self, 1, "/auth-basic/b%u.bin");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, id, "wants");
  g_assert_cmpuint (dp_test_server_get_n_requests (self->engine->server, NULL), ==, 1);
}

/* The other verbs */
static void
test_verbs (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  guint64 id = dp_queue_fixture_add (self, 3, "/auth-basic/%u.bin");
  DpRemoval *removal;

  dp_queue_fixture_run_to_end (self);
  dp_test_cancel (self->queue, id);
  g_assert_null (dp_download_get_question (dp_queue_fixture_find (self, id)));
  dp_test_resume (self->queue, id + 1);
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, id + 1, "wants");

  /* Answered while it was out of the list. */
  removal = dp_queue_fixture_remove (self, id + 2, 1);
  dp_queue_fixture_assert_consistent (self);
  answer (self, id + 1, "user", "secret");
  dp_queue_restore (self->queue, removal);
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_done (self, id + 1);
  dp_queue_fixture_assert_done (self, id + 2);
  dp_queue_fixture_assert_consistent (self);
  dp_engine_fixture_assert_files (self->engine, "1.bin|2.bin");
}

static guint
count (const char *data, gsize size, const char *word)
{
  guint n = 0;

  for (gsize i = 0; i + strlen (word) <= size; i++)
    if (memcmp (data + i, word, strlen (word)) == 0)
      n++;
  return n;
}

/* Nothing of it in what is written; the part file says once which link it belongs to. */
static void
test_not_on_disk (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (5);
  g_autofree char *part = dp_engine_fixture_dup_path (self->engine, "0.bin.part");
  g_autofree char *content = NULL;
  gsize size;
  guint64 id = dp_queue_fixture_add (
      self, 1, "/auth-basic/%u.bin?size=4000000&user=some-body&password=hidden-word");

  dp_queue_fixture_run_to_end (self);
  dp_test_server_hold_at (self->engine->server, "/auth-basic/0.bin", 2000000);
  answer (self, id, "some-body", "hidden-word");
  dp_queue_fixture_wait_bytes (self, id, 2000000);
  dp_test_pause (self->queue, id);
  dp_test_run_until (dp_download_get_partial (dp_queue_fixture_find (self, id)) != NULL);
  g_assert_true (g_file_get_contents (part, &content, &size, NULL));
  g_assert_cmpuint (count (content, size, "/auth-basic/0.bin"), >, 0);
  g_assert_cmpuint (count (content, size, "hidden-word"), ==,
                    count (content, size, "password=hidden-word"));
  g_assert_cmpuint (count (content, size, "some-body"), ==,
                    count (content, size, "user=some-body"));
  g_assert_cmpuint (count (content, size, "c29tZS1ib2R5"), ==, 0);
}

/* Proxies */

#define ASK                                                                      \
  "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"The \\\"gate\\\"\"\r\n" \
  "Content-Length: 0\r\nConnection: close\r\n\r\n"
#define GOOD "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n#####"

static void
answer_as_proxy (guint nth, const char *request, GSocketConnection *connection)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  gboolean is_known = strstr (request, "\r\nProxy-Authorization: Basic cDp4\r\n") != NULL;
  const char *text = is_known ? GOOD : ASK;

  /* A tunnel leads nowhere: that is another failure, of TLS. */
  if (is_known && g_str_has_prefix (request, "CONNECT "))
    text = "HTTP/1.1 403 Not there\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  g_output_stream_write_all (out, text, strlen (text), NULL, NULL, NULL);
}

static DpQueueFixture *
new_behind_proxy (DpScriptServer *proxy, const char *userinfo)
{
  g_auto (DpHttpOptions) options = { .timeout_sec = 5 };
  g_autofree char *plain = dp_script_server_dup_url (proxy, "");
  g_autofree char *url = g_strconcat ("http://", userinfo, plain + strlen ("http://"), NULL);
  DpQueueFixture *self = dp_queue_fixture_new (5);

  options.proxy_resolver = dp_http_proxy_new (url, NULL, NULL);
  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_clear_object (&self->queue);
  dp_lanes_free (self->engine->lanes);
  self->engine->lanes = dp_lanes_new (&options);
  self->queue = dp_queue_new (self->engine->lanes);
  return self;
}

static void
test_proxy (void)
{
  g_autoptr (DpScriptServer) proxy = dp_script_server_new_func (answer_as_proxy);
  g_autoptr (DpQueueFixture) self = new_behind_proxy (proxy, "");
  guint64 id = dp_queue_fixture_add_url (self, "http://a.invalid/a.bin");
  guint64 other_id;

  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, id, "The proxy “127.0.0.1” wants a user name and a password");
  g_assert_cmpstr (dp_download_get_question (dp_queue_fixture_find (self, id))->realm, ==,
                   "The \"gate\"");
  g_assert_cmpuint (dp_script_server_get_n_requests (proxy), ==, 1);
  answer (self, id, "p", "wrong");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, id, "The proxy “127.0.0.1” did not accept");
  g_assert_cmpuint (dp_script_server_get_n_requests (proxy), ==, 3);
  answer (self, id, "p", "x");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_done (self, id);

  /* The same proxy on the way to another server. */
  other_id = dp_queue_fixture_add_url (self, "http://b.invalid/b.bin");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_done (self, other_id);
  for (guint i = 0; i < dp_script_server_get_n_requests (proxy); i++)
    g_assert_null (strstr (dp_script_server_get_request (proxy, i), "\r\nAuthorization"));
}

/* https: each once, with CONNECT, and not before the proxy asks. */
static void
test_proxy_tunnel (void)
{
  g_autoptr (DpScriptServer) proxy = dp_script_server_new_func (answer_as_proxy);
  g_autoptr (DpQueueFixture) self = new_behind_proxy (proxy, "p:old@");
  guint64 id = dp_queue_fixture_add_url (self, "https://a.invalid/a.bin");

  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, id, "The proxy “127.0.0.1” did not accept");
  g_assert_cmpint (dp_download_get_question (dp_queue_fixture_find (self, id))->kind, ==,
                   DP_QUESTION_PROXY);
  g_assert_cmpuint (dp_script_server_get_n_requests (proxy), ==, 2);
  answer (self, id, "p", "wrong");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, id, "The proxy “127.0.0.1” did not accept");
  g_assert_cmpuint (dp_script_server_get_n_requests (proxy), ==, 5);
  answer (self, id, "p", "x");
  dp_queue_fixture_run_to_end (self);
  g_assert_cmpuint (dp_script_server_get_n_requests (proxy), ==, 8);
  g_assert_cmpint (dp_download_get_state (dp_queue_fixture_find (self, id)), ==, DP_STATE_FAILED);
  dp_test_assert_has (dp_download_get_reason (dp_queue_fixture_find (self, id)), "403");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_data_func ("/queue-answers/basic", "/auth-basic/%u.bin", test_password);
  g_test_add_data_func ("/queue-answers/digest", "/auth-digest/%u.bin", test_password);
  g_test_add_func ("/queue-answers/three-requests", test_three_requests);
  g_test_add_func ("/queue-answers/three-requests-on-resume", test_three_requests_on_resume);
  g_test_add_func ("/queue-answers/others-go-on", test_others_go_on);
  g_test_add_func ("/queue-answers/other-origin", test_other_origin);
  g_test_add_func ("/queue-answers/answered-meanwhile", test_answered_meanwhile);
  g_test_add_func ("/queue-answers/wrong-is-forgotten", test_wrong_is_forgotten);
  g_test_add_func ("/queue-answers/verbs", test_verbs);
  g_test_add_func ("/queue-answers/not-on-disk", test_not_on_disk);
  g_test_add_func ("/queue-answers/proxy", test_proxy);
  g_test_add_func ("/queue-answers/proxy-tunnel", test_proxy_tunnel);

  return g_test_run ();
}
