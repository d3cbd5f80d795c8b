/* dp-view-build.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All rows judged and sorted, for another filter or order: in portions, with input and painting in
 * between.  Each portion is sorted by itself; then they are merged in pairs, until there is one.
 *
 * Thread: home.
 */

#include "dp-view-build.h"

struct _DpViewBuild
{
  GPtrArray *rows;        /* (owned) (element-type DpViewRow): all there were when it began */
  const DpFilter *filter; /* lent by the view */
  DpViewOrder order;
  guint next;       /* the first that is not judged yet */
  GPtrArray *built; /* (owned) (element-type DpViewRow): lent by the above */
  GArray *ends;     /* (owned) (element-type guint): where its sorted pieces end */
};

/**
 * dp_view_build_new:
 * @rows: (element-type DpViewRow): all there are
 * @filter: which of them are wanted; stays as long as this does
 * @order: in which order
 *
 * Thread: home.
 *
 * Returns: (transfer full): a beginning
 */
DpViewBuild *
dp_view_build_new (GPtrArray *rows, const DpFilter *filter, const DpViewOrder *order)
{
  DpViewBuild *self = g_new0 (DpViewBuild, 1);

  self->rows = dp_view_rows_new (rows->len);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (self->rows, g_rc_box_acquire (rows->pdata[i]));
  self->filter = filter;
  self->order = *order;
  self->built = g_ptr_array_new ();
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

/**
 * dp_view_build_free:
 * @self: (transfer full): done or not
 *
 * Thread: home.
 */
void
dp_view_build_free (DpViewBuild *self)
{
  g_ptr_array_unref (self->built);
  g_array_unref (self->ends);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static void
judge_portion (DpViewBuild *self, gboolean is_held)
{
  guint first = self->built->len;
  guint end = MIN (self->next + DP_VIEW_PORTION, self->rows->len);

  for (; self->next < end; self->next++)
    {
      DpViewRow *row = self->rows->pdata[self->next];

      if (!row->is_listed || !dp_filter_matches (self->filter, row->download))
        continue;
      if (!row->has_key || !row->is_shown || !is_held)
        dp_view_row_renew_key (row, &self->order);
      g_ptr_array_add (self->built, row);
    }
  dp_view_rows_sort (self->built, first, &self->order);
  g_array_append_val (self->ends, self->built->len);
}

static void
merge_pairs (DpViewBuild *self)
{
  g_autoptr (GPtrArray) built = g_steal_pointer (&self->built);
  g_autoptr (GArray) ends = g_steal_pointer (&self->ends);
  DpViewRow *const *rows = (DpViewRow *const *) built->pdata;
  guint first = 0;

  self->built = g_ptr_array_sized_new (built->len);
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < ends->len; i += 2)
    {
      guint middle = g_array_index (ends, guint, i);
      guint end = g_array_index (ends, guint, MIN (i + 1, ends->len - 1));

      dp_view_rows_merge (self->built, rows + first, middle - first, rows + middle, end - middle,
                          &self->order);
      g_array_append_val (self->ends, end);
      first = end;
    }
}

/**
 * dp_view_build_go_on:
 * @self: what is not done yet
 * @is_held: whether rows that are shown keep their places among each other
 *
 * Does some milliseconds' work.
 *
 * Thread: home.
 *
 * Returns: whether there is more to do
 */
gboolean
dp_view_build_go_on (DpViewBuild *self, gboolean is_held)
{
  if (self->next < self->rows->len)
    judge_portion (self, is_held);
  else if (self->ends->len > 1)
    merge_pairs (self);
  return self->next < self->rows->len || self->ends->len > 1;
}

/**
 * dp_view_build_get_rows:
 * @self: what is done
 *
 * Thread: home.
 *
 * Returns: (transfer none) (element-type DpViewRow): those that are wanted, sorted
 */
GPtrArray *
dp_view_build_get_rows (DpViewBuild *self)
{
  return self->built;
}
