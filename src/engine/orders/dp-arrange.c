/* dp-arrange.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The queue arranged by a rule, when the person asks for it: the smallest first, the one that is done
 * soonest first, or the servers in turns.
 *
 * What is not finished changes places among itself: every place that was taken before is taken
 * afterwards, and nobody else is moved.  Those that are equal by the rule stay in their order; what
 * is not known comes last.
 *
 * A hundred thousand are sorted by a worker; the home thread tells it what counts, and puts them in
 * their places.
 *
 * Thread: home, but for what says so.
 */

#include "dp-arrange.h"

#include "dp-moves.h"
#include "dp-url.h"

/* An item on its way to its place. */
typedef struct
{
  guint64 key;  /* what counts, the least first */
  guint number; /* what counts then: where it was */
} Rank;

/* How fast a server was seen to be. */
typedef struct
{
  guint64 bytes_per_sec;
  guint n_files;
  guint number; /* how many of its files were seen */
} Host;

typedef struct
{
  GArray *items; /* (owned) (element-type DpArrangeItem): in the order of the list */
  DpRule rule;
} Job;

/* The rules */

static int
compare_ranks (gconstpointer a, gconstpointer b)
{
  const Rank *x = a;
  const Rank *y = b;

  return x->key != y->key ? (x->key > y->key) - (x->key < y->key)
                          : (x->number > y->number) - (x->number < y->number);
}

static Host *
get_host (GHashTable *hosts, const char *link)
{
  g_autoptr (DpUrl) url = dp_url_parse (link, NULL);
  const char *name = url != NULL ? url->host : "";
  Host *host = g_hash_table_lookup (hosts, name);

  if (host == NULL)
    {
      host = g_new0 (Host, 1);
      g_hash_table_insert (hosts, g_strdup (name), host);
    }
  return host;
}

/* Whose link is which server's. */
static GPtrArray *
find_hosts (const GArray *items, GHashTable *hosts)
{
  GPtrArray *found = g_ptr_array_sized_new (items->len);

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (found, get_host (hosts, g_array_index (items, DpArrangeItem, i).url));
  return found;
}

static guint64
get_size (const DpArrangeItem *item)
{
  return item->total_bytes;
}

/* At the speed of its server, if something comes from there now; else of all together; and where
 * nothing comes at all, what is left of the file says as much. */
static guint64
get_time (const DpArrangeItem *item, const Host *host, const Host *all)
{
  const Host *seen = host->n_files > 0 ? host : all;
  double left_bytes = (double) (item->total_bytes - MIN (item->received_bytes, item->total_bytes));
  double bytes_per_sec =
      seen->n_files > 0 ? (double) seen->bytes_per_sec / seen->n_files : G_USEC_PER_SEC;

  if (item->total_bytes == DP_SIZE_UNKNOWN)
    return G_MAXUINT64;
  if (item->bytes_per_sec > 0)
    bytes_per_sec = (double) item->bytes_per_sec;
  return (guint64) CLAMP (left_bytes / bytes_per_sec * G_USEC_PER_SEC, 0, (double) G_MAXINT64);
}

static void
note_speeds (const GArray *items, const GPtrArray *hosts, Host *all)
{
  for (guint i = 0; i < items->len; i++)
    {
      const DpArrangeItem *item = &g_array_index (items, DpArrangeItem, i);
      Host *host = hosts->pdata[i];

      if (item->bytes_per_sec == 0)
        continue;
      host->bytes_per_sec += item->bytes_per_sec;
      host->n_files++;
      all->bytes_per_sec += item->bytes_per_sec;
      all->n_files++;
    }
}

static GArray *
rank (const GArray *items, DpRule rule)
{
  g_autoptr (GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) hosts = rule != DP_RULE_SIZE ? find_hosts (items, table) : NULL;
  GArray *ranks = g_array_sized_new (FALSE, FALSE, sizeof (Rank), items->len);
  Host all = { 0 };

  if (rule == DP_RULE_TIME)
    note_speeds (items, hosts, &all);
  for (guint i = 0; i < items->len; i++)
    {
      const DpArrangeItem *item = &g_array_index (items, DpArrangeItem, i);
      Rank next = { .number = i };

      switch (rule)
        {
        case DP_RULE_SIZE:
          next.key = get_size (item);
          break;
        case DP_RULE_TIME:
          next.key = get_time (item, hosts->pdata[i], &all);
          break;
        case DP_RULE_HOST:
          next.key = ((Host *) hosts->pdata[i])->number++;
          break;
        }
      g_array_append_val (ranks, next);
    }
  return ranks;
}

/**
 * dp_arrange_items:
 * @items: (element-type DpArrangeItem): downloads in the order of the list; afterwards in another
 * @rule: in which
 *
 * Thread: any.
 */
void
dp_arrange_items (GArray *items, DpRule rule)
{
  g_autoptr (GArray) ranks = rank (items, rule);
  g_autofree DpArrangeItem *before = g_memdup2 (items->data, items->len * sizeof (DpArrangeItem));

  g_array_sort (ranks, compare_ranks);
  for (guint i = 0; i < items->len; i++)
    g_array_index (items, DpArrangeItem, i) = before[g_array_index (ranks, Rank, i).number];
}

/* The queue */

static void
item_clear (gpointer data)
{
  DpArrangeItem *item = data;

  g_ref_string_release (item->url);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_array_unref (job->items);
  g_free (job);
}

static void
arrange_job (DpLane *lane, GTask *task)
{
  Job *job = g_task_get_task_data (task);

  dp_arrange_items (job->items, job->rule);
  dp_lane_return (lane, task, NULL, NULL);
}

static void
add_item (GArray *items, DpDownload *download)
{
  const DpProgress *progress = dp_download_get_progress (download);
  DpArrangeItem item = {
    .id = dp_download_get_id (download),
    .total_bytes = progress->total_bytes,
    .received_bytes = progress->received_bytes,
    .bytes_per_sec =
        dp_download_get_state (download) == DP_STATE_RUNNING ? progress->bytes_per_sec : 0,
  };
  char *folder;

  dp_download_ref_texts (download, &item.url, &folder);
  g_ref_string_release (folder);
  g_array_append_val (items, item);
}

/* Those that are not done, and are meant, in the order of the list. */
static GArray *
list_items (DpQueue *self, const guint64 *ids, gsize n_ids)
{
  DpPlaces *places = dp_list_get_places (dp_scheduler_get_list (dp_queue_get_scheduler (self)));
  g_autoptr (GHashTable) meant = g_hash_table_new (g_int64_hash, g_int64_equal);
  GArray *items = g_array_new (FALSE, FALSE, sizeof (DpArrangeItem));

  g_array_set_clear_func (items, item_clear);
  for (gsize i = 0; i < n_ids; i++)
    g_hash_table_add (meant, (gpointer) &ids[i]);
  for (guint i = 0; i < dp_places_get_size (places); i++)
    {
      DpDownload *download = dp_places_get (places, i);
      guint64 id = dp_download_get_id (download);

      if (dp_download_get_state (download) != DP_STATE_DONE &&
          (n_ids == 0 || g_hash_table_contains (meant, &id)))
        add_item (items, download);
    }
  return items;
}

/**
 * dp_queue_arrange_async:
 * @self: a queue
 * @rule: in which order
 * @ids: (array length=n_ids): ids of downloads
 * @n_ids: how many; 0: all of them
 * @cancellable: (nullable): lets nobody wait for the answer any more
 * @callback: called when it is known in which
 * @user_data: for @callback
 *
 * Finds out where downloads belong that are not done.
 *
 * Thread: home.
 */
void
dp_queue_arrange_async (DpQueue *self,
                        DpRule rule,
                        const guint64 *ids,
                        gsize n_ids,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  DpScheduler *scheduler = dp_queue_get_scheduler (self);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new (Job, 1);

  *job = (Job){ list_items (self, ids, n_ids), rule };
  g_task_set_source_tag (task, dp_queue_arrange_async);
  g_task_set_task_data (task, job, job_free);
  /* No folder: it holds up none of those who write to one. */
  dp_lanes_run (dp_scheduler_get_lanes (scheduler), "", task, arrange_job);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* The places that they have now, in the other order. */
static GArray *
list_places (DpQueue *self, const GArray *items)
{
  g_autoptr (GArray) numbers = g_array_sized_new (FALSE, FALSE, sizeof (gint64), items->len);
  GArray *places = g_array_sized_new (FALSE, FALSE, sizeof (DpPlace), items->len);
  guint n_changed = 0;

  for (guint i = 0; i < items->len; i++)
    {
      DpPlace next = { .id = g_array_index (items, DpArrangeItem, i).id };
      DpDownload *download = dp_queue_find (self, next.id);

      if (download == NULL || dp_download_get_state (download) == DP_STATE_DONE)
        continue;
      next.place = dp_download_get_place (download);
      g_array_append_val (places, next);
      g_array_append_val (numbers, next.place);
    }
  g_array_sort (numbers, compare_numbers);
  for (guint i = 0; i < places->len; i++)
    {
      DpPlace next = g_array_index (places, DpPlace, i);
      gint64 place = g_array_index (numbers, gint64, i);

      if (next.place != place)
        g_array_index (places, DpPlace, n_changed++) = (DpPlace){ next.id, place };
    }
  return g_array_set_size (places, n_changed);
}

/**
 * dp_queue_arrange_finish:
 * @self: a queue
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Puts those in their places that are still in the list, and not done.
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable) (element-type DpPlace): for dp_queue_put(), to undo it; empty
 *   if nothing has changed; or %NULL with @error set
 */
GArray *
dp_queue_arrange_finish (DpQueue *self, GAsyncResult *result, GError **error)
{
  Job *job;
  GArray *places;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, dp_queue_arrange_async), NULL);

  if (g_task_had_error (G_TASK (result)))
    return g_task_propagate_pointer (G_TASK (result), error);
  job = g_task_get_task_data (G_TASK (result));
  places = list_places (self, job->items);
  if (places->len > 0)
    dp_queue_put (self, places);
  return places;
}
