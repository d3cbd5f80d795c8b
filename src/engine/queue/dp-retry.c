/* dp-retry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long to leave a server alone after a failure.
 *
 * Thread: any.  Pure: callers hand in the randomness.
 */

#include "dp-retry.h"

#define FIRST_DELAY_USEC G_TIME_SPAN_SECOND
#define MAX_DOUBLINGS    6

/* A wait that a server asks for is honoured up to here, so that the sum can't overflow. */
#define MAX_RETRY_AFTER_SEC (7 * 24 * 60 * 60)

/**
 * dp_retry_get_delay_usec:
 * @n_failures: how many attempts in a row brought nothing, at least 1
 * @retry_after_sec: how long the server asks to be left alone, 0 if it doesn't
 * @random: from 0 to 1
 *
 * Doubles from one second to about a minute, and spreads by a quarter either way, so that many
 * downloads that failed together don't come back together.  Never sooner than the server asked
 * (RFC 9110 section 10.2.3).
 *
 * Thread: any.
 *
 * Returns: the time until the next attempt, in microseconds
 */
gint64
dp_retry_get_delay_usec (guint n_failures, guint64 retry_after_sec, double random)
{
  guint doublings = MIN (MAX (n_failures, 1) - 1, MAX_DOUBLINGS);
  double usec = (double) (FIRST_DELAY_USEC << doublings) * (0.75 + 0.5 * random);
  gint64 asked_usec = (gint64) MIN (retry_after_sec, MAX_RETRY_AFTER_SEC) * G_TIME_SPAN_SECOND;

  return MAX ((gint64) usec, asked_usec);
}
