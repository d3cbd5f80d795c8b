/* dp-timetable-preset.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-timetable.h"

G_BEGIN_DECLS

gboolean dp_timetable_preset_fill (DpTimetable *table, const char *name);

G_END_DECLS
