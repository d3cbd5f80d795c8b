/* dp-by-id.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"

G_BEGIN_DECLS

/**
 * DpListChange:
 * @position: where it begins
 * @n_removed: how many stood there
 * @n_added: how many stand there now
 *
 * One splice, as g_list_model_items_changed() tells it.
 */
typedef struct
{
  guint position;
  guint n_removed;
  guint n_added;
} DpListChange;

guint dp_by_id_guess (guint64 first_id, guint64 last_id, guint n_items, guint64 id);
guint dp_by_id_find (const GPtrArray *downloads, guint64 id);
GPtrArray *dp_by_id_take (GPtrArray *downloads, const GArray *ids, DpListChange *change);
void dp_by_id_merge (GPtrArray *downloads, GPtrArray *back, DpListChange *change);

G_END_DECLS
