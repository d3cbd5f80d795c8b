/* dp-html-list.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-url-list.h"
#include "dp-url.h"

G_BEGIN_DECLS

gboolean dp_html_list_begins (const char *text, gsize length);
DpUrlList *dp_html_list_parse (const char *text, gsize length, const DpUrl *base);

G_END_DECLS
