/* dp-undo.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the person did to the list, step by step, so that it can be taken back and done again.
 *
 * There are two stacks: what was done, and what of it was taken back.  Whatever is done anew empties
 * the second.  A step keeps what it took out of the list.  Once the step is forgotten (fifty others
 * have come since, something else was done after it was taken back, or the program ends), that is
 * final, and what is on disk of unfinished files goes.
 *
 * What is more than adding and removing stands in rooms of its own, which only tell how it is taken
 * back: dp-undo-rename, dp-undo-order, dp-undo-trash.
 *
 * Taking back an addition removes what is not finished.  What is finished stays in the list: the file
 * is there, and the row is how one finds it.
 *
 * Thread: home.
 */

#include "dp-undo.h"

#include <glib/gi18n.h>

#include "dp-removal.h"
#include "dp-words.h"

typedef enum
{
  STEP_ADDITION,
  STEP_REMOVAL,
  STEP_DEED,
} StepKind;

typedef struct
{
  StepKind kind;
  guint64 number; /* which one it is, for answers that come late */

  /* An addition: so many ids from the first one on. */
  guint64 first_id;
  guint n_added;

  GArray *ids;        /* (owned) (nullable) (element-type guint64): a removal's */
  DpRemoval *removal; /* (owned) (nullable): what is out of the list because of this step */

  /* What somebody else has done, and can take back. */
  const DpDeedFuncs *funcs;
  gpointer deed; /* (owned) (nullable) */
} Step;

struct _DpUndo
{
  GObject parent_instance;

  DpQueue *queue;    /* (owned) */
  GPtrArray *done;   /* (owned) (element-type Step): the last one is taken back first */
  GPtrArray *undone; /* (owned) (element-type Step): the last one is done again first */
  guint64 n_steps;   /* that there ever were */
};

typedef enum
{
  PROP_CAN_UNDO = 1,
  PROP_CAN_REDO,
} DpUndoProperty;

static GParamSpec *props[PROP_CAN_REDO + 1];
static guint said_signal;

G_DEFINE_FINAL_TYPE (DpUndo, dp_undo, G_TYPE_OBJECT)

static void
step_free (Step *step)
{
  g_clear_pointer (&step->ids, g_array_unref);
  g_clear_pointer (&step->removal, dp_removal_free);
  if (step->deed != NULL)
    step->funcs->free (step->deed);
  g_free (step);
}

/* The stacks */

static void
tell_change (DpUndo *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_UNDO]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_REDO]);
}

static Step *
push_new (DpUndo *self, StepKind kind)
{
  Step *step = g_new0 (Step, 1);

  step->kind = kind;
  step->number = ++self->n_steps;
  g_ptr_array_set_size (self->undone, 0);
  g_ptr_array_add (self->done, step);
  if (self->done->len > DP_UNDO_MAX_STEPS)
    g_ptr_array_remove_index (self->done, 0);
  return step;
}

static Step *
move_last (GPtrArray *from, GPtrArray *to)
{
  Step *step = g_ptr_array_steal_index (from, from->len - 1);

  g_ptr_array_add (to, step);
  return step;
}

static void
drop (DpUndo *self, guint64 number)
{
  GPtrArray *stacks[] = { self->done, self->undone };

  for (guint i = 0; i < G_N_ELEMENTS (stacks); i++)
    for (guint j = 0; j < stacks[i]->len; j++)
      if (((Step *) stacks[i]->pdata[j])->number == number)
        {
          g_ptr_array_remove_index (stacks[i], j);
          return;
        }
}

/* Words */

/**
 * dp_undo_say:
 * @self: the steps
 * @text: (nullable): a translated sentence; or %NULL: what was said before is no longer true
 * @label: (nullable): what the button beside it says
 * @action_name: (nullable): what the button does
 *
 * Thread: home.
 */
void
dp_undo_say (DpUndo *self, const char *text, const char *label, const char *action_name)
{
  g_signal_emit (self, said_signal, 0, text, label, action_name);
}

static void
hush (DpUndo *self)
{
  dp_undo_say (self, NULL, NULL, NULL);
}

/* Removing */

static void
put_back (DpUndo *self, Step *step)
{
  dp_queue_restore (self->queue, g_steal_pointer (&step->removal));
  hush (self);
}

static void
say_removed (DpUndo *self, const Step *step)
{
  g_autofree char *text = dp_words_for_removal (dp_removal_get_size (step->removal));

  dp_undo_say (self, text, _ ("Undo"), "app.undo");
}

static void
remove_again (DpUndo *self, Step *step)
{
  step->removal = dp_queue_remove (self->queue, step->ids);
  if (dp_removal_get_size (step->removal) > 0)
    say_removed (self, step);
  else
    drop (self, step->number);
}

/**
 * dp_undo_remove:
 * @self: the steps
 * @ids: (element-type guint64): ids of downloads, ascending
 *
 * Takes downloads out of the list, as a step.  Where there was nothing to remove, there is no new
 * step, and what came before can still be taken back.
 *
 * Thread: home.
 */
void
dp_undo_remove (DpUndo *self, GArray *ids)
{
  g_autoptr (DpRemoval) removal = dp_queue_remove (self->queue, ids);
  Step *step;

  if (dp_removal_get_size (removal) == 0)
    return;
  step = push_new (self, STEP_REMOVAL);
  step->ids = g_array_ref (ids);
  step->removal = g_steal_pointer (&removal);
  tell_change (self);
  say_removed (self, step);
}

/* Adding */

/**
 * dp_undo_note_addition:
 * @self: the steps
 * @first_id: what dp_queue_add() returned
 * @n_added: how many were added
 *
 * Downloads were added, as a step.
 *
 * Thread: home.
 */
void
dp_undo_note_addition (DpUndo *self, guint64 first_id, guint n_added)
{
  Step *step = push_new (self, STEP_ADDITION);

  step->first_id = first_id;
  step->n_added = n_added;
  tell_change (self);
}

/* Those of an addition that are in the list and not finished. */
static GArray *
list_unfinished (DpUndo *self, const Step *step, guint *n_finished)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint64));

  *n_finished = 0;
  for (guint i = 0; i < step->n_added; i++)
    {
      guint64 id = step->first_id + i;
      DpDownload *download = dp_queue_find (self->queue, id);

      if (download == NULL)
        continue;
      if (dp_download_get_state (download) == DP_STATE_DONE)
        (*n_finished)++;
      else
        g_array_append_val (ids, id);
    }
  return ids;
}

static void
take_addition_back (DpUndo *self, Step *step)
{
  guint n_finished;
  g_autoptr (GArray) ids = list_unfinished (self, step, &n_finished);
  g_autofree char *text = dp_words_for_lost_addition (ids->len, n_finished);

  step->removal = dp_queue_remove (self->queue, ids);
  if (ids->len > 0)
    dp_undo_say (self, text, _ ("Redo"), "app.redo");
  else
    {
      drop (self, step->number);
      dp_undo_say (self, text, NULL, NULL);
    }
}

/* What others do */

/**
 * dp_undo_get_queue:
 * @self: the steps
 *
 * Thread: home.
 *
 * Returns: (transfer none): what they are done to
 */
DpQueue *
dp_undo_get_queue (DpUndo *self)
{
  return self->queue;
}

/**
 * dp_undo_push:
 * @self: the steps
 * @funcs: how it is taken back, and done again; constant
 * @deed: (transfer full): what was done
 *
 * Something was done, as a step.
 *
 * Thread: home.
 *
 * Returns: the number of the step
 */
guint64
dp_undo_push (DpUndo *self, const DpDeedFuncs *funcs, gpointer deed)
{
  Step *step = push_new (self, STEP_DEED);

  step->funcs = funcs;
  step->deed = deed;
  tell_change (self);
  return step->number;
}

/**
 * dp_undo_drop:
 * @self: the steps
 * @number: of a step, which may be forgotten already
 *
 * It turned out that there is nothing to take back, or to do again.
 *
 * Thread: home.
 */
void
dp_undo_drop (DpUndo *self, guint64 number)
{
  drop (self, number);
  tell_change (self);
}

/**
 * dp_undo_is_last:
 * @self: the steps
 * @number: of a step
 *
 * Thread: home.
 *
 * Returns: whether that is what would be taken back next
 */
gboolean
dp_undo_is_last (DpUndo *self, guint64 number)
{
  const Step *last = self->done->len > 0 ? self->done->pdata[self->done->len - 1] : NULL;

  return last != NULL && last->number == number;
}

/* Back and forth */

/**
 * dp_undo_go_back:
 * @self: the steps
 *
 * Takes back the last step, if there is one.
 *
 * Thread: home.
 */
void
dp_undo_go_back (DpUndo *self)
{
  Step *step;

  if (self->done->len == 0)
    return;
  step = move_last (self->done, self->undone);
  switch (step->kind)
    {
    case STEP_ADDITION:
      take_addition_back (self, step);
      break;
    case STEP_REMOVAL:
      put_back (self, step);
      break;
    case STEP_DEED:
      step->funcs->go_back (self, step->number, step->deed);
      break;
    }
  tell_change (self);
}

/**
 * dp_undo_go_forward:
 * @self: the steps
 *
 * Does the step again that was taken back last, if there is one.
 *
 * Thread: home.
 */
void
dp_undo_go_forward (DpUndo *self)
{
  Step *step;

  if (self->undone->len == 0)
    return;
  step = move_last (self->undone, self->done);
  switch (step->kind)
    {
    case STEP_ADDITION:
      put_back (self, step);
      break;
    case STEP_REMOVAL:
      remove_again (self, step);
      break;
    case STEP_DEED:
      step->funcs->go_forward (self, step->number, step->deed);
      break;
    }
  tell_change (self);
}

/**
 * dp_undo_forget:
 * @self: the steps
 *
 * Makes final whatever was removed, for the end of the program.
 *
 * Thread: home.
 */
void
dp_undo_forget (DpUndo *self)
{
  g_ptr_array_set_size (self->done, 0);
  g_ptr_array_set_size (self->undone, 0);
  tell_change (self);
}

static void
dp_undo_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DpUndo *self = DP_UNDO (object);

  switch ((DpUndoProperty) id)
    {
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, self->done->len > 0);
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, self->undone->len > 0);
      break;
    }
}

static void
dp_undo_finalize (GObject *object)
{
  DpUndo *self = DP_UNDO (object);

  g_clear_pointer (&self->done, g_ptr_array_unref);
  g_clear_pointer (&self->undone, g_ptr_array_unref);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (dp_undo_parent_class)->finalize (object);
}

static void
dp_undo_class_init (DpUndoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dp_undo_get_property;
  object_class->finalize = dp_undo_finalize;

  props[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  props[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * DpUndo::said:
   * @self: the steps
   * @text: (nullable): a translated sentence; or %NULL: what was said before is no longer true
   * @label: (nullable): what the button beside it says
   * @action_name: (nullable): what the button does
   */
  said_signal = g_signal_new ("said", DP_TYPE_UNDO, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
dp_undo_init (DpUndo *self)
{
  self->done = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  self->undone = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
}

/**
 * dp_undo_new:
 * @queue: what the steps are done to
 *
 * Thread: home.
 *
 * Returns: (transfer full): no steps yet
 */
DpUndo *
dp_undo_new (DpQueue *queue)
{
  DpUndo *self = g_object_new (DP_TYPE_UNDO, NULL);

  self->queue = g_object_ref (queue);
  return self;
}
