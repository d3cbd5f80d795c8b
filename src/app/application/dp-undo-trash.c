/* dp-undo-trash.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Out of the list, and the finished files into the Trash, as a step that can be taken back.
 *
 * The rows go and come at once, the files follow: a thread moves them.  Whoever takes the step back
 * meanwhile is understood: when the thread is done it gets the other order.  A file that can't be
 * moved brings its row back, with the reason.
 *
 * What is on disk of an unfinished file does not go to the Trash, where nobody could do anything with
 * it: it stays where it is as long as the step can be taken back, and then goes, as it does whenever
 * an unfinished download is removed.
 *
 * Thread: home.
 */

#include "dp-undo-trash.h"

#include <glib/gi18n.h>

#include "dp-orders.h"
#include "dp-removal.h"
#include "dp-trash.h"
#include "dp-words.h"

/* Counts its references: a thread may be busy with the files of one that is forgotten. */
typedef struct
{
  DpUndo *undo; /* (unowned) (nullable): until it is forgotten */
  guint64 number;
  GArray *ids;        /* (owned) (element-type guint64) */
  DpRemoval *removal; /* (owned) (nullable): while they are out of the list */
  GPtrArray *files;   /* (owned) (element-type DpTrashFile): the thread's while it is busy */
  gboolean is_wanted; /* in the Trash */
  gboolean is_busy;
} Deed;

static void
deed_clear (gpointer data)
{
  Deed *deed = data;

  g_array_unref (deed->ids);
  g_ptr_array_unref (deed->files);
}

static void
deed_unref (Deed *deed)
{
  g_rc_box_release_full (deed, deed_clear);
}

static void
forget (gpointer data)
{
  Deed *deed = data;

  deed->undo = NULL;
  g_clear_pointer (&deed->removal, dp_removal_free);
  deed_unref (deed);
}

/* What became of it */

static guint
count_errors (Deed *deed)
{
  guint n_errors = 0;

  for (guint i = 0; i < deed->files->len; i++)
    n_errors += ((DpTrashFile *) deed->files->pdata[i])->error != NULL ? 1 : 0;
  return n_errors;
}

/* The first reason; the others are mostly the same. */
static void
say_errors (Deed *deed, guint n_errors)
{
  g_autofree char *text = NULL;
  const char *first = NULL;

  for (guint i = 0; i < deed->files->len && first == NULL; i++)
    if (((DpTrashFile *) deed->files->pdata[i])->error != NULL)
      first = ((DpTrashFile *) deed->files->pdata[i])->error->message;
  if (n_errors > 1)
    text = g_strdup_printf (
        /* Translators: a sentence about the first file, without a full stop; how many others. */
        ngettext ("%s; the same goes for %'u other file", "%s; the same goes for %'u other files",
                  n_errors - 1),
        first, n_errors - 1);
  dp_undo_say (deed->undo, text != NULL ? text : first, NULL, NULL);
}

static void
say_trashed (Deed *deed)
{
  guint n_files = deed->files->len;
  g_autofree char *text = n_files > 0
                              ? g_strdup_printf (ngettext ("%'u file moved to the Trash",
                                                           "%'u files moved to the Trash", n_files),
                                                 n_files)
                              : dp_words_for_removal (dp_removal_get_size (deed->removal));

  if (dp_undo_is_last (deed->undo, deed->number))
    dp_undo_say (deed->undo, text, _ ("Undo"), "app.undo");
}

/* Their rows come back, and they are no part of the step any more. */
static void
give_up_failed (Deed *deed)
{
  g_autoptr (GArray) failed = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = deed->files->len; i-- > 0;)
    {
      const DpTrashFile *file = deed->files->pdata[i];

      if (file->error == NULL)
        continue;
      g_array_prepend_val (failed, file->id);
      g_ptr_array_remove_index (deed->files, i);
    }
  for (guint i = deed->ids->len, next = failed->len; i-- > 0 && next > 0;)
    if (g_array_index (deed->ids, guint64, i) == g_array_index (failed, guint64, next - 1))
      {
        g_array_remove_index (deed->ids, i);
        next--;
      }
  dp_queue_restore (dp_undo_get_queue (deed->undo), dp_removal_split (deed->removal, failed));
  if (dp_removal_get_size (deed->removal) == 0)
    dp_undo_drop (deed->undo, deed->number);
}

static void
take_result (Deed *deed)
{
  DpQueue *queue = dp_undo_get_queue (deed->undo);
  guint n_errors = count_errors (deed);

  for (guint i = 0; i < deed->files->len && !deed->is_wanted; i++)
    {
      const DpTrashFile *file = deed->files->pdata[i];

      if (file->error == NULL)
        dp_queue_note_path (queue, file->id, file->path);
    }
  if (n_errors > 0)
    say_errors (deed, n_errors);
  else if (deed->is_wanted)
    say_trashed (deed);
  if (n_errors > 0 && deed->is_wanted)
    give_up_failed (deed);
}

/* The thread */

static void move_files (Deed *deed);

static void
on_moved (Deed *deed, gboolean is_in_trash)
{
  deed->is_busy = FALSE;
  if (deed->undo != NULL && deed->is_wanted != is_in_trash)
    move_files (deed);
  else if (deed->undo != NULL)
    take_result (deed);
  deed_unref (deed);
}

static void
on_put (GObject *source, GAsyncResult *result, gpointer user_data)
{
  dp_trash_finish (result);
  on_moved (user_data, TRUE);
}

static void
on_restored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  dp_trash_finish (result);
  on_moved (user_data, FALSE);
}

static void
move_files (Deed *deed)
{
  if (deed->is_busy)
    return;
  deed->is_busy = TRUE;
  if (deed->is_wanted)
    dp_trash_put_async (deed->files, on_put, g_rc_box_acquire (deed));
  else
    dp_trash_restore_async (deed->files, on_restored, g_rc_box_acquire (deed));
}

/* The step */

static void
go_back (DpUndo *undo, guint64 number, gpointer data)
{
  Deed *deed = data;

  dp_undo_say (undo, NULL, NULL, NULL);
  dp_queue_restore (dp_undo_get_queue (undo), g_steal_pointer (&deed->removal));
  deed->is_wanted = FALSE;
  move_files (deed);
}

static void
go_forward (DpUndo *undo, guint64 number, gpointer data)
{
  Deed *deed = data;

  deed->removal = dp_queue_remove (dp_undo_get_queue (undo), deed->ids);
  deed->is_wanted = TRUE;
  move_files (deed);
}

static GPtrArray *
list_files (DpQueue *queue, const GArray *ids)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_trash_file_free);

  for (guint i = 0; i < ids->len; i++)
    {
      guint64 id = g_array_index (ids, guint64, i);
      gboolean is_again = i > 0 && g_array_index (ids, guint64, i - 1) == id;
      DpDownload *download = is_again ? NULL : dp_queue_find (queue, id);

      if (download != NULL && dp_download_get_state (download) == DP_STATE_DONE)
        g_ptr_array_add (files, dp_trash_file_new (id, dp_download_get_path (download)));
    }
  return files;
}

/**
 * dp_undo_trash:
 * @self: the steps
 * @ids: (element-type guint64): ids of downloads, ascending
 *
 * Takes downloads out of the list, and moves finished files to the Trash, as a step.
 *
 * Thread: home.
 */
void
dp_undo_trash (DpUndo *self, GArray *ids)
{
  static const DpDeedFuncs funcs = { go_back, go_forward, forget };
  DpQueue *queue = dp_undo_get_queue (self);
  g_autoptr (GPtrArray) files = list_files (queue, ids);
  g_autoptr (DpRemoval) removal = dp_queue_remove (queue, ids);
  Deed *deed;

  if (dp_removal_get_size (removal) == 0)
    return;
  deed = g_rc_box_new0 (Deed);
  deed->undo = self;
  deed->ids = g_array_ref (ids);
  deed->removal = g_steal_pointer (&removal);
  deed->files = g_steal_pointer (&files);
  deed->is_wanted = TRUE;
  deed->number = dp_undo_push (self, &funcs, deed);
  move_files (deed);
}
