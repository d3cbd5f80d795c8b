/* test-get-options.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command line, and the links that are understood.
 */

#include "dp-get-fixture.h"

#include <string.h>

#define MAX_ARGUMENTS 8
#define N_LINKS       100000

/* Nothing was begun: status 2 and one sentence that says why. */
static const struct
{
  const char *name;
  const char *arguments[MAX_ARGUMENTS];
  const char *sentence;
} refusals[] = {
  { "nothing", { NULL }, "nothing to download" },
  { "unknown-option", { "--foo", "http://a.test/" }, "--foo" },
  { "jobs-0", { "-j", "0", "http://a.test/" }, "--jobs takes a number from 1 to 64, or auto." },
  { "jobs-65", { "--jobs=65", "http://a.test/" }, "--jobs" },
  { "jobs-negative", { "-j", "-1", "http://a.test/" }, "--jobs" },
  { "jobs-glued", { "-j65", "http://a.test/" }, "--jobs" },
  { "jobs-word", { "-j", "many", "http://a.test/" }, "or auto" },
  { "jobs-nearly", { "-j", "autos", "http://a.test/" }, "or auto" },
  { "per-host-0", { "--per-host=0", "http://a.test/" }, "--per-host takes a number from 1 to 64." },
  { "per-host-65", { "--per-host", "65", "http://a.test/" }, "--per-host" },
  { "per-host-negative", { "--per-host=-1", "http://a.test/" }, "--per-host" },
  { "per-host-word", { "--per-host=many", "http://a.test/" }, "many" },
  { "timeout-0", { "--timeout", "0", "http://a.test/" }, "--timeout" },
  { "tries-0", { "--tries", "0", "http://a.test/" }, "--tries" },
  { "rate-word", { "--limit-rate", "fast", "http://a.test/" }, "“fast”" },
  { "rate-0", { "--limit-rate=0", "http://a.test/" }, "--limit-rate takes bytes per second" },
  { "rate-unit", { "--limit-rate-each=5x", "http://a.test/" }, "--limit-rate-each takes" },
  { "type", { "-i", "-", "--input-type", "image/png" }, "image/png" },
  { "base", { "-i", "-", "--base", "page.html" }, "--base takes a link: " },
  { "json-quiet", { "--json", "-q", "http://a.test/" }, "--quiet" },
  { "json-dry-run", { "--json", "--dry-run", "http://a.test/" }, "--dry-run" },
  { "no-list", { "-i", "absent.txt" }, "absent.txt" },
  { "list-is-folder", { "-i", "." }, "Could not read" },
  { "list-too-large", { "-i", "/dev/zero" }, "64 MiB" },
  { "folder-is-file", { "-d", "/dev/null", "http://a.test/" }, "/dev/null" },
  { "no-ca", { "--ca-file", "absent.pem", "http://a.test/" }, "absent.pem" },
  { "ca-is-none", { "--ca-file", "/dev/null", "http://a.test/" }, "/dev/null" },
  { "control", { "-i", "a\033[31mb" }, "a\\x1b[31mb" },
};

static void
test_refusal (DpGetFixture *self, gconstpointer index)
{
  guint i = GPOINTER_TO_UINT (index);
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL, refusals[i].arguments);
  g_assert_cmpint (ran.status, ==, 2);
  g_assert_cmpstr (ran.out, ==, "");
  g_assert_true (g_str_has_prefix (ran.err, "downpour-get: "));
  g_assert_true (strchr (ran.err, '\n') == ran.err + strlen (ran.err) - 1);
  dp_get_assert_contains (ran.err, refusals[i].sentence);
}

/* What is understood, with --dry-run. */
static const struct
{
  const char *name;
  const char *input;
  const char *arguments[MAX_ARGUMENTS];
  int status;
  const char *out;
  const char *err;
} lists[] = {
  { "empty", "", { "-i", "-" }, 0, "", "" },
  { "crlf",
    "http://a.test/1\r\nhttp://a.test/2\r\n",
    { "-i", "-" },
    0,
    "http://a.test/1\nhttp://a.test/2\n",
    "" },
  { "byte-for-byte",
    "https://a.test/%7e/%2F//x/../y?sig=%2b+/=&e=a%20b&",
    { "-i", "-" },
    0,
    "https://a.test/%7e/%2F//x/../y?sig=%2b+/=&e=a%20b&\n",
    "" },
  { "prose",
    "See http://a.test/1, or (http://a.test/2).",
    { "-i", "-" },
    0,
    "http://a.test/1\nhttp://a.test/2\n",
    "" },
  { "markdown",
    "[one](http://a.test/1) <http://a.test/2>\n",
    { "-i", "-", "--input-type", "text/markdown" },
    0,
    "http://a.test/1\nhttp://a.test/2\n",
    "" },
  { "plain",
    "# http://a.test/1\n",
    { "-i", "-", "--input-type=text/plain" },
    0,
    "http://a.test/1\n",
    "" },
  { "uri-list",
    "# http://a.test/1\r\nhttp://a.test/2\r\n",
    { "-i", "-", "--input-type=Text/URI-List" },
    0,
    "http://a.test/2\n",
    "" },
  { "uri-list-junk",
    "http://a.test/2\r\njunk\r\n",
    { "-i", "-", "--input-type=text/uri-list" },
    1,
    "http://a.test/2\n",
    "junk: A link begins with http:// or https://.\n" },
  { "html",
    "<a href='http://a.test/1?a&amp;b'>http://no.test/</a> http://a.test/2",
    { "-i", "-", "--input-type", "text/html" },
    0,
    "http://a.test/1?a&b\nhttp://a.test/2\n",
    "" },
  { "html-guessed",
    "<!DOCTYPE html><base href=http://a.test/><img src=1>",
    { "-i", "-" },
    0,
    "http://a.test/1\n",
    "" },
  { "html-base",
    "<img src=1><img src=/2>",
    { "-i", "-", "--base", "http://a.test/b/c.html" },
    0,
    "http://a.test/b/1\nhttp://a.test/2\n",
    "" },
  { "html-without-base",
    "<img src=/1>",
    { "-i", "-", "--input-type=text/html" },
    1,
    "",
    "/1: The link only says where in its site it is, and nothing says which.\n" },
  { "arguments",
    NULL,
    { "http://a.test/1", "b.test/2", "http://a.test/1#top" },
    0,
    "http://a.test/1\nhttps://b.test/2\n",
    "" },
  { "both",
    "http://a.test/1\nhttp://a.test/2\n",
    { "http://a.test/2", "-i", "-" },
    0,
    "http://a.test/2\nhttp://a.test/1\n",
    "" },
  { "space",
    NULL,
    { "http://a.test/a b", "a.test/c d." },
    0,
    "http://a.test/a%20b\nhttps://a.test/c%20d.\n",
    "" },
  { "refused",
    NULL,
    { "http://a.test/1", "ftp://a.test/2" },
    1,
    "http://a.test/1\n",
    "ftp://a.test/2: FTP is not supported, only http and https.\n" },
  { "refused-quiet",
    NULL,
    { "-q", "http://a.test/1", "ftp://a.test/2" },
    1,
    "",
    "ftp://a.test/2: FTP is not supported, only http and https.\n" },
  { "no-link",
    NULL,
    { "", "#" },
    1,
    "",
    "“”: A link begins with http:// or https://.\n#: A link begins with http:// or https://.\n" },
  { "two-lines",
    NULL,
    { "http://a.test/\nhttp://b.test/" },
    1,
    "",
    "http://a.test/\\x0ahttp://b.test/: There is a line break in the link.\n" },
  { "control",
    NULL,
    { "\033]0;x\007", "http://a.test/\033[1m", "\xe2\x80\xae", "\xff" },
    1,
    "http://a.test/%1B[1m\n",
    "\\x1b]0;x\\x07: A link begins with http:// or https://.\n"
    "\\u202e: A link begins with http:// or https://.\n"
    "\\xff: A link begins with http:// or https://.\n" },
};

static void
test_list (DpGetFixture *self, gconstpointer index)
{
  guint i = GPOINTER_TO_UINT (index);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autofree char *names = NULL;
  g_auto (DpGetRan) ran = { 0 };

  g_ptr_array_add (arguments, (char *) "--dry-run");
  for (const char *const *p = lists[i].arguments; *p != NULL; p++)
    g_ptr_array_add (arguments, (char *) *p);
  g_ptr_array_add (arguments, NULL);
  dp_get_run (self, &ran, lists[i].input, (const char *const *) arguments->pdata);
  g_assert_cmpstr (ran.out, ==, lists[i].out);
  g_assert_cmpstr (ran.err, ==, lists[i].err);
  g_assert_cmpint (ran.status, ==, lists[i].status);
  names = dp_get_list (self);
  g_assert_cmpstr (names, ==, "");
}

/* A dry run touches neither network nor disk. */
static void
test_dry_run (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *url = dp_test_server_dup_url (self->server, "/file");
  g_autofree char *names = NULL;
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL, (const char *[]){ "--dry-run", "-d", "new", url, NULL });
  g_assert_cmpint (ran.status, ==, 0);
  names = dp_get_list (self);
  g_assert_cmpstr (names, ==, "");
  g_assert_cmpuint (dp_test_server_get_n_connections (self->server), ==, 0);
}

static void
test_empty_list (DpGetFixture *self, gconstpointer unused)
{
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, "", (const char *[]){ "-i", "-", NULL });
  g_assert_cmpint (ran.status, ==, 0);
  g_assert_cmpstr (ran.out, ==, "");
  g_assert_cmpstr (ran.err, ==, "");
}

/* The rest is downloaded when a link is refused, and the status says so. */
static void
test_refused_link (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *url = dp_test_server_dup_url (self->server, "/file/a.bin");
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL, (const char *[]){ "mailto:a@b.test", url, NULL });
  g_assert_cmpint (ran.status, ==, 1);
  dp_get_assert_contains (ran.err, "e-mail");
  dp_get_assert_file (self, "a.bin", DP_TEST_BODY_SEED, DP_TEST_BODY_SIZE_BYTES);
}

static void
test_large_list (DpGetFixture *self, gconstpointer unused)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_auto (DpGetRan) ran = { 0 };

  for (guint i = 0; i < N_LINKS; i++)
    g_string_append_printf (list, "https://a.test/%u?x=%%2f\n", i);
  dp_get_run (self, &ran, list->str, (const char *[]){ "--dry-run", "-i", "-", NULL });
  g_assert_cmpint (ran.status, ==, 0);
  g_assert_true (g_str_equal (ran.out, list->str));
  g_assert_cmpint (ran.msec, <, DP_GET_LONG_MSEC);
}

/* Words for a person, no matter what else is there. */
static void
test_words (DpGetFixture *self, gconstpointer unused)
{
  static const char *const options[] = { "--folder=FOLDER",
                                         "--jobs=N",
                                         "--per-host=N",
                                         "--input-file=FILE",
                                         "--input-type=TYPE",
                                         "--base=PAGE",
                                         "--timeout=SEC",
                                         "--tries=N",
                                         "--ca-file=PEM",
                                         "--dry-run",
                                         "--user-agent=TEXT",
                                         "--referer=PAGE",
                                         "--header=NAME:VALUE",
                                         "--user=NAME:PASSWORD",
                                         "--cookies=COOKIES",
                                         "--proxy=PROXY",
                                         "--no-proxy",
                                         "--quiet",
                                         "--json",
                                         "--version",
                                         "--help" };
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL, (const char *[]){ "--help", NULL });
  g_assert_cmpint (ran.status, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    dp_get_assert_contains (ran.out, options[i]);

  dp_get_run (self, &ran, NULL, (const char *[]){ "--version", NULL });
  g_assert_cmpint (ran.status, ==, 0);
  g_assert_cmpstr (ran.out, ==, "downpour-get " PACKAGE_VERSION "\n");
}

static void
set_up_plain (DpGetFixture *self, gconstpointer index)
{
  dp_get_fixture_set_up (self, GUINT_TO_POINTER (DP_TEST_SERVER_PLAIN));
}

static void
add_row (const char *folder,
         const char *name,
         guint index,
         void (*func) (DpGetFixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/get/options/", folder, "/", name, NULL);

  g_test_add (path, DpGetFixture, GUINT_TO_POINTER (index), set_up_plain, func,
              dp_get_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    add_row ("refusal", refusals[i].name, i, test_refusal);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    add_row ("list", lists[i].name, i, test_list);
  dp_get_fixture_add_test ("/get/options/dry-run", test_dry_run);
  dp_get_fixture_add_test ("/get/options/empty-list", test_empty_list);
  dp_get_fixture_add_test ("/get/options/refused-link", test_refused_link);
  dp_get_fixture_add_test ("/get/options/large-list", test_large_list);
  dp_get_fixture_add_test ("/get/options/words", test_words);

  return g_test_run ();
}
