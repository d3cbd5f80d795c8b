/* dp-view-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A download and its place in a view; and arrays of them that are sorted.
 *
 * A row keeps the key by which it was placed, so that it is found again however its download goes on.
 *
 * Thread: home.
 */

#include "dp-view-row.h"

#include "dp-by-id.h"

/**
 * dp_view_row_new:
 * @download: a download that is in the queue
 *
 * Thread: home.
 *
 * Returns: (transfer full): a row that is not shown yet
 */
DpViewRow *
dp_view_row_new (DpDownload *download)
{
  DpViewRow *self = g_rc_box_new0 (DpViewRow);

  self->download = g_object_ref (download);
  self->is_listed = TRUE;
  return self;
}

static void
clear (gpointer data)
{
  DpViewRow *self = data;

  dp_order_key_clear (&self->key);
  g_object_unref (self->download);
}

/**
 * dp_view_row_unref:
 * @self: (transfer full): a row
 *
 * Thread: home.
 */
void
dp_view_row_unref (gpointer self)
{
  g_rc_box_release_full (self, clear);
}

/**
 * dp_view_row_renew_key:
 * @self: a row that is in no sorted array
 * @order: an order
 *
 * Thread: home.
 */
void
dp_view_row_renew_key (DpViewRow *self, const DpViewOrder *order)
{
  dp_order_key_clear (&self->key);
  dp_order_key_init (&self->key, order->order, self->download);
  self->has_key = TRUE;
}

/**
 * dp_view_row_is_elsewhere:
 * @self: a row with a key
 * @order: the order of the key
 *
 * Thread: home.
 *
 * Returns: whether its download has gone on so that it belongs to another place
 */
gboolean
dp_view_row_is_elsewhere (const DpViewRow *self, const DpViewOrder *order)
{
  DpOrderKey key;
  int result;

  dp_order_key_init (&key, order->order, self->download);
  result = dp_order_key_compare (&key, &self->key, FALSE);
  dp_order_key_clear (&key);
  return result != 0;
}

/**
 * dp_view_rows_new:
 * @n_reserved: so many will come
 *
 * Thread: home.
 *
 * Returns: (transfer full) (element-type DpViewRow): an array that owns its rows
 */
GPtrArray *
dp_view_rows_new (guint n_reserved)
{
  return g_ptr_array_new_full (n_reserved, dp_view_row_unref);
}

static guint64
get_id (const GPtrArray *rows, guint index)
{
  return dp_download_get_id (((DpViewRow *) rows->pdata[index])->download);
}

/**
 * dp_view_rows_find:
 * @rows: (element-type DpViewRow): by id
 * @id: of a download that is there
 *
 * Thread: home.
 *
 * Returns: (transfer none): its row
 */
DpViewRow *
dp_view_rows_find (const GPtrArray *rows, guint64 id)
{
  guint low = 0;
  guint high = rows->len;
  guint guess;

  g_assert (high > 0);
  guess = dp_by_id_guess (get_id (rows, 0), get_id (rows, high - 1), high, id);
  if (get_id (rows, guess) == id)
    return rows->pdata[guess];
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_id (rows, middle) < id)
        low = middle + 1;
      else
        high = middle;
    }
  g_assert (low < rows->len);
  return rows->pdata[low];
}

/* Those that are equal stand as they were added. */
static int
compare (const DpViewRow *a, const DpViewRow *b, const DpViewOrder *order)
{
  int result = dp_order_key_compare (&a->key, &b->key, order->is_descending);
  guint64 a_id = dp_download_get_id (a->download);
  guint64 b_id = dp_download_get_id (b->download);

  return result != 0 ? result : (a_id > b_id) - (a_id < b_id);
}

/**
 * dp_view_rows_bisect:
 * @rows: (element-type DpViewRow): sorted
 * @row: a row
 * @order: in which they are
 *
 * Thread: home.
 *
 * Returns: where it is, or would be
 */
guint
dp_view_rows_bisect (const GPtrArray *rows, const DpViewRow *row, const DpViewOrder *order)
{
  guint low = 0;
  guint high = rows->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare (rows->pdata[middle], row, order) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static int
compare_elements (gconstpointer a, gconstpointer b, gpointer order)
{
  return compare (*(DpViewRow *const *) a, *(DpViewRow *const *) b, order);
}

/**
 * dp_view_rows_sort:
 * @rows: (element-type DpViewRow): rows with keys
 * @first: from here on
 * @order: how
 *
 * Thread: home.
 */
void
dp_view_rows_sort (GPtrArray *rows, guint first, const DpViewOrder *order)
{
  if (rows->len - first > 1)
    g_qsort_with_data (rows->pdata + first, (int) (rows->len - first), sizeof (gpointer),
                       compare_elements, (gpointer) order);
}

/**
 * dp_view_rows_merge:
 * @rows: (element-type DpViewRow): gets them, sorted; takes no references
 * @a: sorted rows; afterwards those that are left
 * @b: more of them; afterwards those that are left
 * @n_most: so many at most
 * @order: in which they are
 *
 * Thread: home.
 *
 * Returns: how many @rows got
 */
guint
dp_view_rows_merge (GPtrArray *rows,
                    DpViewPiece *a,
                    DpViewPiece *b,
                    guint n_most,
                    const DpViewOrder *order)
{
  guint n_merged = 0;

  for (; n_merged < n_most && (a->n_rows > 0 || b->n_rows > 0); n_merged++)
    {
      gboolean is_a =
          b->n_rows == 0 || (a->n_rows > 0 && compare (a->rows[0], b->rows[0], order) < 0);
      DpViewPiece *piece = is_a ? a : b;

      g_ptr_array_add (rows, piece->rows[0]);
      piece->rows++;
      piece->n_rows--;
    }
  return n_merged;
}
