/* dp-opener.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files and folders in other programs; and why one can't be seen there, in a sentence: it may be gone
 * since, or no program may know what to do with it.
 *
 * Thread: home; other threads look at the disk.
 */

#include "dp-opener.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <gtk/gtk.h>

typedef struct
{
  char *path; /* (owned) (type filename) */
  gboolean is_folder;
  DpOpenerFunc complain;
  GWeakRef owner; /* for complain */
} DpOpener;

static void
opener_free (DpOpener *self)
{
  g_weak_ref_clear (&self->owner);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpOpener, opener_free)

static DpOpener *
opener_new (const char *path, gboolean is_folder, DpOpenerFunc complain, gpointer owner)
{
  DpOpener *self = g_new0 (DpOpener, 1);

  self->path = g_strdup (path);
  self->is_folder = is_folder;
  self->complain = complain;
  g_weak_ref_init (&self->owner, owner);
  return self;
}

static char *
get_uri (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return g_file_get_uri (file);
}

/* Words */

static char *
describe (const DpOpener *self, const GError *error)
{
  g_autofree char *name = g_filename_display_basename (self->path);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) && self->is_folder)
    return g_strdup_printf (
        /* Translators: %s is the name of a folder. */
        _ ("The folder “%s” is not there. The next download that goes there makes it."), name);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return g_strdup_printf (
        /* Translators: %s is the name of a file. */
        _ ("“%s” is not there any more. It can be downloaded again."), name);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    return g_strdup_printf (
        /* Translators: %s is the name of a file or folder. */
        _ ("No program is set up to open “%s”. Choose one in the file manager."), name);
  /* Translators: %1$s is the name of a file or folder, %2$s is the reason. */
  return g_strdup_printf (_ ("“%1$s” can't be opened: %2$s"), name, error->message);
}

/* Opening */

static void
on_launched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DpOpener) self = user_data;
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error) || owner == NULL)
    return;
  sentence = describe (self, error);
  self->complain (sentence, owner);
}

/* The other program comes to the front: the display says that the person asked for it. */
static void
launch (DpOpener *self)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GdkAppLaunchContext) context =
      display != NULL ? gdk_display_get_app_launch_context (display) : NULL;
  g_autofree char *uri = get_uri (self->path);

  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, on_launched,
                                           self);
}

/**
 * dp_opener_open_file:
 * @path: (type filename): a file
 * @complain: told if it can't be opened
 * @owner: (type GObject): for @complain, which is not called when it is gone
 *
 * Opens it with the program that the person prefers.
 *
 * Thread: home.
 */
void
dp_opener_open_file (const char *path, DpOpenerFunc complain, gpointer owner)
{
  launch (opener_new (path, FALSE, complain, owner));
}

/**
 * dp_opener_open_folder:
 * @path: (type filename): a folder
 * @complain: told if it can't be opened
 * @owner: (type GObject): for @complain, which is not called when it is gone
 *
 * Opens it with the file manager.
 *
 * Thread: home.
 */
void
dp_opener_open_folder (const char *path, DpOpenerFunc complain, gpointer owner)
{
  launch (opener_new (path, TRUE, complain, owner));
}

/* Showing */

/* Without a file manager that can select a file its folder will do. */
static void
show_folder (DpOpener *self)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);
  g_autofree char *folder = g_path_get_dirname (self->path);

  dp_opener_open_folder (folder, self->complain, owner);
}

static void
on_shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DpOpener) self = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (reply == NULL)
    show_folder (self);
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DpOpener) self = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);
  g_autofree char *uri = get_uri (self->path);
  const char *uris[] = { uri, NULL };

  if (bus == NULL)
    {
      show_folder (self);
      return;
    }
  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1", "ShowItems",
                          g_variant_new ("(^ass)", uris, ""), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          NULL, on_shown, g_steal_pointer (&self));
}

/**
 * dp_opener_show_in_folder:
 * @path: (type filename): a file
 * @complain: told if it can't be shown
 * @owner: (type GObject): for @complain, which is not called when it is gone
 *
 * Shows it in the file manager (org.freedesktop.FileManager1), selected.
 *
 * Thread: home.
 */
void
dp_opener_show_in_folder (const char *path, DpOpenerFunc complain, gpointer owner)
{
  g_bus_get (G_BUS_TYPE_SESSION, NULL, on_bus, opener_new (path, FALSE, complain, owner));
}
