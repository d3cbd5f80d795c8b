/* dp-mover.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-download.h"
#include "dp-toast.h"

G_BEGIN_DECLS

/**
 * DpMover:
 *
 * What moves the selected rows.
 */
typedef struct _DpMover DpMover;

DpMover *dp_mover_new (GtkApplicationWindow *window,
                       GtkWidget *list,
                       GtkSelectionModel *selection,
                       DpToast *toast);
void dp_mover_free (DpMover *self);

gboolean dp_mover_may_move (DpMover *self);
void dp_mover_move_beside (DpMover *self, guint position, gboolean is_behind);
void dp_mover_update (DpMover *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpMover, dp_mover_free)

G_END_DECLS
