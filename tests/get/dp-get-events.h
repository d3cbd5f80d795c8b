/* dp-get-events.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A strict reader of what --json prints: flat objects, one a line.  Whatever RFC 8259 does not
 * allow, and whatever could do something to a terminal, fails the test.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (element-type GHashTable): key → value; strings begin with a quote, the rest is as it stands. */
GPtrArray *dp_get_events_parse (const char *text);
/* The value of that key, or a failed test. */
const char *dp_get_event_get (GHashTable *event, const char *key);
guint dp_get_events_count (GPtrArray *events, const char *name);
/* The first event of that name and id. */
GHashTable *dp_get_events_find (GPtrArray *events, const char *name, const char *id);

G_END_DECLS
