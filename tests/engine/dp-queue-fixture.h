/* dp-queue-fixture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A queue over the engine's fixture, and a record of everything that it tells.  Freeing it pauses
 * what runs and proves that the queue and its downloads are gone.  The home thread.
 */

#pragma once

#include "dp-addition.h"
#include "dp-engine-fixture.h"
#include "dp-orders.h"
#include "dp-queue.h"
#include "dp-removal.h"
#include "dp-settings.h"
#include "dp-stop.h"

G_BEGIN_DECLS

typedef struct
{
  DpEngineFixture *engine; /* (owned) */
  DpQueue *queue;          /* (owned) */
  GString *log;            /* (owned): "1R 1D ": which id went to which state, of the first ones */
  guint n_items_changed;
  guint n_state_changes;
  guint n_rests; /* how often it was told that nothing is unfinished */
} DpQueueFixture;

DpQueueFixture *dp_queue_fixture_new (guint timeout_sec);
/* Another queue takes the place of one that was stopped. */
void dp_queue_fixture_renew (DpQueueFixture *self);
void dp_queue_fixture_free (DpQueueFixture *self);

/* @path has one "%u", the number from 0. */
guint64 dp_queue_fixture_add (DpQueueFixture *self, guint n_links, const char *path);
guint64 dp_queue_fixture_add_url (DpQueueFixture *self, const char *url);
DpDownload *dp_queue_fixture_find (DpQueueFixture *self, guint64 id);
DpRemoval *dp_queue_fixture_remove (DpQueueFixture *self, guint64 first_id, guint n_ids);

void dp_queue_fixture_run_to_end (DpQueueFixture *self);
void dp_queue_fixture_wait_bytes (DpQueueFixture *self, guint64 id, guint64 bytes);
void dp_queue_fixture_wait_files (DpQueueFixture *self, const char *names);
/* Until no connection is open any more: no worker is in an exchange. */
void dp_queue_fixture_wait_idle (DpQueueFixture *self);
void dp_queue_fixture_assert_consistent (DpQueueFixture *self);
/* It waits for the person, with these words somewhere in the reason. */
void dp_queue_fixture_assert_asks (DpQueueFixture *self, guint64 id, const char *words);
void dp_queue_fixture_assert_done (DpQueueFixture *self, guint64 id);

/* The queue's verbs for one download. */
#define dp_test_pause(queue, id)  dp_queue_pause (queue, &(const guint64){ id }, 1)
#define dp_test_resume(queue, id) dp_queue_resume (queue, &(const guint64){ id }, 1)
#define dp_test_cancel(queue, id) dp_queue_cancel (queue, &(const guint64){ id }, 1)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpQueueFixture, dp_queue_fixture_free)

G_END_DECLS
