/* dp-copy.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One version of a file on disk, and which of two to keep.
 *
 * A version that can't be continued is not thrown away at once: the new one is made beside it, and
 * the old one goes when the new one is at least as good.
 *
 * Thread: worker.
 */

#include "dp-copy.h"

#include <string.h>

/* What was written is brought to the disk this often; a power cut costs no more than twice that. */
#define FLUSH_USEC (5 * G_TIME_SPAN_SECOND)

/**
 * dp_copy_get_bytes:
 * @self: a copy, or none
 *
 * Thread: worker.
 *
 * Returns: how many of its bytes are good
 */
guint64
dp_copy_get_bytes (const DpCopy *self)
{
  return self->part != NULL ? dp_part_file_get_safe (self->part)->covered_bytes : 0;
}

/**
 * dp_copy_reopen:
 * @self: (out): no copy yet
 * @partial: what the last transfer left
 * @error: return location for a #GError
 *
 * If somebody changed or removed it there is nothing to continue, and no error either.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if it is out of reach for the moment
 */
gboolean
dp_copy_reopen (DpCopy *self, const DpPartial *partial, GError **error)
{
  const DpPartRecord *record;
  g_autoptr (GError) reason = NULL;

  self->part =
      dp_part_file_reopen (partial->folder, partial->name, partial->inode, &partial->safe, &reason);
  if (self->part == NULL)
    {
      if (g_error_matches (reason, DP_PART_FILE_ERROR, DP_PART_FILE_ERROR_CHANGED))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  self->total_bytes = partial->total_bytes;
  record = dp_part_file_get_record (self->part);
  self->validator = g_strdup (record != NULL ? record->validator : partial->validator);
  self->link = g_strdup (record != NULL ? record->link : partial->link);
  return TRUE;
}

/**
 * dp_copy_adopt:
 * @self: (out): no copy yet
 * @folder: (type filename): where it may be
 * @name: the base name that the file may get
 * @link: the link, without user and password
 * @validator: (nullable): the version that is wanted, or %NULL for any
 * @leftover: (inout): no copy, or one; one of this link that can't be continued
 * @vacancy: (out) (optional) (nullable): as of dp_part_file_adopt()
 *
 * Takes a part file that nobody remembers, but that says that it is of this link.  If there is one, or
 * a leftover already, then what can't be continued goes; and what is empty, always.
 *
 * Thread: worker.
 *
 * Returns: whether there is one
 */
gboolean
dp_copy_adopt (DpCopy *self,
               const char *folder,
               const char *name,
               const char *link,
               const char *validator,
               DpCopy *leftover,
               DpPartFile **vacancy)
{
  DpCopy found = DP_COPY_NONE;
  const DpPartRecord *record;

  self->part = dp_part_file_adopt (folder, name, link, validator, &found.part, vacancy);
  if (self->part != NULL || leftover->part != NULL || dp_copy_get_bytes (&found) == 0)
    dp_copy_discard (&found);
  if (found.part != NULL)
    *leftover = found;
  if (self->part == NULL)
    return FALSE;
  record = dp_part_file_get_record (self->part);
  self->validator = g_strdup (record->validator);
  self->link = g_strdup (record->link);
  self->total_bytes = record->total_bytes;
  return TRUE;
}

/**
 * dp_copy_describe:
 * @self: a new copy
 * @link: the link, without user and password
 * @final_link: the link that answered
 * @error: return location for a #GError
 *
 * Makes it one that can be continued when nobody remembers it, if it can be continued at all.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if the disk refused
 */
gboolean
dp_copy_describe (DpCopy *self, const char *link, const char *final_link, GError **error)
{
  const DpPartRecord record = {
    .total_bytes = self->total_bytes,
    .link = (char *) link,
    .final_link = (char *) final_link,
    .validator = self->validator,
  };

  g_free (self->link);
  self->link = g_strdup (link);
  return self->total_bytes == DP_SIZE_UNKNOWN || self->validator == NULL ||
         dp_part_file_describe (self->part, &record, error);
}

static DpPartial *
make_partial (DpCopy *self, const char *folder)
{
  DpPartial *partial = g_new0 (DpPartial, 1);

  partial->folder = g_canonicalize_filename (folder, NULL);
  partial->name = g_strdup (dp_part_file_get_name (self->part));
  partial->inode = dp_part_file_get_inode (self->part);
  partial->total_bytes = self->total_bytes;
  partial->validator = g_strdup (self->validator);
  partial->link = g_strdup (self->link);
  return partial;
}

/**
 * dp_copy_claim:
 * @self: a copy
 * @folder: (type filename): where it is
 *
 * For who is killed before the transfer ends.  It claims no bytes: what of them is on the disk the
 * part file itself says best.
 *
 * Thread: worker.
 *
 * Returns: (transfer full): which file is ours
 */
DpPartial *
dp_copy_claim (DpCopy *self, const char *folder)
{
  return make_partial (self, folder);
}

/**
 * dp_copy_relink:
 * @self: a copy
 * @link: the link that the rest comes from, without user and password
 * @final_link: the link that answered
 * @validator: the version, as that server names it
 * @error: return location for a #GError
 *
 * Makes it one of another link, for which it was proven to be good.
 *
 * Thread: worker; before the first byte of that link is written.
 *
 * Returns: %FALSE with @error set if the disk refused
 */
gboolean
dp_copy_relink (DpCopy *self,
                const char *link,
                const char *final_link,
                const char *validator,
                GError **error)
{
  const DpPartRecord record = {
    .link = (char *) link,
    .final_link = (char *) final_link,
    .validator = (char *) validator,
  };
  g_autofree char *old_link = self->link;
  g_autofree char *old_validator = self->validator;

  self->link = g_strdup (link);
  self->validator = g_strdup (validator);
  return dp_part_file_relink (self->part, &record, error);
}

/**
 * dp_copy_is_of_link:
 * @self: a copy
 * @link: a link, without user and password
 *
 * Thread: worker.
 *
 * Returns: whether its bytes came from there, as far as anybody knows
 */
gboolean
dp_copy_is_of_link (const DpCopy *self, const char *link)
{
  return self->link == NULL || g_strcmp0 (self->link, link) == 0;
}

/**
 * dp_copy_flush_in_time:
 * @self: a copy
 * @now_usec: the time
 * @error: return location for a #GError
 *
 * Brings it to the disk every few seconds, and looks whether as much stays free there as shall.  Of
 * several fibers that write to it one does that.
 *
 * Thread: worker.
 *
 * Returns: %FALSE with @error set if the disk refused, or has to keep the rest of its room
 */
gboolean
dp_copy_flush_in_time (DpCopy *self, gint64 now_usec, GError **error)
{
  gboolean is_flushed;

  if (self->flush_at_usec == 0)
    self->flush_at_usec = now_usec + FLUSH_USEC;
  if (now_usec < self->flush_at_usec || self->is_flushing)
    return TRUE;
  self->is_flushing = TRUE;
  is_flushed = dp_part_file_flush (self->part, error) &&
               dp_part_file_check_floor (self->part, self->total_bytes, error);
  self->is_flushing = FALSE;
  self->flush_at_usec = now_usec + FLUSH_USEC;
  return is_flushed;
}

/**
 * dp_copy_leave:
 * @self: a copy
 * @folder: (type filename): where it is
 *
 * Brings what is good to the disk, for the next transfer; nothing is left of an empty copy.
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable): what is left
 */
DpPartial *
dp_copy_leave (DpCopy *self, const char *folder)
{
  DpPartial *partial;

  /* Why the transfer ended is told already; what can't be flushed is not claimed. */
  if (dp_copy_get_bytes (self) > 0)
    dp_part_file_flush (self->part, NULL);
  if (dp_copy_get_bytes (self) == 0 || !dp_part_file_has_name (self->part))
    {
      dp_copy_discard (self);
      return NULL;
    }
  partial = make_partial (self, folder);
  dp_range_set_assign (&partial->safe, dp_part_file_get_safe (self->part));
  return partial;
}

/**
 * dp_copy_forget:
 * @self: a copy, or none
 *
 * Closes it; what is on disk stays there.
 *
 * Thread: worker.
 */
void
dp_copy_forget (DpCopy *self)
{
  g_clear_pointer (&self->part, dp_part_file_free);
  g_clear_pointer (&self->validator, g_free);
  g_clear_pointer (&self->link, g_free);
  *self = (DpCopy) DP_COPY_NONE;
}

/**
 * dp_copy_discard:
 * @self: a copy, or none
 *
 * Removes it from the disk.
 *
 * Thread: worker.
 */
void
dp_copy_discard (DpCopy *self)
{
  if (self->part != NULL)
    dp_part_file_discard (self->part);
  dp_copy_forget (self);
}

/**
 * dp_copy_move:
 * @self: a copy, or none; it is discarded
 * @source: the copy that takes its place; none afterwards
 *
 * Thread: worker.
 */
void
dp_copy_move (DpCopy *self, DpCopy *source)
{
  dp_copy_discard (self);
  *self = *source;
  *source = (DpCopy) DP_COPY_NONE;
}

/**
 * dp_copy_supersede:
 * @self: a copy
 * @old: an older one, or none; none afterwards
 *
 * Takes the place of the old one.
 *
 * Thread: worker.
 */
void
dp_copy_supersede (DpCopy *self, DpCopy *old)
{
  if (old->part != NULL)
    dp_part_file_supersede (self->part, old->part);
  dp_copy_forget (old);
}

/**
 * dp_copy_keep_better:
 * @self: a copy, or none
 * @old: an older one, or none; none afterwards
 *
 * Of two versions one stays: a newer version that can be continued, else the longer one.  What
 * another link left is not older: the new link may be the wrong one.
 *
 * Thread: worker.
 */
void
dp_copy_keep_better (DpCopy *self, DpCopy *old)
{
  gboolean is_superseded;

  if (old->part == NULL)
    return;
  is_superseded = self->validator != NULL && dp_copy_get_bytes (self) > 0 &&
                  g_strcmp0 (self->validator, old->validator) != 0 &&
                  dp_copy_is_of_link (old, self->link);
  if (self->part != NULL && (is_superseded || dp_copy_get_bytes (self) >= dp_copy_get_bytes (old)))
    dp_copy_supersede (self, old);
  else
    dp_copy_move (self, old);
}
