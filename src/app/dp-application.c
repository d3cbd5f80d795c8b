/* dp-application.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program: one instance that owns the queue, and the only place where an action becomes a call
 * on it.  Rows, menus, keys, D-Bus and tests all come through the actions below.
 *
 * Thread: home.
 */

#include "dp-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

#include "dp-add-dialog.h"
#include "dp-certificate-dialog.h"
#include "dp-color-scheme.h"
#include "dp-desktop.h"
#include "dp-http-client.h"
#include "dp-link-dialog.h"
#include "dp-link-reader.h"
#include "dp-orders.h"
#include "dp-preferences.h"
#include "dp-removal.h"
#include "dp-rename-dialog.h"
#include "dp-sign-in-dialog.h"
#include "dp-stored-list.h"
#include "dp-surroundings.h"
#include "dp-url.h"
#include "dp-window.h"
#include "dp-words.h"

struct _DpApplication
{
  GtkApplication parent_instance;

  DpLanes *lanes;               /* (owned): after startup */
  DpQueue *queue;               /* (owned): after startup */
  GSettings *settings;          /* (owned): after startup */
  DpSurroundings *surroundings; /* (owned): after startup */
  DpStoredList *stored_list;    /* (owned): after startup */
  DpWindow *window;             /* (nullable): owned by GTK */
  guint signal_ids[3];
  gboolean is_quitting;
  gboolean is_dialog_wanted; /* before the list was there */
  GPtrArray *early_links;    /* (owned) (element-type GAsyncResult): read before it was there */
  char *complaint;           /* (owned) (nullable): until there is a window to show it */

  /* What Undo takes back: the last addition, the last removal, or the last renaming. */
  DpRemoval *removal; /* (owned) (nullable) */
  guint64 added_id;
  guint n_added;
  guint64 renamed_id; /* or 0 */
  char *old_name;     /* (owned) (nullable): what it was called, if the person had said so */
};

G_DEFINE_FINAL_TYPE (DpApplication, dp_application, GTK_TYPE_APPLICATION)

/**
 * dp_application_get_queue:
 * @self: an application that has started
 *
 * Thread: home.
 *
 * Returns: (transfer none): what it downloads
 */
DpQueue *
dp_application_get_queue (DpApplication *self)
{
  return self->queue;
}

/**
 * dp_application_is_loaded:
 * @self: an application that has started
 *
 * Thread: home.
 *
 * Returns: whether what is remembered of the last time is in the queue
 */
gboolean
dp_application_is_loaded (DpApplication *self)
{
  return dp_stored_list_is_loaded (self->stored_list);
}

static void
enable (DpApplication *self, const char *action_name, gboolean is_enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), action_name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_enabled);
}

/* Undo */

static void
set_undo (DpApplication *self, DpRemoval *removal, guint64 added_id, guint n_added)
{
  g_clear_pointer (&self->removal, dp_removal_free);
  self->removal = removal;
  self->added_id = added_id;
  self->n_added = n_added;
  self->renamed_id = 0;
  g_clear_pointer (&self->old_name, g_free);
  enable (self, "undo", removal != NULL || n_added > 0);
}

static void
remove_ids (DpApplication *self, const GArray *ids)
{
  g_autoptr (DpRemoval) removal = dp_queue_remove (self->queue, ids);
  guint n_removed = dp_removal_get_size (removal);
  g_autofree char *text = NULL;

  /* Where there was nothing to remove, what came before can still be undone. */
  if (n_removed == 0)
    return;
  set_undo (self, g_steal_pointer (&removal), 0, 0);
  if (self->window == NULL)
    return;
  text =
      g_strdup_printf (ngettext ("%'u entry removed", "%'u entries removed", n_removed), n_removed);
  dp_window_show_toast (self->window, text, _ ("Undo"), "app.undo");
}

static void
on_renamed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DpApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!dp_queue_rename_finish (DP_QUEUE (source), result, &error) && self->window != NULL)
    dp_window_show_toast (self->window, error->message, NULL, NULL);
}

static void
rename_id (DpApplication *self, guint64 id, const char *name)
{
  dp_queue_rename_async (self->queue, id, name, on_renamed, g_object_ref (self));
}

static void
undo_rename (DpApplication *self)
{
  guint64 id = self->renamed_id;
  g_autofree char *name = g_steal_pointer (&self->old_name);

  set_undo (self, NULL, 0, 0);
  rename_id (self, id, name);
}

static void
undo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpApplication *self = user_data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));

  if (self->removal != NULL)
    {
      dp_queue_restore (self->queue, g_steal_pointer (&self->removal));
      set_undo (self, NULL, 0, 0);
      if (self->window != NULL)
        dp_window_hide_toast (self->window);
      return;
    }
  if (self->renamed_id != 0)
    {
      undo_rename (self);
      return;
    }
  for (guint i = 0; i < self->n_added; i++)
    {
      guint64 id = self->added_id + i;

      g_array_append_val (ids, id);
    }
  remove_ids (self, ids);
}

/* Links come in */

static char *
get_addition_text (const DpUrlList *list)
{
  guint n_added = list->urls->len;
  guint n_refused = list->refused->len;
  const DpRefusedUrl *first = n_refused > 0 ? list->refused->pdata[0] : NULL;
  g_autofree char *added =
      g_strdup_printf (ngettext ("%'u link added", "%'u links added", n_added), n_added);
  g_autofree char *refused =
      g_strdup_printf (ngettext ("%'u refused", "%'u refused", n_refused), n_refused);

  if (n_added > 0 && n_refused > 0)
    /* Translators: two counts, as in "20 links added, 3 refused". */
    return g_strdup_printf (_ ("%s, %s"), added, refused);
  if (n_added > 0)
    return g_steal_pointer (&added);
  if (n_refused > 0)
    /* Translators: what stood in the text; why it is no link for us. */
    return g_strdup_printf (_ ("“%s” was refused: %s"), first->text, first->reason);
  return g_strdup (_ ("There are no links in it"));
}

static void
add_list (DpApplication *self, const DpUrlList *list, const char *folder)
{
  g_autofree char *text = get_addition_text (list);
  guint n_added = list->urls->len;

  if (n_added > 0)
    set_undo (self, NULL, dp_queue_add (self->queue, list->urls, list->requests, folder), n_added);
  if (self->window != NULL)
    dp_window_show_toast (self->window, text, n_added > 0 ? _ ("Undo") : NULL, "app.undo");
}

static void
take_links (DpApplication *self, GAsyncResult *result)
{
  g_autoptr (DpUrlList) list = dp_link_reader_read_finish (result, NULL);
  g_autofree char *folder = dp_preferences_get_folder (self->settings);

  if (list != NULL && !self->is_quitting)
    add_list (self, list, folder);
  g_application_release (G_APPLICATION (self));
}

/* They come behind what is remembered of the last time, which may still be on its way. */
static void
on_links_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DpApplication) self = user_data;

  if (dp_stored_list_is_loaded (self->stored_list))
    take_links (self, result);
  else
    g_ptr_array_add (self->early_links, g_object_ref (result));
}

static void
on_library_loaded (gpointer user_data)
{
  DpApplication *self = user_data;

  for (guint i = 0; i < self->early_links->len; i++)
    take_links (self, self->early_links->pdata[i]);
  g_ptr_array_set_size (self->early_links, 0);
  if (self->is_dialog_wanted && !self->is_quitting)
    g_action_group_activate_action (G_ACTION_GROUP (self), "add", NULL);
}

static void
show_complaint (DpApplication *self)
{
  if (self->complaint == NULL || self->window == NULL)
    return;
  dp_window_show_toast (self->window, self->complaint, NULL, NULL);
  g_clear_pointer (&self->complaint, g_free);
}

static void
on_library_complaint (const char *sentence, gpointer user_data)
{
  DpApplication *self = user_data;

  g_free (self->complaint);
  self->complaint = g_strdup (sentence);
  show_complaint (self);
}

static void
take_text (DpApplication *self, GBytes *text, DpUrlListType type, const char *folder)
{
  g_application_hold (G_APPLICATION (self));
  dp_link_reader_read_async (text, type, folder, NULL, on_links_read, g_object_ref (self));
}

static void
on_window_text (DpWindow *window, GBytes *text, DpUrlListType type)
{
  take_text (DP_APPLICATION (gtk_window_get_application (GTK_WINDOW (window))), text, type, NULL);
}

static void
add_links (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *links = g_variant_get_string (parameter, NULL);
  g_autoptr (GBytes) text = g_bytes_new (links, strlen (links));

  take_text (user_data, text, DP_URL_LIST_PLAIN, NULL);
}

static void
on_dialog_accepted (DpAddDialog *dialog, DpApplication *self)
{
  add_list (self, dp_add_dialog_get_list (dialog), dp_add_dialog_get_folder (dialog));
}

static void
add (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpApplication *self = user_data;
  g_autofree char *folder = dp_preferences_get_folder (self->settings);
  DpAddDialog *dialog;

  g_application_activate (G_APPLICATION (self));
  self->is_dialog_wanted = !dp_stored_list_is_loaded (self->stored_list);
  if (self->is_dialog_wanted)
    return;
  dialog = dp_add_dialog_new (GTK_WINDOW (self->window), folder);
  g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_dialog_accepted), self,
                           G_CONNECT_DEFAULT);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Actions on downloads: the parameter is an array of ids */

static const guint64 *
get_ids (GVariant *ids, gsize *n_ids)
{
  return g_variant_get_fixed_array (ids, n_ids, sizeof (guint64));
}

static DpDownload *
find_first (DpApplication *self, GVariant *ids)
{
  gsize n_ids;
  const guint64 *array = get_ids (ids, &n_ids);

  return n_ids > 0 ? dp_queue_find (self->queue, array[0]) : NULL;
}

static void
pause_ids (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gsize n_ids;
  const guint64 *ids = get_ids (parameter, &n_ids);

  dp_queue_pause (DP_APPLICATION (user_data)->queue, ids, n_ids);
}

static void
resume_ids (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gsize n_ids;
  const guint64 *ids = get_ids (parameter, &n_ids);

  dp_queue_resume (DP_APPLICATION (user_data)->queue, ids, n_ids);
}

static void
cancel_ids (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gsize n_ids;
  const guint64 *ids = get_ids (parameter, &n_ids);

  dp_queue_cancel (DP_APPLICATION (user_data)->queue, ids, n_ids);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a;
  guint64 y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

static void
remove_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  gsize n_ids;
  const guint64 *array = get_ids (parameter, &n_ids);

  g_array_append_vals (ids, array, (guint) n_ids);
  g_array_sort (ids, compare_ids);
  remove_ids (user_data, ids);
}

static void
clear_finished (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpApplication *self = user_data;
  GListModel *model = G_LIST_MODEL (self->queue);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (model, i);
      guint64 id = dp_download_get_id (download);

      if (dp_download_get_state (download) == DP_STATE_DONE)
        g_array_append_val (ids, id);
    }
  remove_ids (self, ids);
}

static void
open_first (GSimpleAction *action, GVariant *ids, gpointer user_data)
{
  DpDownload *download = find_first (user_data, ids);

  if (download != NULL && dp_download_get_path (download) != NULL)
    dp_desktop_open (dp_download_get_path (download));
}

static void
show_in_folder (GSimpleAction *action, GVariant *ids, gpointer user_data)
{
  DpDownload *download = find_first (user_data, ids);

  if (download == NULL)
    return;
  if (dp_download_get_path (download) != NULL)
    dp_desktop_show_in_folder (dp_download_get_path (download));
  else
    dp_desktop_open (dp_download_get_folder (download));
}

static void
copy_link (GSimpleAction *action, GVariant *ids, gpointer user_data)
{
  DpApplication *self = user_data;
  gsize n_ids;
  const guint64 *array = get_ids (ids, &n_ids);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < n_ids; i++)
    {
      DpDownload *download = dp_queue_find (self->queue, array[i]);

      if (download != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                                dp_download_get_url (download));
    }
  if (self->window != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), text->str);
}

/* What only the person can answer.  The answers come from the dialogs and not as parameters of
 * actions, which go over D-Bus: nobody but the person says them, and nobody overhears a password. */

static void
on_signed_in (DpSignInDialog *dialog, DpApplication *self)
{
  dp_queue_answer_password (self->queue, dp_sign_in_dialog_get_question (dialog),
                            dp_sign_in_dialog_get_user (dialog),
                            dp_sign_in_dialog_get_password (dialog));
}

static void
on_certificate_trusted (DpCertificateDialog *dialog, DpApplication *self)
{
  dp_queue_answer_certificate (self->queue, dp_certificate_dialog_get_question (dialog));
}

static GtkWindow *
new_answer_dialog (DpApplication *self, const DpQuestion *question)
{
  GtkWindow *parent = GTK_WINDOW (self->window);
  GtkWindow *dialog;

  if (question->kind == DP_QUESTION_CERTIFICATE)
    {
      dialog = GTK_WINDOW (dp_certificate_dialog_new (parent, question));
      g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_certificate_trusted), self,
                               G_CONNECT_DEFAULT);
      return dialog;
    }
  dialog = GTK_WINDOW (dp_sign_in_dialog_new (parent, question));
  g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_signed_in), self, G_CONNECT_DEFAULT);
  return dialog;
}

static void
answer (GSimpleAction *action, GVariant *ids, gpointer user_data)
{
  DpApplication *self = user_data;
  DpDownload *download = find_first (self, ids);

  if (download == NULL || dp_download_get_question (download) == NULL)
    return;
  g_application_activate (G_APPLICATION (self));
  gtk_window_present (new_answer_dialog (self, dp_download_get_question (download)));
}

static void
new_link (GSimpleAction *action, GVariant *ids, gpointer user_data)
{
  DpApplication *self = user_data;
  DpDownload *download = find_first (self, ids);

  if (self->window == NULL || download == NULL || dp_download_get_state (download) == DP_STATE_DONE)
    return;
  gtk_window_present (GTK_WINDOW (dp_link_dialog_new (GTK_WINDOW (self->window), download)));
}

/* A download's id, and another link to its file */
static void
set_link (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpApplication *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DpUrl) url = NULL;
  g_autofree char *link = NULL;
  const char *text;
  guint64 id;

  g_variant_get (parameter, "(t&s)", &id, &text);
  url = dp_url_parse (text, &error);
  if (url == NULL)
    {
      if (self->window != NULL)
        dp_window_show_toast (self->window, error->message, NULL, NULL);
      return;
    }
  link = dp_url_to_string (url);
  dp_queue_set_link (self->queue, id, link);
}

static void
on_rename_accepted (DpRenameDialog *dialog, DpApplication *self)
{
  guint64 id = dp_rename_dialog_get_id (dialog);
  DpDownload *download = dp_queue_find (self->queue, id);
  gboolean is_done = download != NULL && dp_download_get_state (download) == DP_STATE_DONE;
  g_autofree char *old_name = NULL;

  if (download == NULL ||
      g_str_equal (dp_rename_dialog_get_name (dialog), dp_download_get_name (download)))
    return;
  /* One that is not done goes back to what the server says, unless the person had said more. */
  old_name = g_strdup (is_done ? dp_download_get_name (download) : dp_download_get_wish (download));
  set_undo (self, NULL, 0, 0);
  self->renamed_id = id;
  self->old_name = g_steal_pointer (&old_name);
  enable (self, "undo", TRUE);
  if (self->window != NULL)
    dp_window_hide_toast (self->window);
  rename_id (self, id, dp_rename_dialog_get_name (dialog));
}

static void
rename_first (GSimpleAction *action, GVariant *ids, gpointer user_data)
{
  DpApplication *self = user_data;
  DpDownload *download = find_first (self, ids);
  DpRenameDialog *dialog;

  if (download == NULL)
    return;
  g_application_activate (G_APPLICATION (self));
  dialog = dp_rename_dialog_new (GTK_WINDOW (self->window), dp_download_get_id (download),
                                 dp_download_get_name (download));
  g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_rename_accepted), self,
                           G_CONNECT_DEFAULT);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
pause_all (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  dp_queue_pause_all (DP_APPLICATION (user_data)->queue);
}

static void
resume_all (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  dp_queue_resume_all (DP_APPLICATION (user_data)->queue);
}

/* Actions of the program */

static void
open_folder (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *folder = dp_preferences_get_folder (DP_APPLICATION (user_data)->settings);

  dp_desktop_open (folder);
}

static void
preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpApplication *self = user_data;

  gtk_window_present (GTK_WINDOW (dp_preferences_new (GTK_WINDOW (self->window), self->settings)));
}

static void
about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  dp_desktop_show_about (GTK_WINDOW (DP_APPLICATION (user_data)->window));
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  dp_queue_stop_finish (DP_QUEUE (source), result, NULL);
  g_application_quit (user_data);
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpApplication *self = user_data;

  if (self->is_quitting)
    return;
  self->is_quitting = TRUE;
  for (GList *l = gtk_application_get_windows (user_data); l != NULL; l = l->next)
    gtk_widget_set_visible (GTK_WIDGET (l->data), FALSE);
  dp_stored_list_leave (self->stored_list, on_stopped, self);
}

static const GActionEntry actions[] = {
  { .name = "add", .activate = add },
  { .name = "add-links", .activate = add_links, .parameter_type = "s" },
  { .name = "pause", .activate = pause_ids, .parameter_type = "at" },
  { .name = "resume", .activate = resume_ids, .parameter_type = "at" },
  { .name = "cancel", .activate = cancel_ids, .parameter_type = "at" },
  { .name = "remove", .activate = remove_action, .parameter_type = "at" },
  { .name = "answer", .activate = answer, .parameter_type = "at" },
  { .name = "open", .activate = open_first, .parameter_type = "at" },
  { .name = "show-in-folder", .activate = show_in_folder, .parameter_type = "at" },
  { .name = "copy-link", .activate = copy_link, .parameter_type = "at" },
  { .name = "new-link", .activate = new_link, .parameter_type = "at" },
  { .name = "set-link", .activate = set_link, .parameter_type = "(ts)" },
  { .name = "rename", .activate = rename_first, .parameter_type = "at" },
  { .name = "pause-all", .activate = pause_all },
  { .name = "resume-all", .activate = resume_all },
  { .name = "clear-finished", .activate = clear_finished },
  { .name = "undo", .activate = undo },
  { .name = "open-folder", .activate = open_folder },
  { .name = "preferences", .activate = preferences },
  { .name = "about", .activate = about },
  { .name = "quit", .activate = quit },
};

static const struct
{
  const char *action;
  const char *accels[3];
} keys[] = {
  { "app.add", { "<Control>n" } },
  { "win.paste", { "<Control>v", "<Shift>Insert" } },
  { "app.undo", { "<Control>z" } },
  { "app.pause-all", { "<Control><Shift>p" } },
  { "app.resume-all", { "<Control><Shift>r" } },
  { "win.pause", { "<Control>p" } },
  { "win.resume", { "<Control>r" } },
  { "win.answer", { "<Control>k" } },
  { "win.show-in-folder", { "<Control>Return" } },
  { "win.copy-link", { "<Control>c" } },
  { "win.new-link", { "<Control>l" } },
  { "win.rename", { "F2" } },
  { "win.remove", { "Delete" } },
  { "win.show-row-menu", { "Menu", "<Shift>F10" } },
  { "app.preferences", { "<Control>comma" } },
  { "win.show-help-overlay", { "<Control>question", "F1" } },
  { "window.close", { "<Control>w" } },
  { "app.quit", { "<Control>q" } },
};

/* Life */

static gboolean
on_close_request (GtkWindow *window, DpApplication *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self), "quit", NULL);
  return TRUE;
}

static void
make_window (DpApplication *self)
{
  self->window = dp_window_new (GTK_APPLICATION (self), self->queue, on_window_text);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  g_settings_bind (self->settings, "window-width", self->window, "default-width",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self->window, "default-height",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self->window, "maximized",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (self->window, "close-request", G_CALLBACK (on_close_request), self,
                           G_CONNECT_DEFAULT);
}

static void
dp_application_activate (GApplication *application)
{
  DpApplication *self = DP_APPLICATION (application);

  if (self->is_quitting)
    return;
  if (self->window == NULL)
    make_window (self);
  gtk_window_present (GTK_WINDOW (self->window));
  show_complaint (self);
}

/* "downpour [URL…]" in this or another process: raw arguments, which no GFile has rewritten. */
static int
dp_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  g_auto (GStrv) arguments = g_application_command_line_get_arguments (command_line, NULL);
  g_autofree char *text = g_strjoinv ("\n", arguments + 1);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  g_application_activate (application);
  if (arguments[1] != NULL)
    take_text (DP_APPLICATION (application), bytes, DP_URL_LIST_URI_LIST,
               g_application_command_line_get_cwd (command_line));
  return 0;
}

/* org.freedesktop.Application.Open */
static void
dp_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      g_string_append_printf (text, "%s\n", uri);
    }
  bytes = g_bytes_new (text->str, text->len);
  g_application_activate (application);
  take_text (DP_APPLICATION (application), bytes, DP_URL_LIST_URI_LIST, NULL);
}

static gboolean
on_unix_signal (gpointer user_data)
{
  g_action_group_activate_action (user_data, "quit", NULL);
  return G_SOURCE_CONTINUE;
}

static void
on_no_room (DpApplication *self, DpDownload *download, guint64 needed_bytes, gboolean is_full)
{
  g_autofree char *text = dp_words_for_no_room (download, needed_bytes, is_full);

  if (self->window != NULL)
    dp_window_show_toast (self->window, text, NULL, NULL);
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/downpour/Downpour/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
dp_application_startup (GApplication *application)
{
  static const DpHttpOptions options = { 0 }; /* the surroundings say more */
  static const DpLibraryFuncs funcs = { on_library_loaded, on_library_complaint };
  DpApplication *self = DP_APPLICATION (application);

  G_APPLICATION_CLASS (dp_application_parent_class)->startup (application);

  self->lanes = dp_lanes_new (&options);
  self->queue = dp_queue_new (self->lanes);
  g_signal_connect_object (self->queue, "no-room", G_CALLBACK (on_no_room), self,
                           G_CONNECT_SWAPPED);
  self->settings = g_settings_new (APP_ID);
  self->surroundings = dp_surroundings_new (self->queue, self->lanes, self->settings);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  enable (self, "undo", FALSE);
  self->early_links = g_ptr_array_new_with_free_func (g_object_unref);
  self->stored_list = dp_stored_list_new (
      self->queue, self->lanes, g_settings_get_boolean (self->settings, "continue-at-start"),
      &funcs, self);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action,
                                           (const char **) keys[i].accels);

  load_style ();
  gtk_window_set_default_icon_name (APP_ID);
  if (g_application_get_dbus_connection (application) != NULL)
    dp_color_scheme_follow (g_application_get_dbus_connection (application));
  self->signal_ids[0] = g_unix_signal_add (SIGTERM, on_unix_signal, self);
  self->signal_ids[1] = g_unix_signal_add (SIGINT, on_unix_signal, self);
  self->signal_ids[2] = g_unix_signal_add (SIGHUP, on_unix_signal, self);
}

static void
dp_application_shutdown (GApplication *application)
{
  DpApplication *self = DP_APPLICATION (application);

  for (guint i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_pointer (&self->removal, dp_removal_free);
  g_clear_pointer (&self->old_name, g_free);
  g_clear_pointer (&self->stored_list, dp_stored_list_free);
  g_clear_pointer (&self->early_links, g_ptr_array_unref);
  g_clear_pointer (&self->complaint, g_free);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->surroundings, dp_surroundings_free);
  g_clear_object (&self->queue);
  g_clear_pointer (&self->lanes, dp_lanes_free);
  G_APPLICATION_CLASS (dp_application_parent_class)->shutdown (application);
}

static int
dp_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("downpour %s\n", PACKAGE_VERSION);
  return 0;
}

static void
dp_application_class_init (DpApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = dp_application_startup;
  application_class->shutdown = dp_application_shutdown;
  application_class->activate = dp_application_activate;
  application_class->open = dp_application_open;
  application_class->command_line = dp_application_command_line;
  application_class->handle_local_options = dp_application_handle_local_options;
}

static void
dp_application_init (DpApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version and leave"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[URL…]"));
}

/**
 * dp_application_new:
 *
 * Thread: home.
 *
 * Returns: (transfer full): the program
 */
DpApplication *
dp_application_new (void)
{
  return g_object_new (DP_TYPE_APPLICATION, "application-id", APP_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/downpour/Downpour", NULL);
}
