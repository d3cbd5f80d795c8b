/* dp-range-fixture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ranges as text, "2-5 7-9": the first byte, and the first one behind the end.
 */

#pragma once

#include "dp-range-set.h"

G_BEGIN_DECLS

/* Adds them. */
void dp_range_fixture_parse (const char *text, DpRangeSet *set);
char *dp_range_fixture_print (const DpRangeSet *set);

G_END_DECLS
