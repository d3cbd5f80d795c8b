/* test-host-limit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-host-limit.h"

#include <string.h>

#define HOUR_USEC (60 * 60 * G_TIME_SPAN_SECOND)

/* "a=3" lowers, "a?3" looks ("a?-": not known), "+59" lets so many minutes pass. */
static const char *const scripts[] = {
  "a?-",
  "a=3 a?3 b?-",
  "a=3 b=1 a?3 b?1",
  "a=3 a=5 a?3",
  "a=3 a=2 a?2",
  "a=0 a?1",
  "a=3 +59 a?3 +1 a?-",
  /* One that is seen again counts anew; one that is past does not count at all. */
  "a=3 +59 a=3 +59 a?3",
  "a=3 +60 a=5 a?5",
  "a=3 +30 b=4 +30 a?- b?4 c=1 b?4",
};

static void
step (const char *word, gint64 *now_usec)
{
  const char origin[] = { word[0], '\0' };
  guint number = (guint) g_ascii_strtoull (word + (word[0] == '+' ? 1 : 2), NULL, 10);

  g_test_message ("%s", word);
  if (word[0] == '+')
    *now_usec += number * 60 * G_TIME_SPAN_SECOND;
  else if (word[1] == '=')
    dp_host_limit_lower (origin, number, *now_usec);
  else
    g_assert_cmpuint (dp_host_limit_get (origin, *now_usec), ==,
                      word[2] == '-' ? G_MAXUINT : number);
}

static void
test_script (gconstpointer data)
{
  g_auto (GStrv) words = g_strsplit (data, " ", -1);
  gint64 now_usec = 5 * HOUR_USEC;

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
