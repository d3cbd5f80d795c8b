/* dp-wildcard.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DP_WILDCARD_MAX_BYTES:
 *
 * What is longer is nobody's pattern; only so much of it counts.
 */
#define DP_WILDCARD_MAX_BYTES 256

gboolean dp_wildcard_matches (const char *pattern, const char *text);
gboolean dp_wildcard_matches_link (const char *patterns, const char *link);

G_END_DECLS
