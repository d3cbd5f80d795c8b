/* dp-pulse.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-pulse-log.h"

G_BEGIN_DECLS

typedef struct _DpPulse DpPulse;

DpPulse *dp_pulse_new (void);
void dp_pulse_free (DpPulse *self);
const DpPulseLog *dp_pulse_get_log (DpPulse *self);

G_END_DECLS
