/* dp-fetch-run.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-copy.h"
#include "dp-decoder.h"
#include "dp-lane.h"
#include "dp-transfer.h"
#include "dp-url.h"

G_BEGIN_DECLS

/**
 * DP_FETCH_RUN_LINE:
 *
 * The line of its trace, while one connection does it all.
 */
#define DP_FETCH_RUN_LINE 0

/**
 * DpFetchRun:
 * @transfer: (unowned): what is wanted
 * @lane: (unowned): where it runs
 * @cancellable: (unowned) (nullable): ends it
 * @url: the link
 * @origin: its server
 * @n_served_before: over so many connections that served us when we asked last
 * @link: the same, without user and password
 * @name: what the link alone calls the file
 * @decoder: (nullable): while a packed body comes
 * @copy: what we write to
 * @early: (unowned) (nullable): what was read of the body before there was a file
 * @n_early_bytes: how much that is
 * @rest: of the answer that is read: the next byte to write, and the end
 * @old: what we could not continue
 * @has_none: nothing of that name is on disk
 * @vacancy: (nullable): and so the file may have that name
 * @wish: (nullable): the person's name for the file
 * @published: (nullable): the file that we had finished already
 * @retry_after_sec: how long the server asks to be left alone
 * @n_segments: over so many connections, as far as the server did not refuse any
 * @has_made_room: gave up what can't be continued, as the disk was full
 * @is_out_of_reach: what an earlier transfer left
 * @is_relinked: that transfer had another link
 * @is_complete: everything is here
 * @is_length_proven: and that is certain
 *
 * What the worker knows while it fetches one file; lives on its stack.  It owns what does not say
 * otherwise.
 */
typedef struct
{
  DpTransfer *transfer;
  DpLane *lane;
  GCancellable *cancellable;
  DpUrl *url;
  char *origin;
  guint n_served_before;
  char *link;
  char *name;
  DpDecoder *decoder;
  DpCopy copy;
  const void *early;
  gsize n_early_bytes;
  DpRange rest;
  DpCopy old;
  char *wish;
  char *published;
  DpPartFile *vacancy;
  guint64 retry_after_sec;
  guint n_segments;
  gboolean has_none;
  gboolean has_made_room;
  gboolean is_out_of_reach;
  gboolean is_relinked;
  gboolean is_complete;
  gboolean is_length_proven;
} DpFetchRun;

gboolean dp_fetch_run_begin (DpFetchRun *self, GError **error);
gboolean dp_fetch_run_adopt (DpFetchRun *self, const char *name, const char *validator);
void dp_fetch_run_tell (DpFetchRun *self);
void dp_fetch_run_claim (DpFetchRun *self);
gboolean dp_fetch_run_start_again (DpFetchRun *self);
DpPartial *dp_fetch_run_leave (DpFetchRun *self);
void dp_fetch_run_clear (DpFetchRun *self);

G_END_DECLS
