/* dp-intake-words.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-url-list.h"

G_BEGIN_DECLS

char *dp_intake_words_for_addition (const DpUrlList *list, guint n_added);

G_END_DECLS
