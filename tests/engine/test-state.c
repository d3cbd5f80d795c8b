/* test-state.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which state may follow which.
 */

#include "dp-state.h"

/* From each state: queued, running, waiting, paused, done, failed, cancelled, asking. */
static const char *const allowed[DP_N_STATES] = {
  [DP_STATE_QUEUED] = "-R-PD-C-",    [DP_STATE_RUNNING] = "Q-WPDFCA",
  [DP_STATE_WAITING] = "QR-P--C-",   [DP_STATE_PAUSED] = "Q---D-C-",
  [DP_STATE_DONE] = "--------",      [DP_STATE_FAILED] = "Q-----C-",
  [DP_STATE_CANCELLED] = "Q---D---", [DP_STATE_ASKING] = "Q-----C-",
};

static void
test_may_follow (void)
{
  for (DpState before = 0; before < DP_N_STATES; before++)
    for (DpState state = 0; state < DP_N_STATES; state++)
      g_assert_cmpint (dp_state_may_follow (state, before), ==, allowed[before][state] != '-');
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/state/may-follow", test_may_follow);

  return g_test_run ();
}
