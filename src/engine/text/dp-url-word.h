/* dp-url-word.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-url-prose.h"
#include "dp-url.h"

G_BEGIN_DECLS

DpUrl *
dp_url_word_parse (const DpUrlProse *prose, const char *word, const char *end, gboolean is_alone);

G_END_DECLS
