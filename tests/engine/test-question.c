/* test-question.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the person is asked: in words, about one place, and harmless whatever the other side says.
 */

#include "dp-question.h"

#include "dp-engine-fixture.h"
#include "dp-http-error.h"

static DpUrl *
parse (const char *text)
{
  DpUrl *url = dp_url_parse (text, NULL);

  g_assert_nonnull (url);
  return url;
}

static const struct
{
  const char *name;
  const char *said;
  const char *shown;
} realms[] = {
  { "plain", "Members", "Members" },
  { "unicode", "Mitglieder – für alle", "Mitglieder – für alle" },
  { "lines", "a\r\nb\tc", "a  b c" },
  { "separators", "a\u2028b\u2029c", "a b c" },
  { "reordering", "a\u202eb\u2066c\u200f", "a b c" },
  { "escape", "\033[31mred", "[31mred" },
  { "not-utf8", "a\xff", "a\uFFFD" },
  { "spaces", "  ", NULL },
  { "empty", "", NULL },
  { "none", NULL, NULL },
};

static void
test_realm (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (DpUrl) url = parse ("https://u:secret@a.test/b");
  g_autoptr (DpQuestion) question = dp_question_new_server (url, realms[i].said);

  g_assert_cmpstr (question->realm, ==, realms[i].shown);
}

static void
test_realm_long (void)
{
  g_autoptr (DpUrl) url = parse ("https://a.test/b");
  g_autofree char *said = g_strnfill (60000, 'x');
  g_autoptr (DpQuestion) question = dp_question_new_server (url, said);

  g_assert_cmpuint (strlen (question->realm), ==, 200);
}

static void
assert_sentence (const DpQuestion *question, const char *expected)
{
  g_autofree char *sentence = dp_question_dup_sentence (question);

  g_assert_cmpstr (sentence, ==, expected);
}

static void
test_sentences (void)
{
  g_autoptr (DpUrl) url = parse ("https://u:secret@a.test/b");
  g_autoptr (DpUrl) proxy = parse ("http://u:secret@a.test:443");
  g_autoptr (DpQuestion) server = dp_question_new_server (url, NULL);
  g_autoptr (DpQuestion) plain = dp_question_new_server (proxy, NULL);
  g_autoptr (DpQuestion) of_proxy = dp_question_new_proxy (proxy, NULL);

  g_assert_cmpstr (server->origin, ==, "https://a.test:443");
  g_assert_cmpstr (plain->origin, ==, "http://a.test:443");
  g_assert_cmpstr (of_proxy->origin, ==, "proxy http://a.test:443");
  g_assert_true (server->is_secure);
  g_assert_false (plain->is_secure);
  g_assert_false (of_proxy->is_secure);
  assert_sentence (server, "The server “a.test” wants a user name and a password");
  assert_sentence (of_proxy, "The proxy “a.test” wants a user name and a password");
  server->is_again = TRUE;
  of_proxy->is_again = TRUE;
  assert_sentence (server, "The server “a.test” did not accept the user name and the password");
  assert_sentence (of_proxy, "The proxy “a.test” did not accept the user name and the password");
}

static DpQuestion *
ask_certificate (const char *name, GTlsCertificateFlags problems)
{
  g_autoptr (DpUrl) url = parse ("https://a.test:8443/b");
  g_autofree char *folder = g_path_get_dirname (dp_test_server_get_ca_path ());
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return dp_question_new_certificate (url, certificate, problems);
}

#define OTHER   "The certificate is for another server"
#define UNKNOWN "The certificate was issued by somebody whom this computer does not know"
#define ITSELF  "The certificate vouches for itself, and nobody else does"
#define EXPIRED "The certificate has expired"

static const struct
{
  const char *file;
  GTlsCertificateFlags flags;
  const char *sentences;
} problems[] = {
  { "server.pem", G_TLS_CERTIFICATE_UNKNOWN_CA, UNKNOWN },
  { "self-signed.pem", G_TLS_CERTIFICATE_UNKNOWN_CA, ITSELF },
  { "self-signed.pem", G_TLS_CERTIFICATE_BAD_IDENTITY, OTHER },
  { "server.pem", G_TLS_CERTIFICATE_EXPIRED, EXPIRED },
  { "server.pem", G_TLS_CERTIFICATE_NOT_ACTIVATED, "The certificate is not valid yet" },
  { "server.pem", G_TLS_CERTIFICATE_REVOKED, "The certificate was withdrawn by its issuer" },
  { "server.pem", G_TLS_CERTIFICATE_INSECURE,
    "The certificate is made in a way that is no longer secure" },
  { "server.pem", G_TLS_CERTIFICATE_GENERIC_ERROR, "The certificate could not be checked" },
  { "server.pem", 0, "The certificate could not be checked" },
  { "server.pem",
    G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_UNKNOWN_CA | G_TLS_CERTIFICATE_BAD_IDENTITY,
    OTHER "|" UNKNOWN "|" EXPIRED },
};

static void
test_problems (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    {
      g_autoptr (DpQuestion) question = ask_certificate (problems[i].file, problems[i].flags);
      g_auto (GStrv) sentences = dp_question_dup_problems (question);
      g_autofree char *all = g_strjoinv ("|", sentences);
      g_autofree char *first =
          g_strdup_printf ("The server “a.test” can't prove who it is: %s", sentences[0]);

      g_assert_cmpstr (all, ==, problems[i].sentences);
      assert_sentence (question, first);
    }
}

static void
test_certificate (void)
{
  g_autoptr (DpQuestion) question = ask_certificate ("server.pem", G_TLS_CERTIFICATE_UNKNOWN_CA);
  g_autoptr (DpQuestion) other = ask_certificate ("wrong-host.pem", G_TLS_CERTIFICATE_UNKNOWN_CA);

  g_assert_cmpstr (question->origin, ==, "https://a.test:8443");
  g_assert_cmpuint (question->port, ==, 8443);
  dp_test_assert_has (question->issuer, "Downpour test authority");
  g_assert_cmpint (g_date_time_get_year (question->not_before), ==, 2020);
  g_assert_cmpint (g_date_time_get_year (question->not_after), ==, 2099);
  g_assert_cmpuint (strlen (question->fingerprint), ==, 64);
  g_assert_cmpstr (question->fingerprint, !=, other->fingerprint);
}

/* It travels in an error, which may be copied. */
static void
test_in_error (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;
  g_autoptr (GError) refused = NULL;
  g_autoptr (DpQuestion) question = NULL;

  dp_http_error_take_question (&error,
                               ask_certificate ("self-signed.pem", G_TLS_CERTIFICATE_UNKNOWN_CA));
  copy = g_error_copy (error);
  g_clear_error (&error);
  g_assert_error (copy, DP_HTTP_ERROR, DP_HTTP_ERROR_ASKS);
  question = dp_http_error_dup_question (copy);
  assert_sentence (question, copy->message);
  g_assert_cmpint (question->kind, ==, DP_QUESTION_CERTIFICATE);
  g_assert_cmpuint (strlen (question->fingerprint), ==, 64);

  dp_http_error_set_refused (&refused, "No.");
  g_assert_null (dp_http_error_dup_question (refused));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (realms); i++)
    {
      g_autofree char *path = g_strconcat ("/question/realm/", realms[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_realm);
    }
  g_test_add_func ("/question/realm-long", test_realm_long);
  g_test_add_func ("/question/sentences", test_sentences);
  g_test_add_func ("/question/problems", test_problems);
  g_test_add_func ("/question/certificate", test_certificate);
  g_test_add_func ("/question/in-error", test_in_error);

  return g_test_run ();
}
