/* dp-journal.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DpEventKind:
 * @DP_EVENT_REQUEST: something was asked of a server
 * @DP_EVENT_BEGUN: the file comes from its first byte
 * @DP_EVENT_CONTINUED: the file goes on where it was, after proof
 * @DP_EVENT_AGAIN: what is here can't be continued: the file starts again beside it
 * @DP_EVENT_SHARED: what is missing comes over several connections
 * @DP_EVENT_DONE: the file is whole and has its name
 * @DP_EVENT_WAITING: it failed, and is tried again
 * @DP_EVENT_PAUSED: it rests
 * @DP_EVENT_FAILED: it failed
 * @DP_EVENT_ASKING: only the person can answer what is asked
 *
 * What happens to a download.
 */
typedef enum
{
  DP_EVENT_REQUEST,
  DP_EVENT_BEGUN,
  DP_EVENT_CONTINUED,
  DP_EVENT_AGAIN,
  DP_EVENT_SHARED,
  DP_EVENT_DONE,
  DP_EVENT_WAITING,
  DP_EVENT_PAUSED,
  DP_EVENT_FAILED,
  DP_EVENT_ASKING,
} DpEventKind;

/**
 * DpEvent:
 * @kind: what happened
 * @serial: tells it from others of the journal; the later the greater
 * @at_usec: when, in the time of g_get_real_time()
 * @bytes: how much of the file is here, or the size of a whole one
 * @wait_sec: how long until it is tried again
 * @status: what the server answered; 0 if nothing yet, or never
 * @took_usec: until the answer, or until there would be none; 0 for not yet
 * @link: (nullable): what was asked for
 * @said: (nullable): the header block that we sent
 * @answer: (nullable): the one that came
 * @reason: (nullable): why, a sentence
 *
 * One thing that happened to a download.  It holds no secret: links and headers are redacted.
 * Constant, counts its references.
 */
typedef struct
{
  DpEventKind kind;
  guint64 serial;
  gint64 at_usec;
  guint64 bytes;
  guint64 wait_sec;
  guint status;
  gint64 took_usec;
  char *link;
  char *said;
  char *answer;
  char *reason;
} DpEvent;

void dp_event_unref (DpEvent *self);

/**
 * DP_JOURNAL_MAX_EVENTS:
 *
 * Of more, the first ones are forgotten.
 */
#define DP_JOURNAL_MAX_EVENTS 48

/**
 * DP_JOURNAL_MAX_BYTES:
 *
 * Nor are they kept if they hold more text than this.
 */
#define DP_JOURNAL_MAX_BYTES (32 * 1024)

typedef struct _DpJournal DpJournal;

DpJournal *dp_journal_new (void);
DpJournal *dp_journal_ref (DpJournal *self);
void dp_journal_unref (DpJournal *self);
guint64 dp_journal_note (DpJournal *self, const DpEvent *event);
void dp_journal_complete (DpJournal *self, guint64 serial, const DpEvent *event);
guint dp_journal_get_version (DpJournal *self);
GPtrArray *dp_journal_dup_events (DpJournal *self, guint64 *n_forgotten);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpJournal, dp_journal_unref)

G_END_DECLS
