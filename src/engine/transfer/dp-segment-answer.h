/* dp-segment-answer.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-judge.h"
#include "dp-range-plan.h"

G_BEGIN_DECLS

guint64 dp_segment_answer_get_end_byte (const DpResponse *response, guint64 total_bytes);
gboolean dp_segment_answer_is_crumb (const DpResponse *response, const DpRange *part);
gboolean dp_segment_answer_is_ours (const DpResponse *response,
                                    const DpRange *part,
                                    const DpAskedRange *asked);
gboolean dp_segment_answer_is_too_many (const DpResponse *response, gboolean is_new);

G_END_DECLS
