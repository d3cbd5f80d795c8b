/* dp-published.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-partial.h"

G_BEGIN_DECLS

char *dp_published_find (const DpPartial *partial);

G_END_DECLS
