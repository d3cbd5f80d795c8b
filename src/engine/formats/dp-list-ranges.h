/* dp-list-ranges.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-url-list.h"

G_BEGIN_DECLS

guint64 dp_list_ranges_count (const DpUrlList *list);
DpUrlList *dp_list_ranges_expand (DpUrlList *list);

G_END_DECLS
