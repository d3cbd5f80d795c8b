/* drop-target.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A window to drop files on, until standard input ends: says when it is told of some, and what it
 * got, a line for each.
 */

#include <glib-unix.h>
#include <gtk/gtk.h>

static GdkDragAction
on_enter (GtkDropTarget *target, double x, double y, gpointer user_data)
{
  g_print ("here\n");
  return GDK_ACTION_COPY;
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  GSList *files = gdk_file_list_get_files (g_value_get_boxed (value));
  GdkDrop *drop = gtk_drop_target_get_current_drop (target);

  g_print ("actions %u\n", gdk_drop_get_actions (drop));
  for (GSList *l = files; l != NULL; l = l->next)
    {
      g_autofree char *path = g_file_get_path (l->data);

      g_print ("file %s\n", path);
    }
  g_slist_free (files);
  return TRUE;
}

static gboolean
on_input (gint fd, GIOCondition condition, gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

int
main (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GtkDropTarget *target;
  GtkWidget *window;
  GtkWidget *label;

  gtk_init ();
  target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY | GDK_ACTION_MOVE);
  g_signal_connect (target, "enter", G_CALLBACK (on_enter), NULL);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), NULL);
  label = gtk_label_new ("Drop here");
  gtk_widget_set_size_request (label, 300, 300);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (target));
  window = gtk_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), "Drop Target");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));

  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_input, loop);
  g_main_loop_run (loop);
  return 0;
}
