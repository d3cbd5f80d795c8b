/* dp-discard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What shall not remain on disk of a download: first the file goes, and only then whoever remembers
 * the download is told that there is none.  The other way round, a program that is killed in between
 * leaves a file that nobody knows of.
 *
 * Thread: home.
 */

#include "dp-discard.h"

typedef struct
{
  DpStore *store;       /* (owned) (nullable) */
  DpDownload *download; /* (owned) */
  DpNoteKind kind;
} Discard;

/* Of one that has been started again meanwhile, its worker says what is there. */
static void
on_discarded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Discard *self = user_data;

  if (self->kind != DP_NOTE_PARTIAL || dp_download_get_state (self->download) != DP_STATE_RUNNING)
    dp_store_tell (self->store, self->kind, &self->download, 1);
  dp_store_unref (self->store);
  g_object_unref (self->download);
  g_free (self);
}

/**
 * dp_discard_async:
 * @lanes: where to do it
 * @store: (nullable): who remembers the download
 * @kind: what it is told: %DP_NOTE_PARTIAL, or %DP_NOTE_FORGOTTEN for one that was removed
 * @download: a download that is given up, and has no partial any more
 * @partial: (transfer full): what is on disk of it
 *
 * Nobody waits for it.
 *
 * Thread: home.
 */
void
dp_discard_async (DpLanes *lanes,
                  DpStore *store,
                  DpNoteKind kind,
                  DpDownload *download,
                  DpPartial *partial)
{
  Discard *self = g_new (Discard, 1);

  *self = (Discard){ dp_store_ref (store), g_object_ref (download), kind };
  dp_partial_discard_async (partial, lanes, on_discarded, self);
}
