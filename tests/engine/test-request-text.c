/* test-request-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said beyond a link comes back from its text; what nobody would be let say does not.
 */

#include "dp-request-text.h"

#include <string.h>

#define LINK "https://h.example/a"

static void
test_round_trip (void)
{
  g_autoptr (DpRequest) request = dp_request_new ();
  g_autoptr (DpRequest) back = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;

  dp_request_set_user_agent (request, "A browser (of sorts)", NULL);
  dp_request_set_referer (request, "http://page.example/x?y=%2F", NULL);
  dp_request_set_user (request, "na:me:pass wörd/@", NULL);
  dp_request_add_header (request, "X-One: a: b", NULL);
  dp_request_add_header (request, "Cookie: s=1; t=2", NULL);
  text = dp_request_to_text (request, LINK, 0);
  back = dp_request_from_text (text);
  again = dp_request_to_text (back, LINK, 0);
  g_assert_cmpstr (text, ==, again);
  g_assert_cmpstr (back->user_agent, ==, "A browser (of sorts)");
  g_assert_cmpstr (back->userinfo, ==, request->userinfo);
  g_assert_cmpstr (back->headers[0], ==, "X-One: a: b");
  g_assert_cmpstr (back->headers[1], ==, "Cookie: s=1; t=2");
  g_assert_null (back->headers[2]);
}

/* Those that this server would be told, and no others. */
static void
test_cookies (void)
{
  static const char file[] = "h.example\tFALSE\t/\tFALSE\t0\tmine\t1\n"
                             "other.example\tFALSE\t/\tFALSE\t0\tforeign\t2\n";
  g_autoptr (DpRequest) request = dp_request_new ();
  g_autoptr (DpCookies) cookies = dp_cookies_new ();
  g_autofree char *text = NULL;

  dp_cookies_add_netscape (cookies, file, strlen (file));
  dp_request_set_cookies (request, cookies);
  text = dp_request_to_text (request, LINK, 0);
  g_assert_cmpstr (text, ==, "header Cookie: mine=1\n");
}

static void
test_nothing (void)
{
  g_autoptr (DpRequest) request = dp_request_new ();

  g_assert_null (dp_request_to_text (NULL, LINK, 0));
  g_assert_null (dp_request_to_text (request, LINK, 0));
  g_assert_null (dp_request_from_text (NULL));
  g_assert_null (dp_request_from_text (""));
}

static void
test_foreign (void)
{
  static const char *const texts[] = {
    "userinfo a:b@evil.example", "userinfo a:b:c",   "userinfo ab",
    "header Host: evil.example", "header no header", "referer javascript:1",
    "user-agent a\rb",           "of the future 1",  "{ \"json\": 1 }",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (dp_request_from_text (texts[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/request-text/round-trip", test_round_trip);
  g_test_add_func ("/request-text/cookies", test_cookies);
  g_test_add_func ("/request-text/nothing", test_nothing);
  g_test_add_func ("/request-text/foreign", test_foreign);

  return g_test_run ();
}
