/* dp-redact.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DP_REDACT_HIDDEN:
 *
 * Stands where something was that is not shown.
 */
#define DP_REDACT_HIDDEN "•••"

char *dp_redact_link (const char *link);
const char *dp_redact_find_host (const char *text, gsize length, const char **authority);
char *dp_redact_header (const char *name, const char *value);

G_END_DECLS
