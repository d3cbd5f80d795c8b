/* test-answers.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the person answered is found by whom it is for, and by nobody else.
 */

#include "dp-answers.h"

static DpQuestion *
ask (const char *link, gboolean is_proxy)
{
  g_autoptr (DpUrl) url = dp_url_parse (link, NULL);

  return is_proxy ? dp_question_new_proxy (url, NULL) : dp_question_new_server (url, NULL);
}

static const char *
find (const DpAnswers *answers, const char *link, gboolean is_proxy)
{
  g_autoptr (DpQuestion) question = ask (link, is_proxy);
  guint answer_id;

  return dp_answers_find_userinfo (answers, question->origin, &answer_id);
}

static void
test_whose (void)
{
  static const char *const others[] = {
    "http://a.test/",  "https://a.test:444/",  "https://b.a.test/",
    "https://b.test/", "https://a.test.evil/", "https://a.test:80/",
  };
  g_autoptr (DpQuestion) question = ask ("https://a.test/x", FALSE);
  g_autoptr (DpAnswers) answers =
      dp_answers_add_password (dp_answers_new (), question, "me:you", "p@ss wörd");

  g_assert_cmpstr (find (answers, "https://a.test/y?z", FALSE), ==, "me%3Ayou:p%40ss%20w%C3%B6rd");
  g_assert_cmpstr (find (answers, "https://A.test:443/", FALSE), !=, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (find (answers, others[i], FALSE));
  g_assert_null (find (answers, "https://a.test/", TRUE));
  g_assert_null (find (NULL, "https://a.test/", FALSE));
}

/* A server that is also a proxy: two answers. */
static void
test_proxy (void)
{
  g_autoptr (DpQuestion) of_server = ask ("http://a.test/", FALSE);
  g_autoptr (DpQuestion) of_proxy = ask ("http://a.test/", TRUE);
  g_autoptr (DpAnswers) answers =
      dp_answers_add_password (dp_answers_new (), of_server, "server", "1");

  answers = dp_answers_add_password (g_steal_pointer (&answers), of_proxy, "proxy", "2");
  g_assert_cmpstr (find (answers, "http://a.test/", FALSE), ==, "server:1");
  g_assert_cmpstr (find (answers, "http://a.test/", TRUE), ==, "proxy:2");
}

/* A set that somebody holds does not change. */
static void
test_constant (void)
{
  g_autoptr (DpQuestion) question = ask ("http://a.test/", FALSE);
  g_autoptr (DpQuestion) other = ask ("http://b.test/", FALSE);
  g_autoptr (DpAnswers) first = dp_answers_add_password (dp_answers_new (), question, "a", "1");
  g_autoptr (DpAnswers) second =
      dp_answers_add_password (dp_answers_ref (first), question, "a", "2");
  g_autoptr (DpAnswers) third = dp_answers_add_password (dp_answers_ref (second), other, "b", "3");

  g_assert_cmpstr (find (first, "http://a.test/", FALSE), ==, "a:1");
  g_assert_cmpstr (find (second, "http://a.test/", FALSE), ==, "a:2");
  g_assert_null (find (second, "http://b.test/", FALSE));
  g_assert_cmpstr (find (third, "http://a.test/", FALSE), ==, "a:2");

  g_assert_true (dp_answers_is_newer (first, NULL));
  g_assert_true (dp_answers_is_newer (third, first));
  g_assert_false (dp_answers_is_newer (second, third));
  g_assert_false (dp_answers_is_newer (second, second));
}

/* Only the answer that was not accepted goes, not a newer one. */
static void
test_wrong (void)
{
  g_autoptr (DpQuestion) question = ask ("http://a.test/", FALSE);
  g_autoptr (DpAnswers) answers = dp_answers_new ();

  g_assert_false (dp_answers_has (answers, question));
  answers = dp_answers_remove_wrong (g_steal_pointer (&answers), question);
  answers = dp_answers_add_password (g_steal_pointer (&answers), question, "a", "wrong");
  g_assert_true (dp_answers_has (answers, question));
  dp_answers_find_userinfo (answers, question->origin, &question->answer_id);
  g_assert_false (dp_answers_has (answers, question));

  answers = dp_answers_add_password (g_steal_pointer (&answers), question, "a", "right");
  g_assert_true (dp_answers_has (answers, question));
  answers = dp_answers_remove_wrong (g_steal_pointer (&answers), question);
  g_assert_cmpstr (find (answers, "http://a.test/", FALSE), ==, "a:right");

  dp_answers_find_userinfo (answers, question->origin, &question->answer_id);
  answers = dp_answers_remove_wrong (g_steal_pointer (&answers), question);
  g_assert_null (find (answers, "http://a.test/", FALSE));
  g_assert_false (dp_answers_has (answers, question));
  /* A number is not given twice. */
  answers = dp_answers_add_password (g_steal_pointer (&answers), question, "a", "again");
  g_assert_true (dp_answers_has (answers, question));
}

static void
test_certificate (void)
{
  DpQuestion question = { .kind = DP_QUESTION_CERTIFICATE,
                          .origin = (char *) "https://a.test:443",
                          .fingerprint = (char *) "ab" };
  g_autoptr (DpAnswers) answers = dp_answers_add_certificate (dp_answers_new (), &question);

  g_assert_true (dp_answers_has (answers, &question));
  g_assert_true (dp_answers_is_trusted (answers, "https://a.test:443", "ab"));
  g_assert_false (dp_answers_is_trusted (answers, "https://a.test:443", "abc"));
  g_assert_false (dp_answers_is_trusted (answers, "https://a.test:444", "ab"));
  g_assert_false (dp_answers_is_trusted (answers, "https://b.test:443", "ab"));
  g_assert_false (dp_answers_is_trusted (NULL, "https://a.test:443", "ab"));

  /* Another one of the same server beside it. */
  question.fingerprint = (char *) "cd";
  g_assert_false (dp_answers_has (answers, &question));
  answers = dp_answers_add_certificate (g_steal_pointer (&answers), &question);
  g_assert_true (dp_answers_is_trusted (answers, "https://a.test:443", "ab"));
  g_assert_true (dp_answers_is_trusted (answers, "https://a.test:443", "cd"));
}

/* By host, port and fingerprint; a set that somebody holds keeps what was taken out of another. */
static void
test_certificates_listed (void)
{
  static const struct
  {
    const char *link;
    const char *fingerprint;
  } rows[] = {
    { "https://b.test/", "ab" },
    { "https://a.test:444/", "cd" },
    { "https://a.test/", "ef" },
    { "https://a.test/", "cd" },
  };
  g_autoptr (DpAnswers) answers = dp_answers_new ();
  g_autoptr (DpAnswers) fewer = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) short_list = NULL;
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpQuestion) question = ask (rows[i].link, FALSE);

      question->kind = DP_QUESTION_CERTIFICATE;
      question->fingerprint = g_strdup (rows[i].fingerprint);
      answers = dp_answers_add_certificate (g_steal_pointer (&answers), question);
      answers = dp_answers_add_certificate (g_steal_pointer (&answers), question);
    }
  list = dp_answers_list_certificates (answers);
  for (guint i = 0; i < list->len; i++)
    {
      const DpQuestion *question = list->pdata[i];

      g_string_append_printf (order, "%s:%u %s|", question->host, question->port,
                              question->fingerprint);
    }
  g_assert_cmpstr (order->str, ==, "a.test:443 cd|a.test:443 ef|a.test:444 cd|b.test:443 ab|");

  fewer = dp_answers_remove_certificate (dp_answers_ref (answers), list->pdata[1]);
  short_list = dp_answers_list_certificates (fewer);
  g_assert_cmpuint (short_list->len, ==, 3);
  g_assert_false (dp_answers_is_trusted (fewer, "https://a.test:443", "ef"));
  g_assert_true (dp_answers_is_trusted (fewer, "https://a.test:443", "cd"));
  g_assert_true (dp_answers_is_trusted (answers, "https://a.test:443", "ef"));
  g_assert_true (dp_answers_is_newer (fewer, answers));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/answers/whose", test_whose);
  g_test_add_func ("/answers/proxy", test_proxy);
  g_test_add_func ("/answers/constant", test_constant);
  g_test_add_func ("/answers/wrong", test_wrong);
  g_test_add_func ("/answers/certificate", test_certificate);
  g_test_add_func ("/answers/certificates-listed", test_certificates_listed);

  return g_test_run ();
}
