/* dp-disposition.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *dp_disposition_dup_filename (const char *header);
char *dp_disposition_decode_escapes (const char *text);

G_END_DECLS
