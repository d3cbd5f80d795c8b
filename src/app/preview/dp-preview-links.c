/* dp-preview-links.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The links of a text that somebody writes: what was understood, what of it is in the list already,
 * and which of them fit a pattern.
 *
 * Workers do it, for a text may have a hundred thousand lines.
 *
 * Thread: home; what a worker does says so.
 */

#include "dp-preview-links.h"

#include "dp-known.h"
#include "dp-list-format.h"
#include "dp-list-ranges.h"
#include "dp-wildcard.h"

/* For a worker: nothing that belongs to the home thread, for a worker may be the last to let go. */
typedef struct
{
  GBytes *text; /* (owned) */
  gboolean expands;
  guint64 n_ranged;
} Parsing;

typedef struct
{
  DpQueue *queue; /* (owned) */
  guint64 n_ranged;
} Reading;

typedef struct
{
  DpPreviewLinks *links; /* (owned) */
  char *patterns;        /* (owned) */
} Filtering;

static void
parsing_free (Parsing *self)
{
  g_bytes_unref (self->text);
  g_free (self);
}

static void
reading_free (Reading *self)
{
  g_object_unref (self->queue);
  g_free (self);
}

static void
filtering_free (Filtering *self)
{
  dp_preview_links_unref (self->links);
  g_free (self->patterns);
  g_free (self);
}

/**
 * dp_preview_links_ref:
 * @self: links
 *
 * Thread: any.
 *
 * Returns: (transfer full): the same links
 */
DpPreviewLinks *
dp_preview_links_ref (DpPreviewLinks *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  DpPreviewLinks *self = data;

  dp_url_list_free (self->list);
  g_free (self->is_known);
}

/**
 * dp_preview_links_unref:
 * @self: (transfer full): links
 *
 * Thread: any.
 */
void
dp_preview_links_unref (DpPreviewLinks *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* Reading */

/* Takes the list.  The new links are those of it in the same order, without the others. */
static DpPreviewLinks *
preview_links_new (DpUrlList *list, const DpKnown *known, guint64 n_ranged)
{
  DpPreviewLinks *self = g_atomic_rc_box_new0 (DpPreviewLinks);
  const GPtrArray *fresh = known->fresh->urls;
  guint n_fresh = 0;

  self->list = list;
  self->is_known = g_new (gboolean, list->urls->len + 1);
  for (guint i = 0; i < list->urls->len; i++)
    {
      self->is_known[i] =
          n_fresh == fresh->len || !g_str_equal (list->urls->pdata[i], fresh->pdata[n_fresh]);
      if (!self->is_known[i])
        n_fresh++;
    }
  self->n_known = list->urls->len - n_fresh;
  self->n_ranged = n_ranged;
  return self;
}

static void
on_sorted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;
  DpUrlList *list = NULL;
  g_autoptr (DpKnown) known = dp_known_sort_finish (result, &list, &error);

  if (known == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, preview_links_new (list, known, reading->n_ranged),
                           (GDestroyNotify) dp_preview_links_unref);
}

/* Worker. */
static void
parse_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Parsing *self = task_data;
  gsize size;
  const char *text = g_bytes_get_data (self->text, &size);
  DpUrlList *list = dp_list_format_parse (text, size, DP_URL_LIST_PLAIN);

  self->n_ranged = dp_list_ranges_count (list);
  if (self->expands && self->n_ranged > 0)
    list = dp_list_ranges_expand (list);
  g_task_return_pointer (task, list, (GDestroyNotify) dp_url_list_free);
}

static void
on_parsed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;
  DpUrlList *list = g_task_propagate_pointer (G_TASK (result), &error);
  const Parsing *parsing = g_task_get_task_data (G_TASK (result));

  reading->n_ranged = parsing->n_ranged;
  if (list == NULL)
    g_task_return_error (task, error);
  else
    dp_known_sort_async (reading->queue, list, g_task_get_cancellable (task), on_sorted,
                         g_object_ref (task));
}

/**
 * dp_preview_links_read_async:
 * @queue: where the links would go
 * @text: any text
 * @expands: whether a link that stands for many does so
 * @cancellable: (nullable): a cancellable
 * @callback: called once
 * @user_data: for @callback
 *
 * Thread: home.  Short jobs, so the threads that GIO shares do them.
 */
void
dp_preview_links_read_async (DpQueue *queue,
                             GBytes *text,
                             gboolean expands,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GTask) job = g_task_new (NULL, cancellable, on_parsed, task);
  Reading *reading = g_new (Reading, 1);
  Parsing *parsing = g_new (Parsing, 1);

  *reading = (Reading){ g_object_ref (queue), 0 };
  *parsing = (Parsing){ g_bytes_ref (text), expands, 0 };
  g_task_set_source_tag (task, dp_preview_links_read_async);
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  g_task_set_task_data (job, parsing, (GDestroyNotify) parsing_free);
  g_task_run_in_thread (job, parse_job);
}

/**
 * dp_preview_links_read_finish:
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): the links, or %NULL with @error set if it was cancelled
 */
DpPreviewLinks *
dp_preview_links_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dp_preview_links_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Filtering */

/* Worker. */
static void
filter_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Filtering *self = task_data;
  const GPtrArray *urls = self->links->list->urls;
  GArray *places = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < urls->len; i++)
    if (dp_wildcard_matches_link (self->patterns, urls->pdata[i]))
      g_array_append_val (places, i);
  g_task_return_pointer (task, places, (GDestroyNotify) g_array_unref);
}

/**
 * dp_preview_links_filter_async:
 * @self: links
 * @patterns: as for dp_wildcard_matches_link()
 * @cancellable: (nullable): a cancellable
 * @callback: called once
 * @user_data: for @callback
 *
 * Thread: home.
 */
void
dp_preview_links_filter_async (DpPreviewLinks *self,
                               const char *patterns,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Filtering *filtering = g_new (Filtering, 1);

  *filtering = (Filtering){ dp_preview_links_ref (self), g_strdup (patterns) };
  g_task_set_source_tag (task, dp_preview_links_filter_async);
  g_task_set_task_data (task, filtering, (GDestroyNotify) filtering_free);
  g_task_run_in_thread (task, filter_job);
}

/**
 * dp_preview_links_filter_finish:
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Thread: home.
 *
 * Returns: (transfer full) (element-type guint) (nullable): the places of the links that fit,
 *   ascending, or %NULL with @error set if it was cancelled
 */
GArray *
dp_preview_links_filter_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dp_preview_links_filter_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
