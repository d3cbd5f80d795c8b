/* test-hosts.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much may come from one server at once.
 */

#include "dp-hosts.h"

#include "dp-host-limit.h"
#include "dp-width.h"

#include <string.h>

#define START_USEC (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)

/* "4" sets how many at most; "+3" is three seconds later; "a+" a file begins, "a-" ends; "a<" something
 * comes over a connection, "a>" no more; "a!3" it refused one more than these; "a?2" there is room, and
 * a share of two each ("-": as many as one likes), "a#0" the same without room; "a=2" two are served;
 * "a*" is full. */
static const struct
{
  const char *name;
  const char *script;
} rows[] = {
  { "nobody minds", "a?- a+ a+ a+ a+ a+ a?-" },
  { "one at most", "1 a?1 a+ a#1 b?1 a- a?1" },
  { "shares", "4 a?4 a+ a?4 a+ a?2 a+ a?1 a+ a#1 b?4" },
  { "it ends", "4 a+ a+ a+ a+ a#1 a- a?1 a- a?2 a- a- a?4" },
  { "more, while it runs", "2 a+ a+ a#1 4 a?2 0 a?-" },
  { "fewer, while it runs", "4 a+ a+ a+ 2 a#1 a- a#1 a- a?2" },
  { "refused", "4 a+ a!2 a?2 a+ a#1 b?4 8 a#1" },
  { "refused, and nobody minds", "a+ a!3 a?3 a+ a?1 a+ a#1 b?-" },
  { "refused more than that", "2 a!5 a?2 a+ a+ a#1" },
  /* The refused one's answer came first. */
  { "refused too early", "a+ a+ a+ a+ a+ a!1 a- a< a#1 a< a#1 a< a< a#1 a- a- a- a- a?4" },
  { "refused twice too early", "a+ a+ a+ a+ a!1 a- a!1 a- a< a< a#1 a- a- a?2" },
  { "refused, then a late one", "a+ a+ a< a!1 a- a> a- a+ a< a< a- a?1" },
  /* The others ended while the answer was on its way. */
  { "refused too late", "a+ a+ a+ a< a< a< a> a> a!1 a#1 a- a?1" },
  { "refused much too late", "a+ a+ a+ a< a< a< a> a> +2 a!1 a#1 a- a- a#1 a- a?1" },
  { "full", "2 a+ a< a< a* a> a<" },
  { "served", "4 a=0 a+ a< a< a=2 b=0 a> a=1 a- a=1 a> a=0 a?4" },
};

static void
look (DpHosts *hosts, const char *origin, const char *word, gint64 now_usec)
{
  guint share = dp_hosts_get_share (hosts, origin, now_usec);
  guint expected = word[2] == '-' ? G_MAXUINT : (guint) g_ascii_strtoull (word + 2, NULL, 10);

  g_assert_cmpint (dp_hosts_has_room (hosts, origin, now_usec), ==, word[1] == '?');
  g_assert_cmpuint (share, ==, expected);
}

static void
step (DpHosts *hosts, const char *word, gint64 now_usec)
{
  const char origin[] = { word[0], '\0' };
  guint number = word[1] != '\0' ? (guint) g_ascii_strtoull (word + 2, NULL, 10) : 0;

  g_test_message ("%s", word);
  if (g_ascii_isdigit (word[0]))
    dp_hosts_set_most (hosts, (guint) g_ascii_strtoull (word, NULL, 10));
  else if (word[1] == '+')
    dp_hosts_enter (hosts, origin);
  else if (word[1] == '-')
    dp_hosts_leave (hosts, origin);
  else if (word[1] == '<')
    dp_hosts_begin_serving (hosts, origin, now_usec);
  else if (word[1] == '>')
    dp_hosts_end_serving (hosts, origin, now_usec);
  else if (word[1] == '!')
    dp_hosts_lower (hosts, origin, number, now_usec);
  else if (word[1] == '*')
    g_assert_true (dp_hosts_is_full (hosts, origin, now_usec));
  else if (word[1] == '=')
    g_assert_cmpuint (dp_hosts_get_n_served (hosts, origin), ==, number);
  else
    look (hosts, origin, word, now_usec);
}

static void
test_row (gconstpointer data)
{
  g_auto (GStrv) words = g_strsplit (data, " ", -1);
  g_autoptr (DpHosts) hosts = dp_hosts_new ();
  gint64 now_usec = START_USEC;

  dp_host_limit_forget ();
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] == '+')
      now_usec += (gint64) g_ascii_strtoull (words[i] + 1, NULL, 10) * G_USEC_PER_SEC;
    else
      step (hosts, words[i], now_usec);
  dp_host_limit_forget ();
}

/* Where nobody counts, what was refused is known all the same. */
static void
test_none (void)
{
  dp_host_limit_forget ();
  dp_hosts_begin_serving (NULL, "a", START_USEC);
  g_assert_cmpuint (dp_hosts_get_n_served (NULL, "a"), ==, 0);
  dp_hosts_end_serving (NULL, "a", START_USEC);
  g_assert_cmpuint (dp_hosts_get_share (NULL, "a", START_USEC), ==, G_MAXUINT);
  dp_hosts_lower (NULL, "a", 2, START_USEC);
  g_assert_cmpuint (dp_hosts_get_share (NULL, "a", START_USEC), ==, 2);
  dp_host_limit_forget ();
}

/* How many connections a file has */

#define SECOND G_USEC_PER_SEC

/* Each word is a second: KiB per second, or a share of so many ("s2"), or a number of connections that
 * should be there by then ("=3"). */
static const struct
{
  const char *name;
  guint n_wanted;
  const char *script;
} widths[] = {
  { "as wanted", 3, "=3 100 =3 50 =3" },
  { "no more than the share", 8, "=8 s4 100 =4 s1 100 =1 s16 100 =8" },
  { "faster and faster", 0, "=1 100 =2 200 =3 300 =4 400 =4 500 =4" },
  { "no faster", 0, "100 =2 100 =2 300 =2 900 =2" },
  { "one is all", 0, "s1 100 =1 100 =1 100 =1 s4 100 =2 200 =3" },
  { "taken away and given back", 0, "100 =2 200 =3 s1 100 =1 s3 100 =3 s4 300 =4 300 =4" },
};

static void
test_width (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_auto (GStrv) words = g_strsplit (widths[i].script, " ", -1);
  g_autoptr (DpHosts) hosts = dp_hosts_new ();
  DpWidth width = { .hosts = hosts, .link_origin = "a", .origin = "a" };
  gint64 now_usec = START_USEC;
  guint64 bytes = 4711;

  dp_host_limit_forget ();
  dp_hosts_enter (hosts, "a");
  dp_width_begin (&width, widths[i].n_wanted, now_usec, bytes);
  for (char **word = words; *word != NULL; word++)
    {
      g_test_message ("%s", *word);
      if (**word == 's')
        dp_hosts_set_most (hosts, (guint) g_ascii_strtoull (*word + 1, NULL, 10));
      else if (**word == '=')
        g_assert_cmpuint (dp_width_get (&width), ==, g_ascii_strtoull (*word + 1, NULL, 10));
      else
        for (guint tenth = 0; tenth < 10; tenth++)
          {
            now_usec += SECOND / 10;
            bytes += g_ascii_strtoull (*word, NULL, 10) * 1024 / 10;
            dp_width_look (&width, dp_width_get (&width), now_usec, bytes);
          }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/hosts/", rows[i].name, NULL);

      g_test_add_data_func (path, rows[i].script, test_row);
    }
  g_test_add_func ("/hosts/none", test_none);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autofree char *path = g_strconcat ("/hosts/width/", widths[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_width);
    }

  return g_test_run ();
}
