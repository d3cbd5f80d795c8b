/* dp-desktop.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the desktop does for us: its folders, its dialogs.  Calls that newer GTK versions replace stand
 * here and nowhere else.
 *
 * Thread: home; everything that may take time is asynchronous.
 */

#include "dp-desktop.h"

#include <glib/gi18n.h>

/**
 * dp_desktop_prepare:
 * @has_bus: whether there is a session bus
 *
 * To be called before GTK begins.  The desktop knows our windows by the name of the program; until now
 * that was what it is called in a terminal.  Without a session bus GTK 4.8 finds the one of the screen
 * readers all the same, by the display, and crashes over objects that have no path.
 *
 * Thread: home.
 */
void
dp_desktop_prepare (gboolean has_bus)
{
  g_set_prgname (APP_ID);
  if (!has_bus)
    g_setenv ("GTK_A11Y", "none", FALSE);
}

/**
 * dp_desktop_get_download_folder:
 *
 * Thread: home.
 *
 * Returns: (transfer full) (type filename): where the desktop puts downloads
 */
char *
dp_desktop_get_download_folder (void)
{
  const char *folder = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);

  return folder != NULL ? g_strdup (folder)
                        : g_build_filename (g_get_home_dir (), "Downloads", NULL);
}

typedef struct
{
  DpFileFunc chosen;
  gpointer user_data;
} DpChoice;

static void
on_chosen (GtkNativeDialog *dialog, int response, DpChoice *choice)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  G_GNUC_END_IGNORE_DEPRECATIONS
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    choice->chosen (path, choice->user_data);
  g_free (choice);
  g_object_unref (dialog);
}

static GtkFileChooserNative *
choose (GtkWindow *parent,
        const char *title,
        GtkFileChooserAction action,
        const char *folder,
        const DpChoice *choice)
{
  g_autoptr (GFile) file = folder != NULL ? g_file_new_for_path (folder) : NULL;
  GtkFileChooserNative *dialog;

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  dialog = gtk_file_chooser_native_new (title, parent, action, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  if (file != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), file, NULL);
  G_GNUC_END_IGNORE_DEPRECATIONS
  g_signal_connect (dialog, "response", G_CALLBACK (on_chosen), g_memdup2 (choice, sizeof *choice));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
  return dialog;
}

/**
 * dp_desktop_choose_folder:
 * @parent: the window that asks
 * @folder: (type filename): where to begin
 * @chosen: called if the person chose a folder on this computer
 * @user_data: for @chosen; must live as long as @parent
 *
 * Thread: home.
 */
void
dp_desktop_choose_folder (GtkWindow *parent,
                          const char *folder,
                          DpFileFunc chosen,
                          gpointer user_data)
{
  choose (parent, _ ("Choose a Folder"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, folder,
          &(DpChoice){ chosen, user_data });
}

/**
 * dp_desktop_choose_file:
 * @parent: the window that asks
 * @chosen: called if the person chose a file on this computer
 * @user_data: for @chosen; must live as long as @parent
 *
 * Thread: home.
 */
void
dp_desktop_choose_file (GtkWindow *parent, DpFileFunc chosen, gpointer user_data)
{
  choose (parent, _ ("Choose a File"), GTK_FILE_CHOOSER_ACTION_OPEN, NULL,
          &(DpChoice){ chosen, user_data });
}

/**
 * dp_desktop_choose_place:
 * @parent: the window that asks
 * @name: what the file may be called
 * @chosen: called if the person chose where on this computer to put a file; if there is one already,
 *   they said that it may go
 * @user_data: for @chosen; must live as long as @parent
 *
 * Thread: home.
 */
void
dp_desktop_choose_place (GtkWindow *parent, const char *name, DpFileFunc chosen, gpointer user_data)
{
  GtkFileChooserNative *dialog =
      choose (parent, _ ("Export the List"), GTK_FILE_CHOOSER_ACTION_SAVE, NULL,
              &(DpChoice){ chosen, user_data });

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  G_GNUC_END_IGNORE_DEPRECATIONS
}

/* GtkAboutDialog is 400 px wide at least, and as large as it likes to be. */
static void
let_get_narrow (GtkWidget *dialog)
{
  GObject *stack = gtk_widget_get_template_child (dialog, GTK_TYPE_ABOUT_DIALOG, "stack");
  g_autoptr (GtkWidget) content = g_object_ref (gtk_window_get_child (GTK_WINDOW (dialog)));
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  if (stack != NULL)
    gtk_widget_set_size_request (GTK_WIDGET (stack), -1, -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_window_set_child (GTK_WINDOW (dialog), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), content);
  gtk_window_set_child (GTK_WINDOW (dialog), scrolled);
  gtk_window_set_resizable (GTK_WINDOW (dialog), TRUE);
}

/**
 * dp_desktop_show_about:
 * @parent: (nullable): the window that asks
 *
 * Thread: home.
 */
void
dp_desktop_show_about (GtkWindow *parent)
{
  static const char *const authors[] = { "The Downpour developers", NULL };

  GtkWidget *dialog = g_object_new (
      GTK_TYPE_ABOUT_DIALOG, "transient-for", parent, "modal", TRUE, "destroy-with-parent", TRUE,
      "program-name", _ ("Downpour"), "logo-icon-name", APP_ID, "version", PACKAGE_VERSION,
      "comments", _ ("Download many files at once"), "license-type", GTK_LICENSE_GPL_3_0,
      "copyright", "© 2026 The Downpour developers", "authors", authors,
      /* Translators: put your names here, one a line. */
      "translator-credits", _ ("translator-credits"), NULL);

  let_get_narrow (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}
