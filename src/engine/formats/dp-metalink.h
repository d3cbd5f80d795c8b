/* dp-metalink.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-url-list.h"

G_BEGIN_DECLS

gboolean dp_metalink_begins (const char *text, gsize length);
DpUrlList *dp_metalink_parse (const char *text, gsize length);

G_END_DECLS
