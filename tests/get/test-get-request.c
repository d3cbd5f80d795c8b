/* test-get-request.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the command line says about requests: it reaches the server, and nobody else reads it.
 */

#include "dp-get-fixture.h"

#include <string.h>

#define MAX_ARGUMENTS 8

/* Status 2 and one sentence, without what was given. */
static const struct
{
  const char *name;
  const char *arguments[MAX_ARGUMENTS];
  const char *sentence;
} refusals[] = {
  { "header", { "--header", "secret", "http://a.test/" }, "A header looks like" },
  { "header-control", { "--header", "X: secret\n", "http://a.test/" }, "control character" },
  { "header-own", { "--header=Host: secret", "http://a.test/" }, "“host” can't be chosen" },
  { "second-header", { "--header=X: 1", "--header=Range: secret", "http://a.test/" }, "“range”" },
  { "user", { "--user", "secret", "http://a.test/" }, "NAME:PASSWORD" },
  { "user-agent", { "--user-agent", "secret\r", "http://a.test/" }, "control character" },
  { "referer", { "--referer", "ftp://secret/", "http://a.test/" }, "referer" },
  { "proxy", { "--proxy", "u:secret@p.test:1", "http://a.test/" }, "A proxy looks like" },
  { "both-proxies",
    { "--proxy", "http://u:secret@p.test:1", "--no-proxy", "http://a.test/" },
    "--no-proxy" },
  { "no-cookies", { "--cookies", "absent.txt", "http://a.test/" }, "absent.txt" },
  { "cookies-folder", { "--cookies", ".", "http://a.test/" }, "Could not read" },
  { "cookies-endless", { "--cookies", "/dev/zero", "http://a.test/" }, "4 MiB" },
};

static void
test_refusal (DpGetFixture *self, gconstpointer index)
{
  guint i = GPOINTER_TO_UINT (index);
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL, refusals[i].arguments);
  g_assert_cmpint (ran.status, ==, 2);
  g_assert_cmpstr (ran.out, ==, "");
  dp_get_assert_contains (ran.err, refusals[i].sentence);
  dp_get_assert_lacks (ran.err, "secret");
}

static void
test_cookies_wrong (DpGetFixture *self, gconstpointer unused)
{
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, "<html>secret</html>\n",
              (const char *[]){ "--cookies", "-", "http://a.test/", NULL });
  g_assert_cmpint (ran.status, ==, 2);
  dp_get_assert_contains (ran.err, "holds no cookies in the Netscape format.");
  dp_get_assert_lacks (ran.err, "secret");
}

/* Everything at once, and in none of the ways to look at it is anything to be seen. */
static void
test_told (DpGetFixture *self, gconstpointer unused)
{
  static const char cookies[] = "127.0.0.1\tFALSE\t/\tFALSE\t0\tn\tsecret-cookie\n";
  static const char *const ways[] = { "--json", "--timeout=60", "--quiet" };
  g_autofree char *url =
      dp_test_server_dup_url (self->server, "/auth-basic/a.bin?user=me&password=secret-x");
  g_autofree char *failing = dp_test_server_dup_url (self->server, "/status/404");

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *request = NULL;
      g_auto (DpGetRan) ran = { 0 };

      dp_get_run (self, &ran, cookies,
                  (const char *[]){ ways[i], "--user-agent", "secret-agent", "--referer",
                                    "http://u:p@secret-page.test/x#y", "--header",
                                    "X-Key: secret-key", "--header", "X-More: secret-more",
                                    "--user", "me:secret-x", "--cookies", "-", "--no-proxy", url,
                                    failing, NULL });
      g_assert_cmpint (ran.status, ==, 1);
      dp_get_assert_contains (ran.err, i == 0 ? "" : "404");
      for (const char *p = ran.out; (p = strstr (p, "secret-")) != NULL; p++)
        g_assert_true (g_str_has_prefix (p, "secret-x") && p > ran.out && p[-1] == '=');
      for (const char *p = ran.err; (p = strstr (p, "secret-")) != NULL; p++)
        g_assert_true (g_str_has_prefix (p, "secret-x") && p > ran.err && p[-1] == '=');

      request = dp_test_server_dup_request (self->server, "/auth-basic/a.bin");
      dp_get_assert_contains (request, "\r\nUser-Agent: secret-agent\r\n");
      dp_get_assert_contains (request, "\r\nReferer: http://secret-page.test/x\r\n");
      dp_get_assert_contains (request, "\r\nX-Key: secret-key\r\n");
      dp_get_assert_contains (request, "\r\nX-More: secret-more\r\n");
      dp_get_assert_contains (request, "\r\nCookie: n=secret-cookie\r\n");
      dp_get_assert_contains (request, "\r\nAuthorization: Basic bWU6c2VjcmV0LXg=\r\n");
    }
  dp_get_assert_file (self, "a.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
}

/* There is nobody to ask: it fails, and says which option answers. */
static void
test_asked (DpGetFixture *self, gconstpointer unused)
{
  static const char *const ways[] = { "--json", "--timeout=60", "--quiet" };
  g_autofree char *url = dp_test_server_dup_url (self->server, "/auth-digest/a.bin");

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      const char *where;
      g_auto (DpGetRan) ran = { 0 };

      dp_get_run (self, &ran, NULL, (const char *[]){ ways[i], "--no-proxy", url, NULL });
      g_assert_cmpint (ran.status, ==, 1);
      where = i == 0 ? ran.out : ran.err;
      dp_get_assert_contains (where, "The server “127.0.0.1” wants a user name and a password. "
                                     "Name them with --user NAME:PASSWORD.");

      dp_get_run (
          self, &ran, NULL,
          (const char *[]){ ways[i], "--no-proxy", "--user", "user:hidden-word", url, NULL });
      g_assert_cmpint (ran.status, ==, 1);
      where = i == 0 ? ran.out : ran.err;
      dp_get_assert_contains (where, "did not accept the user name and the password. Name them");
      dp_get_assert_lacks (ran.out, "hidden-word");
      dp_get_assert_lacks (ran.err, "hidden-word");
    }
  g_assert_cmpuint (dp_test_server_get_n_requests (self->server, NULL), ==, 9);
}

/* A list of commands as a browser copies them: what each says is told for its link alone, and shown
 * nowhere. */
static void
test_curl_commands (DpGetFixture *self, gconstpointer unused)
{
  static const char *const ways[] = { "--json", "--timeout=60", "--dry-run" };
  g_autofree char *first = dp_test_server_dup_url (self->server, "/file/a.bin");
  g_autofree char *second = dp_test_server_dup_url (self->server, "/auth-basic/b.bin");
  g_autofree char *third = dp_test_server_dup_url (self->server, "/file/c.bin");
  g_autofree char *list = g_strdup_printf (
      "curl '%s' \\\n  -H 'X-Key: secret-1' \\\n  -b 'n=secret-2' \\\n  -A 'secret-3' --compressed "
      ";\n"
      "curl -u user:secret '%s'\n%s\ncurl '%s' -H 'Cookie: secret-4' -d secret-5\n",
      first, second, third, first);

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_auto (DpGetRan) ran = { 0 };
      g_autofree char *request = NULL;
      g_autofree char *other = NULL;

      dp_test_server_forget (self->server);
      dp_get_run (self, &ran, list,
                  (const char *[]){ ways[i], "--header=X-All: all", "--user-agent=All/1", "-i", "-",
                                    NULL });
      g_assert_cmpint (ran.status, ==, 1);
      dp_get_assert_contains (ran.err, "The command sends data");
      dp_get_assert_lacks (ran.err, "secret");
      dp_get_assert_lacks (ran.out, "secret");
      if (g_str_equal (ways[i], "--dry-run"))
        {
          g_autofree char *shown = g_strdup_printf ("%s\n%s\n%s\n", first, second, third);

          g_assert_cmpstr (ran.out, ==, shown);
          g_assert_cmpuint (dp_test_server_get_n_requests (self->server, NULL), ==, 0);
          continue;
        }
      request = dp_test_server_dup_request (self->server, "/file/a.bin");
      dp_get_assert_contains (request, "\r\nX-Key: secret-1\r\n");
      dp_get_assert_contains (request, "\r\nCookie: n=secret-2\r\n");
      dp_get_assert_contains (request, "\r\nUser-Agent: secret-3\r\n");
      dp_get_assert_contains (request, "\r\nX-All: all\r\n");
      other = dp_test_server_dup_request (self->server, "/file/c.bin");
      dp_get_assert_contains (other, "\r\nUser-Agent: All/1\r\n");
      dp_get_assert_lacks (other, "secret");
    }
  dp_get_assert_file (self, "a.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
  dp_get_assert_file (self, "b.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
}

static int
run_with_proxy (DpGetFixture *self, const char *option, const char *no_proxy, const char *url)
{
  g_autofree char *proxy = dp_test_server_dup_url (self->server, "");
  g_autofree char *argument = g_strconcat (option, *option != '\0' ? proxy : "--quiet", NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;

  g_subprocess_launcher_setenv (launcher, "no_proxy", no_proxy, TRUE);
  process = dp_get_launch (self, launcher, (const char *[]){ "--tries=1", argument, url, NULL });
  return dp_get_wait (process, DP_GET_LONG_MSEC);
}

static void
test_proxy (DpGetFixture *self, gconstpointer unused)
{
  const char *url = "http://no-such-host.invalid/file/a.bin";
  g_autofree char *request = NULL;

  g_assert_cmpint (run_with_proxy (self, "--proxy=", "", url), ==, 0);
  request = dp_test_server_dup_request (self->server, NULL);
  dp_get_assert_contains (request, "GET http://no-such-host.invalid/file/a.bin HTTP/1.1\r\n");
  dp_get_assert_file (self, "a.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);

  dp_test_server_forget (self->server);
  g_assert_cmpint (run_with_proxy (self, "--proxy=", "x.test,.invalid", url), ==, 1);
  g_assert_cmpuint (dp_test_server_get_n_connections (self->server), ==, 0);
}

/* GIO knows neither. */
static void
test_environment (DpGetFixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *scheme;
    const char *no_proxy;
    gboolean is_used;
  } rows[] = {
    { "http://", "", TRUE },
    { "", "x.test", TRUE },
    { "http://", "x.test,*", FALSE },
    { "http://", ".invalid", FALSE },
    { "socks5h://", ".invalid", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
          G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
      g_autofree char *proxy = g_strdup_printf ("%s127.0.0.1:%u", rows[i].scheme,
                                                dp_test_server_get_port (self->server));
      g_autoptr (GSubprocess) process = NULL;

      dp_test_server_forget (self->server);
      g_subprocess_launcher_unsetenv (launcher, "http_proxy");
      g_subprocess_launcher_unsetenv (launcher, "https_proxy");
      g_subprocess_launcher_setenv (launcher, "all_proxy", proxy, TRUE);
      g_subprocess_launcher_setenv (launcher, "no_proxy", rows[i].no_proxy, TRUE);
      process = dp_get_launch (self, launcher,
                               (const char *[]){ "http://no-such-host.invalid/file/a.bin", NULL });
      g_test_message ("row %u", i);
      g_assert_cmpint (dp_get_wait (process, DP_GET_LONG_MSEC), ==, rows[i].is_used ? 0 : 1);
      g_assert_cmpuint (dp_test_server_get_n_connections (self->server), ==,
                        rows[i].is_used ? 1 : 0);
    }
}

/* Nothing goes past it, and what it says is not shown. */
static void
test_environment_wrong (DpGetFixture *self, gconstpointer unused)
{
  static const char *const proxies[] = { "user:sesame@p.test:99999", "http://user:sesame@",
                                         "user:sesame@[", "ftp://user:sesame@p.test" };
  g_autofree char *url =
      g_strdup_printf ("http://127.0.0.1:%u/file/a.bin", dp_test_server_get_port (self->server));

  for (guint i = 0; i < G_N_ELEMENTS (proxies); i++)
    {
      g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
          G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
      g_autoptr (GSubprocess) process = NULL;
      g_autofree char *said = NULL;

      g_subprocess_launcher_setenv (launcher, "http_proxy", proxies[i], TRUE);
      g_subprocess_launcher_setenv (launcher, "no_proxy", "", TRUE);
      process = dp_get_launch (self, launcher, (const char *[]){ url, NULL });
      g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &said, NULL, NULL));
      g_assert_cmpint (dp_get_wait (process, DP_GET_LONG_MSEC), ==, 1);
      dp_get_assert_contains (said, "proxy that the environment names is none");
      dp_get_assert_lacks (said, "sesame");
      g_assert_cmpuint (dp_test_server_get_n_connections (self->server), ==, 0);
    }
}

static void
set_up_plain (DpGetFixture *self, gconstpointer index)
{
  dp_get_fixture_set_up (self, GUINT_TO_POINTER (DP_TEST_SERVER_PLAIN));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/get/request/refusal/", refusals[i].name, NULL);

      g_test_add (path, DpGetFixture, GUINT_TO_POINTER (i), set_up_plain, test_refusal,
                  dp_get_fixture_tear_down);
    }
  dp_get_fixture_add_test ("/get/request/cookies-wrong", test_cookies_wrong);
  dp_get_fixture_add_test ("/get/request/told", test_told);
  dp_get_fixture_add_test ("/get/request/asked", test_asked);
  dp_get_fixture_add_test ("/get/request/curl-commands", test_curl_commands);
  dp_get_fixture_add_test ("/get/request/proxy", test_proxy);
  dp_get_fixture_add_test ("/get/request/environment", test_environment);
  dp_get_fixture_add_test ("/get/request/environment-wrong", test_environment_wrong);

  return g_test_run ();
}
