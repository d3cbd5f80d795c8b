/* dp-http-note.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-journal.h"
#include "dp-url.h"

G_BEGIN_DECLS

typedef struct _SoupMessage SoupMessage;

/**
 * DpHttpNote:
 * @journal: (unowned) (nullable): where it stands
 * @serial: which one it is
 * @began_usec: since when we wait for the answer
 *
 * What a journal is told of one request.  A plain value without resources.
 */
typedef struct
{
  DpJournal *journal;
  guint64 serial;
  gint64 began_usec;
} DpHttpNote;

void dp_http_note_begin (DpHttpNote *self, DpJournal *journal, const DpUrl *url);
void dp_http_note_end (DpHttpNote *self, SoupMessage *message, const GError *reason);

G_END_DECLS
