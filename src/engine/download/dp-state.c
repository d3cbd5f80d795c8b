/* dp-state.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a download can stand, and the table of what may follow what.
 *
 * Thread: any.
 */

#include "dp-state.h"

G_DEFINE_ENUM_TYPE (DpState,
                    dp_state,
                    G_DEFINE_ENUM_VALUE (DP_STATE_QUEUED, "queued"),
                    G_DEFINE_ENUM_VALUE (DP_STATE_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (DP_STATE_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (DP_STATE_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (DP_STATE_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (DP_STATE_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (DP_STATE_CANCELLED, "cancelled"),
                    G_DEFINE_ENUM_VALUE (DP_STATE_ASKING, "asking"))

#define TO(state) (1u << DP_STATE_##state)

/* What may follow what.  A file can turn out to be finished just after it was stopped. */
static const guint next_states[DP_N_STATES] = {
  [DP_STATE_QUEUED] = TO (RUNNING) | TO (PAUSED) | TO (CANCELLED) | TO (DONE),
  [DP_STATE_RUNNING] = TO (QUEUED) | TO (WAITING) | TO (PAUSED) | TO (DONE) | TO (FAILED) |
                       TO (CANCELLED) | TO (ASKING),
  [DP_STATE_WAITING] = TO (QUEUED) | TO (RUNNING) | TO (PAUSED) | TO (CANCELLED),
  [DP_STATE_PAUSED] = TO (QUEUED) | TO (CANCELLED) | TO (DONE),
  [DP_STATE_DONE] = 0,
  [DP_STATE_FAILED] = TO (QUEUED) | TO (CANCELLED),
  [DP_STATE_CANCELLED] = TO (QUEUED) | TO (DONE),
  [DP_STATE_ASKING] = TO (QUEUED) | TO (CANCELLED),
};

/**
 * dp_state_may_follow:
 * @state: a state
 * @before: another one
 *
 * Thread: any.
 *
 * Returns: whether a download may go from @before to @state
 */
gboolean
dp_state_may_follow (DpState state, DpState before)
{
  return (next_states[before] & (1u << state)) != 0;
}

/**
 * dp_state_get_word:
 * @state: a state
 *
 * Thread: any.
 *
 * Returns: its name for programs, as in "running"
 */
const char *
dp_state_get_word (DpState state)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (DP_TYPE_STATE);

  return g_enum_get_value (states, (int) state)->value_nick;
}
