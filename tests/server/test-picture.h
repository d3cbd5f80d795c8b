/* test-picture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures for the demonstration.  Any thread.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A PNG; the seed chooses sky, sun and hills. */
GBytes *dp_test_picture_new (guint64 seed, guint width, guint height);

G_END_DECLS
