/* dp-get-plain.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-get-report.h"

G_BEGIN_DECLS

DpGetReport *dp_get_plain_new (DpGetOutput *out, DpGetOutput *err);
DpGetReport *dp_get_quiet_new (DpGetOutput *out, DpGetOutput *err);

G_END_DECLS
