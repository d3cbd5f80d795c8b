/* test-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is in the list, in which state, and who is the next one that is queued.
 */

#include "dp-list.h"

/* "1 4 9" */
static GArray *
parse_ids (const char *text)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      {
        const guint64 id = g_ascii_strtoull (words[i], NULL, 10);

        g_array_append_val (ids, id);
      }
  return ids;
}

static DpListChange
merge (DpList *list, const char *text)
{
  g_autoptr (GArray) ids = parse_ids (text);
  g_autoptr (GPtrArray) downloads = g_ptr_array_new_with_free_func (g_object_unref);
  DpListChange change;

  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (downloads,
                     dp_download_new (g_array_index (ids, guint64, i), "http://a/b", "/tmp"));
  dp_list_merge (list, downloads, &change);
  g_assert_cmpuint (downloads->len, ==, 0);
  return change;
}

static void
assert_ids (DpList *list, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < dp_list_get_size (list); i++)
    {
      DpDownload *download = dp_list_get (list, i);

      g_string_append_printf (text, i == 0 ? "%u" : " %u", (guint) dp_download_get_id (download));
      g_assert_true (dp_list_find (list, dp_download_get_id (download)) == download);
      g_assert_true (dp_list_has (list, download));
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* Out and back: one splice each, no bigger than it has to be. */
static void
test_splices (void)
{
  static const struct
  {
    const char *ids;
    const char *left;
    guint n_taken;
    DpListChange taken;
  } rows[] = {
    { "", "2 3 5 8 9", 0, { 0, 0, 0 } },         { "2", "3 5 8 9", 1, { 0, 1, 0 } },
    { "9", "2 3 5 8", 1, { 4, 1, 0 } },          { "3 5", "2 8 9", 2, { 1, 2, 0 } },
    { "3 8", "2 5 9", 2, { 1, 3, 1 } },          { "2 3 5 8 9", "", 5, { 0, 5, 0 } },
    { "1 4 7 10", "2 3 5 8 9", 0, { 0, 0, 0 } }, { "4 5 6", "2 3 8 9", 1, { 2, 1, 0 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DpList *list = dp_list_new ();
      g_autoptr (GArray) ids = parse_ids (rows[i].ids);
      g_autoptr (GPtrArray) taken = NULL;
      DpListChange change;

      merge (list, "2 3 5 8 9");
      taken = dp_list_take (list, ids, &change);
      assert_ids (list, rows[i].left);
      g_assert_cmpuint (taken->len, ==, rows[i].n_taken);
      g_assert_cmpuint (dp_list_count (list, DP_STATE_QUEUED), ==, 5 - rows[i].n_taken);
      g_assert_cmpuint (change.n_removed, ==, rows[i].taken.n_removed);
      g_assert_cmpuint (change.n_added, ==, rows[i].taken.n_added);
      if (change.n_removed > 0)
        g_assert_cmpuint (change.position, ==, rows[i].taken.position);
      for (guint j = 0; j < taken->len; j++)
        g_assert_false (dp_list_has (list, taken->pdata[j]));

      dp_list_merge (list, taken, &change);
      assert_ids (list, "2 3 5 8 9");
      g_assert_cmpuint (change.n_removed, ==, rows[i].taken.n_added);
      g_assert_cmpuint (change.n_added, ==, rows[i].taken.n_removed);
      g_assert_cmpuint (dp_list_count (list, DP_STATE_QUEUED), ==, 5);
      dp_list_free (list);
    }
}

/* No id comes a second time, also when the last one was taken out. */
static void
test_next_id (void)
{
  DpList *list = dp_list_new ();
  g_autoptr (GArray) last = parse_ids ("7");
  g_autoptr (GPtrArray) taken = NULL;
  DpListChange change;

  g_assert_cmpuint (dp_list_take_ids (list, 1), ==, 1);
  merge (list, "3 7");
  g_assert_cmpuint (dp_list_take_ids (list, 1), ==, 8);
  taken = dp_list_take (list, last, &change);
  g_assert_cmpuint (dp_list_take_ids (list, 5), ==, 9);
  g_assert_cmpuint (dp_list_take_ids (list, 1), ==, 14);
  merge (list, "1");
  g_assert_cmpuint (dp_list_take_ids (list, 1), ==, 15);
  dp_list_free (list);
}

static gboolean
has_room (const char *origin, gpointer user_data)
{
  return TRUE;
}

/* Takes it out, as who does not start it. */
static guint64
take_warm_turn (DpList *list, const char *warm_origin)
{
  DpDownload *download = dp_list_find_turn (list, warm_origin, has_room, NULL);

  if (download == NULL)
    return 0;
  dp_list_hold (list, download);
  return dp_download_get_id (download);
}

static guint64
take_turn (DpList *list)
{
  return take_warm_turn (list, NULL);
}

/* Each is found once, and again when there is a reason. */
static void
test_queued (void)
{
  DpList *list = dp_list_new ();
  g_autoptr (GArray) last = parse_ids ("6");
  g_autoptr (GPtrArray) taken = NULL;
  DpListChange change;
  DpDownload *second;

  g_assert_cmpuint (take_turn (list), ==, 0);
  merge (list, "2 4 6");
  second = dp_list_find (list, 4);
  g_assert_cmpuint (take_turn (list), ==, 2);
  g_assert_true (dp_list_set_state (list, second, DP_STATE_RUNNING));
  g_assert_cmpuint (dp_list_count (list, DP_STATE_RUNNING), ==, 1);
  g_assert_cmpuint (take_turn (list), ==, 6);
  g_assert_cmpuint (take_turn (list), ==, 0);

  dp_list_set_state (list, second, DP_STATE_QUEUED);
  g_assert_cmpuint (dp_list_count (list, DP_STATE_QUEUED), ==, 3);
  g_assert_cmpuint (take_turn (list), ==, 4);
  merge (list, "3");
  g_assert_cmpuint (take_turn (list), ==, 3);
  dp_list_let_wait (list, dp_list_find (list, 2));
  dp_list_let_wait (list, dp_list_find (list, 2));
  g_assert_cmpuint (take_turn (list), ==, 2);
  g_assert_cmpuint (take_turn (list), ==, 0);

  /* One that is out of the list has no turn, and one that does not wait neither. */
  dp_list_let_wait (list, dp_list_find (list, 6));
  taken = dp_list_take (list, last, &change);
  g_assert_cmpuint (take_turn (list), ==, 0);
  g_assert_false (dp_list_set_state (list, taken->pdata[0], DP_STATE_PAUSED));
  g_assert_false (dp_list_set_state (list, taken->pdata[0], DP_STATE_QUEUED));
  g_assert_cmpuint (take_turn (list), ==, 0);
  dp_list_merge (list, taken, &change);
  g_assert_cmpuint (take_turn (list), ==, 6);
  dp_list_set_state (list, second, DP_STATE_PAUSED);
  dp_list_let_wait (list, second);
  g_assert_cmpuint (take_turn (list), ==, 0);
  dp_list_free (list);
}

static void
set_priority (DpList *list, guint64 id, DpPriority priority)
{
  DpDownload *download = dp_list_find (list, id);

  dp_list_hold (list, download);
  dp_download_set_priority (download, priority);
  dp_list_let_wait (list, download);
}

static void
make_jumping (DpList *list, guint64 id)
{
  DpDownload *download = dp_list_find (list, id);

  dp_list_hold (list, download);
  dp_download_set_jumping (download, TRUE);
  dp_list_let_wait (list, download);
}

/* High before normal before low, each in the order of the list, whatever changes meanwhile. */
static void
test_turns (void)
{
  DpList *list = dp_list_new ();
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (DpPlace));
  g_autoptr (GPtrArray) moved = NULL;
  const DpPlace first = { 5, -1 };
  const DpPlace unknown = { 99, -2 };

  merge (list, "1 2 3 4 5");
  set_priority (list, 1, DP_PRIORITY_LOW);
  set_priority (list, 4, DP_PRIORITY_HIGH);
  g_assert_cmpuint (take_turn (list), ==, 4);
  g_array_append_val (places, unknown);
  g_array_append_val (places, first);
  moved = dp_list_put (list, places);
  g_assert_cmpuint (moved->len, ==, 1);
  g_assert_cmpuint (places->len, ==, 1);
  g_assert_cmpint (g_array_index (places, DpPlace, 0).place, ==, 5 * DP_PLACE_GAP);
  g_assert_cmpuint (dp_download_get_id (dp_places_get (dp_list_get_places (list), 0)), ==, 5);
  g_assert_cmpuint (take_turn (list), ==, 5);
  dp_list_set_state (list, dp_list_find (list, 2), DP_STATE_PAUSED);
  g_assert_cmpuint (take_turn (list), ==, 3);
  g_assert_cmpuint (take_turn (list), ==, 1);
  g_assert_cmpuint (take_turn (list), ==, 0);
  dp_list_set_state (list, dp_list_find (list, 2), DP_STATE_QUEUED);
  g_assert_cmpuint (take_turn (list), ==, 2);
  dp_list_free (list);
}

/* A server that is warm may overtake, a little, and nobody more urgent. */
static void
test_warm (void)
{
  static const char warm[] = "http://warm.example:80";
  DpList *list = dp_list_new ();
  g_autoptr (GPtrArray) downloads = g_ptr_array_new ();
  DpListChange change;

  for (guint64 id = 1; id <= 40; id++)
    {
      const char *link = id == 17 || id == 18 ? "http://warm.example/a" : "http://h.example/a";

      g_ptr_array_add (downloads, dp_download_new (id, link, "/tmp"));
      /* All so close together that a place is no distance. */
      dp_download_set_place (downloads->pdata[id - 1], (gint64) id);
    }
  dp_list_merge (list, downloads, &change);
  g_assert_cmpuint (take_warm_turn (list, "http://other.example:80"), ==, 1);
  g_assert_cmpuint (take_warm_turn (list, NULL), ==, 2);
  dp_list_let_wait (list, dp_list_find (list, 1));
  g_assert_cmpuint (take_warm_turn (list, warm), ==, 17);
  g_assert_cmpuint (take_warm_turn (list, warm), ==, 1);
  g_assert_cmpuint (take_warm_turn (list, warm), ==, 18);
  dp_list_let_wait (list, dp_list_find (list, 18));
  set_priority (list, 4, DP_PRIORITY_HIGH);
  g_assert_cmpuint (take_warm_turn (list, warm), ==, 4);
  make_jumping (list, 40);
  g_assert_cmpuint (take_warm_turn (list, warm), ==, 40);
  set_priority (list, 18, DP_PRIORITY_LOW);
  g_assert_cmpuint (take_warm_turn (list, warm), ==, 3);
  dp_list_free (list);
}

/* Who shall not wait is before all others, until it has started. */
static void
test_jumping (void)
{
  DpList *list = dp_list_new ();
  DpDownload *last;

  merge (list, "1 2 3");
  last = dp_list_find (list, 3);
  set_priority (list, 2, DP_PRIORITY_HIGH);
  make_jumping (list, 3);
  g_assert_cmpuint (take_turn (list), ==, 3);
  dp_list_set_state (list, last, DP_STATE_RUNNING);
  dp_list_set_state (list, last, DP_STATE_QUEUED);
  g_assert_cmpuint (take_turn (list), ==, 2);
  g_assert_cmpuint (take_turn (list), ==, 1);
  g_assert_cmpuint (take_turn (list), ==, 3);
  dp_list_free (list);
}

/* What is paused and goes on, a thousand times, is not remembered a thousand times. */
static void
test_stale_turns (void)
{
  DpList *list = dp_list_new ();

  merge (list, "1 2");
  for (guint i = 0; i < 5000; i++)
    {
      dp_list_set_state (list, dp_list_find (list, 2), DP_STATE_PAUSED);
      dp_list_set_state (list, dp_list_find (list, 2), DP_STATE_QUEUED);
    }
  g_assert_cmpuint (take_turn (list), ==, 1);
  g_assert_cmpuint (take_turn (list), ==, 2);
  dp_list_free (list);
}

/* One that was taken out has states, too, but is not counted. */
static void
test_not_listed (void)
{
  DpList *list = dp_list_new ();
  g_autoptr (GArray) ids = parse_ids ("2");
  g_autoptr (GPtrArray) taken = NULL;
  DpListChange change;

  merge (list, "1 2");
  taken = dp_list_take (list, ids, &change);
  g_assert_false (dp_list_set_state (list, taken->pdata[0], DP_STATE_PAUSED));
  g_assert_cmpuint (dp_list_count (list, DP_STATE_PAUSED), ==, 0);
  dp_list_merge (list, taken, &change);
  g_assert_cmpuint (dp_list_count (list, DP_STATE_PAUSED), ==, 1);
  g_assert_cmpuint (dp_list_count (list, DP_STATE_QUEUED), ==, 1);
  dp_list_free (list);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/list/splices", test_splices);
  g_test_add_func ("/list/next-id", test_next_id);
  g_test_add_func ("/list/queued", test_queued);
  g_test_add_func ("/list/turns", test_turns);
  g_test_add_func ("/list/warm", test_warm);
  g_test_add_func ("/list/jumping", test_jumping);
  g_test_add_func ("/list/stale-turns", test_stale_turns);
  g_test_add_func ("/list/not-listed", test_not_listed);

  return g_test_run ();
}
