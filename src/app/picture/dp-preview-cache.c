/* dp-preview-cache.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures that were shown lately, up to so many bytes: the one that nobody has asked for longest goes
 * first.  That there is none of a file is remembered, too.
 *
 * Thread: home.
 */

#include "dp-preview-cache.h"

/* What an entry costs beside its picture. */
#define ENTRY_BYTES 256

typedef struct
{
  char *key;       /* (owned) */
  gpointer object; /* (owned) (nullable) */
  gsize n_bytes;
  GList link; /* in the order of use */
} Entry;

struct _DpPreviewCache
{
  GHashTable *entries; /* (owned) (element-type utf8 Entry) */
  GQueue order;        /* of links of entries: the latest first */
  gsize n_bytes;
  gsize max_bytes;
};

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_clear_object ((GObject **) &self->object);
  g_free (self->key);
  g_free (self);
}

/**
 * dp_preview_cache_new:
 * @max_bytes: so much is kept
 *
 * Thread: home.
 *
 * Returns: (transfer full): an empty cache
 */
DpPreviewCache *
dp_preview_cache_new (gsize max_bytes)
{
  DpPreviewCache *self = g_new0 (DpPreviewCache, 1);

  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  self->max_bytes = max_bytes;
  g_queue_init (&self->order);
  return self;
}

/**
 * dp_preview_cache_free:
 * @self: (transfer full) (nullable): a cache
 *
 * Thread: home.
 */
void
dp_preview_cache_free (DpPreviewCache *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->entries);
  g_free (self);
}

static void
remove_entry (DpPreviewCache *self, Entry *entry)
{
  g_queue_unlink (&self->order, &entry->link);
  self->n_bytes -= entry->n_bytes;
  g_hash_table_remove (self->entries, entry->key);
}

/**
 * dp_preview_cache_add:
 * @self: a cache
 * @key: which picture
 * @object: (type GObject) (nullable): the picture, or %NULL if there is none
 * @n_bytes: its size
 *
 * Thread: home.
 */
void
dp_preview_cache_add (DpPreviewCache *self, const char *key, gpointer object, gsize n_bytes)
{
  Entry *former = g_hash_table_lookup (self->entries, key);
  Entry *entry = g_new0 (Entry, 1);

  if (former != NULL)
    remove_entry (self, former);
  entry->key = g_strdup (key);
  entry->object = object != NULL ? g_object_ref (object) : NULL;
  entry->n_bytes = n_bytes + ENTRY_BYTES;
  entry->link.data = entry;
  g_hash_table_insert (self->entries, entry->key, entry);
  g_queue_push_head_link (&self->order, &entry->link);
  self->n_bytes += entry->n_bytes;
  while (self->n_bytes > self->max_bytes)
    remove_entry (self, g_queue_peek_tail (&self->order));
}

/**
 * dp_preview_cache_find:
 * @self: a cache
 * @key: which picture
 * @object: (out) (transfer none) (nullable): the picture, if there is one
 *
 * Thread: home.
 *
 * Returns: whether that is known
 */
gboolean
dp_preview_cache_find (DpPreviewCache *self, const char *key, gpointer *object)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  *object = entry != NULL ? entry->object : NULL;
  if (entry == NULL)
    return FALSE;
  g_queue_unlink (&self->order, &entry->link);
  g_queue_push_head_link (&self->order, &entry->link);
  return TRUE;
}

/**
 * dp_preview_cache_clear:
 * @self: a cache
 *
 * Forgets all.
 *
 * Thread: home.
 */
void
dp_preview_cache_clear (DpPreviewCache *self)
{
  g_hash_table_remove_all (self->entries);
  g_queue_init (&self->order);
  self->n_bytes = 0;
}
