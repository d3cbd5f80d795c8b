/* dp-undo-rename.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Another name for a file, as a step that can be taken back.
 *
 * Thread: home.
 */

#include "dp-undo-rename.h"

#include <glib/gi18n.h>

#include "dp-orders.h"

typedef struct
{
  guint64 id;
  char *old_wish; /* (owned) (nullable): what the person had said before */
  char *old_name; /* (owned): what was shown */
  char *new_name; /* (owned) */
} Deed;

/* A renaming on its way */
typedef struct
{
  DpUndo *undo; /* (owned) */
  guint64 number;
  guint64 id;
} Renaming;

static void
deed_free (gpointer data)
{
  Deed *deed = data;

  g_free (deed->old_wish);
  g_free (deed->old_name);
  g_free (deed->new_name);
  g_free (deed);
}

/* While it is the last step, the word "Undo" beside it means this. */
static void
say_renamed (const Renaming *renaming)
{
  DpDownload *download = dp_queue_find (dp_undo_get_queue (renaming->undo), renaming->id);
  g_autofree char *text = NULL;

  if (download == NULL || !dp_undo_is_last (renaming->undo, renaming->number))
    return;
  /* Translators: %s is the new name of a file. */
  text = g_strdup_printf (_ ("Renamed to “%s”"), dp_download_get_name (download));
  dp_undo_say (renaming->undo, text, _ ("Undo"), "app.undo");
}

static void
on_renamed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Renaming *renaming = user_data;
  g_autoptr (DpUndo) undo = renaming->undo;
  g_autoptr (GError) error = NULL;

  if (dp_queue_rename_finish (DP_QUEUE (source), result, &error))
    {
      say_renamed (renaming);
      return;
    }
  dp_undo_drop (undo, renaming->number);
  dp_undo_say (undo, error->message, NULL, NULL);
}

static void
rename_to (DpUndo *undo, guint64 number, guint64 id, const char *name)
{
  Renaming *renaming = g_new (Renaming, 1);

  *renaming = (Renaming){ g_object_ref (undo), number, id };
  dp_undo_say (undo, NULL, NULL, NULL);
  dp_queue_rename_async (dp_undo_get_queue (undo), id, name, on_renamed, renaming);
}

/* One that is not done goes back to what the server says, unless the person had said more.  It may
 * have been finished since. */
static void
go_back (DpUndo *undo, guint64 number, gpointer data)
{
  const Deed *deed = data;
  DpDownload *download = dp_queue_find (dp_undo_get_queue (undo), deed->id);
  gboolean is_done = download != NULL && dp_download_get_state (download) == DP_STATE_DONE;

  rename_to (undo, number, deed->id, is_done ? deed->old_name : deed->old_wish);
}

static void
go_forward (DpUndo *undo, guint64 number, gpointer data)
{
  const Deed *deed = data;

  rename_to (undo, number, deed->id, deed->new_name);
}

/**
 * dp_undo_rename:
 * @self: the steps
 * @id: a download's id
 * @name: what its file shall be called
 *
 * Renames it, as a step; if that fails, the reason is said, and there is no step.
 *
 * Thread: home.
 */
void
dp_undo_rename (DpUndo *self, guint64 id, const char *name)
{
  static const DpDeedFuncs funcs = { go_back, go_forward, deed_free };
  DpDownload *download = dp_queue_find (dp_undo_get_queue (self), id);
  Deed *deed;

  if (download == NULL || g_str_equal (name, dp_download_get_name (download)))
    return;
  deed = g_new (Deed, 1);
  *deed = (Deed){ id, g_strdup (dp_download_get_wish (download)),
                  g_strdup (dp_download_get_name (download)), g_strdup (name) };
  rename_to (self, dp_undo_push (self, &funcs, deed), id, name);
}
