/* dp-view-shown.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of a view that are shown, in order, and how whoever shows them is told what changes: one
 * by one, so that each keeps what it has on the screen, or as one, so that very many are quick.
 *
 * It says of each row whether it is shown.
 *
 * Thread: home.
 */

#include "dp-view-shown.h"

struct _DpViewShown
{
  GListModel *model; /* (unowned): outlives us; tells */
  GPtrArray *rows;   /* (owned) (element-type DpViewRow): in order */
};

/**
 * dp_view_shown_new:
 * @model: tells of the changes; outlives the result
 *
 * Thread: home.
 *
 * Returns: (transfer full): none yet
 */
DpViewShown *
dp_view_shown_new (GListModel *model)
{
  DpViewShown *self = g_new (DpViewShown, 1);

  self->model = model;
  self->rows = dp_view_rows_new (0);
  return self;
}

/**
 * dp_view_shown_free:
 * @self: (transfer full): what was shown
 *
 * Thread: home.
 */
void
dp_view_shown_free (DpViewShown *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/**
 * dp_view_shown_get_size:
 * @self: what is shown
 *
 * Thread: home.
 *
 * Returns: how many
 */
guint
dp_view_shown_get_size (DpViewShown *self)
{
  return self->rows->len;
}

/**
 * dp_view_shown_get:
 * @self: what is shown
 * @position: less than its size
 *
 * Thread: home.
 *
 * Returns: (transfer none): the download that stands there
 */
DpDownload *
dp_view_shown_get (DpViewShown *self, guint position)
{
  return ((DpViewRow *) self->rows->pdata[position])->download;
}

/**
 * dp_view_shown_replace:
 * @self: what is shown
 * @rows: (element-type DpViewRow): what is to be shown in its place, in order
 *
 * Tells of those alone that are not the same at both ends: no other is touched.
 *
 * Thread: home.
 */
void
dp_view_shown_replace (DpViewShown *self, const GPtrArray *rows)
{
  GPtrArray *before = self->rows;
  GPtrArray *after = dp_view_rows_new (rows->len);
  guint n_most = MIN (before->len, rows->len);
  guint first = 0;
  guint n_behind = 0;

  while (first < n_most && before->pdata[first] == rows->pdata[first])
    first++;
  while (n_behind < n_most - first &&
         before->pdata[before->len - 1 - n_behind] == rows->pdata[rows->len - 1 - n_behind])
    n_behind++;
  for (guint i = first; i < before->len - n_behind; i++)
    ((DpViewRow *) before->pdata[i])->is_shown = FALSE;
  for (guint i = first; i < rows->len - n_behind; i++)
    ((DpViewRow *) g_rc_box_acquire (rows->pdata[i]))->is_shown = TRUE;
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (after, rows->pdata[i]);
  self->rows = after;
  if (before->len > first + n_behind || rows->len > first + n_behind)
    g_list_model_items_changed (self->model, first, before->len - first - n_behind,
                                rows->len - first - n_behind);

  /* The references to the others have moved. */
  for (guint i = first; i < before->len - n_behind; i++)
    dp_view_row_unref (before->pdata[i]);
  before->len = 0;
  g_ptr_array_unref (before);
}

/**
 * dp_view_shown_change_one_by_one:
 * @self: what is shown
 * @leaving: (element-type DpViewRow): some of it
 * @coming: (element-type DpViewRow): rows that are not shown
 * @order: in which order they are
 *
 * Thread: home.
 */
void
dp_view_shown_change_one_by_one (DpViewShown *self,
                                 const GPtrArray *leaving,
                                 const GPtrArray *coming,
                                 const DpViewOrder *order)
{
  for (guint i = 0; i < leaving->len; i++)
    {
      DpViewRow *row = leaving->pdata[i];
      guint position = dp_view_rows_bisect (self->rows, row, order);

      g_assert (self->rows->pdata[position] == row);
      row->is_shown = FALSE;
      g_ptr_array_remove_index (self->rows, position);
      g_list_model_items_changed (self->model, position, 1, 0);
    }
  for (guint i = 0; i < coming->len; i++)
    {
      DpViewRow *row = coming->pdata[i];
      guint position = dp_view_rows_bisect (self->rows, row, order);

      row->is_shown = TRUE;
      g_ptr_array_insert (self->rows, (int) position, g_rc_box_acquire (row));
      g_list_model_items_changed (self->model, position, 0, 1);
    }
}

/**
 * dp_view_shown_change_as_one:
 * @self: what is shown
 * @leaving: (element-type DpViewRow): some of it, wherever it stands
 * @coming: (element-type DpViewRow): rows that are not shown, or are leaving; is sorted afterwards
 * @order: in which order they are
 *
 * Thread: home.
 */
void
dp_view_shown_change_as_one (DpViewShown *self,
                             const GPtrArray *leaving,
                             GPtrArray *coming,
                             const DpViewOrder *order)
{
  g_autoptr (GPtrArray) staying = g_ptr_array_sized_new (self->rows->len);
  g_autoptr (GPtrArray) rows = g_ptr_array_sized_new (self->rows->len + coming->len);
  DpViewPiece pieces[2];

  for (guint i = 0; i < leaving->len; i++)
    ((DpViewRow *) leaving->pdata[i])->is_shown = FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    if (((DpViewRow *) self->rows->pdata[i])->is_shown)
      g_ptr_array_add (staying, self->rows->pdata[i]);
  dp_view_rows_sort (coming, 0, order);
  pieces[0] = (DpViewPiece){ (DpViewRow *const *) staying->pdata, staying->len };
  pieces[1] = (DpViewPiece){ (DpViewRow *const *) coming->pdata, coming->len };
  dp_view_rows_merge (rows, &pieces[0], &pieces[1], G_MAXUINT, order);
  for (guint i = 0; i < coming->len; i++)
    ((DpViewRow *) coming->pdata[i])->is_shown = TRUE;
  dp_view_shown_replace (self, rows);
}
