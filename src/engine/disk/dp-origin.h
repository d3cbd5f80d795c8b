/* dp-origin.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-part-file.h"
#include "dp-url.h"

G_BEGIN_DECLS

void dp_origin_note (DpPartFile *part, const DpUrl *link, const DpUrl *referer);

G_END_DECLS
