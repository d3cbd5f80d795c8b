/* dp-bus.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list, told to other programs over D-Bus: io.github.downpour.Downpour.Downloads.
 *
 * It is told in portions, so that nobody can hold up the window by asking for a hundred thousand
 * downloads.  Orders do not come through here: the program exports its actions.
 *
 * Thread: home.
 */

#include "dp-bus.h"

#include "dp-bus-interface.h"
#include "dp-url.h"

#define PORTION 500

struct _DpBus
{
  DpBusDownloads *downloads; /* (owned) */
  DpQueue *queue;            /* (owned) (nullable): until the program has started there is none */
};

static void
add_string (GVariantBuilder *builder, const char *key, const char *value)
{
  if (value != NULL)
    g_variant_builder_add (builder, "{sv}", key, g_variant_new_string (value));
}

static void
add_path (GVariantBuilder *builder, const char *key, const char *path)
{
  if (path != NULL)
    g_variant_builder_add (builder, "{sv}", key, g_variant_new_bytestring (path));
}

static void
add_number (GVariantBuilder *builder, const char *key, guint64 number)
{
  g_variant_builder_add (builder, "{sv}", key, g_variant_new_uint64 (number));
}

static void
add_progress (GVariantBuilder *builder, DpDownload *download)
{
  const DpProgress *progress = dp_download_get_progress (download);

  add_number (builder, "received", progress->received_bytes);
  if (progress->total_bytes != DP_SIZE_UNKNOWN)
    add_number (builder, "total", progress->total_bytes);
  if (dp_download_get_state (download) != DP_STATE_RUNNING)
    return;
  add_number (builder, "speed", progress->bytes_per_sec);
  if (progress->left_sec != DP_TIME_UNKNOWN)
    add_number (builder, "left", progress->left_sec);
}

/**
 * dp_bus_describe:
 * @download: a download
 *
 * Thread: home.
 *
 * Returns: (transfer floating): what others are told of it, an a{sv}
 */
GVariant *
dp_bus_describe (DpDownload *download)
{
  g_autoptr (DpUrl) url = dp_url_parse (dp_download_get_url (download), NULL);
  g_autofree char *link = url != NULL ? dp_url_to_display (url) : NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  add_number (&builder, "id", dp_download_get_id (download));
  add_string (&builder, "link", link);
  add_string (&builder, "state", dp_state_get_word (dp_download_get_state (download)));
  add_string (&builder, "name", dp_download_get_name (download));
  add_path (&builder, "folder", dp_download_get_folder (download));
  add_path (&builder, "path", dp_download_get_path (download));
  add_string (&builder, "reason", dp_download_get_reason (download));
  add_progress (&builder, download);
  return g_variant_builder_end (&builder);
}

static gboolean
on_list (DpBusDownloads *downloads,
         GDBusMethodInvocation *invocation,
         guint position,
         guint n_most,
         DpBus *self)
{
  guint n_all = self->queue != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->queue)) : 0;
  guint first = MIN (position, n_all);
  guint end = first + MIN (MIN (n_most, PORTION), n_all - first);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = first; i < end; i++)
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (G_LIST_MODEL (self->queue), i);

      g_variant_builder_add_value (&builder, dp_bus_describe (download));
    }
  dp_bus_downloads_complete_list (downloads, invocation, n_all, g_variant_builder_end (&builder));
  return TRUE;
}

/**
 * dp_bus_new:
 * @connection: the session bus
 * @object_path: where the program is on it
 * @error: return location
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): a list that others see, empty until there is a queue
 */
DpBus *
dp_bus_new (GDBusConnection *connection, const char *object_path, GError **error)
{
  DpBus *self = g_new0 (DpBus, 1);

  self->downloads = dp_bus_downloads_skeleton_new ();
  g_signal_connect (self->downloads, "handle-list", G_CALLBACK (on_list), self);
  if (g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->downloads), connection,
                                        object_path, error))
    return self;
  dp_bus_free (self);
  return NULL;
}

/**
 * dp_bus_set_queue:
 * @self: (nullable): what others see, or %NULL where there is no bus
 * @queue: (nullable): what is in the list
 *
 * Thread: home.
 */
void
dp_bus_set_queue (DpBus *self, DpQueue *queue)
{
  if (self != NULL)
    g_set_object (&self->queue, queue);
}

/**
 * dp_bus_leave:
 * @self: (nullable): what others see, or %NULL where there is no bus
 *
 * The program is about to end: who starts it from now on gets another one, which waits for our list.
 *
 * Thread: home.
 */
void
dp_bus_leave (DpBus *self)
{
  GDBusInterfaceSkeleton *skeleton =
      self != NULL ? G_DBUS_INTERFACE_SKELETON (self->downloads) : NULL;
  GDBusConnection *connection =
      skeleton != NULL ? g_dbus_interface_skeleton_get_connection (skeleton) : NULL;

  if (connection != NULL)
    g_dbus_connection_call (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                            "org.freedesktop.DBus", "ReleaseName", g_variant_new ("(s)", APP_ID),
                            NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

/**
 * dp_bus_free:
 * @self: (transfer full) (nullable): what others see
 *
 * Thread: home.
 */
void
dp_bus_free (DpBus *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->downloads, self);
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->downloads));
  g_object_unref (self->downloads);
  g_clear_object (&self->queue);
  g_free (self);
}
