/* dp-json.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void dp_json_begin (GString *line);
void dp_json_add_string (GString *line, const char *key, const char *value);
void dp_json_add_number (GString *line, const char *key, guint64 value);
void dp_json_add_null (GString *line, const char *key);
void dp_json_add_boolean (GString *line, const char *key, gboolean value);
void dp_json_end (GString *line);

G_END_DECLS
