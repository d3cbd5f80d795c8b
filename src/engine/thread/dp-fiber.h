/* dp-fiber.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DpFiber DpFiber;
typedef struct _DpFibers DpFibers;

/**
 * DpFiberFunc:
 * @data: what dp_fibers_start() was given
 *
 * Straight code that waits with dp_fiber_wait().
 */
typedef void (*DpFiberFunc) (gpointer data);

DpFibers *dp_fibers_new (GMainContext *context);
void dp_fibers_free (DpFibers *self);
void dp_fibers_start (DpFibers *self, DpFiberFunc func, gpointer data);
void dp_fibers_resume (DpFibers *self);
void dp_fibers_sleep (DpFibers *self, gint64 deadline_usec);
guint dp_fibers_get_size (DpFibers *self);

DpFiber *dp_fiber_get_current (void);
gboolean dp_fiber_wait (gint64 deadline_usec);
void dp_fiber_wake (DpFiber *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpFibers, dp_fibers_free)

G_END_DECLS
