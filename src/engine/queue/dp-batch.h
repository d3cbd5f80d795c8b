/* dp-batch.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DpBatchFile:
 * @own_usec: how long a worker had to do with it
 * @server_usec: how much of that its connections waited for the server
 * @bytes: how much of it came
 *
 * A file that is done.
 */
typedef struct
{
  gint64 own_usec;
  guint64 server_usec;
  guint64 bytes;
} DpBatchFile;

/**
 * DpBatch:
 * @n_running: so many files come now
 * @n_files: so many are done
 * @began_usec: when the first one began
 * @ended_usec: when the last one ended so far
 * @own_usec: how long they took, each for itself
 * @server_usec: how much of that they waited for a server
 * @bytes: what came of them
 * @best_bytes_per_sec: the most that all together brought in a second, or 0
 * @is_over: nothing was left to run: the next file begins another batch
 * @from_usec: since when a speed is measured, or 0
 * @from_bytes: what had come then
 *
 * What came since nothing came.  A plain value without resources; zeroed it is empty.
 */
typedef struct
{
  guint n_running;
  guint n_files;
  gint64 began_usec;
  gint64 ended_usec;
  guint64 own_usec;
  guint64 server_usec;
  guint64 bytes;
  guint64 best_bytes_per_sec;
  gboolean is_over;
  gint64 from_usec;
  guint64 from_bytes;
} DpBatch;

void dp_batch_start (DpBatch *self, gint64 now_usec);
void dp_batch_look (DpBatch *self, gint64 now_usec, guint64 received_bytes);
void dp_batch_end (DpBatch *self, gint64 now_usec, const DpBatchFile *file);
void dp_batch_rest (DpBatch *self);

guint64 dp_batch_get_wall_usec (const DpBatch *self, gint64 now_usec);
guint64 dp_batch_get_serial_usec (const DpBatch *self, gint64 now_usec);

G_END_DECLS
