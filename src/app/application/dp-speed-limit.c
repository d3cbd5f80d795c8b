/* dp-speed-limit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast all downloads together may be, of all that has a say in it: the person's limit; the
 * turtle, which slows everything down with one click, "app.turtle"; and the timetable, whose slower
 * hours are as slow as the turtle.  The lowest limit counts.
 *
 * Thread: home.
 */

#include "dp-speed-limit.h"

#include "dp-limits.h"

#define KB G_GUINT64_CONSTANT (1000)

struct _DpSpeedLimit
{
  GActionMap *map;          /* (unowned): outlives us */
  DpQueue *queue;           /* (owned) */
  GSettings *settings;      /* (owned) */
  DpConditions *conditions; /* (owned) */
};

static guint64
get_bytes_per_sec (DpSpeedLimit *self, const char *key)
{
  return (guint64) g_settings_get_int (self->settings, key) * KB;
}

/* 0 if there is none. */
static guint64
get_limit (DpSpeedLimit *self)
{
  guint64 lowest = G_MAXUINT64;

  if (g_settings_get_boolean (self->settings, "limit-speed"))
    lowest = get_bytes_per_sec (self, "speed-limit");
  if (g_settings_get_boolean (self->settings, "turtle") ||
      dp_conditions_is_limited (self->conditions))
    lowest = MIN (lowest, get_bytes_per_sec (self, "turtle-limit"));
  return lowest < G_MAXUINT64 ? lowest : 0;
}

static void
update (DpSpeedLimit *self)
{
  dp_queue_set_limit (self->queue, get_limit (self));
}

/**
 * dp_speed_limit_new:
 * @map: gets the action, for as long as the result lives; outlives it
 * @queue: what is limited
 * @settings: the program's settings
 * @conditions: which hours are the slower ones
 *
 * Limits the queue as they say, and from now on whenever they change.
 *
 * Thread: home.
 *
 * Returns: (transfer full): end it with dp_speed_limit_free()
 */
DpSpeedLimit *
dp_speed_limit_new (GActionMap *map, DpQueue *queue, GSettings *settings, DpConditions *conditions)
{
  static const char *const signals[] = {
    "changed::limit-speed",
    "changed::speed-limit",
    "changed::turtle",
    "changed::turtle-limit",
  };
  DpSpeedLimit *self = g_new0 (DpSpeedLimit, 1);
  g_autoptr (GAction) turtle = g_settings_create_action (settings, "turtle");

  self->map = map;
  self->queue = g_object_ref (queue);
  self->settings = g_object_ref (settings);
  self->conditions = g_object_ref (conditions);
  g_action_map_add_action (map, turtle);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_swapped (settings, signals[i], G_CALLBACK (update), self);
  g_signal_connect_swapped (conditions, "changed", G_CALLBACK (update), self);
  update (self);
  return self;
}

/**
 * dp_speed_limit_free:
 * @self: (transfer full) (nullable): what limits a queue
 *
 * Thread: home.
 */
void
dp_speed_limit_free (DpSpeedLimit *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->settings, self);
  g_signal_handlers_disconnect_by_data (self->conditions, self);
  g_action_map_remove_action (self->map, "turtle");
  g_object_unref (self->conditions);
  g_object_unref (self->settings);
  g_object_unref (self->queue);
  g_free (self);
}
