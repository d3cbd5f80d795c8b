/* test-scheme.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which schemes can be downloaded, and that each of the others says why not.
 */

#include "dp-scheme.h"

#include <string.h>

#include "dp-engine-fixture.h"

static void
test_length (void)
{
  static const struct
  {
    const char *text;
    gsize length;
  } rows[] = {
    { "http://a/", 4 }, { "HTTPS:", 5 },      { "svn+ssh://a", 7 }, { "a-b.c:", 5 }, { "http", 0 },
    { "", 0 },          { ":a", 0 },          { "1http:", 0 },      { "/a:b", 0 },   { "a/b:c", 0 },
    { "a?b:c", 0 },     { "a.example/b", 0 }, { "\xc3\xbc:", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("row %u", i);
      g_assert_cmpuint (dp_scheme_get_length (rows[i].text), ==, rows[i].length);
    }
}

static void
test_read (void)
{
  static const struct
  {
    const char *text;
    const char *scheme; /* or NULL: refused */
    const char *words;  /* of the reason then */
  } rows[] = {
    { "http://a/", "http", NULL },
    { "HttpS://a/", "https", NULL },
    { "http:a", "http", NULL },
    { "", NULL, "begins with http://" },
    { "a.example/b", NULL, "begins with http://" },
    { "httpx://a/", NULL, "Only http and https" },
    { "gopher://a/", NULL, "Only http and https" },
    { "blob:https://a/b", NULL, "inside a web page" },
    { "data:,a", NULL, "the data itself" },
    { "file:///a", NULL, "a file on a computer" },
    { "FTP://a/", NULL, "FTP" },
    { "javascript:a()", NULL, "a script" },
    { "magnet:?xt=a", NULL, "Torrents" },
    { "mailto:a@b.example", NULL, "an e-mail address" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *scheme = dp_scheme_read (rows[i].text, &error);

      g_test_message ("row %u", i);
      g_assert_cmpstr (scheme, ==, rows[i].scheme);
      if (scheme != NULL)
        continue;
      g_assert_error (error, G_URI_ERROR, G_URI_ERROR_BAD_SCHEME);
      dp_test_assert_has (error->message, rows[i].words);
    }
}

static void
test_default_port (void)
{
  g_assert_cmpuint (dp_scheme_get_default_port ("http"), ==, 80);
  g_assert_cmpuint (dp_scheme_get_default_port ("https"), ==, 443);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scheme/length", test_length);
  g_test_add_func ("/scheme/read", test_read);
  g_test_add_func ("/scheme/default-port", test_default_port);

  return g_test_run ();
}
