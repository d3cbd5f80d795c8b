/* dp-one-stop.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-composite.h"

G_BEGIN_DECLS

#define DP_TYPE_ONE_STOP (dp_one_stop_get_type ())
G_DECLARE_FINAL_TYPE (DpOneStop, dp_one_stop, DP, ONE_STOP, DpComposite)

G_END_DECLS
