/* test-places.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The order of the list, and room in it.
 */

#include "dp-places.h"

typedef struct
{
  DpPlaces *places;
  GPtrArray *downloads; /* (owned): by id, from 1 */
} Setup;

static Setup
setup_new (guint n_downloads, gint64 gap)
{
  Setup setup = { dp_places_new (), g_ptr_array_new_with_free_func (g_object_unref) };

  for (guint id = 1; id <= n_downloads; id++)
    {
      DpDownload *download = dp_download_new (id, "http://a/b", "/tmp");

      dp_download_set_place (download, id * gap);
      g_ptr_array_add (setup.downloads, download);
    }
  dp_places_insert (setup.places, setup.downloads);
  return setup;
}

static void
setup_free (Setup *setup)
{
  dp_places_free (setup->places);
  g_ptr_array_unref (setup->downloads);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Setup, setup_free)

static char *
list_ids (DpPlaces *places)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < dp_places_get_size (places); i++)
    {
      DpDownload *download = dp_places_get (places, i);

      g_assert_cmpuint (dp_places_find (places, download), ==, i);
      g_string_append_printf (text, "%s%u", i > 0 ? " " : "",
                              (guint) dp_download_get_id (download));
    }
  return g_string_free (text, FALSE);
}

static GPtrArray *
pick (Setup *setup, const char *ids)
{
  GPtrArray *picked = g_ptr_array_new ();
  g_auto (GStrv) words = g_strsplit (ids, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (picked, setup->downloads->pdata[g_ascii_strtoull (words[i], NULL, 10) - 1]);
  return picked;
}

/* Returns: how many got other places. */
static guint
move (Setup *setup, const char *ids, guint before_id)
{
  g_autoptr (GPtrArray) picked = pick (setup, ids);
  g_autoptr (GPtrArray) moved = g_ptr_array_new ();
  DpDownload *before = before_id > 0 ? setup->downloads->pdata[before_id - 1] : NULL;
  g_autoptr (GArray) places = dp_places_make_room (setup->places, picked, before);

  for (guint i = 0; i < places->len; i++)
    g_ptr_array_add (moved, setup->downloads->pdata[g_array_index (places, DpPlace, i).id - 1]);
  dp_places_remove (setup->places, moved);
  for (guint i = 0; i < places->len; i++)
    {
      gint64 place = g_array_index (places, DpPlace, i).place;

      if (i > 0)
        g_assert_cmpint (place, >, g_array_index (places, DpPlace, i - 1).place);
      dp_download_set_place (moved->pdata[i], place);
    }
  dp_places_insert (setup->places, moved);
  return moved->len;
}

static void
test_moves (void)
{
  static const struct
  {
    gint64 gap;
    const char *ids;
    guint before_id;
    const char *expected;
    guint max_moved;
  } rows[] = {
    { DP_PLACE_GAP, "5", 1, "5 1 2 3 4 6", 1 },
    { DP_PLACE_GAP, "5", 3, "1 2 5 3 4 6", 1 },
    { DP_PLACE_GAP, "1", 0, "2 3 4 5 6 1", 1 },
    { DP_PLACE_GAP, "4 2", 6, "1 3 5 2 4 6", 2 },
    { DP_PLACE_GAP, "2 4", 4, "1 3 2 4 5 6", 2 },
    { DP_PLACE_GAP, "1 2 3 4 5 6", 3, "1 2 3 4 5 6", 6 },
    { DP_PLACE_GAP, "6 5 4 3 2", 1, "2 3 4 5 6 1", 5 },
    /* Too close: neighbours make room. */
    { 1, "5", 3, "1 2 5 3 4 6", 6 },
    { 0, "5", 3, "1 2 5 3 4 6", 6 },
    { 200, "5", 3, "1 2 5 3 4 6", 1 },
    { 100, "5", 3, "1 2 5 3 4 6", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Setup) setup = setup_new (6, rows[i].gap);
      guint n_moved = move (&setup, rows[i].ids, rows[i].before_id);
      g_autofree char *ids = list_ids (setup.places);

      g_assert_cmpstr (ids, ==, rows[i].expected);
      g_assert_cmpuint (n_moved, <=, rows[i].max_moved);
    }
}

/* Again and again into the same gap, the worst that can be done: few move with it on the average. */
static void
test_same_gap (void)
{
  g_auto (Setup) setup = setup_new (2000, DP_PLACE_GAP);
  guint n_moved = 0;

  for (guint id = 1; id < 900; id++)
    {
      g_autofree char *text = g_strdup_printf ("%u", id);

      n_moved += move (&setup, text, 1000);
      g_assert_true (dp_places_get (setup.places, 998) == setup.downloads->pdata[id - 1]);
    }
  g_assert_cmpuint (n_moved, <, 899 * 4);
}

/* At the ends of all numbers. */
static void
test_ends (void)
{
  g_auto (Setup) setup = setup_new (3, DP_PLACE_GAP);
  g_autoptr (GPtrArray) all = pick (&setup, "1 2 3");
  g_autofree char *ids = NULL;

  dp_places_remove (setup.places, all);
  dp_download_set_place (all->pdata[0], G_MININT64);
  dp_download_set_place (all->pdata[2], G_MAXINT64);
  dp_places_insert (setup.places, all);
  g_assert_cmpint (dp_places_get_next (setup.places), ==, G_MAXINT64);
  move (&setup, "2", 1);
  move (&setup, "1", 0);
  ids = list_ids (setup.places);
  g_assert_cmpstr (ids, ==, "2 3 1");
}

/* Out and back, few and many, in any order. */
static void
test_out_and_back (void)
{
  g_auto (Setup) setup = setup_new (100, 10);
  g_autofree char *before = list_ids (setup.places);

  for (guint n = 1; n <= 100; n += 11)
    {
      g_autoptr (GPtrArray) some = g_ptr_array_new ();
      g_autofree char *after = NULL;

      for (guint i = 0; i < n; i++)
        g_ptr_array_add (some, setup.downloads->pdata[i * 37 % 100]);
      dp_places_remove (setup.places, some);
      g_assert_cmpuint (dp_places_get_size (setup.places), ==, 100 - n);
      dp_places_insert (setup.places, some);
      after = list_ids (setup.places);
      g_assert_cmpstr (after, ==, before);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/places/moves", test_moves);
  g_test_add_func ("/places/same-gap", test_same_gap);
  g_test_add_func ("/places/ends", test_ends);
  g_test_add_func ("/places/out-and-back", test_out_and_back);

  return g_test_run ();
}
