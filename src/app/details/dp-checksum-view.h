/* dp-checksum-view.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-composite.h"

G_BEGIN_DECLS

#define DP_TYPE_CHECKSUM_VIEW (dp_checksum_view_get_type ())
G_DECLARE_FINAL_TYPE (DpChecksumView, dp_checksum_view, DP, CHECKSUM_VIEW, DpComposite)

void dp_checksum_view_set_path (DpChecksumView *self, const char *path);

G_END_DECLS
