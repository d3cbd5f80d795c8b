/* dp-verdict.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-scheduler.h"

G_BEGIN_DECLS

/**
 * DpPatience:
 * @n_tries: after so many attempts in a row that brought nothing a download has failed
 * @waits_for_room: whether downloads for which there is no room on the disk wait for it, and then go
 *   on; else they are paused, with the reason
 *
 * When to give up.
 */
typedef struct
{
  guint n_tries;
  gboolean waits_for_room;
} DpPatience;

gboolean dp_verdict_pass (DpScheduler *scheduler,
                          const DpPatience *patience,
                          DpDownload *download,
                          DpOutcome *outcome);

G_END_DECLS
