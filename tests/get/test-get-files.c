/* test-get-files.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What downpour-get leaves in the folder, what it says, and how it exits.
 */

#include "dp-get-fixture.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

#define MANY 60

static char *
dup_url (DpGetFixture *self, const char *path)
{
  return dp_test_server_dup_url (self->server, path);
}

static void
test_one (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *url = dup_url (self, "/file/a.bin?size=5000&seed=3");
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL, (const char *[]){ url, NULL });
  g_assert_cmpint (ran.status, ==, 0);
  g_assert_cmpstr (ran.out, ==, "a.bin: 5.0\u00a0kB\n");
  g_assert_cmpstr (ran.err, ==, "");
  dp_get_assert_file (self, "a.bin", 3, 5000);
}

static void
test_many (DpGetFixture *self, gconstpointer unused)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *names = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (DpGetRan) ran = { 0 };

  for (guint i = 0; i < MANY; i++)
    g_string_append_printf (list, "http://127.0.0.1:%u/file/%02u.bin?size=%u&seed=%u\r\n",
                            dp_test_server_get_port (self->server), i, i * 7919, i);
  dp_get_run (self, &ran, list->str,
              (const char *[]){ "-d", "new/folder", "-j", "16", "-i", "-", NULL });
  g_assert_cmpint (ran.status, ==, 0);
  g_assert_cmpstr (ran.err, ==, "");
  lines = g_strsplit (ran.out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, MANY + 1);
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *name = g_strdup_printf ("new/folder/%02u.bin", i);

      dp_get_assert_file (self, name, i, i * 7919);
    }
  g_assert_cmpuint (dp_test_server_get_n_requests (self->server, NULL), ==, MANY);
  g_assert_cmpuint (dp_test_server_get_max_open_connections (self->server), <=, 16);
}

static void
test_at_once (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *list = g_strdup_printf (
      "http://127.0.0.1:%1$u/file/1 http://127.0.0.1:%1$u/file/2 http://127.0.0.1:%1$u/file/3",
      dp_test_server_get_port (self->server));
  g_autofree char *path = dp_get_dup_path (self, "list.txt");
  g_autoptr (GSubprocess) process = NULL;

  g_assert_true (g_file_set_contents (path, list, -1, NULL));
  dp_test_server_hold (self->server, NULL);
  process = dp_get_start (self, G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                          (const char *[]){ "--jobs=2", "-i", "list.txt", NULL });
  g_assert_true (dp_test_server_wait_requests (self->server, NULL, 2, DP_GET_LONG_MSEC));
  g_assert_false (dp_test_server_wait_requests (self->server, NULL, 3, 200));
  dp_test_server_release (self->server, NULL);
  g_assert_cmpint (dp_get_wait (process, DP_GET_LONG_MSEC), ==, 0);
}

/* Of one server: four if nobody says anything, what is said else. */
static void
test_per_host (DpGetFixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *options[3];
    guint n_requests;
  } rows[] = {
    { { "-i", "list.txt" }, 4 },
    { { "-ilist.txt", "-j6" }, 6 },
    { { "-ilist.txt", "--segments=2" }, 6 },
    { { "-ilist.txt", "-j6", "--per-host=2" }, 2 },
    { { "-ilist.txt", "--jobs=auto" }, 4 },
  };
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *path = dp_get_dup_path (self, "list.txt");

  for (guint i = 0; i < 10; i++)
    g_string_append_printf (list, "http://127.0.0.1:%u/file/%u\n",
                            dp_test_server_get_port (self->server), i);
  g_assert_true (g_file_set_contents (path, list->str, -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint n_before = dp_test_server_get_n_requests (self->server, NULL);
      g_autoptr (GSubprocess) process = NULL;

      dp_test_server_hold (self->server, NULL);
      process = dp_get_start (
          self, G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
          (const char *[]){ rows[i].options[0], rows[i].options[1], rows[i].options[2], NULL });
      g_assert_true (dp_test_server_wait_requests (
          self->server, NULL, n_before + rows[i].n_requests, DP_GET_LONG_MSEC));
      g_assert_false (dp_test_server_wait_requests (self->server, NULL,
                                                    n_before + rows[i].n_requests + 1, 200));
      dp_test_server_release (self->server, NULL);
      g_assert_cmpint (dp_get_wait (process, DP_GET_LONG_MSEC), ==, 0);
    }
}

/* The name that the server gives, nothing overwritten, each link once, the scheme of the host. */
static void
test_names (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *given =
      dup_url (self, "/disposition?value=attachment%3B%20filename%3D%22a%20b.txt%22");
  g_autofree char *taken = dup_url (self, "/file/x/taken.bin");
  g_autofree char *moved = dup_url (self, "/redirect/old.bin?to=/file/new.bin");
  g_autofree char *taken_path = dp_get_dup_path (self, "taken.bin");
  g_autofree char *content = NULL;
  g_autofree char *names = NULL;
  g_auto (DpGetRan) ran = { 0 };

  g_assert_true (g_file_set_contents (taken_path, "mine", -1, NULL));
  dp_get_run (self, &ran, NULL,
              (const char *[]){ given, taken + strlen ("http://"), taken, moved, NULL });
  g_assert_cmpint (ran.status, ==, 0);
  names = dp_get_list (self);
  g_assert_cmpstr (names, ==, "a b.txt new.bin taken (2).bin taken.bin");
  g_assert_true (g_file_get_contents (taken_path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "mine");
  dp_get_assert_file (self, "taken (2).bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
  g_assert_cmpuint (dp_test_server_get_n_requests (self->server, "/file/x/taken.bin"), ==, 1);
}

/* 300 kB: all together, or each, in as many seconds as the limit says. */
static void
test_limit (DpGetFixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *option;
    const char *size; /* of each of two */
  } rows[] = {
    { "--limit-rate=200kB", "150000" },
    { "--limit-rate-each=200kB", "300000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *one_path = g_strconcat ("/file/a?size=", rows[i].size, NULL);
      g_autofree char *two_path = g_strconcat ("/file/b?size=", rows[i].size, NULL);
      g_autofree char *one = dup_url (self, one_path);
      g_autofree char *two = dup_url (self, two_path);
      gint64 began_usec = g_get_monotonic_time ();
      g_auto (DpGetRan) ran = { 0 };

      dp_get_run (self, &ran, NULL, (const char *[]){ rows[i].option, one, two, NULL });
      g_assert_cmpint (ran.status, ==, 0);
      g_assert_cmpint (g_get_monotonic_time () - began_usec, >=, 1300 * G_TIME_SPAN_MILLISECOND);
      g_assert_cmpint (g_get_monotonic_time () - began_usec, <=, 30 * G_TIME_SPAN_SECOND);
    }
}

static const struct
{
  const char *name;
  const char *path;
  const char *sentence;
  guint n_requests;
} failures[] = {
  { "404", "/status/404/f.bin", "404 Not Found", 1 },
  { "content-length", "/cut/f.bin", "", 1 },
  { "chunked", "/chunked-cut/f.bin?at=inside", "", 1 },
  { "chunked-boundary", "/chunked-cut/f.bin?at=boundary", "", 1 },
  { "reset", "/reset/f.bin", "", 1 },
  { "two-lengths", "/two-lengths/f.bin", "", 1 },
  { "stall", "/stall/f.bin", "1 second", 1 },
  { "stall-headers", "/stall-headers/f.bin", "1 second", 1 },
  { "drip-headers", "/drip-headers/f.bin", "", 1 },
  { "no-answer", "/refuse/f.bin", "", 1 },
  { "web-page", "/html/f.zip", "web page", 1 },
  { "redirect-loop", "/redirect-loop/f.bin", "20", 21 },
  { "redirect-ftp", "/redirect-scheme/f.bin?scheme=ftp", "FTP", 1 },
  { "redirect-file", "/redirect-scheme/f.bin?scheme=file", "", 1 },
};

/* One that fails spoils the exit status, and nothing else; no file bears its final name. */
static void
test_failure (DpGetFixture *self, gconstpointer index)
{
  guint i = GPOINTER_TO_UINT (index);
  g_autofree char *bad = dup_url (self, failures[i].path);
  g_autofree char *good = dup_url (self, "/file/good.bin");
  g_autofree char *prefix = g_strconcat (bad, ": ", NULL);
  g_autofree char *names = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL,
              (const char *[]){ bad, good, "--timeout=1", "--tries=1", "--quiet", NULL });
  g_assert_cmpint (ran.status, ==, 1);
  g_assert_cmpstr (ran.out, ==, "");
  lines = g_strsplit (ran.err, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  g_assert_true (g_str_has_prefix (lines[0], prefix));
  g_assert_cmpuint (strlen (lines[0]), >, strlen (prefix) + 10);
  dp_get_assert_contains (lines[0], failures[i].sentence);
  g_assert_cmpuint (dp_test_server_get_n_requests (self->server, NULL), ==,
                    failures[i].n_requests + 1);

  dp_get_assert_file (self, "good.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
  names = dp_get_list (self);
  if (!g_str_equal (names, "good.bin"))
    g_assert_cmpstr (names, ==, "f.bin.part good.bin");
}

static void
test_tls (DpGetFixture *self, gconstpointer flags)
{
  g_autofree char *url = dup_url (self, "/file/a.bin");
  g_autofree char *cut = dup_url (self, "/tls-cut/cut.bin");
  g_autofree char *relative = dp_get_dup_path (self, "ca.pem");
  g_autofree char *names = NULL;
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL, (const char *[]){ url, NULL });
  g_assert_cmpint (ran.status, ==, 1);
  dp_get_assert_contains (ran.err, "can't prove who it is: The certificate was issued by somebody "
                                   "whom this computer does not know. If you trust");
  dp_get_assert_contains (ran.err, "--ca-file PEM");
  g_assert_cmpuint (dp_test_server_get_n_requests (self->server, NULL), ==, 0);

  g_assert_cmpint (symlink (dp_test_server_get_ca_path (), relative), ==, 0);
  dp_get_run (self, &ran, NULL, (const char *[]){ url, "--ca-file", "ca.pem", NULL });
  g_assert_cmpint (ran.status, ==, 0);
  dp_get_assert_file (self, "a.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);

  dp_get_run (
      self, &ran, NULL,
      (const char *[]){ cut, "--tries=1", "--ca-file", dp_test_server_get_ca_path (), NULL });
  g_assert_cmpint (ran.status, ==, 1);
  g_assert_true (g_str_has_prefix (ran.err, cut));
  names = dp_get_list (self);
  g_assert_cmpstr (names, ==, "a.bin ca.pem cut.bin.part");
}

static void
test_wrong_host (DpGetFixture *self, gconstpointer flags)
{
  g_autofree char *url = dup_url (self, "/file/a.bin");
  g_autofree char *names = NULL;
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL,
              (const char *[]){ url, "--ca-file", dp_test_server_get_ca_path (), NULL });
  g_assert_cmpint (ran.status, ==, 1);
  /* No option helps. */
  dp_get_assert_contains (ran.err, "The certificate is for another server\n");
  names = dp_get_list (self);
  g_assert_cmpstr (names, ==, "");
}

static void
test_tries (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *busy = dup_url (self, "/busy/a.bin?times=9");
  g_autofree char *flaky = dup_url (self, "/flaky/b.bin?times=1");
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL, (const char *[]){ busy, flaky, "--tries", "2", NULL });
  g_assert_cmpint (ran.status, ==, 1);
  dp_get_assert_contains (ran.err, "503");
  g_assert_cmpuint (dp_test_server_get_n_requests (self->server, "/busy/a.bin"), ==, 2);
  g_assert_cmpuint (dp_test_server_get_n_requests (self->server, "/flaky/b.bin"), ==, 2);
  dp_get_assert_file (self, "b.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
}

static void
test_unproven (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *url = dup_url (self, "/no-length/a.bin");
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL, (const char *[]){ url, NULL });
  g_assert_cmpint (ran.status, ==, 0);
  dp_get_assert_contains (ran.out, "did not say");
}

/* Also where the server looks for them they are sent, and nowhere are they shown. */
static void
test_credentials (DpGetFixture *self, gconstpointer unused)
{
  guint port = dp_test_server_get_port (self->server);
  g_autofree char *good =
      g_strdup_printf ("http://user:hid%%64en@127.0.0.1:%u/auth-basic/a.bin?password=hidden", port);
  g_autofree char *bad = g_strdup_printf ("http://user:hidden@127.0.0.1:%u/status/404", port);
  static const char *const options[] = { "--quiet", "--json", "--tries=3", "--dry-run" };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_auto (DpGetRan) ran = { 0 };

      dp_get_run (self, &ran, NULL,
                  (const char *[]){ good, bad, "ftp://user:hidden@127.0.0.1/",
                                    "user:hidden@127.0.0.1/a", options[i], NULL });
      g_assert_cmpint (ran.status, ==, 1);
      dp_get_assert_lacks (ran.out, "hidden@");
      dp_get_assert_lacks (ran.err, "hidden@");
      dp_get_assert_lacks (ran.out, "user:");
      dp_get_assert_lacks (ran.err, "user:");
    }
  dp_get_assert_file (self, "a.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
}

/* Who reads our words leaves: the files come all the same. */
static void
test_reader_leaves (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *first = dup_url (self, "/file/a.bin");
  g_autofree char *second = dup_url (self, "/file/b.bin");
  g_autoptr (GSubprocess) process = NULL;

  dp_test_server_hold (self->server, NULL);
  process = dp_get_start (self, G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                          (const char *[]){ "-j1", "--json", first, second, NULL });
  g_assert_true (dp_test_server_wait_requests (self->server, NULL, 1, DP_GET_LONG_MSEC));
  g_assert_true (g_input_stream_close (g_subprocess_get_stdout_pipe (process), NULL, NULL));
  dp_test_server_release (self->server, NULL);
  g_assert_cmpint (dp_get_wait (process, DP_GET_LONG_MSEC), ==, 0);
  dp_get_assert_file (self, "a.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
  dp_get_assert_file (self, "b.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
}

/* The same, before the first word. */
static void
test_no_reader (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *url = dup_url (self, "/file/a.bin");
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) process = NULL;
  int fds[2];

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
  close (fds[0]);
  g_subprocess_launcher_take_stdout_fd (launcher, fds[1]);
  process = dp_get_launch (self, launcher, (const char *[]){ "--json", url, NULL });
  g_assert_cmpint (dp_get_wait (process, DP_GET_LONG_MSEC), ==, 0);
  dp_get_assert_file (self, "a.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
}

/* Words that get lost are an error, too, but the files come. */
static void
test_words_get_lost (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *url = dup_url (self, "/file/a.bin");
  g_autofree char *command = g_strdup_printf ("cd '%s' && exec '%s' '%s' >/dev/full 2>err",
                                              self->folder, g_getenv ("DOWNPOUR_GET"), url);
  g_autofree char *path = dp_get_dup_path (self, "err");
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "sh", "-c", command, NULL);
  g_autofree char *err = NULL;

  g_assert_cmpint (dp_get_wait (process, DP_GET_LONG_MSEC), ==, 1);
  g_assert_true (g_file_get_contents (path, &err, NULL, NULL));
  dp_get_assert_contains (err, "standard output");
  dp_get_assert_file (self, "a.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
}

/* Nor may they go where a file or a server gets them. */
static void
test_closed (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *url = dup_url (self, "/file/a.bin?rate=200000");
  g_autofree char *command = g_strdup_printf ("cd '%s' && exec '%s' --json '%s' <&- >&- 2>&-",
                                              self->folder, g_getenv ("DOWNPOUR_GET"), url);
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "sh", "-c", command, NULL);

  g_assert_cmpint (dp_get_wait (process, DP_GET_LONG_MSEC), ==, 1);
  dp_get_assert_file (self, "a.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
}

static void
add_tls_test (const char *path,
              DpTestServerFlags flags,
              void (*func) (DpGetFixture *, gconstpointer))
{
  g_test_add (path, DpGetFixture, GUINT_TO_POINTER (DP_TEST_SERVER_TLS | flags),
              dp_get_fixture_set_up, func, dp_get_fixture_tear_down);
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

  dp_get_fixture_add_test ("/get/files/limit", test_limit);
  dp_get_fixture_add_test ("/get/files/one", test_one);
  dp_get_fixture_add_test ("/get/files/many", test_many);
  dp_get_fixture_add_test ("/get/files/at-once", test_at_once);
  dp_get_fixture_add_test ("/get/files/per-host", test_per_host);
  dp_get_fixture_add_test ("/get/files/names", test_names);
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *path = g_strconcat ("/get/files/failure/", failures[i].name, NULL);

      g_test_add (path, DpGetFixture, GUINT_TO_POINTER (i), set_up_plain, test_failure,
                  dp_get_fixture_tear_down);
    }
  add_tls_test ("/get/files/tls", DP_TEST_SERVER_PLAIN, test_tls);
  add_tls_test ("/get/files/wrong-host", DP_TEST_SERVER_WRONG_HOST, test_wrong_host);
  dp_get_fixture_add_test ("/get/files/tries", test_tries);
  dp_get_fixture_add_test ("/get/files/unproven", test_unproven);
  dp_get_fixture_add_test ("/get/files/credentials", test_credentials);
  dp_get_fixture_add_test ("/get/files/reader-leaves", test_reader_leaves);
  dp_get_fixture_add_test ("/get/files/no-reader", test_no_reader);
  dp_get_fixture_add_test ("/get/files/words-get-lost", test_words_get_lost);
  dp_get_fixture_add_test ("/get/files/closed", test_closed);

  return g_test_run ();
}
