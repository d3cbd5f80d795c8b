/* dp-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The downloads that are shown, in the order in which they are shown: a GListModel over the queue.
 *
 * GTK's own models do not see that an item has changed.  This one judges again what has changed, at
 * most ten times a second, and all for another filter or order, or when very many come or go: in
 * portions, while what was shown before stays.  A row gets another place when its state has changed,
 * or while it runs, once a second; but not while it is held: while the pointer is over the view.
 * What the person moves gets its place at once.
 *
 * Thread: home.
 */

#include "dp-view.h"

#include "dp-view-build.h"
#include "dp-view-shown.h"

/* What files do, one here and one there, is told one by one if it is not more than that. */
#define FEW  32
#define MANY 20000 /* and all of them in portions: 100,000 at once take 25 ms */

#define REPLACE_INTERVAL_USEC G_TIME_SPAN_SECOND

struct _DpView
{
  GObject parent_instance;

  DpQueue *queue;      /* (owned) */
  GPtrArray *known;    /* (owned) (element-type DpViewRow): the queue, by id */
  DpViewShown *shown;  /* (owned): those of them that are shown */
  GPtrArray *changed;  /* (owned) (element-type DpViewRow): those that are to be judged */
  GHashTable *running; /* (owned) (element-type DpDownload): lent by the queue */
  DpFilter *filter;    /* (owned) */
  DpViewOrder order;
  gboolean is_held;
  gboolean is_asked; /* for another filter or order */
  gboolean is_stale; /* some would have another place if it were not held */
  gint64 replaced_usec;
  DpViewBuild *build; /* (owned) (nullable): while all are judged */
  guint build_id;
};

enum
{
  SIGNAL_RENEWING,
  SIGNAL_RENEWED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DpView,
                               dp_view,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return DP_TYPE_DOWNLOAD;
}

static guint
get_n_items (GListModel *model)
{
  return dp_view_shown_get_size (DP_VIEW (model)->shown);
}

static gpointer
get_item (GListModel *model, guint position)
{
  DpViewShown *shown = DP_VIEW (model)->shown;

  return position < dp_view_shown_get_size (shown)
             ? g_object_ref (dp_view_shown_get (shown, position))
             : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* What is to be judged again */

static void
note_change (DpView *self, DpViewRow *row)
{
  if (row->is_changed)
    return;
  row->is_changed = TRUE;
  g_ptr_array_add (self->changed, g_rc_box_acquire (row));
}

/* All of them */

static void update (DpView *self, guint n_few);

static void
finish_build (DpView *self)
{
  DpViewBuild *build = g_steal_pointer (&self->build);

  self->build_id = 0;
  if (self->is_asked)
    g_signal_emit (self, signals[SIGNAL_RENEWING], 0);
  /* Also what was taken out meanwhile: it has changed, and goes at once. */
  dp_view_shown_replace (self->shown, dp_view_build_get_rows (build));
  dp_view_build_free (build);
  update (self, FEW);
  if (self->is_asked)
    g_signal_emit (self, signals[SIGNAL_RENEWED], 0);
  self->is_asked = self->build != NULL && self->is_asked;
}

/* In the order of the list nothing moves but what the person moves. */
static gboolean
holds_places (DpView *self)
{
  return self->is_held && self->order.order != DP_ORDER_LIST;
}

static gboolean
go_on_building (gpointer user_data)
{
  DpView *self = user_data;

  if (dp_view_build_go_on (self->build, holds_places (self)))
    return G_SOURCE_CONTINUE;
  finish_build (self);
  return G_SOURCE_REMOVE;
}

/* From the beginning, if it has begun.  It needs no references: a row that is taken out meanwhile has
 * changed, and stays with those that have until all are judged. */
static void
judge_all (DpView *self)
{
  g_clear_pointer (&self->build, dp_view_build_free);
  for (guint i = 0; i < self->changed->len; i++)
    ((DpViewRow *) self->changed->pdata[i])->is_changed = FALSE;
  g_ptr_array_set_size (self->changed, 0);
  self->build = dp_view_build_new (self->known, self->filter, &self->order);
  if (self->build_id == 0)
    self->build_id = g_idle_add_full (DP_PRIORITY_PROGRESS, go_on_building, self, NULL);
}

/* What has changed */

/* Whether a row that stays in the view gets another place; then it has the key for it. */
static gboolean
moves (DpView *self, DpViewRow *row)
{
  if (!dp_view_row_is_elsewhere (row, &self->order))
    return FALSE;
  self->is_stale |= holds_places (self);
  if (!holds_places (self))
    dp_view_row_renew_key (row, &self->order);
  return !holds_places (self);
}

/* Returns: whether some only change their places */
static gboolean
judge_changed (DpView *self, GPtrArray *leaving, GPtrArray *coming)
{
  gboolean is_any_moved = FALSE;

  for (guint i = 0; i < self->changed->len; i++)
    {
      DpViewRow *row = self->changed->pdata[i];
      gboolean is_wanted = row->is_listed && dp_filter_matches (self->filter, row->download);

      row->is_changed = FALSE;
      if (row->is_shown && is_wanted && !moves (self, row))
        continue;
      if (row->is_shown)
        g_ptr_array_add (leaving, g_rc_box_acquire (row));
      if (is_wanted)
        g_ptr_array_add (coming, g_rc_box_acquire (row));
      if (!row->is_shown)
        dp_view_row_renew_key (row, &self->order);
      is_any_moved |= row->is_shown && is_wanted;
    }
  g_ptr_array_set_size (self->changed, 0);
  return is_any_moved;
}

/* So few changes are told one by one, and more of them as one. */
static void
update (DpView *self, guint n_few)
{
  g_autoptr (GPtrArray) leaving = dp_view_rows_new (0);
  g_autoptr (GPtrArray) coming = dp_view_rows_new (0);
  gboolean is_slow = dp_filter_has_words (self->filter) || dp_order_is_text (self->order.order);

  /* Whoever looks at all of them comes back here at the end. */
  if (self->build != NULL || self->changed->len == 0)
    return;
  if (self->changed->len > (is_slow ? DP_VIEW_PORTION : MANY))
    {
      judge_all (self);
      return;
    }
  /* One that moves is never away, so that it stays selected. */
  if (judge_changed (self, leaving, coming) || leaving->len + coming->len > n_few)
    dp_view_shown_change_as_one (self->shown, leaving, coming, &self->order);
  else
    dp_view_shown_change_one_by_one (self->shown, leaving, coming, &self->order);
}

/* The queue */

static void
note_running (DpView *self, DpDownload *download)
{
  if (dp_download_get_state (download) == DP_STATE_RUNNING)
    g_hash_table_add (self->running, download);
}

static gboolean
runs_no_more (gpointer download, gpointer value, gpointer user_data)
{
  return dp_download_get_state (download) != DP_STATE_RUNNING;
}

static void
on_states_changed (DpView *self, GPtrArray *downloads)
{
  g_hash_table_foreach_remove (self->running, runs_no_more, NULL);
  if (downloads->len > MANY)
    {
      judge_all (self);
      return;
    }
  for (guint i = 0; i < downloads->len; i++)
    {
      note_running (self, downloads->pdata[i]);
      note_change (self, dp_view_rows_find (self->known, dp_download_get_id (downloads->pdata[i])));
    }
}

static void
on_progressed (DpView *self)
{
  gint64 now_usec = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer download;

  if (dp_order_is_live (self->order.order) && !self->is_held &&
      now_usec - self->replaced_usec >= REPLACE_INTERVAL_USEC)
    {
      self->replaced_usec = now_usec;
      g_hash_table_iter_init (&iter, self->running);
      while (g_hash_table_iter_next (&iter, &download, NULL))
        note_change (self, dp_view_rows_find (self->known, dp_download_get_id (download)));
    }
  update (self, FEW);
}

/* Very many are shown in portions, as another order is. */
static void
on_moved (DpView *self, GPtrArray *downloads)
{
  if (self->order.order != DP_ORDER_LIST)
    return;
  if (downloads->len > DP_VIEW_PORTION)
    {
      self->is_asked = TRUE;
      judge_all (self);
      return;
    }
  for (guint i = 0; i < downloads->len; i++)
    note_change (self, dp_view_rows_find (self->known, dp_download_get_id (downloads->pdata[i])));
  update (self, FEW);
}

static void
drop (DpView *self, DpViewRow *row)
{
  row->is_listed = FALSE;
  g_hash_table_remove (self->running, row->download);
  note_change (self, row);
  dp_view_row_unref (row);
}

/* Those that are known stay what they are, though the queue tells of them with the others. */
static void
on_items_changed (DpView *self, guint position, guint n_removed, guint n_added)
{
  GPtrArray *known = self->known;
  GPtrArray *rows = dp_view_rows_new (known->len - n_removed + n_added);
  guint next = position;
  guint end = position + n_removed;

  for (guint i = 0; i < position; i++)
    g_ptr_array_add (rows, known->pdata[i]);
  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (DpDownload) download =
          g_list_model_get_item (G_LIST_MODEL (self->queue), position + i);
      guint64 id = dp_download_get_id (download);

      while (next < end && dp_download_get_id (((DpViewRow *) known->pdata[next])->download) < id)
        drop (self, known->pdata[next++]);
      if (next < end && ((DpViewRow *) known->pdata[next])->download == download)
        {
          g_ptr_array_add (rows, known->pdata[next++]);
          continue;
        }
      g_ptr_array_add (rows, dp_view_row_new (download));
      note_running (self, download);
      note_change (self, rows->pdata[rows->len - 1]);
    }
  while (next < end)
    drop (self, known->pdata[next++]);
  for (guint i = end; i < known->len; i++)
    g_ptr_array_add (rows, known->pdata[i]);

  /* The references have moved. */
  known->len = 0;
  g_ptr_array_unref (known);
  self->known = rows;
  update (self, 0);
}

/* Verbs */

/**
 * dp_view_set_filter:
 * @self: a view
 * @filter: (transfer full): which downloads are shown from now on
 *
 * What was shown before stays until it is known what is shown then.
 *
 * Thread: home.
 */
void
dp_view_set_filter (DpView *self, DpFilter *filter)
{
  dp_filter_free (self->filter);
  self->filter = filter;
  self->is_asked = TRUE;
  judge_all (self);
}

/**
 * dp_view_set_order:
 * @self: a view
 * @order: in which order they are shown from now on
 * @is_descending: whether the greatest come first
 *
 * Also sorts again in the same order.
 *
 * Thread: home.
 */
void
dp_view_set_order (DpView *self, DpOrder order, gboolean is_descending)
{
  self->order = (DpViewOrder){ order, is_descending };
  self->is_asked = TRUE;
  self->is_stale = FALSE;
  for (guint i = 0; i < self->known->len; i++)
    ((DpViewRow *) self->known->pdata[i])->has_key = FALSE;
  judge_all (self);
}

/**
 * dp_view_set_held:
 * @self: a view
 * @is_held: whether rows keep their places although they would belong to others by now
 *
 * Thread: home.
 */
void
dp_view_set_held (DpView *self, gboolean is_held)
{
  self->is_held = is_held;
  if (is_held || !self->is_stale)
    return;
  self->is_stale = FALSE;
  judge_all (self);
}

static void
dp_view_finalize (GObject *object)
{
  DpView *self = DP_VIEW (object);

  g_clear_handle_id (&self->build_id, g_source_remove);
  g_clear_pointer (&self->build, dp_view_build_free);
  g_clear_pointer (&self->changed, g_ptr_array_unref);
  g_clear_pointer (&self->shown, dp_view_shown_free);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  g_clear_pointer (&self->running, g_hash_table_unref);
  g_clear_pointer (&self->filter, dp_filter_free);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (dp_view_parent_class)->finalize (object);
}

static void
dp_view_class_init (DpViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dp_view_finalize;

  /**
   * DpView::renewing:
   * @self: the view
   *
   * It is about to show others, or the same in another order, because it was asked to.
   */
  signals[SIGNAL_RENEWING] = g_signal_new ("renewing", DP_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);

  /**
   * DpView::renewed:
   * @self: the view
   *
   * Now it does.
   */
  signals[SIGNAL_RENEWED] = g_signal_new ("renewed", DP_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 0);
}

static void
dp_view_init (DpView *self)
{
  self->known = dp_view_rows_new (0);
  self->shown = dp_view_shown_new (G_LIST_MODEL (self));
  self->changed = dp_view_rows_new (0);
  self->running = g_hash_table_new (NULL, NULL);
  self->filter = dp_filter_new (DP_GROUP_ALL, NULL);
}

/**
 * dp_view_new:
 * @queue: what is to be shown
 *
 * Thread: home.
 *
 * Returns: (transfer full): a view of all of it, in the order of the list
 */
DpView *
dp_view_new (DpQueue *queue)
{
  DpView *self = g_object_new (DP_TYPE_VIEW, NULL);

  self->queue = g_object_ref (queue);
  g_signal_connect_object (queue, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (queue, "states-changed", G_CALLBACK (on_states_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (queue, "moved", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (queue, "progressed", G_CALLBACK (on_progressed), self,
                           G_CONNECT_SWAPPED);
  on_items_changed (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (queue)));
  return self;
}
