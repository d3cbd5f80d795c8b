/* dp-speed-limit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast all downloads together may be, of all that has a say in it: the person's limit, and the
 * turtle, which slows everything down with one click, "app.turtle".
 *
 * Each of them wants a limit or none, and the lowest one counts: who has another reason adds a row
 * to the table of causes.
 *
 * Thread: home.
 */

#include "dp-speed-limit.h"

#include "dp-limits.h"

#define KB G_GUINT64_CONSTANT (1000)

struct _DpSpeedLimit
{
  GActionMap *map;     /* (unowned): outlives us */
  DpQueue *queue;      /* (owned) */
  GSettings *settings; /* (owned) */
};

/* What has a say: a key that is on or off, and the key of its limit. */
static const struct
{
  const char *is_on;
  const char *kb_per_sec;
} causes[] = {
  { "limit-speed", "speed-limit" },
  { "turtle", "turtle-limit" },
};

/* The lowest of those that are on; 0 if none is. */
static guint64
get_limit (GSettings *settings)
{
  guint64 lowest = G_MAXUINT64;

  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    if (g_settings_get_boolean (settings, causes[i].is_on))
      lowest = MIN (lowest, (guint64) g_settings_get_int (settings, causes[i].kb_per_sec) * KB);
  return lowest < G_MAXUINT64 ? lowest : 0;
}

static void
update (DpSpeedLimit *self)
{
  dp_queue_set_limit (self->queue, get_limit (self->settings));
}

/**
 * dp_speed_limit_new:
 * @map: gets the action, for as long as the result lives; outlives it
 * @queue: what is limited
 * @settings: the program's settings
 *
 * Limits the queue as the settings say, and from now on whenever they change.
 *
 * Thread: home.
 *
 * Returns: (transfer full): end it with dp_speed_limit_free()
 */
DpSpeedLimit *
dp_speed_limit_new (GActionMap *map, DpQueue *queue, GSettings *settings)
{
  DpSpeedLimit *self = g_new0 (DpSpeedLimit, 1);
  g_autoptr (GAction) turtle = g_settings_create_action (settings, "turtle");

  self->map = map;
  self->queue = g_object_ref (queue);
  self->settings = g_object_ref (settings);
  g_action_map_add_action (map, turtle);
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      g_autofree char *is_on = g_strconcat ("changed::", causes[i].is_on, NULL);
      g_autofree char *kb_per_sec = g_strconcat ("changed::", causes[i].kb_per_sec, NULL);

      g_signal_connect_swapped (settings, is_on, G_CALLBACK (update), self);
      g_signal_connect_swapped (settings, kb_per_sec, G_CALLBACK (update), self);
    }
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
  g_action_map_remove_action (self->map, "turtle");
  g_object_unref (self->settings);
  g_object_unref (self->queue);
  g_free (self);
}
