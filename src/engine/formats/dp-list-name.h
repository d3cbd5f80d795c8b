/* dp-list-name.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-offer.h"

G_BEGIN_DECLS

void dp_list_name_take (DpOffer *offer, const char *path);

G_END_DECLS
