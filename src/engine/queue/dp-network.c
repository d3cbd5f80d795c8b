/* dp-network.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When the network comes back, or is another one.
 *
 * The system tells that several times in a row, route by route, and before names can be looked up.
 * So the first word counts at once, and all others of the next seconds once more at their end.
 *
 * Thread: home.
 */

#include "dp-network.h"

#define SETTLE_MSEC 5000

struct _DpNetwork
{
  GNetworkMonitor *monitor; /* (owned) */
  void (*changed) (gpointer user_data);
  gpointer user_data;
  guint settle_id;
  gboolean is_stale; /* it changed again while it settled */
};

static void tell (DpNetwork *self);

static gboolean
on_settled (gpointer user_data)
{
  DpNetwork *self = user_data;

  self->settle_id = 0;
  if (self->is_stale)
    tell (self);
  return G_SOURCE_REMOVE;
}

static void
tell (DpNetwork *self)
{
  self->is_stale = FALSE;
  self->settle_id = g_timeout_add (SETTLE_MSEC, on_settled, self);
  self->changed (self->user_data);
}

static void
on_network_changed (GNetworkMonitor *monitor, gboolean is_available, DpNetwork *self)
{
  if (is_available && self->settle_id == 0)
    tell (self);
  else
    self->is_stale = is_available;
}

/**
 * dp_network_new:
 * @monitor: who knows the network
 * @changed: called when it is there again, or another one
 * @user_data: for @changed
 *
 * Thread: home.
 *
 * Returns: (transfer full): a watch
 */
DpNetwork *
dp_network_new (GNetworkMonitor *monitor, void (*changed) (gpointer user_data), gpointer user_data)
{
  DpNetwork *self = g_new0 (DpNetwork, 1);

  self->monitor = g_object_ref (monitor);
  self->changed = changed;
  self->user_data = user_data;
  g_signal_connect (monitor, "network-changed", G_CALLBACK (on_network_changed), self);
  return self;
}

/**
 * dp_network_free:
 * @self: (transfer full) (nullable): a watch
 *
 * Thread: home.
 */
void
dp_network_free (DpNetwork *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_object_unref (self->monitor);
  g_free (self);
}
