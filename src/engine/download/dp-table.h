/* dp-table.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-database.h"

G_BEGIN_DECLS

gboolean dp_table_check_length (DpDatabase *self, guint64 size_bytes, GError **error);
gboolean dp_table_migrate (DpDatabase *self, GError **error);
gboolean dp_table_read (DpDatabase *self, GPtrArray *entries, GError **error);

G_END_DECLS
