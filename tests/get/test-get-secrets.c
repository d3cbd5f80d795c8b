/* test-get-secrets.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passwords, headers and cookies go to the server that they are for.  They are looked for in all
 * that the program leaves: its words, the finished and the unfinished file with what is attached
 * to it, and what another server got to hear.
 */

#include "dp-get-fixture.h"

#include <string.h>
#include <sys/xattr.h>

/* Each in the form in which it is given, and in that in which it would travel. */
static const char *const secrets[] = {
  "sesame-link",   "sesame-user", "sesame-header",        "sesame-cookie",
  "sesame%2dlink", "c2VzYW1l",    "bWU6c2VzYW1lLWxpbms=", "bWU6c2VzYW1lLXVzZXI=",
};

static void
assert_silent (const char *where, const char *data, gsize size_bytes)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    if (memmem (data, size_bytes, secrets[i], strlen (secrets[i])) != NULL)
      g_error ("“%s” is in %s", secrets[i], where);
}

static void
assert_file_silent (DpGetFixture *self, const char *name)
{
  g_autofree char *path = dp_get_dup_path (self, name);
  g_autofree char *content = NULL;
  char names[4096];
  gsize size_bytes;
  ssize_t n;

  g_assert_true (g_file_get_contents (path, &content, &size_bytes, NULL));
  assert_silent (name, content, size_bytes);
  assert_silent ("its name", name, strlen (name));

  n = listxattr (path, names, sizeof names);
  for (ssize_t at = 0; at < n; at += (ssize_t) strlen (names + at) + 1)
    {
      char value[4096];
      ssize_t size = getxattr (path, names + at, value, sizeof value);

      if (size > 0)
        assert_silent (names + at, value, (gsize) size);
    }
}

static void
assert_all_silent (DpGetFixture *self, const DpGetRan *ran)
{
  g_autofree char *list = dp_get_list (self);
  g_auto (GStrv) names = g_strsplit (list, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    assert_file_silent (self, names[i]);
  assert_silent ("the output", ran->out, strlen (ran->out));
  assert_silent ("the errors", ran->err, strlen (ran->err));
}

/* The link with a name and a password in it. */
static char *
dup_link (DpTestServer *server, const char *path)
{
  return g_strdup_printf ("http://me:sesame%%2dlink@127.0.0.1:%u%s",
                          dp_test_server_get_port (server), path);
}

/* A file that is finished, one that is not, and one to which another server is asked; with all the
 * secrets at once. */
static void
test_nowhere (DpGetFixture *self, gconstpointer way)
{
  static const char cookies[] = "127.0.0.1\tFALSE\t/\tFALSE\t0\tn\tsesame-cookie\n";
  g_autoptr (DpTestServer) other = dp_test_server_new (DP_TEST_SERVER_PLAIN, NULL);
  g_autofree char *whole = dup_link (self->server, "/file/whole.bin?size=300000");
  g_autofree char *cut = dup_link (self->server, "/cut/cut.bin?size=3000000");
  g_autofree char *path = g_strdup_printf (
      "/redirect/x?to=http://localhost:%u/echo-headers/away.txt", dp_test_server_get_port (other));
  g_autofree char *away = dup_link (self->server, path);
  g_autofree char *missing = dup_link (self->server, "/status/404");
  g_autofree char *said = NULL;
  g_autofree char *heard = NULL;
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, cookies,
              (const char *[]){ way, "--no-proxy", "--tries=1", "--header",
                                "Authorization: Bearer sesame-header", "--header",
                                "X-Key: sesame-header", "--user", "me:sesame-user", "--cookies",
                                "-", whole, cut, away, missing, NULL });
  g_assert_cmpint (ran.status, ==, 1);

  /* It was said where it belongs, or this proves nothing. */
  said = dp_test_server_dup_request (self->server, "/file/whole.bin");
  dp_get_assert_contains (said, "sesame-header");
  dp_get_assert_contains (said, "sesame-cookie");
  heard = dp_test_server_dup_request (other, NULL);
  dp_get_assert_contains (heard, "GET /echo-headers/away.txt");
  assert_silent ("what another server hears", heard, strlen (heard));

  dp_get_assert_file (self, "whole.bin", DP_TEST_BODY_SEED, 300000);
  assert_all_silent (self, &ran);
}

/* The password of a link, which is told when it is asked for, and is not kept with the rest. */
static void
test_answered (DpGetFixture *self, gconstpointer way)
{
  g_autofree char *url =
      dup_link (self->server, "/auth-basic/a.bin?user=me&password=%73esame-link");
  g_autofree char *bad = dup_link (self->server, "/auth-basic/b.bin?password=other");
  g_autofree char *request = NULL;
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL, (const char *[]){ way, "--no-proxy", "--tries=1", url, bad, NULL });
  g_assert_cmpint (ran.status, ==, 1);
  request = dp_test_server_dup_request (self->server, "/auth-basic/a.bin");
  dp_get_assert_contains (request, "Authorization: Basic bWU6c2VzYW1lLWxpbms=");
  dp_get_assert_file (self, "a.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
  assert_all_silent (self, &ran);
}

static void
set_up (DpGetFixture *self, gconstpointer way)
{
  dp_get_fixture_set_up (self, GUINT_TO_POINTER (DP_TEST_SERVER_PLAIN));
}

int
main (int argc, char **argv)
{
  static const char *const ways[] = { "--json", "--quiet", "--timeout=60" };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *nowhere = g_strconcat ("/get/secrets/nowhere/", ways[i] + 2, NULL);
      g_autofree char *answered = g_strconcat ("/get/secrets/answered/", ways[i] + 2, NULL);

      g_test_add (nowhere, DpGetFixture, ways[i], set_up, test_nowhere, dp_get_fixture_tear_down);
      g_test_add (answered, DpGetFixture, ways[i], set_up, test_answered, dp_get_fixture_tear_down);
    }
  return g_test_run ();
}
