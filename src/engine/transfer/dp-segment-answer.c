/* dp-segment-answer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an answer is good for where several connections share a file: whether it brings the part that
 * was asked for, and whether its refusal means that there are too many of them.
 *
 * Thread: any.
 */

#include "dp-segment-answer.h"

/**
 * dp_segment_answer_get_end_byte:
 * @response: a 200 or 206
 * @total_bytes: how long the file is
 *
 * Thread: any.
 *
 * Returns: the byte behind the last that it brings
 */
guint64
dp_segment_answer_get_end_byte (const DpResponse *response, guint64 total_bytes)
{
  return response->status == 206 ? response->range_last + 1 : total_bytes;
}

/**
 * dp_segment_answer_is_crumb:
 * @response: a 200 or 206
 * @part: what is missing
 *
 * Some servers send no more than a little at once: one connection gets that as fast as several.
 *
 * Thread: any.
 *
 * Returns: whether it brings that little
 */
gboolean
dp_segment_answer_is_crumb (const DpResponse *response, const DpRange *part)
{
  guint64 end_byte = dp_segment_answer_get_end_byte (response, part->end_byte);

  return end_byte < part->end_byte && end_byte < part->first_byte + DP_RANGE_PLAN_MIN_BYTES;
}

/**
 * dp_segment_answer_is_ours:
 * @response: any
 * @part: what is missing
 * @asked: what the server was asked for
 *
 * Thread: any.
 *
 * Returns: whether it brings that part of the version that we have
 */
gboolean
dp_segment_answer_is_ours (const DpResponse *response,
                           const DpRange *part,
                           const DpAskedRange *asked)
{
  return response->status == 206 && dp_judge_is_our_range (response, asked) &&
         !dp_segment_answer_is_crumb (response, part);
}

/**
 * dp_segment_answer_is_too_many:
 * @response: (nullable): one that is not ours, or %NULL if there was none
 * @is_new: whether the connection never had another
 *
 * Thread: any.
 *
 * Returns: whether it is the number of connections that the server does not want, rather than this
 *   link or this version: then the next file should know
 */
gboolean
dp_segment_answer_is_too_many (const DpResponse *response, gboolean is_new)
{
  /* It did not even answer; one that did before may have other troubles. */
  if (response == NULL)
    return is_new;
  return response->status == 403 || dp_response_is_busy (response);
}
