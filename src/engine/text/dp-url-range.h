/* dp-url-range.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DP_URL_RANGE_MAX_LINKS:
 *
 * What stands for more links than that is not expanded.
 */
#define DP_URL_RANGE_MAX_LINKS 100000

/**
 * DP_URL_RANGE_MAX_BYTES:
 *
 * Nor is what would be more text than that.
 */
#define DP_URL_RANGE_MAX_BYTES (64 * 1024 * 1024)

guint64 dp_url_range_count (const char *link);
GPtrArray *dp_url_range_expand (const char *link);

G_END_DECLS
