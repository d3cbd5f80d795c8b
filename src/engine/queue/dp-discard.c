/* dp-discard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What shall not remain on disk of a download: first the file goes, and only then whoever remembers
 * the download is told that there is none, or that the download itself is no more.  The other way
 * round, a program that is killed in between leaves a file that nobody knows of.
 *
 * A slow disk may take so long over it that the person has removed the download from the list
 * meanwhile: that waits for the file, too.
 *
 * Thread: home.
 */

#include "dp-discard.h"

/* Of one download; of one that was started again and given up again, several files. */
typedef struct
{
  DpDiscards *set;      /* (owned) */
  DpStore *store;       /* (owned) (nullable) */
  DpDownload *download; /* (owned) */
  DpNoteKind kind;      /* what is told when the last file is gone */
  guint n_files;        /* that are still there */
} Discard;

struct _DpDiscards
{
  guint n_refs;        /* our owner's, and one for each download that follows */
  DpLanes *lanes;      /* (unowned): outlives us */
  GHashTable *pending; /* (owned) (element-type DpDownload Discard): frees nothing */
};

/**
 * dp_discards_new:
 * @lanes: where files are removed; outlives the last of them
 *
 * Thread: home.
 *
 * Returns: (transfer full): nothing is to go yet
 */
DpDiscards *
dp_discards_new (DpLanes *lanes)
{
  DpDiscards *self = g_new0 (DpDiscards, 1);

  self->n_refs = 1;
  self->lanes = lanes;
  self->pending = g_hash_table_new (NULL, NULL);
  return self;
}

/**
 * dp_discards_unref:
 * @self: (transfer full): what is to go, which it does all the same
 *
 * Thread: home.
 */
void
dp_discards_unref (DpDiscards *self)
{
  if (--self->n_refs > 0)
    return;
  g_hash_table_unref (self->pending);
  g_free (self);
}

static Discard *
discard_new (DpDiscards *set, DpStore *store, DpDownload *download)
{
  Discard *self = g_new0 (Discard, 1);

  set->n_refs++;
  self->set = set;
  self->store = dp_store_ref (store);
  self->download = g_object_ref (download);
  self->kind = DP_NOTE_PARTIAL;
  g_hash_table_insert (set->pending, download, self);
  return self;
}

static void
discard_free (Discard *self)
{
  g_hash_table_remove (self->set->pending, self->download);
  dp_discards_unref (self->set);
  dp_store_unref (self->store);
  g_object_unref (self->download);
  g_free (self);
}

/* Of one that has been started again meanwhile, its worker says what is there. */
static void
on_gone (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Discard *self = user_data;

  if (--self->n_files > 0)
    return;
  if (self->kind != DP_NOTE_PARTIAL || dp_download_get_state (self->download) != DP_STATE_RUNNING)
    dp_store_tell (self->store, self->kind, &self->download, 1);
  discard_free (self);
}

/**
 * dp_discards_begin:
 * @self: what is to go
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
dp_discards_begin (DpDiscards *self,
                   DpStore *store,
                   DpNoteKind kind,
                   DpDownload *download,
                   DpPartial *partial)
{
  Discard *discard = g_hash_table_lookup (self->pending, download);

  if (discard == NULL)
    discard = discard_new (self, store, download);
  if (kind == DP_NOTE_FORGOTTEN)
    discard->kind = kind;
  discard->n_files++;
  dp_partial_discard_async (partial, self->lanes, on_gone, discard);
}

/**
 * dp_discards_forget_later:
 * @self: what is to go
 * @download: one that was removed, and has no partial any more
 *
 * If something of it is still to go, whoever remembers it is told to forget it when that is gone.
 *
 * Thread: home.
 *
 * Returns: %FALSE if nothing is, and nobody is told
 */
gboolean
dp_discards_forget_later (DpDiscards *self, DpDownload *download)
{
  Discard *discard = g_hash_table_lookup (self->pending, download);

  if (discard != NULL)
    discard->kind = DP_NOTE_FORGOTTEN;
  return discard != NULL;
}
