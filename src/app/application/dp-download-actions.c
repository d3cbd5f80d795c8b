/* dp-download-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The actions on downloads that are in the list: "app.pause" and its like, with the ids of those that
 * are meant.  Rows, menus, keys, D-Bus and tests all come through them.
 *
 * Thread: home.
 */

#include "dp-download-actions.h"

#include "dp-certificate-dialog.h"
#include "dp-front.h"
#include "dp-limit-dialog.h"
#include "dp-limits.h"
#include "dp-link-dialog.h"
#include "dp-opener.h"
#include "dp-orders.h"
#include "dp-rename-dialog.h"
#include "dp-sign-in-dialog.h"
#include "dp-undo-rename.h"
#include "dp-undo-trash.h"
#include "dp-url.h"

struct _DpDownloadActions
{
  GObject parent_instance;

  GtkApplication *application; /* (unowned): outlives us */
  DpQueue *queue;              /* (owned) */
  DpUndo *undo;                /* (owned) */
};

G_DEFINE_FINAL_TYPE (DpDownloadActions, dp_download_actions, G_TYPE_OBJECT)

/* The parameter is an array of ids. */

static const guint64 *
get_ids (GVariant *ids, gsize *n_ids)
{
  return g_variant_get_fixed_array (ids, n_ids, sizeof (guint64));
}

static DpDownload *
find_first (DpDownloadActions *self, GVariant *ids)
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

  dp_queue_pause (DP_DOWNLOAD_ACTIONS (user_data)->queue, ids, n_ids);
}

static void
resume_ids (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gsize n_ids;
  const guint64 *ids = get_ids (parameter, &n_ids);

  dp_queue_resume (DP_DOWNLOAD_ACTIONS (user_data)->queue, ids, n_ids);
}

static void
cancel_ids (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gsize n_ids;
  const guint64 *ids = get_ids (parameter, &n_ids);

  dp_queue_cancel (DP_DOWNLOAD_ACTIONS (user_data)->queue, ids, n_ids);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a;
  guint64 y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

static GArray *
sort_ids (GVariant *parameter)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  gsize n_ids;
  const guint64 *array = get_ids (parameter, &n_ids);

  g_array_append_vals (ids, array, (guint) n_ids);
  g_array_sort (ids, compare_ids);
  return ids;
}

static void
remove_ids (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GArray) ids = sort_ids (parameter);

  dp_undo_remove (DP_DOWNLOAD_ACTIONS (user_data)->undo, ids);
}

static void
trash_ids (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GArray) ids = sort_ids (parameter);

  dp_undo_trash (DP_DOWNLOAD_ACTIONS (user_data)->undo, ids);
}

static void
clear_finished (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpDownloadActions *self = user_data;
  GListModel *model = G_LIST_MODEL (self->queue);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (model, i);
      guint64 id = dp_download_get_id (download);

      if (dp_download_get_state (download) == DP_STATE_DONE)
        g_array_append_val (ids, id);
    }
  dp_undo_remove (self->undo, ids);
}

static void
open_first (GSimpleAction *action, GVariant *ids, gpointer user_data)
{
  DpDownloadActions *self = user_data;
  DpDownload *download = find_first (self, ids);

  if (download != NULL && dp_download_get_path (download) != NULL)
    dp_opener_open_file (dp_download_get_path (download), dp_front_complain, self->application);
}

static void
show_in_folder (GSimpleAction *action, GVariant *ids, gpointer user_data)
{
  DpDownloadActions *self = user_data;
  DpDownload *download = find_first (self, ids);

  if (download == NULL)
    return;
  if (dp_download_get_path (download) != NULL)
    dp_opener_show_in_folder (dp_download_get_path (download), dp_front_complain,
                              self->application);
  else
    dp_opener_open_folder (dp_download_get_folder (download), dp_front_complain, self->application);
}

static void
copy_link (GSimpleAction *action, GVariant *ids, gpointer user_data)
{
  DpDownloadActions *self = user_data;
  gsize n_ids;
  const guint64 *array = get_ids (ids, &n_ids);
  DpWindow *window = dp_front_get_window (self->application);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < n_ids; i++)
    {
      DpDownload *download = dp_queue_find (self->queue, array[i]);

      if (download != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                                dp_download_get_url (download));
    }
  if (window != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), text->str);
}

/* What only the person can answer.  The answers come from the dialogs and not as parameters of
 * actions, which go over D-Bus: nobody but the person says them, and nobody overhears a password. */

static void
on_signed_in (DpSignInDialog *dialog, DpDownloadActions *self)
{
  dp_queue_answer_password (self->queue, dp_sign_in_dialog_get_question (dialog),
                            dp_sign_in_dialog_get_user (dialog),
                            dp_sign_in_dialog_get_password (dialog));
}

static void
on_certificate_trusted (DpCertificateDialog *dialog, DpDownloadActions *self)
{
  dp_queue_answer_certificate (self->queue, dp_certificate_dialog_get_question (dialog));
}

static GtkWindow *
new_answer_dialog (DpDownloadActions *self, const DpQuestion *question)
{
  GtkWindow *parent = GTK_WINDOW (dp_front_get_window (self->application));
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
  DpDownloadActions *self = user_data;
  DpDownload *download = find_first (self, ids);

  if (download == NULL || dp_download_get_question (download) == NULL)
    return;
  g_application_activate (G_APPLICATION (self->application));
  gtk_window_present (new_answer_dialog (self, dp_download_get_question (download)));
}

static void
new_link (GSimpleAction *action, GVariant *ids, gpointer user_data)
{
  DpDownloadActions *self = user_data;
  DpWindow *window = dp_front_get_window (self->application);
  DpDownload *download = find_first (self, ids);

  if (window == NULL || download == NULL || dp_download_get_state (download) == DP_STATE_DONE)
    return;
  gtk_window_present (GTK_WINDOW (dp_link_dialog_new (GTK_WINDOW (window), download)));
}

/* A download's id, and another link to its file */
static void
set_link (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpDownloadActions *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DpUrl) url = NULL;
  g_autofree char *link = NULL;
  const char *text;
  guint64 id;

  g_variant_get (parameter, "(t&s)", &id, &text);
  url = dp_url_parse (text, &error);
  if (url == NULL)
    {
      dp_front_say (self->application, error->message, NULL, NULL);
      return;
    }
  link = dp_url_to_string (url);
  dp_queue_set_link (self->queue, id, link);
}

static void
on_rename_accepted (DpRenameDialog *dialog, DpDownloadActions *self)
{
  dp_undo_rename (self->undo, dp_rename_dialog_get_id (dialog), dp_rename_dialog_get_name (dialog));
}

static void
rename_first (GSimpleAction *action, GVariant *ids, gpointer user_data)
{
  DpDownloadActions *self = user_data;
  DpDownload *download = find_first (self, ids);
  DpRenameDialog *dialog;

  if (download == NULL)
    return;
  g_application_activate (G_APPLICATION (self->application));
  dialog = dp_rename_dialog_new (GTK_WINDOW (dp_front_get_window (self->application)),
                                 dp_download_get_id (download), dp_download_get_name (download));
  g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_rename_accepted), self,
                           G_CONNECT_DEFAULT);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_limit_accepted (DpLimitDialog *dialog, DpDownloadActions *self)
{
  gsize n_ids;
  const guint64 *ids = get_ids (dp_limit_dialog_get_ids (dialog), &n_ids);

  dp_queue_set_limit_of (self->queue, ids, n_ids, dp_limit_dialog_get_limit (dialog));
}

/* Those that are not done, of which a speed may be limited. */
static GVariant *
keep_undone (DpDownloadActions *self, GVariant *ids)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (guint64));
  gsize n_ids;
  const guint64 *array = get_ids (ids, &n_ids);

  for (gsize i = 0; i < n_ids; i++)
    {
      DpDownload *download = dp_queue_find (self->queue, array[i]);

      if (download != NULL && dp_download_get_state (download) != DP_STATE_DONE)
        g_array_append_val (kept, array[i]);
    }
  return g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, kept->data, kept->len, sizeof (guint64));
}

static void
limit_ids (GSimpleAction *action, GVariant *ids, gpointer user_data)
{
  DpDownloadActions *self = user_data;
  g_autoptr (GVariant) undone = g_variant_ref_sink (keep_undone (self, ids));
  DpDownload *first = find_first (self, undone);
  DpLimitDialog *dialog;

  if (first == NULL)
    return;
  g_application_activate (G_APPLICATION (self->application));
  dialog = dp_limit_dialog_new (GTK_WINDOW (dp_front_get_window (self->application)), undone,
                                dp_download_get_limit (first));
  g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_limit_accepted), self,
                           G_CONNECT_DEFAULT);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
pause_all (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  dp_queue_pause_all (DP_DOWNLOAD_ACTIONS (user_data)->queue);
}

static void
resume_all (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  dp_queue_resume_all (DP_DOWNLOAD_ACTIONS (user_data)->queue);
}

static const GActionEntry actions[] = {
  { .name = "pause", .activate = pause_ids, .parameter_type = "at" },
  { .name = "resume", .activate = resume_ids, .parameter_type = "at" },
  { .name = "cancel", .activate = cancel_ids, .parameter_type = "at" },
  { .name = "remove", .activate = remove_ids, .parameter_type = "at" },
  { .name = "trash", .activate = trash_ids, .parameter_type = "at" },
  { .name = "answer", .activate = answer, .parameter_type = "at" },
  { .name = "open", .activate = open_first, .parameter_type = "at" },
  { .name = "show-in-folder", .activate = show_in_folder, .parameter_type = "at" },
  { .name = "copy-link", .activate = copy_link, .parameter_type = "at" },
  { .name = "new-link", .activate = new_link, .parameter_type = "at" },
  { .name = "set-link", .activate = set_link, .parameter_type = "(ts)" },
  { .name = "rename", .activate = rename_first, .parameter_type = "at" },
  { .name = "limit", .activate = limit_ids, .parameter_type = "at" },
  { .name = "pause-all", .activate = pause_all },
  { .name = "resume-all", .activate = resume_all },
  { .name = "clear-finished", .activate = clear_finished },
};

static void
dp_download_actions_dispose (GObject *object)
{
  DpDownloadActions *self = DP_DOWNLOAD_ACTIONS (object);

  for (guint i = 0; self->application != NULL && i < G_N_ELEMENTS (actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->application), actions[i].name);
  self->application = NULL;
  g_clear_object (&self->undo);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (dp_download_actions_parent_class)->dispose (object);
}

static void
dp_download_actions_class_init (DpDownloadActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dp_download_actions_dispose;
}

static void
dp_download_actions_init (DpDownloadActions *self)
{
}

/**
 * dp_download_actions_new:
 * @application: gets the actions, for as long as the result lives; outlives it
 * @queue: where the downloads are
 * @undo: what can be taken back
 *
 * Thread: home.
 *
 * Returns: (transfer full): the actions
 */
DpDownloadActions *
dp_download_actions_new (GtkApplication *application, DpQueue *queue, DpUndo *undo)
{
  DpDownloadActions *self = g_object_new (DP_TYPE_DOWNLOAD_ACTIONS, NULL);

  self->application = application;
  self->queue = g_object_ref (queue);
  self->undo = g_object_ref (undo);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   self);
  return self;
}
