/* dp-keys.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which key does what.  dp-shortcuts-window.ui tells it to the person.
 *
 * Where text is edited, it has the keys first: there, Delete takes a letter, and no download.
 *
 * Thread: home.
 */

#include "dp-keys.h"

#include "dp-shortcuts-window.h"

static const struct
{
  const char *action;
  const char *accels[3];
} keys[] = {
  { "app.add", { "<Control>n" } },
  { "app.import", { "<Control>o" } },
  { "win.paste", { "<Control>v", "<Shift>Insert" } },
  { "app.undo", { "<Control>z" } },
  { "app.redo", { "<Control><Shift>z" } },
  { "app.pause-all", { "<Control><Shift>p" } },
  { "app.resume-all", { "<Control><Shift>r" } },
  { "app.turtle", { "<Control>t" } },
  { "win.pause", { "<Control>p" } },
  { "win.resume", { "<Control>r" } },
  { "win.start-now", { "<Control>j" } },
  { "win.answer", { "<Control>k" } },
  { "win.show-in-folder", { "<Control>Return" } },
  { "win.copy-link", { "<Control>c" } },
  { "win.new-link", { "<Control>l" } },
  { "win.rename", { "F2" } },
  { "win.remove", { "Delete" } },
  { "win.show-row-menu", { "Menu", "<Shift>F10" } },
  { "win.details", { "<Alt>Return", "<Alt>KP_Enter" } },
  { "win.activity", { "F9" } },
  { "win.find", { "<Control>f" } },
  { "win.show-group::all", { "<Alt>1" } },
  { "win.show-group::active", { "<Alt>2" } },
  { "win.show-group::waiting", { "<Alt>3" } },
  { "win.show-group::done", { "<Alt>4" } },
  { "win.show-group::failed", { "<Alt>5" } },
  { "win.show-sort-menu", { "<Alt>s" } },
  { "app.preferences", { "<Control>comma" } },
  { "win.show-help-overlay", { "<Control>question", "F1" } },
  { "window.close", { "<Control>w" } },
  { "app.quit", { "<Control>q" } },
};

/* GTK gives the window's keys to the actions before anybody else. */
static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  return (GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus)) &&
         gtk_event_controller_key_forward (controller, focus);
}

static void
on_window_added (GtkApplication *application, GtkWindow *window, gpointer unused)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (on_key_pressed), window,
                           G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
  if (GTK_IS_APPLICATION_WINDOW (window))
    dp_shortcuts_window_attach (GTK_APPLICATION_WINDOW (window));
}

/**
 * dp_keys_install:
 * @application: the program
 *
 * Thread: home.
 */
void
dp_keys_install (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (application, keys[i].action,
                                           (const char **) keys[i].accels);
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), NULL);
}
