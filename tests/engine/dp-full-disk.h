/* dp-full-disk.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk with as much room as the test says: whatever asks it comes through here.  A program that has
 * this among its sources has no other.
 */

#pragma once

#include "dp-queue-fixture.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 free_bytes; /* 0: as it is */
  int error;          /* of a write; 0: none */
  const char *other;  /* (nullable): a folder that is on another volume */
  guint n_looks;
} DpFullDisk;

extern DpFullDisk dp_full_disk;

/* What the queue told last, and how often. */
typedef struct
{
  guint n_told;
  guint64 id;
  guint64 needed_bytes;
  gboolean is_full;
} DpNoRoom;

/* A queue that tells it, on a disk that is as it is. */
DpQueueFixture *dp_full_disk_begin (DpNoRoom *told, guint timeout_sec);
void dp_full_disk_end (DpQueueFixture *self, DpNoRoom *told);

G_END_DECLS
