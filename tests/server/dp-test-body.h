/* dp-test-body.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the test server sends: the byte at an offset is a function of seed and offset, so a test
 * verifies gigabytes without keeping them.  Any thread.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DP_TEST_BODY_SEED       1      /* what a path without ?seed= sends */
#define DP_TEST_BODY_SIZE_BYTES 100000 /* what a path without ?size= sends */

void dp_test_body_fill (guint64 seed, guint64 offset, gpointer buffer, gsize size_bytes);
gboolean dp_test_body_check (guint64 seed, guint64 offset, gconstpointer buffer, gsize size_bytes);
gboolean
dp_test_body_check_file (const char *path, guint64 seed, guint64 size_bytes, GError **error);

G_END_DECLS
