/* dp-surroundings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What changes around the queue and is passed on to it: the settings, each from the moment it is
 * changed, and the network.
 *
 * Thread: home.
 */

#include "dp-surroundings.h"

#include "dp-access.h"
#include "dp-http-client.h"
#include "dp-network.h"
#include "dp-orders.h"
#include "dp-preferences-values.h"
#include "dp-settings.h"
#include "dp-volume.h"

#define HTTP_TIMEOUT_SEC 60

#define MB (G_GUINT64_CONSTANT (1000) * 1000)

struct _DpSurroundings
{
  DpQueue *queue;      /* (owned) */
  DpLanes *lanes;      /* (unowned): outlives us */
  GSettings *settings; /* (owned) */
  DpNetwork *network;  /* (owned) */
};

static void
on_parallel_changed (DpSurroundings *self)
{
  dp_queue_set_parallel (self->queue,
                         (guint) g_settings_get_int (self->settings, "parallel-downloads"));
}

static void
on_per_host_changed (DpSurroundings *self)
{
  dp_queue_set_per_host (self->queue, (guint) g_settings_get_int (self->settings, "per-host"));
}

static void
on_segments_changed (DpSurroundings *self)
{
  dp_queue_set_segments (self->queue, (guint) g_settings_get_int (self->settings, "segments"));
}

/* For the files that begin from now on. */
static void
on_proxy_changed (DpSurroundings *self)
{
  g_autoptr (GProxyResolver) resolver = NULL;
  DpHttpOptions options = { .timeout_sec = HTTP_TIMEOUT_SEC };

  dp_access_take_proxy_password (self->settings, self->queue);
  resolver = dp_preferences_dup_proxy (self->settings);
  options.proxy_resolver = resolver;
  dp_lanes_set_options (self->lanes, &options);
}

static void
on_note_origin_changed (DpSurroundings *self)
{
  dp_queue_set_notes_origin (self->queue, g_settings_get_boolean (self->settings, "note-origin"));
}

static void
on_free_space_floor_changed (DpSurroundings *self)
{
  dp_volume_set_floor ((guint64) g_settings_get_int (self->settings, "free-space-floor") * MB);
}

static void
follow_settings (DpSurroundings *self)
{
  static const struct
  {
    const char *signal;
    void (*changed) (DpSurroundings *self);
  } rows[] = {
    { "changed::parallel-downloads", on_parallel_changed },
    { "changed::per-host", on_per_host_changed },
    { "changed::segments", on_segments_changed },
    { "changed::proxy-mode", on_proxy_changed },
    { "changed::proxy-uri", on_proxy_changed },
    { "changed::proxy-except", on_proxy_changed },
    { "changed::free-space-floor", on_free_space_floor_changed },
    { "changed::note-origin", on_note_origin_changed },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_signal_connect_swapped (self->settings, rows[i].signal, G_CALLBACK (rows[i].changed), self);
      rows[i].changed (self);
    }
}

static void
on_network_changed (gpointer user_data)
{
  dp_queue_hurry (((DpSurroundings *) user_data)->queue);
}

/**
 * dp_surroundings_new:
 * @queue: a queue
 * @lanes: where its work is done; outlives the result
 * @settings: the program's settings
 *
 * Tells the queue and its lanes how things are, and from now on whenever they change.
 *
 * Thread: home.
 *
 * Returns: (transfer full): end it with dp_surroundings_free()
 */
DpSurroundings *
dp_surroundings_new (DpQueue *queue, DpLanes *lanes, GSettings *settings)
{
  DpSurroundings *self = g_new0 (DpSurroundings, 1);

  self->queue = g_object_ref (queue);
  self->lanes = lanes;
  self->settings = g_object_ref (settings);
  self->network = dp_network_new (g_network_monitor_get_default (), on_network_changed, self);
  follow_settings (self);
  return self;
}

/**
 * dp_surroundings_free:
 * @self: (transfer full) (nullable): what the queue goes by
 *
 * Thread: home.
 */
void
dp_surroundings_free (DpSurroundings *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_pointer (&self->network, dp_network_free);
  g_object_unref (self->settings);
  g_object_unref (self->queue);
  g_free (self);
}
