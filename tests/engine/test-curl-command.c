/* test-curl-command.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a browser's "Copy as cURL" says, and what nobody shall believe of it.
 */

#include "dp-curl-command.h"

#include <string.h>

#include "dp-engine-fixture.h"

#define BIG_BYTES (4 * 1024 * 1024)
#define BIG_SEC   10 /* it takes tenths; what is not linear takes hours */

typedef struct
{
  const char *name;
  const char *text;
  const char *urls;   /* with a space between; NULL: no command */
  const char *said;   /* "Header: value|agent=x|user=x|referer=x|", or the words of a refusal */
  const char *behind; /* what comes after the command */
} Row;

/* clang-format off: a table is read by its columns. */
static const Row rows[] = {
  /* as browsers copy it */
  { "chrome-bash",
    "curl 'https://a.test/f.zip?x=1&y=2' \\\n"
    "  -H 'accept: text/html,*/*;q=0.8' \\\n"
    "  -H 'accept-language: en' \\\n"
    "  -b 'sid=abc; theme=dark' \\\n"
    "  -H 'referer: https://a.test/page' \\\n"
    "  -H 'sec-ch-ua: \"Chromium\";v=\"124\"' \\\n"
    "  -H 'user-agent: Mozilla/5.0 (X11; Linux)' \\\n"
    "  --compressed\nnext",
    "https://a.test/f.zip?x=1&y=2",
    "accept: text/html,*/*;q=0.8|accept-language: en|sec-ch-ua: \"Chromium\";v=\"124\"|"
    "Cookie: sid=abc; theme=dark|agent=Mozilla/5.0 (X11; Linux)|referer=https://a.test/page|",
    "next" },
  { "firefox-bash",
    "curl 'http://a.test/f' --compressed -H 'User-Agent: F/1' -H 'Accept: */*' "
    "-H 'Accept-Encoding: gzip, br' -H 'Connection: keep-alive' -H 'Cookie: a=1' -H 'TE: trailers'",
    "http://a.test/f", "Accept: */*|Cookie: a=1|agent=F/1|", "" },
  { "chrome-cmd",
    "curl ^\"https://a.test/f^%^20x?y=1^&z=2^\" ^\r\n"
    "  -H ^\"sec-ch-ua: ^\\^\"Chromium^\\^\";v=^\\^\"124^\\^\"^\" ^\r\n"
    "  -H ^\"x: a^\\^\\b^\" ^\r\n"
    "  -b ^\"a=1; b=2^\" &\r\ncurl",
    "https://a.test/f%20x?y=1&z=2", "sec-ch-ua: \"Chromium\";v=\"124\"|x: a\\b|Cookie: a=1; b=2|",
    "\r\ncurl" },
  { "old-cmd", "curl.exe \"https://a.test/f\" ^\r\n -H \"X: \\\"y\\\"\" --compressed\r\n",
    "https://a.test/f", "X: \"y\"|", "\n" },
  { "chrome-brackets", "curl 'http://a.test/\\[1\\]?q=\\{x\\}' -H 'A: 1'",
    "http://a.test/[1]?q={x}", "A: 1|", "" },
  { "globoff", "curl -g 'http://a.test/\\[1]' -H 'A: 1'", "http://a.test/\\[1]", "A: 1|", "" },
  { "semicolons", "curl 'http://a.test/1' -H 'A: 1' ;\ncurl 'http://a.test/2' -H 'A: 2'",
    "http://a.test/1", "A: 1|", "\ncurl 'http://a.test/2' -H 'A: 2'" },
  { "ansi", "curl 'http://a.test/' -H $'X: a\\u0021b\\x41\\'\\101\\u00e9\\\\'", "http://a.test/",
    "X: a!bA'A\u00e9\\|", "" },
  { "ansi-unicode", "curl 'http://a.test/' -H $'X: \\U0001F600\\ud800'", "http://a.test/",
    "X: \U0001F600\ufffd|", "" },
  { "ansi-url", "curl $'http://a.test/it\\'s' --compressed", "http://a.test/it's", "", "" },
  { "apostrophe", "curl 'http://a.test/' -H 'X: it'\\''s'", "http://a.test/", "X: it's|", "" },
  { "double", "curl \"http://a.test/$x\" -H \"X: \\\"\\$\\`\\\\ \\a\"", "http://a.test/$x",
    "X: \"$`\\ \\a|", "" },
  { "no-expansion", "curl 'http://a.test/' -H \"X: $(id) `id` $HOME ~\"", "http://a.test/",
    "X: $(id) `id` $HOME ~|", "" },
  { "indented", "  \tcurl http://a.test/ -L", "http://a.test/", "", "" },
  { "name-continued", "curl\\\n 'http://a.test/' -L", "http://a.test/", "", "" },
  { "crlf", "curl 'http://a.test/' \\\r\n -H 'A: 1'\r\nx", "http://a.test/", "A: 1|", "\nx" },

  /* options */
  { "long",
    "curl --url http://a.test/ --header 'A: 1' --cookie a=1 --user-agent U "
    "--referer http://b.test/ --user me:pw --location --insecure --output f --request GET",
    "http://a.test/", "A: 1|Cookie: a=1|agent=U|user=me:pw|referer=http://b.test/|", "" },
  { "short", "curl -A U -e http://b.test/ -u 'me:p w' -LkOJ -X GET -o f http://a.test/",
    "http://a.test/", "agent=U|user=me:p%20w|referer=http://b.test/|", "" },
  { "glued-letters", "curl -sSLAU -HA:1 -XGET http://a.test/", "http://a.test/", "A: 1|agent=U|",
    "" },
  { "letters-then-value", "curl -sSLH 'A: 1' http://a.test/", "http://a.test/", "A: 1|", "" },
  { "several-links", "curl -O http://a.test/1 -O http://a.test/2 -H A:1",
    "http://a.test/1 http://a.test/2", "A: 1|", "" },
  { "unknown", "curl --new-thing 7 --other http://a.test/", "http://a.test/", "", "" },
  { "links-of-options",
    "curl -x http://p.test/ --doh-url http://d.test/ -o http://f/ http://a.test/", "http://a.test/",
    "", "" },
  { "no-value", "curl http://a.test/ -H", "http://a.test/", "", "" },
  { "dropped",
    "curl http://a.test/ -H 'Range: bytes=1-' -H 'If-None-Match: x' -H 'if-range: x' "
    "-H 'Host: b' -H 'Content-Length: 3' -H 'Transfer-Encoding: chunked' "
    "-H ':authority: b' -H 'authority: b' -H 'Accept:' -H 'X-Y;' -H ''",
    "http://a.test/", "X-Y: |", "" },
  { "no-user-agent", "curl http://a.test/ -H 'User-Agent:'", "http://a.test/", "agent=|", "" },
  { "cookies-twice", "curl http://a.test/ -b 'a=1' -H 'cookie: b=2' -b ''", "http://a.test/",
    "Cookie: a=1; b=2|", "" },
  { "comment", "curl -L http://a.test/ # -H 'X: 1' http://b.test/\nx", "http://a.test/", "", "x" },
  { "redirection", "curl -L http://a.test/ > http.txt 2>&1", "http://a.test/", "", "" },
  { "pipe", "curl -L http://a.test/ | sh", "http://a.test/", "", " sh" },
  { "and", "curl -L http://a.test/ && x", "http://a.test/", "", " x" },
  { "unquoted", "curl -L http://a.test/?x=1&y=2;z|", "http://a.test/?x=1&y=2;z", "", "" },
  { "other-scheme", "curl -L ftp://a.test/", "ftp://a.test/", "", "" },

  /* refused */
  { "data", "curl http://a.test/ -d x=1", "http://a.test/", "!sends data", "" },
  { "data-raw", "curl 'http://a.test/' --data-raw $'{\\n}'", "http://a.test/", "!sends data", "" },
  { "json", "curl --json '{' http://a.test/", "http://a.test/", "!sends data", "" },
  { "form", "curl -Fa=b http://a.test/", "http://a.test/", "!sends data", "" },
  { "upload", "curl -T f http://a.test/", "http://a.test/", "!sends data", "" },
  { "post", "curl -X POST http://a.test/", "http://a.test/", "!another method", "" },
  { "head", "curl -sI http://a.test/", "http://a.test/", "!another method", "" },
  { "next", "curl -H 'X: secret' http://a.test/ --next http://b.test/",
    "http://a.test/ http://b.test/", "!several requests", "" },
  { "cookie-file", "curl -b jar.txt http://a.test/", "http://a.test/", "!out of a file", "" },
  { "header-file", "curl -H @secret http://a.test/", "http://a.test/", "!Name: value", "" },
  { "no-password", "curl -u secret http://a.test/", "http://a.test/", "!NAME:PASSWORD", "" },
  { "injection", "curl http://a.test/ -H $'X: 1\\r\\nY: secret'", "http://a.test/", "!control",
    "" },
  { "agent-injection", "curl http://a.test/ -A $'x\\nsecret'", "http://a.test/", "!control", "" },
  { "cookie-injection", "curl http://a.test/ -b $'a=1\\x0asecret'", "http://a.test/", "!control",
    "" },
  { "referer", "curl http://a.test/ -e file:///secret", "http://a.test/", "!referer", "" },
  { "first-reason", "curl http://a.test/ -d x -X POST", "http://a.test/", "!sends data", "" },
  { "cut", "curl 'http://a.test/' -H 'Cookie: secret=1\nx", "http://a.test/", "!cut off", "x" },
  { "cut-ansi", "curl -L $'http://a.test/\\", "http://a.test/\\", "!cut off", "" },
  { "cut-caret", "curl -L ^\"http://a.test/^", "http://a.test/^", "!cut off", "" },

  /* none */
  { "nothing-said", "curl http://a.test/, and so on\nx", NULL, NULL, "x" },
  { "no-link", "curl is -in the air; you know\nx", NULL, NULL, "x" },
  { "bare", "curl -O example.com/a.zip", NULL, NULL, "" },
  { "apostrophe-prose", "curl isn't -x\nhttp://a.test/'", NULL, NULL, "http://a.test/'" },
  { "continued-prose", "curl \\\n http://a.test/ \\\n y\nx", NULL, NULL, "x" },
  { "nul", "curl -L", NULL, NULL, "" },
};
/* clang-format on */

static char *
format (const DpCurlCommand *command)
{
  GString *text = g_string_new (NULL);
  const DpRequest *request = command->request;
  g_autofree char *referer =
      request != NULL && request->referer != NULL ? dp_url_to_string (request->referer) : NULL;

  if (request == NULL)
    return g_string_free (text, FALSE);
  for (char **line = request->headers; line != NULL && *line != NULL; line++)
    g_string_append_printf (text, "%s|", *line);
  if (request->user_agent != NULL)
    g_string_append_printf (text, "agent=%s|", request->user_agent);
  if (request->userinfo != NULL)
    g_string_append_printf (text, "user=%s|", request->userinfo);
  if (referer != NULL)
    g_string_append_printf (text, "referer=%s|", referer);
  return g_string_free (text, FALSE);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  /* A copy of just that size: what is read beyond it is an error under ASan. */
  g_autofree char *text = g_memdup2 (row->text, strlen (row->text));
  const char *end = text + strlen (row->text);
  const char *rest;
  g_autoptr (DpCurlCommand) command = NULL;
  g_autofree char *behind = NULL;
  g_autofree char *urls = NULL;
  g_autofree char *said = NULL;

  g_assert_true (dp_curl_command_begins (text, end));
  command = dp_curl_command_parse (text, end, &rest);
  behind = g_strndup (rest, end - rest);
  g_assert_cmpstr (behind, ==, row->behind);
  if (row->urls == NULL)
    {
      g_assert_null (command);
      return;
    }
  g_assert_nonnull (command);
  g_ptr_array_add (command->urls, NULL);
  urls = g_strjoinv (" ", (char **) command->urls->pdata);
  g_ptr_array_remove_index (command->urls, command->urls->len - 1);
  g_assert_cmpstr (urls, ==, row->urls);
  if (*row->said == '!')
    {
      g_assert_null (command->request);
      dp_test_assert_has (command->reason, row->said + 1);
      g_assert_null (strstr (command->reason, "secret"));
      g_assert_true (g_str_has_suffix (command->reason, "."));
      return;
    }
  g_assert_cmpstr (command->reason, ==, NULL);
  said = format (command);
  g_assert_cmpstr (said, ==, row->said);
}

static void
test_begins (void)
{
  static const struct
  {
    const char *text;
    gboolean begins;
  } lines[] = {
    { "curl x", TRUE },     { " \tcurl\tx", TRUE }, { "curl.exe x", TRUE }, { "curl ", TRUE },
    { "curl", FALSE },      { "", FALSE },          { "curly x", FALSE },   { "curl:x", FALSE },
    { "libcurl x", FALSE }, { "x curl y", FALSE },  { "Curl x", FALSE },    { "curl.exe", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_cmpint (dp_curl_command_begins (lines[i].text, lines[i].text + strlen (lines[i].text)),
                     ==, lines[i].begins);
}

/* Whatever is repeated, time grows no faster than the text. */
static void
test_big (gconstpointer piece)
{
  g_autoptr (GString) text = g_string_sized_new (BIG_BYTES + 100);
  gint64 begin_usec = dp_test_get_work_usec ();
  const char *rest;
  const char *end;

  g_string_append (text, "curl -L http://a.test/ ");
  while (text->len < BIG_BYTES)
    g_string_append (text, piece);
  g_string_append (text, "x"); /* a run of signs that means nothing after all */
  end = text->str + text->len;
  for (const char *p = text->str; p < end; p = rest)
    {
      g_autoptr (DpCurlCommand) command = dp_curl_command_parse (p, end, &rest);

      g_assert_true (rest > p && rest <= end);
    }
  g_assert_cmpint (dp_test_get_work_usec () - begin_usec, <, BIG_SEC * G_USEC_PER_SEC);
}

/* What GLib interns, it keeps for ever: nothing that somebody pastes may end there. */
static void
test_forgotten (void)
{
  static const char text[] = "curl -k nobody-knows-me://a/";
  const char *rest;
  g_autoptr (DpCurlCommand) command = dp_curl_command_parse (text, text + strlen (text), &rest);

  g_assert_nonnull (command);
  g_assert_cmpuint (command->urls->len, ==, 1);
  g_assert_cmpuint (g_quark_try_string ("nobody-knows-me"), ==, 0);
}

int
main (int argc, char **argv)
{
  static const char *const pieces[] = {
    "-H a:1 ",
    "-b a=1 ",
    "-b a=1 -H cookie:b ",
    "-u a:b ",
    ";",
    "& ",
    "'",
    "\"",
    "$'\\",
    "\\",
    "\\\ncurl ",
    "^\"",
    "\\'",
    "http://a ",
    "curl -L http://a/\n",
    "curl '\n",
    "-HHHHHHHH",
    "-A x ",
    "''",
    "^",
    "\\\r\n",
    "\ncurl -x x \\",
    "#",
    "-d -d ",
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/curl-command/row/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *path = g_strdup_printf ("/curl-command/big/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, pieces[i], test_big);
    }
  g_test_add_func ("/curl-command/begins", test_begins);
  g_test_add_func ("/curl-command/forgotten", test_forgotten);

  return g_test_run ();
}
