/* test-turns.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose turn it is among those that wait for several servers, by priority and place.
 */

#include "dp-turns.h"

#include <string.h>

#include "dp-engine-fixture.h"

#define MAX_ID 200

typedef struct
{
  const char *name;
  const char *script;
} Row;

/* "a3" adds number 3 of server a, "-3" removes it, "a!" makes a server full, "a?" gives it room again,
 * "=3" takes the next, which is that one ("=0": nobody), "~a3" looks who is the next of a, "h3" makes
 * it urgent, "l3" the opposite, "n3" neither, "j3" shall not wait, "3>9" puts it in that place. */
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
  { "of one server", "a1 b2 a3 b4 ~b2 ~a1 -2 ~b4 -4 ~b0 a! ~a1" },
  { "urgent", "a1 b2 a3 b4 h3 l1 =3 =2 =4 =1 =0" },
  { "urgent, and full", "a1 b2 a3 h3 h1 a! =2 =0 a? =1 =3" },
  { "no more urgent", "a1 a2 b3 h3 =3 b3 n3 =1 =2 =3" },
  { "not at all", "a1 b2 h2 j1 =1 =2 a1 b2 j2 h1 =2 =1" },
  { "moved", "a1 b2 a3 3>0 1>9 =3 =2 =1" },
  { "moved and back", "a1 a2 2>0 2>2 =1 =2 =0" },
  { "moved while it does not wait", "a1 a2 b3 -2 2>0 -3 3>4 =1 a2 b3 =2 =3 =0" },
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
look (Fixture *self, char server, guint expected)
{
  g_autofree char *origin = g_strdup_printf ("http://%c.example:80", server);
  DpDownload *download = dp_turns_find_from (self->turns, origin);

  g_assert_cmpuint (download != NULL ? dp_download_get_id (download) : 0, ==, expected);
}

static void
take (Fixture *self, guint expected)
{
  DpDownload *download = dp_turns_find (self->turns, has_room, self);

  g_assert_cmpuint (download != NULL ? dp_download_get_id (download) : 0, ==, expected);
  if (download != NULL)
    dp_turns_remove (self->turns, download);
}

/* Nothing may change while it waits. */
static void
change (Fixture *self, guint id, char what, gint64 place)
{
  DpDownload *download = self->downloads[id];
  gboolean was_waiting = dp_turns_remove (self->turns, download);

  if (what == '>')
    dp_download_set_place (download, place * DP_PLACE_GAP);
  else
    dp_download_set_priority (download, what == 'h'   ? DP_PRIORITY_HIGH
                                        : what == 'l' ? DP_PRIORITY_LOW
                                                      : DP_PRIORITY_NORMAL);
  dp_download_set_jumping (download, what == 'j');
  if (was_waiting)
    dp_turns_add (self->turns, download);
}

/* Who jumps is never overlooked. */
static void
assert_jumping (Fixture *self)
{
  for (guint id = 1; id < MAX_ID; id++)
    if (self->downloads[id] != NULL && dp_download_get_turn (self->downloads[id]) != NULL &&
        dp_download_is_jumping (self->downloads[id]))
      g_assert_true (dp_turns_has_jumping (self->turns));
}

static void
step (Fixture *self, const char *word)
{
  guint number = (guint) g_ascii_strtoull (word + (word[0] == '~' ? 2 : 1), NULL, 10);
  const char *place = strchr (word, '>');

  g_test_message ("%s", word);
  if (place != NULL)
    change (self, (guint) g_ascii_strtoull (word, NULL, 10), '>',
            g_ascii_strtoll (place + 1, NULL, 10));
  else if (word[0] == '=')
    take (self, number);
  else if (word[0] == '~')
    look (self, word[1], number);
  else if (word[0] == '-')
    dp_turns_remove (self->turns, self->downloads[number]);
  else if (word[1] == '!' || word[1] == '?')
    self->is_full[word[0] - 'a'] = word[1] == '!';
  else if (strchr ("hlnj", word[0]) != NULL)
    change (self, number, word[0], 0);
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

static DpDownload *
find (guint64 id, gpointer user_data)
{
  Fixture *self = user_data;

  return self->downloads[id];
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_auto (GStrv) words = g_strsplit (row->script, " ", -1);
  Fixture self = { .turns = NULL };

  self.turns = dp_turns_new (find, &self);
  for (guint i = 0; words[i] != NULL; i++)
    {
      step (&self, words[i]);
      assert_jumping (&self);
    }
  clear (&self);
}

/* The same as who looks at all of them, whatever happens. */

static gboolean
is_before (DpDownload *a, DpDownload *b)
{
  if (dp_download_is_jumping (a) != dp_download_is_jumping (b))
    return dp_download_is_jumping (a);
  if (dp_download_get_priority (a) != dp_download_get_priority (b))
    return dp_download_get_priority (a) < dp_download_get_priority (b);
  return dp_download_get_place (a) != dp_download_get_place (b)
             ? dp_download_get_place (a) < dp_download_get_place (b)
             : dp_download_get_id (a) < dp_download_get_id (b);
}

static guint
find_slowly (Fixture *self, const guint *servers)
{
  guint first = 0;

  for (guint id = 1; id < MAX_ID; id++)
    if (self->downloads[id] != NULL && dp_download_get_turn (self->downloads[id]) != NULL &&
        !self->is_full[servers[id]] &&
        (first == 0 || is_before (self->downloads[id], self->downloads[first])))
      first = id;
  return first;
}

static void
test_random (void)
{
  Fixture self = { .turns = NULL };
  guint servers[MAX_ID] = { 0 };

  self.turns = dp_turns_new (find, &self);
  for (guint id = 1; id < MAX_ID; id++)
    {
      servers[id] = (guint) g_test_rand_int_range (0, 8);
      add (&self, (char) ('a' + servers[id]), id);
    }
  for (guint i = 0; i < 50000; i++)
    {
      guint id = (guint) g_test_rand_int_range (1, MAX_ID);

      switch (g_test_rand_int_range (0, 7))
        {
        case 0:
          self.is_full[id % 8] = !self.is_full[id % 8];
          break;
        case 1:
          dp_turns_remove (self.turns, self.downloads[id]);
          break;
        case 2:
          take (&self, find_slowly (&self, servers));
          break;
        case 3:
          change (&self, id, "hlnj"[i % 4], 0);
          break;
        case 4:
        case 5:
          change (&self, id, '>', g_test_rand_int_range (-50, 50));
          break;
        default:
          add (&self, (char) ('a' + servers[id]), id);
          break;
        }
      if (i % 10 == 0)
        assert_jumping (&self);
    }
  clear (&self);
}

/* A hundred thousand */

static GPtrArray *many;

static DpDownload *
find_in_many (guint64 id, gpointer user_data)
{
  return many->pdata[id - 1];
}

static gint64
measure (const char *what, gint64 start_usec)
{
  gint64 usec = dp_test_get_work_usec () - start_usec;

  g_test_message ("%s: %" G_GINT64_FORMAT " us", what, usec);
  return usec;
}

/* Of one server that is full, and one behind them all. */
static void
test_many (void)
{
  Fixture self = { .is_full = { TRUE } };
  gint64 start_usec;

  self.turns = dp_turns_new (find_in_many, NULL);
  many = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint id = 1; id <= 100000; id++)
    {
      g_autofree char *link = g_strdup_printf ("http://%s.example/some/folder/file-%u.bin",
                                               id < 100000 ? "a" : "b", id);

      g_ptr_array_add (many, dp_download_new (id, link, "/tmp"));
    }
  start_usec = dp_test_get_work_usec ();
  for (guint i = 0; i < many->len; i++)
    dp_turns_add (self.turns, many->pdata[i]);
  measure ("added", start_usec);

  start_usec = dp_test_get_work_usec ();
  for (guint i = 0; i < 10000; i++)
    g_assert_true (dp_turns_find (self.turns, has_room, &self) == many->pdata[99999]);
  /* A look at each would take a hundred times as long. */
  g_assert_cmpint (measure ("found, 10,000 times", start_usec), <, 500000);

  start_usec = dp_test_get_work_usec ();
  for (guint i = 0; i < 50000; i++)
    dp_turns_remove (self.turns, many->pdata[i]);
  self.is_full[0] = FALSE;
  g_assert_true (dp_turns_find (self.turns, has_room, &self) == many->pdata[50000]);
  measure ("half removed, and the next found", start_usec);

  start_usec = dp_test_get_work_usec ();
  for (guint i = 0; i < many->len; i++)
    dp_turns_remove (self.turns, many->pdata[i]);
  measure ("removed", start_usec);
  g_assert_null (dp_turns_find (self.turns, has_room, &self));
  dp_turns_free (self.turns);
  g_ptr_array_unref (many);
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
