/* dp-order-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The actions about whose turn comes when: "app.move-before" and its like, with the ids of those that
 * are meant.  Menus, keys, the mouse, D-Bus and tests all come through them.
 *
 * Thread: home.
 */

#include "dp-order-actions.h"

#include "dp-arrange.h"
#include "dp-moves.h"
#include "dp-undo-order.h"

struct _DpOrderActions
{
  GObject parent_instance;

  GApplication *application; /* (unowned): outlives us */
  DpUndo *undo;              /* (owned) */
  GCancellable *cancellable; /* (owned): of an arrangement that is being found out */
};

G_DEFINE_FINAL_TYPE (DpOrderActions, dp_order_actions, G_TYPE_OBJECT)

static const guint64 *
get_ids (GVariant *ids, gsize *n_ids)
{
  return g_variant_get_fixed_array (ids, n_ids, sizeof (guint64));
}

/* Places in the list */

typedef GArray *MoveFunc (DpQueue *queue, const guint64 *ids, gsize n_ids, guint64 other_id);

/* The ids of those that are moved, and of the one beside which they shall be. */
static void
move (DpOrderActions *self, GVariant *parameter, MoveFunc *func)
{
  g_autoptr (GVariant) ids = g_variant_get_child_value (parameter, 0);
  g_autoptr (GVariant) other = g_variant_get_child_value (parameter, 1);
  gsize n_ids;
  const guint64 *array = get_ids (ids, &n_ids);

  dp_undo_note_move (
      self->undo, func (dp_undo_get_queue (self->undo), array, n_ids, g_variant_get_uint64 (other)),
      n_ids);
}

static void
move_before (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move (user_data, parameter, dp_queue_move_before);
}

static void
move_behind (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move (user_data, parameter, dp_queue_move_behind);
}

static void
move_to_top (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpOrderActions *self = user_data;
  gsize n_ids;
  const guint64 *ids = get_ids (parameter, &n_ids);

  dp_undo_note_move (self->undo, dp_queue_move_to_top (dp_undo_get_queue (self->undo), ids, n_ids),
                     n_ids);
}

static void
move_to_bottom (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpOrderActions *self = user_data;
  gsize n_ids;
  const guint64 *ids = get_ids (parameter, &n_ids);

  dp_undo_note_move (self->undo,
                     dp_queue_move_before (dp_undo_get_queue (self->undo), ids, n_ids, 0), n_ids);
}

/* A rule */

static const char *const rules[] = {
  [DP_RULE_SIZE] = "size",
  [DP_RULE_TIME] = "time",
  [DP_RULE_HOST] = "host",
};

static void
on_arranged (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DpOrderActions *self;
  g_autoptr (GError) error = NULL;
  GArray *places = dp_queue_arrange_finish (DP_QUEUE (source), result, &error);

  if (places == NULL)
    return;
  self = user_data;
  dp_undo_note_arrangement (self->undo, places);
}

/* The rule, and the ids of those that are meant: none stands for all. */
static void
arrange (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpOrderActions *self = user_data;
  g_autoptr (GVariant) rule = g_variant_get_child_value (parameter, 0);
  g_autoptr (GVariant) ids = g_variant_get_child_value (parameter, 1);
  gsize n_ids;
  const guint64 *array = get_ids (ids, &n_ids);

  /* Who asks again wants the other one. */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_str_equal (rules[i], g_variant_get_string (rule, NULL)))
      dp_queue_arrange_async (dp_undo_get_queue (self->undo), (DpRule) i, array, n_ids,
                              self->cancellable, on_arranged, self);
}

/* Turns */

/* The name of the priority, and the ids of those that get it. */
static void
set_priority (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpOrderActions *self = user_data;
  g_autoptr (GVariant) name = g_variant_get_child_value (parameter, 0);
  g_autoptr (GVariant) ids = g_variant_get_child_value (parameter, 1);
  gsize n_ids;
  const guint64 *array = get_ids (ids, &n_ids);

  dp_undo_note_urgencies (
      self->undo, dp_queue_prioritize (dp_undo_get_queue (self->undo), array, n_ids,
                                       dp_priority_from_name (g_variant_get_string (name, NULL))));
}

static void
start_now (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpOrderActions *self = user_data;
  gsize n_ids;
  const guint64 *ids = get_ids (parameter, &n_ids);

  dp_undo_note_starts (self->undo, dp_queue_start_now (dp_undo_get_queue (self->undo), ids, n_ids));
}

static const GActionEntry actions[] = {
  { .name = "move-before", .activate = move_before, .parameter_type = "(att)" },
  { .name = "move-behind", .activate = move_behind, .parameter_type = "(att)" },
  { .name = "move-to-top", .activate = move_to_top, .parameter_type = "at" },
  { .name = "move-to-bottom", .activate = move_to_bottom, .parameter_type = "at" },
  { .name = "arrange", .activate = arrange, .parameter_type = "(sat)" },
  { .name = "set-priority", .activate = set_priority, .parameter_type = "(sat)" },
  { .name = "start-now", .activate = start_now, .parameter_type = "at" },
};

static void
dp_order_actions_dispose (GObject *object)
{
  DpOrderActions *self = DP_ORDER_ACTIONS (object);

  for (guint i = 0; self->application != NULL && i < G_N_ELEMENTS (actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->application), actions[i].name);
  self->application = NULL;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->undo);
  G_OBJECT_CLASS (dp_order_actions_parent_class)->dispose (object);
}

static void
dp_order_actions_class_init (DpOrderActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dp_order_actions_dispose;
}

static void
dp_order_actions_init (DpOrderActions *self)
{
}

/**
 * dp_order_actions_new:
 * @application: gets the actions, for as long as the result lives; outlives it
 * @undo: what can be taken back
 *
 * Thread: home.
 *
 * Returns: (transfer full): the actions
 */
DpOrderActions *
dp_order_actions_new (GApplication *application, DpUndo *undo)
{
  DpOrderActions *self = g_object_new (DP_TYPE_ORDER_ACTIONS, NULL);

  self->application = application;
  self->undo = g_object_ref (undo);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   self);
  return self;
}
