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

/* So many are merged in a row: each lies somewhere else in memory. */
#define MERGE_PORTION 10000

struct _DpViewBuild
{
  GPtrArray *rows;        /* (owned) (element-type DpViewRow): all there were when it began, lent */
  const DpFilter *filter; /* lent by the view */
  DpViewOrder order;
  guint next;       /* the first that is not judged yet */
  GPtrArray *built; /* (owned) (element-type DpViewRow): lent */
  GArray *ends;     /* (owned) (element-type guint): where its sorted pieces end */

  /* Each two pieces are on their way to become one: */
  GPtrArray *merged;     /* (owned) (element-type DpViewRow): as built, so far */
  GArray *merged_ends;   /* (owned) (element-type guint) */
  guint next_piece;      /* the first that is not begun yet */
  DpViewPiece pieces[2]; /* what is left of those before it */
};

/**
 * dp_view_build_new:
 * @rows: (element-type DpViewRow): all there are; each of them must outlive the result
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

  self->rows = g_ptr_array_sized_new (rows->len);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (self->rows, rows->pdata[i]);
  self->filter = filter;
  self->order = *order;
  self->built = g_ptr_array_new ();
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint));
  self->merged = g_ptr_array_new ();
  self->merged_ends = g_array_new (FALSE, FALSE, sizeof (guint));
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
  g_ptr_array_unref (self->merged);
  g_array_unref (self->merged_ends);
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

/* The piece after those that are begun, or an empty one behind the last. */
static DpViewPiece
begin_piece (DpViewBuild *self)
{
  guint first = self->next_piece > 0 ? g_array_index (self->ends, guint, self->next_piece - 1) : 0;
  guint end = first;

  if (self->next_piece < self->ends->len)
    end = g_array_index (self->ends, guint, self->next_piece++);
  return (DpViewPiece){ (DpViewRow *const *) self->built->pdata + first, end - first };
}

static gboolean
is_pair_merged (const DpViewBuild *self)
{
  return self->pieces[0].n_rows == 0 && self->pieces[1].n_rows == 0;
}

/* All pairs are merged: half as many pieces, and from the first again. */
static void
take_merged (DpViewBuild *self)
{
  GPtrArray *built = self->built;
  GArray *ends = self->ends;

  self->built = self->merged;
  self->ends = self->merged_ends;
  self->merged = built;
  self->merged_ends = ends;
  g_ptr_array_set_size (self->merged, 0);
  g_array_set_size (self->merged_ends, 0);
  self->next_piece = 0;
}

static void
merge_portion (DpViewBuild *self)
{
  guint n_left = MERGE_PORTION;

  while (n_left > 0 && self->merged->len < self->built->len)
    {
      if (is_pair_merged (self))
        {
          self->pieces[0] = begin_piece (self);
          self->pieces[1] = begin_piece (self);
        }
      n_left -= dp_view_rows_merge (self->merged, &self->pieces[0], &self->pieces[1], n_left,
                                    &self->order);
      if (is_pair_merged (self))
        g_array_append_val (self->merged_ends, self->merged->len);
    }
  if (self->merged->len == self->built->len)
    take_merged (self);
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
    merge_portion (self);
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
