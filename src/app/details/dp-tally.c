/* dp-tally.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts the downloads that are selected: there may be a hundred thousand of them, so it does that
 * in portions, with painting and input in between.
 *
 * Thread: home.
 */

#include "dp-tally.h"

#include "dp-progress.h"

#define PORTION 2000

struct _DpCount
{
  GListModel *model; /* (owned) */
  GtkBitset *which;  /* (owned) */
  GtkBitsetIter iter;
  guint position;
  gboolean is_valid;
  DpCountFunc func;
  gpointer user_data;
  guint idle_id;
  DpTally tally;
};

/* Who is no longer there is not counted; the owner begins anew when the model changes. */
static void
count_one (DpCount *self)
{
  g_autoptr (DpDownload) download = g_list_model_get_item (self->model, self->position);
  const DpProgress *progress;

  if (download == NULL)
    return;
  progress = dp_download_get_progress (download);
  self->tally.n_by_state[dp_download_get_state (download)]++;
  if (progress->total_bytes == DP_SIZE_UNKNOWN)
    self->tally.n_unknown++;
  else
    self->tally.total_bytes += progress->total_bytes;
}

static gboolean
count_portion (gpointer user_data)
{
  DpCount *self = user_data;

  for (guint i = 0; i < PORTION && self->is_valid; i++)
    {
      count_one (self);
      self->is_valid = gtk_bitset_iter_next (&self->iter, &self->position);
    }
  if (self->is_valid)
    return G_SOURCE_CONTINUE;
  self->idle_id = 0;
  self->func (&self->tally, self->user_data);
  return G_SOURCE_REMOVE;
}

/**
 * dp_count_new:
 * @model: a list of downloads
 * @which: which of them
 * @func: called when they are counted; never before this returns
 * @user_data: for @func
 *
 * Thread: home.
 *
 * Returns: (transfer full): the counting, to be freed at any time
 */
DpCount *
dp_count_new (GListModel *model, GtkBitset *which, DpCountFunc func, gpointer user_data)
{
  DpCount *self = g_new0 (DpCount, 1);

  self->model = g_object_ref (model);
  self->which = gtk_bitset_ref (which);
  self->func = func;
  self->user_data = user_data;
  self->is_valid = gtk_bitset_iter_init_first (&self->iter, which, &self->position);
  self->idle_id = g_idle_add_full (DP_PRIORITY_PROGRESS, count_portion, self, NULL);
  return self;
}

/**
 * dp_count_free:
 * @self: (transfer full) (nullable): a counting, over or not
 *
 * Thread: home.
 */
void
dp_count_free (DpCount *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->idle_id, g_source_remove);
  gtk_bitset_unref (self->which);
  g_object_unref (self->model);
  g_free (self);
}
