/* dp-transfer.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-answers.h"
#include "dp-hosts.h"
#include "dp-http-limit.h"
#include "dp-offer.h"
#include "dp-partial.h"
#include "dp-progress.h"
#include "dp-request.h"
#include "dp-store.h"
#include "dp-trace.h"

G_BEGIN_DECLS

/**
 * DpOutcomeKind:
 * @DP_OUTCOME_DONE: the file is whole, flushed, and has its name
 * @DP_OUTCOME_STOPPED: it was cancelled
 * @DP_OUTCOME_DROPPED: network or server failed; another attempt may succeed
 * @DP_OUTCOME_DISK: the disk refused; another attempt may succeed when somebody mended that
 * @DP_OUTCOME_FULL: there is no room on the disk; another attempt may succeed when there is
 * @DP_OUTCOME_REFUSED: another attempt would end the same way
 * @DP_OUTCOME_ASKS: it goes on when the person has answered a question
 *
 * How a transfer ended, as far as the queue acts on it.
 */
typedef enum
{
  DP_OUTCOME_DONE,
  DP_OUTCOME_STOPPED,
  DP_OUTCOME_DROPPED,
  DP_OUTCOME_DISK,
  DP_OUTCOME_FULL,
  DP_OUTCOME_REFUSED,
  DP_OUTCOME_ASKS,
} DpOutcomeKind;

/**
 * DpShortage:
 * @volume: what tells the volume from others, as of dp_volume_find()
 * @needed_bytes: so much room would do
 * @is_volume_full: nothing goes on there; else only this file is too big
 *
 * Where room is missing, and how much.
 */
typedef struct
{
  guint64 volume;
  guint64 needed_bytes;
  gboolean is_volume_full;
} DpShortage;

/**
 * DpOutcome:
 * @path: (nullable) (type filename): the finished file
 * @total_bytes: its length
 * @is_length_proven: %FALSE if the server gave no way to tell a whole file from a cut one
 * @reason: (nullable): why there is no file, a sentence
 * @validator: (nullable): by which name the server knows the version that the finished file is
 * @retry_after_sec: how long the server asks to be left alone, 0 if it doesn't
 * @wish: (nullable): the person's name for it, as far as the worker knew
 * @partial: (nullable): what is kept
 * @is_discarded: what was kept is on its way off the disk
 * @question: (nullable): what only the person can answer
 * @shortage: what is missing, of one that is %DP_OUTCOME_FULL
 *
 * Written once by the worker, read by the home thread when the task is done.
 */
typedef struct
{
  DpOutcomeKind kind;
  char *path;
  guint64 total_bytes;
  gboolean is_length_proven;
  char *reason;
  char *validator;
  guint64 retry_after_sec;
  char *wish;
  DpPartial *partial;
  gboolean is_discarded;
  DpQuestion *question;
  DpShortage shortage;
} DpOutcome;

void dp_outcome_free (DpOutcome *self);

/**
 * DpTransfer:
 * @url: an acceptable link
 * @request: (nullable): what the person said for this link
 * @offer: (nullable): what a list said of the file; set before it runs
 * @folder: (type filename): where the file shall be
 * @partial: (nullable): what an earlier transfer of this file left
 * @counter: where the numbers go
 * @limit: (nullable): how fast it may come; set before it runs, and then it may change
 * @trace: what it tells of itself
 * @answers: (nullable): what the person has answered so far; set before it runs
 * @notes_origin: whether the finished file shall tell where it came from
 * @store: (nullable): who remembers it
 * @id: under which number
 * @hosts: (nullable): how much may come from which server
 * @n_segments: over so many connections, or %DP_SEGMENTS_AUTO; set before it runs
 * @name: (nullable): written once by the worker, atomically; read it with dp_transfer_get_name()
 * @trusted: (nullable): the same, with dp_transfer_get_trusted()
 * @lane: written once by the worker, atomically: the number of its lane, or 0
 * @lock: guards @wish
 * @wish: (nullable): the name that the person wants, written by the home thread
 *
 * One attempt to fetch one file.  All but @name, @trusted, @lane and @wish is constant.
 */
typedef struct
{
  gatomicrefcount ref_count;
  char *url;
  DpRequest *request;
  DpOffer *offer;
  char *folder;
  DpPartial *partial;
  DpCounter *counter;
  DpHttpLimit *limit;
  DpTrace *trace;
  DpAnswers *answers;
  gboolean notes_origin;
  DpStore *store;
  guint64 id;
  DpHosts *hosts;
  guint n_segments;
  char *name;
  DpQuestion *trusted;
  int lane;
  GMutex lock;
  char *wish;
} DpTransfer;

DpTransfer *dp_transfer_new (const char *url,
                             DpRequest *request,
                             const char *folder,
                             const DpPartial *partial,
                             DpCounter *counter,
                             DpTrace *trace);
void dp_transfer_set_offer (DpTransfer *self, DpOffer *offer);
void dp_transfer_set_store (DpTransfer *self, DpStore *store, guint64 id);
DpTransfer *dp_transfer_ref (DpTransfer *self);
void dp_transfer_unref (DpTransfer *self);
const char *dp_transfer_get_name (DpTransfer *self);
void dp_transfer_tell_name (DpTransfer *self, const char *name);
const DpQuestion *dp_transfer_get_trusted (DpTransfer *self);
void dp_transfer_tell_trusted (DpTransfer *self, const DpQuestion *trusted);
void dp_transfer_tell_lane (DpTransfer *self, guint number);
guint dp_transfer_get_lane (DpTransfer *self);
void dp_transfer_set_wish (DpTransfer *self, const char *name);
char *dp_transfer_dup_wish (DpTransfer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpOutcome, dp_outcome_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpTransfer, dp_transfer_unref)

G_END_DECLS
