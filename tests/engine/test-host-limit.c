/* test-host-limit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-host-limit.h"

#include <string.h>

#define HOUR_USEC G_TIME_SPAN_HOUR

/* "a=3" lowers, "a?3" looks ("a?-": not known), "+23" lets so many hours pass, "a<23" was stored so
 * many hours ago, with two connections. */
static const char *const scripts[] = {
  "a?-",
  "a=3 a?3 b?-",
  "a=3 b=1 a?3 b?1",
  "a=3 a=5 a?3",
  "a=3 a=2 a?2",
  "a=0 a?1",
  /* A day later one more is tried, and after a week all of it is forgotten. */
  "a=3 +23 a?3 +1 a?4 +24 a?5 +119 a?9 +1 a?-",
  /* One that is seen again counts anew; one that is past does not count at all. */
  "a=3 +23 a=3 +23 a?3",
  "a=3 +48 a=5 a?5 a=4 a?4 a=9 a?4",
  "a=3 +168 a=5 a?5",
  "a=3 +84 b=4 +84 a?- b?7 c=1 b?7",
  /* A clock that was set back. */
  "a=3 +-48 a?3 +48 a?3 +24 a?4",
  /* What was stored ages, and counts less than what is seen. */
  "a<0 a?2 a=1 a?1",
  "a<47 a?3 +1 a?4",
  "a<167 a?8 +1 a?-",
  "a<168 a?-",
  "a=3 a<0 a?3",
  /* By a clock that was wrong. */
  "a<-48 a?2 +24 a?3",
};

static void
step (const char *word, gint64 *now_usec)
{
  const char origin[] = { word[0], '\0' };
  gint64 number = g_ascii_strtoll (word + (word[0] == '+' ? 1 : 2), NULL, 10);

  g_test_message ("%s", word);
  if (word[0] == '+')
    *now_usec += number * HOUR_USEC;
  else if (word[1] == '<')
    dp_host_limit_restore (origin, 2, *now_usec - number * HOUR_USEC, *now_usec);
  else if (word[1] == '=')
    {
      guint remembered = dp_host_limit_lower (origin, (guint) number, *now_usec);

      g_assert_cmpuint (remembered, ==, dp_host_limit_get (origin, *now_usec));
    }
  else
    g_assert_cmpuint (dp_host_limit_get (origin, *now_usec), ==,
                      word[2] == '-' ? G_MAXUINT : (guint) number);
}

static void
test_script (gconstpointer data)
{
  g_auto (GStrv) words = g_strsplit (data, " ", -1);
  gint64 now_usec = 10000 * HOUR_USEC;

  dp_host_limit_forget ();
  for (guint i = 0; words[i] != NULL; i++)
    step (words[i], &now_usec);
  dp_host_limit_forget ();
  g_assert_cmpuint (dp_host_limit_get ("a", now_usec), ==, G_MAXUINT);
}

/* Who names ever more hosts gets no more memory. */
static void
test_many (void)
{
  guint n_known = 0;

  dp_host_limit_forget ();
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *origin = g_strdup_printf ("http://%u.example:80", i);

      dp_host_limit_lower (origin, 2, i);
      g_assert_cmpuint (dp_host_limit_get (origin, i), ==, 2);
    }
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *origin = g_strdup_printf ("http://%u.example:80", i);

      n_known += dp_host_limit_get (origin, 5000) == 2;
    }
  g_assert_cmpuint (n_known, <=, 1000);
}

static gpointer
run_thread (gpointer data)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *origin = g_strdup_printf ("%u", i % 7);

      dp_host_limit_lower (origin, 3, i);
      g_assert_cmpuint (dp_host_limit_get (origin, i), ==, 3);
    }
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[4];

  dp_host_limit_forget ();
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("limits", run_thread, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/host-limit/script/%u", i);

      g_test_add_data_func (path, scripts[i], test_script);
    }
  g_test_add_func ("/host-limit/many", test_many);
  g_test_add_func ("/host-limit/threads", test_threads);

  return g_test_run ();
}
