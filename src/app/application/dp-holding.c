/* dp-holding.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The queue is held while conditions are against it, and the window says so, with a way out of it
 * ("app.resume-anyway").
 *
 * Thread: home.
 */

#include "dp-holding.h"

#include <glib/gi18n.h>

#include "dp-front.h"
#include "dp-settings.h"

struct _DpHolding
{
  GtkApplication *application; /* (unowned): outlives us */
  DpQueue *queue;              /* (owned) */
  DpConditions *conditions;    /* (owned) */
};

static void
on_changed (DpHolding *self)
{
  dp_queue_set_held (self->queue, dp_conditions_is_held (self->conditions));
  dp_holding_show (self);
}

static void
resume_anyway (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  dp_conditions_waive (((DpHolding *) user_data)->conditions);
}

static const GActionEntry actions[] = {
  { .name = "resume-anyway", .activate = resume_anyway },
};

/**
 * dp_holding_show:
 * @self: who holds the queue
 *
 * Says in the window, if there is one, why nothing runs.
 *
 * Thread: home.
 */
void
dp_holding_show (DpHolding *self)
{
  DpWindow *window = dp_front_get_window (self->application);
  g_autofree char *reason = dp_conditions_dup_reason (self->conditions);

  if (window != NULL)
    dp_window_set_banner (window, reason, _ ("_Resume Anyway"), "app.resume-anyway");
}

/**
 * dp_holding_new:
 * @application: the program; gets the action; outlives the result
 * @queue: what is held
 * @conditions: while they say so
 *
 * Thread: home.
 *
 * Returns: (transfer full): end it with dp_holding_free()
 */
DpHolding *
dp_holding_new (GtkApplication *application, DpQueue *queue, DpConditions *conditions)
{
  DpHolding *self = g_new0 (DpHolding, 1);

  self->application = application;
  self->queue = g_object_ref (queue);
  self->conditions = g_object_ref (conditions);
  g_signal_connect_swapped (conditions, "changed", G_CALLBACK (on_changed), self);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   self);
  on_changed (self);
  return self;
}

/**
 * dp_holding_free:
 * @self: (transfer full) (nullable): who holds the queue
 *
 * Thread: home.
 */
void
dp_holding_free (DpHolding *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->application), actions[i].name);
  g_signal_handlers_disconnect_by_data (self->conditions, self);
  g_object_unref (self->conditions);
  g_object_unref (self->queue);
  g_free (self);
}
