/* test-queue-certificates.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A server that can't prove who it is: the person is asked before it hears anything, the answer is
 * for that certificate at that place alone, and it can be taken back.
 */

#include "dp-queue-fixture.h"

#include <string.h>

#include "dp-trust.h"

static void
trust (DpQueueFixture *self, guint64 id)
{
  const DpQuestion *question = dp_download_get_question (dp_queue_fixture_find (self, id));

  g_assert_nonnull (question);
  dp_queue_answer_certificate (self->queue, question);
}

/* A server that is stopped while it reads leaks, in glib-networking. */
static void
hang_up (DpQueueFixture *self, DpTestServer *server)
{
  g_clear_pointer (&self->engine->lanes, dp_lanes_free);
  dp_test_run_until (dp_test_server_get_n_open_connections (server) == 0);
}

static void
end (DpQueueFixture *self, DpTestServer *server)
{
  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_assert_finalize_object (g_steal_pointer (&self->queue));
  hang_up (self, server);
  g_string_free (self->log, TRUE);
  dp_engine_fixture_free (self->engine);
  g_free (self);
}

static void
test_trusted (void)
{
  static const struct
  {
    DpTestServerFlags flags;
    const char *words;
  } rows[] = {
    { DP_TEST_SERVER_TLS | DP_TEST_SERVER_SELF_SIGNED, "vouches for itself" },
    { DP_TEST_SERVER_TLS, "issued by somebody whom this computer does not know" },
    { DP_TEST_SERVER_TLS | DP_TEST_SERVER_WRONG_HOST, "is for another server" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DpQueueFixture *self = dp_queue_fixture_new (5);
      g_autoptr (DpTestServer) server = dp_test_server_new (rows[i].flags, NULL);
      g_autofree char *url = dp_test_server_dup_url (server, "/file/a.bin");
      g_autofree char *second_url = dp_test_server_dup_url (server, "/file/b.bin");
      guint64 id = dp_queue_fixture_add_url (self, url);
      guint64 second_id = dp_queue_fixture_add_url (self, second_url);

      dp_queue_fixture_run_to_end (self);
      dp_queue_fixture_assert_asks (self, id, "The server “127.0.0.1” can't prove who it is: ");
      dp_queue_fixture_assert_asks (self, second_id, rows[i].words);
      /* Nothing was told to somebody whom nobody knows. */
      g_assert_cmpuint (dp_test_server_get_n_requests (server, NULL), ==, 0);
      trust (self, id);
      dp_queue_fixture_run_to_end (self);
      dp_queue_fixture_assert_done (self, id);
      dp_queue_fixture_assert_done (self, second_id);
      dp_engine_fixture_assert_files (self->engine, "a.bin|b.bin");
      end (self, server);
    }
}

/* The same place with another certificate, and another place with the same one. */
static void
test_other (void)
{
  DpQueueFixture *self = dp_queue_fixture_new (5);
  g_autoptr (DpTestServer) server = dp_test_server_new (DP_TEST_SERVER_TLS, NULL);
  g_autoptr (DpTestServer) elsewhere = dp_test_server_new (DP_TEST_SERVER_TLS, NULL);
  guint16 port = dp_test_server_get_port (server);
  g_autofree char *url = dp_test_server_dup_url (server, "/file/a.bin");
  g_autofree char *changed_url = dp_test_server_dup_url (server, "/file/b.bin");
  g_autofree char *elsewhere_url = dp_test_server_dup_url (elsewhere, "/file/c.bin");
  g_autofree char *name_url = g_strdup_printf ("https://localhost:%u/file/d.bin", port);
  guint64 id = dp_queue_fixture_add_url (self, url);
  guint64 elsewhere_id;
  guint64 name_id;
  guint64 changed_id;

  dp_queue_fixture_run_to_end (self);
  trust (self, id);
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_done (self, id);

  elsewhere_id = dp_queue_fixture_add_url (self, elsewhere_url);
  name_id = dp_queue_fixture_add_url (self, name_url);
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, elsewhere_id, "can't prove who it is");
  dp_queue_fixture_assert_asks (self, name_id, "The server “localhost” can't prove who it is");
  g_assert_cmpuint (dp_test_server_get_n_requests (elsewhere, NULL), ==, 0);

  /* Its warm connection was closed, else nobody would look at the certificate. */
  dp_test_server_free (g_steal_pointer (&server));
  server = dp_test_server_new_on_port (DP_TEST_SERVER_TLS | DP_TEST_SERVER_SELF_SIGNED, port, NULL);
  g_assert_nonnull (server);
  changed_id = dp_queue_fixture_add_url (self, changed_url);
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, changed_id, "vouches for itself");
  g_assert_cmpuint (dp_test_server_get_n_requests (server, NULL), ==, 0);
  trust (self, changed_id);
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_done (self, changed_id);
  dp_queue_fixture_assert_asks (self, elsewhere_id, "can't prove who it is");
  end (self, server);
}

/* The first that asks; whom it is about is trusted afterwards. */
static GPtrArray *
trust_server_of (DpQueueFixture *self, const char *url)
{
  guint64 id = dp_queue_fixture_add_url (self, url);
  GPtrArray *list;
  const DpQuestion *trusted;

  dp_queue_fixture_run_to_end (self);
  g_assert_null (dp_download_get_trusted (dp_queue_fixture_find (self, id)));
  trust (self, id);
  dp_queue_fixture_run_to_end (self);
  list = dp_queue_list_trusted (self->queue);
  g_assert_cmpuint (list->len, ==, 1);
  trusted = list->pdata[0];
  g_assert_cmpstr (trusted->host, ==, "127.0.0.1");
  g_assert_cmpuint (strlen (trusted->fingerprint), ==, 64);
  g_assert_true (dp_queue_is_trusted (self->queue, trusted));
  return list;
}

static void
distrust (DpQueueFixture *self, const DpQuestion *trusted)
{
  g_autoptr (GPtrArray) empty = NULL;

  dp_queue_distrust (self->queue, trusted->origin, "00");
  g_assert_true (dp_queue_is_trusted (self->queue, trusted));
  dp_queue_distrust (self->queue, trusted->origin, trusted->fingerprint);
  g_assert_false (dp_queue_is_trusted (self->queue, trusted));
  empty = dp_queue_list_trusted (self->queue);
  g_assert_cmpuint (empty->len, ==, 0);
}

/* More than there can be connections that are open still. */
static void
assert_nobody_gets_in (DpQueueFixture *self, const char *url)
{
  guint64 ids[6];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = dp_queue_fixture_add_url (self, url);
  dp_queue_fixture_run_to_end (self);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    dp_queue_fixture_assert_asks (self, ids[i], "can't prove who it is");
}

/* Told to each that came thanks to it, also over a connection that was warm already, and after a
 * redirect; taken back, it stops what runs, and nobody gets in over what is open still. */
static void
test_taken_back (void)
{
  DpQueueFixture *self = dp_queue_fixture_new (5);
  g_autoptr (DpTestServer) server = dp_test_server_new (DP_TEST_SERVER_TLS, NULL);
  g_autofree char *url = dp_test_server_dup_url (server, "/file/a.bin");
  g_autofree char *second_url = dp_test_server_dup_url (server, "/file/b.bin");
  g_autofree char *held_url = dp_test_server_dup_url (server, "/file/c.bin?size=300000");
  g_autofree char *path = g_strconcat ("/redirect/d.bin?to=", url, NULL);
  g_autofree char *sent_url = dp_test_server_dup_url (self->engine->server, path);
  g_autofree char *plain_url = dp_test_server_dup_url (self->engine->server, "/file/e.bin");
  g_autofree char *warm_url = dp_test_server_dup_url (server, "/file/f.bin");
  g_autofree char *later_url = dp_test_server_dup_url (server, "/file/g.bin");
  g_autoptr (GPtrArray) list = trust_server_of (self, url);
  const DpQuestion *trusted = list->pdata[0];
  guint64 ids[4];

  g_assert_cmpuint (trusted->port, ==, dp_test_server_get_port (server));
  ids[0] = dp_queue_fixture_add_url (self, second_url);
  ids[1] = dp_queue_fixture_add_url (self, sent_url);
  ids[2] = dp_queue_fixture_add_url (self, plain_url);
  dp_queue_fixture_run_to_end (self);
  dp_test_server_hold_at (server, "/file/c.bin?size=300000", 150000);
  ids[3] = dp_queue_fixture_add_url (self, held_url);
  dp_queue_fixture_wait_bytes (self, ids[3], 150000);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (i != 2)
      g_assert_cmpstr (dp_download_get_trusted (dp_queue_fixture_find (self, ids[i]))->fingerprint,
                       ==, trusted->fingerprint);
  g_assert_null (dp_download_get_trusted (dp_queue_fixture_find (self, ids[2])));

  /* It leaves a warm connection beside the one that is held. */
  ids[0] = dp_queue_fixture_add_url (self, warm_url);
  dp_test_run_until (dp_download_get_state (dp_queue_fixture_find (self, ids[0])) == DP_STATE_DONE);

  distrust (self, trusted);
  assert_nobody_gets_in (self, later_url);
  dp_queue_fixture_assert_asks (self, ids[3], "can't prove who it is");
  g_assert_cmpuint (dp_download_get_progress (dp_queue_fixture_find (self, ids[3]))->received_bytes,
                    >, 0);
  dp_test_server_release (server, "/file/c.bin?size=300000");

  /* Anew, and it goes on from where it was. */
  trust (self, ids[3]);
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_done (self, ids[3]);
  dp_engine_fixture_assert_content (self->engine, "c.bin", DP_TEST_BODY_SEED, 300000);
  end (self, server);
}

/* A password only after the certificate. */
static void
test_then_password (void)
{
  DpQueueFixture *self = dp_queue_fixture_new (5);
  g_autoptr (DpTestServer) server =
      dp_test_server_new (DP_TEST_SERVER_TLS | DP_TEST_SERVER_SELF_SIGNED, NULL);
  g_autofree char *url = dp_test_server_dup_url (server, "/auth-digest/a.bin");
  guint64 id = dp_queue_fixture_add_url (self, url);

  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, id, "vouches for itself");
  trust (self, id);
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_asks (self, id, "wants a user name and a password");
  g_assert_true (dp_download_get_question (dp_queue_fixture_find (self, id))->is_secure);
  dp_queue_answer_password (
      self->queue, dp_download_get_question (dp_queue_fixture_find (self, id)), "user", "secret");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_assert_done (self, id);
  end (self, server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  g_test_add_func ("/queue-certificates/trusted", test_trusted);
  g_test_add_func ("/queue-certificates/other", test_other);
  g_test_add_func ("/queue-certificates/taken-back", test_taken_back);
  g_test_add_func ("/queue-certificates/then-password", test_then_password);

  return g_test_run ();
}
