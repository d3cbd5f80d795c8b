/* test-arrange.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The queue arranged by a rule.
 */

#include "dp-arrange.h"

#include "dp-moves.h"
#include "dp-queue-fixture.h"

#define UNKNOWN DP_SIZE_UNKNOWN

typedef struct
{
  const char *host;
  guint64 total_bytes;
  guint64 received_bytes;
  guint64 bytes_per_sec;
} Item;

static void
item_clear (gpointer item)
{
  g_ref_string_release (((DpArrangeItem *) item)->url);
}

static void
test_rules (void)
{
  static const struct
  {
    const char *name;
    DpRule rule;
    Item items[7];
    const char *expected;
  } rows[] = {
    { "nothing", DP_RULE_SIZE, { { NULL } }, "" },
    { "size",
      DP_RULE_SIZE,
      { { "a", 30 }, { "a", UNKNOWN }, { "a", 10 }, { "a", 20 }, { "a", 10 }, { "a", 0 } },
      "6 3 5 4 1 2" },
    { "what is left",
      DP_RULE_TIME,
      { { "a", 30, 25 }, { "a", UNKNOWN }, { "a", 10 }, { "a", 9, 9 }, { "a", 3, 9 } },
      "4 5 1 3 2" },
    { "a quick server",
      DP_RULE_TIME,
      { { "slow", 1000, 0, 10 }, { "slow", 100 }, { "quick", 5000, 0, 1000 }, { "quick", 6000 } },
      "3 4 2 1" },
    { "one that nobody knows, at the speed of all",
      DP_RULE_TIME,
      { { "slow", 100, 0, 10 }, { "quick", 3000, 0, 30 }, { "new", 400 }, { "slow", 90 } },
      "4 1 3 2" },
    { "hosts in turns",
      DP_RULE_HOST,
      { { "a" }, { "a" }, { "a" }, { "b" }, { "b" }, { "c" } },
      "1 4 6 2 5 3" },
    { "the same host, however it is written",
      DP_RULE_HOST,
      { { "a" }, { "user:pass@A:8080" }, { "b" } },
      "1 3 2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (DpArrangeItem));
      g_autoptr (GString) order = g_string_new (NULL);

      g_test_message ("%s", rows[i].name);
      g_array_set_clear_func (items, item_clear);
      for (guint j = 0; rows[i].items[j].host != NULL; j++)
        {
          const Item *item = &rows[i].items[j];
          g_autofree char *url = g_strdup_printf ("http://%s/x", item->host);
          const DpArrangeItem next = { j + 1, g_ref_string_new (url), item->total_bytes,
                                       item->received_bytes, item->bytes_per_sec };

          g_array_append_val (items, next);
        }
      dp_arrange_items (items, rows[i].rule);
      for (guint j = 0; j < items->len; j++)
        g_string_append_printf (order, "%s%u", j > 0 ? " " : "",
                                (guint) g_array_index (items, DpArrangeItem, j).id);
      g_assert_cmpstr (order->str, ==, rows[i].expected);
    }
}

/* In the queue */

typedef struct
{
  GArray *places; /* (owned) (nullable) */
  gboolean is_done;
} Answer;

static void
on_arranged (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  g_autoptr (GError) error = NULL;

  answer->places = dp_queue_arrange_finish (DP_QUEUE (source), result, &error);
  g_assert_no_error (error);
  answer->is_done = TRUE;
}

static char *
list_order (DpQueueFixture *self)
{
  DpList *list = dp_scheduler_get_list (dp_queue_get_scheduler (self->queue));
  DpPlaces *places = dp_list_get_places (list);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < dp_places_get_size (places); i++)
    g_string_append_printf (text, "%s%u", i > 0 ? " " : "",
                            (guint) dp_download_get_id (dp_places_get (places, i)));
  return g_string_free (text, FALSE);
}

static void
set_size (DpQueueFixture *self, guint64 id, guint64 total_bytes)
{
  const DpProgress progress = { .total_bytes = total_bytes };

  dp_download_set_progress (dp_queue_find (self->queue, id), &progress);
}

/* What is done keeps its place, and what is gone when the answer comes has none. */
static void
test_queue (void)
{
  g_autoptr (DpQueueFixture) self = dp_queue_fixture_new (20);
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *some = NULL;
  Answer answer = { 0 };
  Answer second = { 0 };

  dp_queue_set_parallel (self->queue, 1);
  dp_queue_fixture_add (self, 1, "/file/%u.bin");
  dp_queue_fixture_run_to_end (self);
  dp_queue_fixture_add (self, 6, "/stall-headers/%u.bin");
  dp_queue_pause_all (self->queue);
  for (guint64 id = 2; id <= 7; id++)
    set_size (self, id, 100 - id);
  dp_queue_arrange_async (self->queue, DP_RULE_SIZE, NULL, 0, NULL, on_arranged, &answer);
  dp_removal_free (dp_queue_fixture_remove (self, 4, 1));
  dp_test_run_until (answer.is_done);
  after = list_order (self);
  g_assert_cmpstr (after, ==, "1 7 6 5 3 2");
  dp_queue_put (self->queue, answer.places);
  undone = list_order (self);
  g_assert_cmpstr (undone, ==, "1 2 3 5 6 7");

  /* Some of them change places among themselves. */
  dp_queue_arrange_async (self->queue, DP_RULE_SIZE, (const guint64[]){ 2, 6, 1 }, 3, NULL,
                          on_arranged, &second);
  dp_test_run_until (second.is_done);
  some = list_order (self);
  g_assert_cmpstr (some, ==, "1 6 3 5 2 7");
  g_assert_cmpuint (second.places->len, ==, 2);
  g_array_unref (answer.places);
  g_array_unref (second.places);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/arrange/rules", test_rules);
  g_test_add_func ("/arrange/queue", test_queue);

  return g_test_run ();
}
