/* dp-work.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-lanes.h"
#include "dp-queue.h"

G_BEGIN_DECLS

/**
 * DP_WORK_MAX_NAMED:
 *
 * So many files of a lane are named.
 */
#define DP_WORK_MAX_NAMED 3

/**
 * DpWork:
 * @lane: the thread
 * @n_files: so many files it fetches
 * @named: (element-type DpDownload): the first few of them, in the order of the list
 * @n_connections: over so many connections that have something to do
 * @bytes_per_sec: how fast they come together
 *
 * What a worker thread has to do at a moment.
 */
typedef struct
{
  DpLaneSight lane;
  guint n_files;
  GPtrArray *named;
  guint n_connections;
  guint64 bytes_per_sec;
} DpWork;

GArray *dp_work_look (DpQueue *queue);

G_END_DECLS
