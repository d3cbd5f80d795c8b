/* drag-source.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A window that is full of something to drag, until standard input ends.
 *
 *   drag-source MEDIA-TYPE CONTENT
 */

#include <glib-unix.h>
#include <gtk/gtk.h>
#include <string.h>

static GdkContentProvider *
on_prepare (GtkDragSource *source, double x, double y, char **arguments)
{
  g_autoptr (GBytes) bytes = g_bytes_new (arguments[2], strlen (arguments[2]));

  return gdk_content_provider_new_for_bytes (arguments[1], bytes);
}

static gboolean
on_input (gint fd, GIOCondition condition, gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GtkDragSource *source;
  GtkWidget *window;
  GtkWidget *label;

  gtk_init ();
  if (argc != 3)
    g_error ("a media type and a content is what I want");

  source = gtk_drag_source_new ();
  gtk_drag_source_set_actions (source, GDK_ACTION_COPY | GDK_ACTION_LINK);
  g_signal_connect (source, "prepare", G_CALLBACK (on_prepare), argv);

  label = gtk_label_new ("Drag me");
  gtk_widget_set_size_request (label, 300, 300);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (source));
  window = gtk_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), "Drag Source");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));

  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_input, loop);
  g_main_loop_run (loop);
  return 0;
}
