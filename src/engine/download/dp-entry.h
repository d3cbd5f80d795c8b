/* dp-entry.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"
#include "dp-host-note.h"

G_BEGIN_DECLS

/**
 * DpEntryBrief:
 * @id: a download's id
 * @position: its place in the list
 * @priority: who has a turn before whom
 * @state: where it stands
 *
 * What is noted of each of many downloads at once.
 */
typedef struct
{
  guint64 id;
  gint64 position;
  DpPriority priority;
  DpState state;
} DpEntryBrief;

/**
 * DpEntry:
 * @id: the number under which the queue knows it
 * @position: its place in the list: less is before
 * @url: the link, byte for byte, a GRefString
 * @folder: (type filename): where the file shall be, a GRefString
 * @name: (nullable): the file's base name, if it is more than a guess
 * @wish: (nullable): the name that the person gave it
 * @path: (nullable) (type filename): the finished file
 * @reason: (nullable): why it does not go on, a sentence
 * @request: (nullable): what is said beyond the link
 * @offer: (nullable): what a list said of the file
 * @validator: (nullable): the version that the finished file is
 * @command: (nullable): what is run when it is done, a GRefString
 * @partial: (nullable): what is on disk of it
 * @state: where it stands
 * @received_bytes: how much of the file is here
 * @total_bytes: how long the file is, or %DP_SIZE_UNKNOWN
 * @added_usec: when it came into the list
 * @finished_usec: when it was finished, or 0
 * @limit_bytes_per_sec: so fast may it be, or 0 for no limit of its own
 * @priority: who has a turn before whom
 * @many: (nullable) (element-type DpEntryBrief): for the kinds of notes that are about many downloads
 *   at once, in place of all the others
 * @is_length_proven: the finished file is as long as the server had said
 * @is_removed: taken out of the list; the person may still undo that
 *
 * What is remembered of a download from one run of the program to the next.
 */
typedef struct
{
  guint64 id;
  gint64 position;
  char *url;
  char *folder;
  char *name;
  char *wish;
  char *path;
  char *reason;
  DpRequest *request;
  DpOffer *offer;
  char *validator;
  char *command;
  DpPartial *partial;
  DpState state;
  guint64 received_bytes;
  guint64 total_bytes;
  gint64 added_usec;
  gint64 finished_usec;
  guint64 limit_bytes_per_sec;
  DpPriority priority;
  GArray *many;
  gboolean is_length_proven;
  gboolean is_removed;
} DpEntry;

DpEntry *dp_entry_new (DpDownload *download);
DpEntry *dp_entry_new_for_many (DpDownload *const *downloads, guint n_downloads);
DpEntry *dp_entry_new_for_partial (guint64 id, const DpPartial *partial);
void dp_entry_free (DpEntry *self);
DpDownload *dp_entry_to_download (const DpEntry *self);

/**
 * DpNoteKind:
 * @DP_NOTE_ADDED: it came into the list: all of it
 * @DP_NOTE_CHANGED: it is in the list: all but folder and partial
 * @DP_NOTE_PARTIAL: what is on disk of it, and nothing else
 * @DP_NOTE_TURNS: places in the list and priorities, and nothing else; of many downloads at once
 * @DP_NOTE_STATES: the same, and states, for which there is no reason; of many
 * @DP_NOTE_REMOVED: they were taken out of the list, and may come back as changed; of many
 * @DP_NOTE_FORGOTTEN: they were removed, and will not come back; of many
 * @DP_NOTE_HOST: no download, but what a server was seen to want
 *
 * What somebody who remembers the list is told.  A hundred thousand may be paused, or go, at once: so
 * that is one note.
 */
typedef enum
{
  DP_NOTE_ADDED,
  DP_NOTE_CHANGED,
  DP_NOTE_PARTIAL,
  DP_NOTE_TURNS,
  DP_NOTE_STATES,
  DP_NOTE_REMOVED,
  DP_NOTE_FORGOTTEN,
  DP_NOTE_HOST,
} DpNoteKind;

#define DP_N_NOTE_KINDS (DP_NOTE_HOST + 1)

/**
 * DpNote:
 * @kind: what of @entry counts
 * @entry: (owned) (nullable): the download
 * @host: (owned) (nullable): the server
 */
typedef struct
{
  DpNoteKind kind;
  DpEntry *entry;
  DpHostNote *host;
} DpNote;

void dp_note_clear (DpNote *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpEntry, dp_entry_free)

G_END_DECLS
