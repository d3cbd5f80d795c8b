/* dp-view-shown.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-view-row.h"

G_BEGIN_DECLS

typedef struct _DpViewShown DpViewShown;

DpViewShown *dp_view_shown_new (GListModel *model);
void dp_view_shown_free (DpViewShown *self);
guint dp_view_shown_get_size (DpViewShown *self);
DpDownload *dp_view_shown_get (DpViewShown *self, guint position);

void dp_view_shown_replace (DpViewShown *self, const GPtrArray *rows);
void dp_view_shown_change_one_by_one (DpViewShown *self,
                                      const GPtrArray *leaving,
                                      const GPtrArray *coming,
                                      const DpViewOrder *order);
void dp_view_shown_change_as_one (DpViewShown *self,
                                  const GPtrArray *leaving,
                                  GPtrArray *coming,
                                  const DpViewOrder *order);

G_END_DECLS
