/* dp-view-row.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-order.h"

G_BEGIN_DECLS

/**
 * DpViewOrder:
 * @order: what is compared
 * @is_descending: whether the greatest come first
 */
typedef struct
{
  DpOrder order;
  gboolean is_descending;
} DpViewOrder;

/**
 * DpViewRow:
 * @download: (owned): what it shows
 * @key: (owned): by which it was placed, if it has been
 * @has_key: whether @key is one of the order that is asked for
 * @is_listed: whether it is in the queue
 * @is_shown: whether it is in the view
 * @is_changed: whether it is to be judged again
 *
 * A download and what a view knows of it.  Counts its references.
 */
typedef struct
{
  DpDownload *download;
  DpOrderKey key;
  guint has_key : 1;
  guint is_listed : 1;
  guint is_shown : 1;
  guint is_changed : 1;
} DpViewRow;

/**
 * DpViewPiece:
 * @rows: (array length=n_rows): the first of them
 * @n_rows: how many
 *
 * A part of an array of rows, lent.
 */
typedef struct
{
  DpViewRow *const *rows;
  guint n_rows;
} DpViewPiece;

DpViewRow *dp_view_row_new (DpDownload *download);
void dp_view_row_unref (gpointer self);
void dp_view_row_renew_key (DpViewRow *self, const DpViewOrder *order);
gboolean dp_view_row_is_elsewhere (const DpViewRow *self, const DpViewOrder *order);

GPtrArray *dp_view_rows_new (guint n_reserved);
DpViewRow *dp_view_rows_find (const GPtrArray *rows, guint64 id);
guint dp_view_rows_bisect (const GPtrArray *rows, const DpViewRow *row, const DpViewOrder *order);
void dp_view_rows_sort (GPtrArray *rows, guint first, const DpViewOrder *order);
guint dp_view_rows_merge (GPtrArray *rows,
                          DpViewPiece *a,
                          DpViewPiece *b,
                          guint n_most,
                          const DpViewOrder *order);

G_END_DECLS
