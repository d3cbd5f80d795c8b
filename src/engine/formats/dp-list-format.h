/* dp-list-format.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-url-list.h"

G_BEGIN_DECLS

DpUrlList *dp_list_format_parse (const char *text, gsize length, DpUrlListType type);

G_END_DECLS
