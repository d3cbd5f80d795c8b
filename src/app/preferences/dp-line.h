/* dp-line.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-composite.h"

G_BEGIN_DECLS

#define DP_TYPE_LINE (dp_line_get_type ())
G_DECLARE_FINAL_TYPE (DpLine, dp_line, DP, LINE, DpComposite)

gboolean dp_line_is_broken (DpLine *self);

G_END_DECLS
