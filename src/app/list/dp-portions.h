/* dp-portions.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-view.h"

G_BEGIN_DECLS

/**
 * DpPortions:
 *
 * What gives a list its first rows in portions.
 */
typedef struct _DpPortions DpPortions;

DpPortions *dp_portions_new (DpView *view, GtkMultiSelection *selection);
void dp_portions_free (DpPortions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpPortions, dp_portions_free)

G_END_DECLS
