/* dp-undo-order.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the person said about whose turn comes when, as steps that can be taken back: a step keeps
 * what leads to how it was before, and after that what leads forward again.
 *
 * Thread: home.
 */

#include "dp-undo-order.h"

#include <glib/gi18n.h>

#include "dp-moves.h"

static void
free_array (gpointer deed)
{
  g_array_unref (deed);
}

static void
say_undo (DpUndo *undo, const char *text)
{
  dp_undo_say (undo, text, _ ("Undo"), "app.undo");
}

/* Moves */

/* Where all of them are gone, there is nothing to be moved any more. */
static void
put (DpUndo *undo, guint64 number, gpointer deed)
{
  dp_undo_say (undo, NULL, NULL, NULL);
  if (dp_queue_put (dp_undo_get_queue (undo), deed) == 0)
    dp_undo_drop (undo, number);
}

static gboolean
push_places (DpUndo *self, GArray *places)
{
  static const DpDeedFuncs funcs = { put, put, free_array };

  if (places->len == 0)
    {
      g_array_unref (places);
      return FALSE;
    }
  dp_undo_push (self, &funcs, places);
  return TRUE;
}

static void
say_moved (DpUndo *self, guint n_moved)
{
  g_autofree char *text =
      g_strdup_printf (ngettext ("%'u download moved", "%'u downloads moved", n_moved), n_moved);

  say_undo (self, text);
}

/**
 * dp_undo_note_move:
 * @self: the steps
 * @places: (transfer full) (element-type DpPlace): what undoes it; empty if nothing has changed
 * @n_meant: how many were to be moved; their neighbours may have made room
 *
 * Downloads were moved in the list, as a step.
 *
 * Thread: home.
 */
void
dp_undo_note_move (DpUndo *self, GArray *places, gsize n_meant)
{
  guint n_moved = MIN (places->len, (guint) n_meant);

  if (push_places (self, places))
    say_moved (self, n_moved);
}

/**
 * dp_undo_note_arrangement:
 * @self: the steps
 * @places: (transfer full) (element-type DpPlace): what undoes it; empty if nothing has changed
 *
 * The queue was arranged, as a step.
 *
 * Thread: home.
 */
void
dp_undo_note_arrangement (DpUndo *self, GArray *places)
{
  if (push_places (self, places))
    say_undo (self, _ ("The queue is arranged"));
  else
    dp_undo_say (self, _ ("The queue is in that order already"), NULL, NULL);
}

/* Priority */

static void
put_urgencies (DpUndo *undo, guint64 number, gpointer deed)
{
  dp_undo_say (undo, NULL, NULL, NULL);
  if (dp_queue_put_urgencies (dp_undo_get_queue (undo), deed) == 0)
    dp_undo_drop (undo, number);
}

/**
 * dp_undo_note_urgencies:
 * @self: the steps
 * @urgencies: (transfer full) (element-type DpUrgency): what undoes it; empty if nothing has changed
 *
 * Downloads got another priority, as a step.
 *
 * Thread: home.
 */
void
dp_undo_note_urgencies (DpUndo *self, GArray *urgencies)
{
  static const DpDeedFuncs funcs = { put_urgencies, put_urgencies, free_array };
  guint n_changed = urgencies->len;
  g_autofree char *text = g_strdup_printf (
      ngettext ("Priority of %'u download changed", "Priority of %'u downloads changed", n_changed),
      n_changed);

  if (n_changed == 0)
    {
      g_array_unref (urgencies);
      return;
    }
  dp_undo_push (self, &funcs, urgencies);
  say_undo (self, text);
}

/* At once */

static void
unstart (DpUndo *undo, guint64 number, gpointer deed)
{
  dp_undo_say (undo, NULL, NULL, NULL);
  dp_queue_unstart (dp_undo_get_queue (undo), deed);
}

static void
start_again (DpUndo *undo, guint64 number, gpointer deed)
{
  GArray *starts = deed;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) started = NULL;

  for (guint i = 0; i < starts->len; i++)
    g_array_append_val (ids, g_array_index (starts, DpStart, i).id);
  started = dp_queue_start_now (dp_undo_get_queue (undo), (const guint64 *) ids->data, ids->len);
  if (started->len == 0)
    dp_undo_drop (undo, number);
}

/**
 * dp_undo_note_starts:
 * @self: the steps
 * @starts: (transfer full) (element-type DpStart): what started; empty if nothing did
 *
 * Downloads were started at once, as a step.
 *
 * Thread: home.
 */
void
dp_undo_note_starts (DpUndo *self, GArray *starts)
{
  static const DpDeedFuncs funcs = { unstart, start_again, free_array };
  guint n_started = starts->len;
  g_autofree char *text = g_strdup_printf (
      ngettext ("%'u download started", "%'u downloads started", n_started), n_started);

  if (n_started == 0)
    {
      g_array_unref (starts);
      return;
    }
  dp_undo_push (self, &funcs, starts);
  say_undo (self, text);
}
