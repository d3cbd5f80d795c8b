/* dp-known.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which links are in the list already.
 *
 * A worker compares them: of a list of a hundred thousand downloads the home thread only notes which
 * they are, once for all links that come together, and in portions.  Two links are the same if the same would be
 * requested.  The new ones are kept in a tree, not in a hash table, for links can be chosen to
 * collide.
 *
 * A finished download whose file is gone or was written to does not count: whoever brings its link
 * again wants the file.  Nor does one for which the list names another sum than an earlier list did.
 *
 * Thread: home; what a worker does says so.
 */

#include "dp-known.h"

#include <string.h>

#include "dp-finished.h"
#include "dp-url.h"

/* So many are noted between two looks at what the person does. */
#define PORTION 5000

/* What a worker has to know of a download. */
typedef struct
{
  guint64 id;
  char *url;      /* (owned): a GRefString */
  char *path;     /* (owned) (nullable) (type filename): the finished file */
  DpOffer *offer; /* (owned) (nullable): what a list said of it */
  guint64 size_bytes;
  gint64 finished_usec;
} Item;

typedef struct
{
  DpQueue *queue;  /* (owned) (nullable): until all of it is noted; no worker sees it */
  guint64 last_id; /* that is noted */
  GArray *items;   /* (owned) (element-type Item) */
  DpUrlList *list; /* (owned) (nullable): until somebody took it */
} Sorting;

static void
item_clear (gpointer data)
{
  Item *self = data;

  g_ref_string_release (self->url);
  g_free (self->path);
  dp_offer_unref (self->offer);
}

static void
sorting_free (Sorting *self)
{
  g_clear_object (&self->queue);
  g_array_unref (self->items);
  dp_url_list_free (self->list);
  g_free (self);
}

/**
 * dp_known_free:
 * @self: (nullable) (transfer full): sorted links
 *
 * Thread: any.
 */
void
dp_known_free (DpKnown *self)
{
  if (self == NULL)
    return;
  dp_url_list_free (self->fresh);
  g_array_unref (self->ids);
  g_free (self);
}

/* What is in the list */

static void
note_item (GArray *items, DpDownload *download)
{
  Item item = {
    .id = dp_download_get_id (download),
    .size_bytes = dp_download_get_progress (download)->total_bytes,
    .finished_usec = dp_download_get_history (download)->finished_usec,
  };
  char *folder;

  dp_download_ref_texts (download, &item.url, &folder);
  g_ref_string_release (folder);
  if (dp_download_get_offer (download) != NULL)
    item.offer = dp_offer_ref (dp_download_get_offer (download));
  if (dp_download_get_state (download) == DP_STATE_DONE)
    item.path = g_strdup (dp_download_get_path (download));
  g_array_append_val (items, item);
}

/* Returns: whether there are more */
static gboolean
note_portion (Sorting *self)
{
  DpList *list = dp_scheduler_get_list (dp_queue_get_scheduler (self->queue));
  guint first = dp_list_find_behind (list, self->last_id);
  guint end = MIN (first + PORTION, dp_list_get_size (list));

  for (guint i = first; i < end; i++)
    note_item (self->items, dp_list_get (list, i));
  if (end > first)
    self->last_id = dp_download_get_id (dp_list_get (list, end - 1));
  return end < dp_list_get_size (list);
}

/* Worker */

static int
compare_texts (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return strcmp (a, b);
}

static char *
dup_requested (const char *link)
{
  g_autoptr (DpUrl) url = dp_url_parse (link, NULL);

  return url != NULL ? dp_url_to_string (url) : g_strdup (link);
}

static gboolean
is_here (const Item *item)
{
  return item->path == NULL ||
         dp_finished_look (item->path, item->size_bytes, item->finished_usec) == DP_FINISHED_SAME;
}

/* A newer list may promise another file under the same link. */
static gboolean
is_promised (const Item *item, const DpOffer *offer)
{
  GChecksumType kind;

  return item->offer == NULL || !dp_offer_get_best_digest (offer, &kind) ||
         item->offer->digests[kind] == NULL ||
         g_str_equal (item->offer->digests[kind], offer->digests[kind]);
}

/* For each link the last download of it, by its place from 1, or 0. */
static guint *
find_items (const DpUrlList *list, const GArray *items)
{
  g_autoptr (GTree) places = g_tree_new_full (compare_texts, NULL, g_free, NULL);
  guint *found = g_new0 (guint, list->urls->len + 1);

  for (guint i = 0; i < list->urls->len; i++)
    g_tree_insert (places, dup_requested (list->urls->pdata[i]), GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < items->len && list->urls->len > 0; i++)
    {
      g_autofree char *requested = dup_requested (g_array_index (items, Item, i).url);
      guint place = GPOINTER_TO_UINT (g_tree_lookup (places, requested));

      if (place > 0)
        found[place - 1] = i + 1;
    }
  return found;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a;
  guint64 y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

static void
sort_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Sorting *self = task_data;
  const DpUrlList *list = self->list;
  g_autofree guint *found = find_items (list, self->items);
  DpKnown *known = g_new (DpKnown, 1);

  *known = (DpKnown){ dp_url_list_new (), g_array_new (FALSE, FALSE, sizeof (guint64)) };
  for (guint i = 0; i < list->urls->len; i++)
    {
      const Item *item = found[i] > 0 ? &g_array_index (self->items, Item, found[i] - 1) : NULL;

      if (item != NULL && is_here (item) && is_promised (item, list->offers->pdata[i]))
        g_array_append_val (known->ids, item->id);
      else
        dp_url_list_add (known->fresh, list->urls->pdata[i], list->requests->pdata[i],
                         list->offers->pdata[i]);
    }
  g_array_sort (known->ids, compare_ids);
  /* The home thread would have to, otherwise. */
  g_array_set_size (self->items, 0);
  g_task_return_pointer (task, known, (GDestroyNotify) dp_known_free);
}

/* Home */

static gboolean
go_on_noting (gpointer data)
{
  GTask *task = data;
  Sorting *self = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (self->list->urls->len > 0 && note_portion (self))
    return G_SOURCE_CONTINUE;
  g_clear_object (&self->queue);
  g_task_run_in_thread (task, sort_job);
  return G_SOURCE_REMOVE;
}

/**
 * dp_known_sort_async:
 * @queue: a queue
 * @list: (transfer full): links
 * @cancellable: (nullable): a cancellable
 * @callback: called on the home thread, once
 * @user_data: for @callback
 *
 * Sorts links by whether they are in the list now, or come behind all others meanwhile.
 *
 * Thread: home.  A short job, so the threads that GIO shares do it.
 */
void
dp_known_sort_async (DpQueue *queue,
                     DpUrlList *list,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GSource) source = g_idle_source_new ();
  Sorting *sorting = g_new0 (Sorting, 1);

  sorting->queue = g_object_ref (queue);
  sorting->items = g_array_new (FALSE, FALSE, sizeof (Item));
  g_array_set_clear_func (sorting->items, item_clear);
  sorting->list = list;
  g_task_set_source_tag (task, dp_known_sort_async);
  g_task_set_task_data (task, sorting, (GDestroyNotify) sorting_free);
  g_task_set_priority (task, DP_PRIORITY_PROGRESS);
  g_task_attach_source (task, source, go_on_noting);
}

/**
 * dp_known_sort_finish:
 * @result: what the callback got
 * @list: (out) (optional) (transfer full): the links that were to be sorted
 * @error: return location for a #GError
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): the links, sorted, or %NULL with @error set if it was cancelled
 */
DpKnown *
dp_known_sort_finish (GAsyncResult *result, DpUrlList **list, GError **error)
{
  DpKnown *known;
  Sorting *sorting;

  g_return_val_if_fail (g_async_result_is_tagged (result, dp_known_sort_async), NULL);

  known = g_task_propagate_pointer (G_TASK (result), error);
  sorting = g_task_get_task_data (G_TASK (result));
  if (known != NULL && list != NULL)
    *list = g_steal_pointer (&sorting->list);
  return known;
}
