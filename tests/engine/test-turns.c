/* test-turns.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose turn it is among those that wait for several servers.
 */

#include "dp-turns.h"

#include <string.h>

#define MAX_ID 200

typedef struct
{
  const char *name;
  const char *script;
} Row;

/* "a3" adds number 3 of server a, "-3" removes it, "a!" makes a server full, "a?" gives it room again,
 * "=3" takes the next, which is that one ("=0": nobody), "~a3" does so while a is warm. */
static const Row rows[] = {
  { "nobody", "=0 ~a0" },
  { "in order", "a1 a2 b3 a4 =1 =2 =3 =4 =0" },
  { "as added or not", "a4 b3 a2 b1 =1 =2 =3 =4 =0" },
  { "one is full", "a1 a2 b3 a4 a! =3 =0 a? =1 =2 =4" },
  { "all are full", "a1 b2 a! b! =0 b? =2 a? =1" },
  { "becomes full", "a1 b2 a3 b4 =1 a! =2 =4 =0 a? =3" },
  { "twice", "a1 a1 =1 =0" },
  { "removed", "a1 a2 b3 -1 -1 =2 -3 =0" },
  { "the first is removed", "a1 b2 a3 -1 =2 =3" },
  { "back again", "a1 a2 a3 =1 =2 a1 =1 a2 =2 =3 =0" },
  { "before the others", "b5 a7 b9 =5 a1 =1 a2 b3 =2 =3 =7 =9" },
  { "warm", "a1 b2 a3 b4 ~b2 ~b4 ~b1 ~a3 =0" },
  { "warm, and nobody waits", "a1 b2 ~c1 =2" },
  { "warm, and full", "a1 b2 b! ~b1 ~b0" },
  { "warm, but far behind", "a1 b17 b18 ~b17 ~b1 ~b18" },
  { "no further", "a1 b18 ~b1 ~b18" },
  { "not for ever", "a1 b2 b9 b17 b18 b19 ~b2 ~b9 ~b17 ~b1 ~b18 ~b19 =0" },
};

typedef struct
{
  DpTurns *turns; /* (owned) */
  DpDownload *downloads[MAX_ID];
  gboolean is_full[26];
} Fixture;

/* All ways to write a server are the same one. */
static const char *const forms[] = {
  "http://%c.example/%u",    "http://%c.example:80/%u", "http://%C.EXAMPLE/%u",
  "http://me@%c.example/%u", "HTTP://%c.example?%u",    "http://%c.example/http://z.example/%u",
};

static char *
make_link (char server, guint id)
{
  GString *link = g_string_new (forms[id % G_N_ELEMENTS (forms)]);
  const char small[] = { server, '\0' };
  const char big[] = { g_ascii_toupper (server), '\0' };
  g_autofree char *number = g_strdup_printf ("%u", id);

  g_string_replace (link, "%c", small, 0);
  g_string_replace (link, "%C", big, 0);
  g_string_replace (link, "%u", number, 0);
  return g_string_free (link, FALSE);
}

static gboolean
has_room (const char *origin, gpointer user_data)
{
  Fixture *self = user_data;

  g_assert_true (g_str_has_prefix (origin, "http://"));
  g_assert_true (g_str_has_suffix (origin, ".example:80"));
  return !self->is_full[origin[strlen ("http://")] - 'a'];
}

static void
add (Fixture *self, char server, guint id)
{
  if (self->downloads[id] == NULL)
    {
      g_autofree char *link = make_link (server, id);

      self->downloads[id] = dp_download_new (id, link, "/tmp");
    }
  dp_turns_add (self->turns, self->downloads[id]);
}

static void
take (Fixture *self, char warm, guint expected)
{
  g_autofree char *origin = warm != '\0' ? g_strdup_printf ("http://%c.example:80", warm) : NULL;
  DpDownload *download = dp_turns_find (self->turns, origin, has_room, self);

  g_assert_cmpuint (download != NULL ? dp_download_get_id (download) : 0, ==, expected);
  if (download != NULL)
    dp_turns_remove (self->turns, download);
}

static void
step (Fixture *self, const char *word)
{
  guint number = (guint) g_ascii_strtoull (word + (word[0] == '~' ? 2 : 1), NULL, 10);

  g_test_message ("%s", word);
  if (word[0] == '=')
    take (self, '\0', number);
  else if (word[0] == '~')
    take (self, word[1], number);
  else if (word[0] == '-')
    dp_turns_remove (self->turns, self->downloads[number]);
  else if (word[1] == '!' || word[1] == '?')
    self->is_full[word[0] - 'a'] = word[1] == '!';
  else
    add (self, word[0], number);
}

static void
clear (Fixture *self)
{
  dp_turns_free (self->turns);
  for (guint i = 0; i < MAX_ID; i++)
    if (self->downloads[i] != NULL)
      g_assert_finalize_object (self->downloads[i]);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_auto (GStrv) words = g_strsplit (row->script, " ", -1);
  Fixture self = { .turns = dp_turns_new () };

  for (guint i = 0; words[i] != NULL; i++)
    step (&self, words[i]);
  clear (&self);
}

/* The same as who looks at all of them, whatever happens. */

static guint
find_slowly (Fixture *self, const gboolean *waits, const guint *servers)
{
  for (guint id = 1; id < MAX_ID; id++)
    if (waits[id] && !self->is_full[servers[id]])
      return id;
  return 0;
}

static void
test_random (void)
{
  Fixture self = { .turns = dp_turns_new () };
  gboolean waits[MAX_ID] = { FALSE };
  guint servers[MAX_ID] = { 0 };

  for (guint id = 1; id < MAX_ID; id++)
    servers[id] = (guint) g_test_rand_int_range (0, 8);
  for (guint i = 0; i < 20000; i++)
    {
      guint id = (guint) g_test_rand_int_range (1, MAX_ID);

      switch (g_test_rand_int_range (0, 4))
        {
        case 0:
          self.is_full[id % 8] = !self.is_full[id % 8];
          break;
        case 1:
          if (self.downloads[id] != NULL)
            dp_turns_remove (self.turns, self.downloads[id]);
          waits[id] = FALSE;
          break;
        case 2:
          id = find_slowly (&self, waits, servers);
          take (&self, '\0', id);
          waits[id] = FALSE;
          break;
        default:
          add (&self, (char) ('a' + servers[id]), id);
          waits[id] = TRUE;
          break;
        }
    }
  clear (&self);
}

/* A hundred thousand of one server that is full, and one behind them all. */
static void
test_many (void)
{
  g_autoptr (GPtrArray) downloads = g_ptr_array_new_with_free_func (g_object_unref);
  Fixture self = { .turns = dp_turns_new (), .is_full = { TRUE } };
  gint64 start_usec;
  gint64 add_usec;
  gint64 find_usec;
  gint64 remove_usec;

  for (guint id = 1; id <= 100000; id++)
    {
      g_autofree char *link = g_strdup_printf ("http://%s.example/some/folder/file-%u.bin",
                                               id < 100000 ? "a" : "b", id);

      g_ptr_array_add (downloads, dp_download_new (id, link, "/tmp"));
    }
  start_usec = g_get_monotonic_time ();
  for (guint i = 0; i < downloads->len; i++)
    dp_turns_add (self.turns, downloads->pdata[i]);
  add_usec = g_get_monotonic_time () - start_usec;

  start_usec = g_get_monotonic_time ();
  for (guint i = 0; i < 10000; i++)
    g_assert_true (dp_turns_find (self.turns, "http://a.example:80", has_room, &self) ==
                   downloads->pdata[99999]);
  find_usec = g_get_monotonic_time () - start_usec;

  start_usec = g_get_monotonic_time ();
  for (guint i = 0; i < downloads->len; i++)
    dp_turns_remove (self.turns, downloads->pdata[i]);
  remove_usec = g_get_monotonic_time () - start_usec;

  g_test_message ("100,000: added in %" G_GINT64_FORMAT " us, removed in %" G_GINT64_FORMAT
                  " us; 10,000 times found in %" G_GINT64_FORMAT " us",
                  add_usec, remove_usec, find_usec);
  /* A look at each would take a hundred times as long. */
  g_assert_cmpint (find_usec, <, 500000);
  g_assert_null (dp_turns_find (self.turns, NULL, has_room, &self));
  dp_turns_free (self.turns);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/turns/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/turns/random", test_random);
  g_test_add_func ("/turns/many", test_many);

  return g_test_run ();
}
