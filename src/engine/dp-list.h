/* dp-list.h
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

guint dp_list_bisect (const GPtrArray *downloads, guint64 id);
guint dp_list_get_position (const GPtrArray *downloads, guint64 id);
GPtrArray *dp_list_take (GPtrArray *downloads, const GArray *ids, DpListChange *change);
void dp_list_merge (GPtrArray *downloads, GPtrArray *back, DpListChange *change);

G_END_DECLS
