/* dp-state.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DpState:
 * @DP_STATE_QUEUED: waits for its turn
 * @DP_STATE_RUNNING: a worker fetches it
 * @DP_STATE_WAITING: failed, and will be tried again by itself
 * @DP_STATE_PAUSED: waits for the person, or for room on the disk
 * @DP_STATE_DONE: the file is whole and has its name
 * @DP_STATE_FAILED: waits for the person
 * @DP_STATE_CANCELLED: given up by the person; nothing is kept
 * @DP_STATE_ASKING: waits for the person's answer to a question
 *
 * Where a download stands.
 */
typedef enum
{
  DP_STATE_QUEUED,
  DP_STATE_RUNNING,
  DP_STATE_WAITING,
  DP_STATE_PAUSED,
  DP_STATE_DONE,
  DP_STATE_FAILED,
  DP_STATE_CANCELLED,
  DP_STATE_ASKING,
} DpState;

#define DP_N_STATES (DP_STATE_ASKING + 1)

#define DP_TYPE_STATE (dp_state_get_type ())
GType dp_state_get_type (void);

gboolean dp_state_may_follow (DpState state, DpState before);
const char *dp_state_get_word (DpState state);

G_END_DECLS
