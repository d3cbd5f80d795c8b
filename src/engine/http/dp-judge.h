/* dp-judge.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-response.h"

G_BEGIN_DECLS

/**
 * DpAskedRange:
 * @first_byte: from where we asked
 * @missing_byte: the first byte that is missing; what is before is here, to be compared
 * @total_bytes: how long the file is, or %DP_SIZE_UNKNOWN
 * @validator: the version that we have
 *
 * The part of a file that a server was asked for.
 */
typedef struct
{
  guint64 first_byte;
  guint64 missing_byte;
  guint64 total_bytes;
  const char *validator;
} DpAskedRange;

gboolean
dp_judge_is_page_instead (const DpResponse *response, const char *name, gboolean is_name_sure);
gboolean dp_judge_is_total_told (const DpResponse *response);
gboolean dp_judge_is_whole (const DpResponse *response);
gboolean dp_judge_is_rest_as_whole (const DpResponse *response, const DpAskedRange *asked);
gboolean dp_judge_is_our_range (const DpResponse *response, const DpAskedRange *asked);
gboolean dp_judge_is_all_here (const DpResponse *response,
                               guint64 prefix_bytes,
                               guint64 total_bytes,
                               const char *validator);

G_END_DECLS
