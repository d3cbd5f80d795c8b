/* dp-beside.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DpBesideKind:
 * @DP_BESIDE_WAITING: it waits for a disk: as many threads as there are who want it, so that one that
 *   hangs holds up nobody else
 * @DP_BESIDE_COMPUTING: it computes: as many threads as there are processors
 *
 * What work beside a lane does most of the time.
 */
typedef enum
{
  DP_BESIDE_WAITING,
  DP_BESIDE_COMPUTING,
} DpBesideKind;

/**
 * DpBesideFunc:
 * @data: what dp_beside_run() was given
 *
 * Work that blocks; on another thread.
 */
typedef void (*DpBesideFunc) (gpointer data);

void dp_beside_run (DpBesideKind kind, DpBesideFunc func, gpointer data);

G_END_DECLS
