/* dp-get-output.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DpGetOutput DpGetOutput;

DpGetOutput *dp_get_output_new (int fd);
void dp_get_output_free (DpGetOutput *self);
void dp_get_output_print (DpGetOutput *self, const char *text);
void dp_get_output_print_utf8 (DpGetOutput *self, const char *text, gsize length);
gboolean dp_get_output_is_congested (DpGetOutput *self);
gboolean dp_get_output_drain (DpGetOutput *self, int timeout_msec, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpGetOutput, dp_get_output_free)

G_END_DECLS
