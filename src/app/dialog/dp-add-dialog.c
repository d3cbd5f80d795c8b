/* dp-add-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A field for links that shows what was understood before anything starts.
 *
 * Every change of the text is read by a worker, one at a time: what is typed meanwhile is read in
 * one go when it is back.  The dialog starts nothing: it says "accepted", and the application asks
 * for the list.
 *
 * Thread: home.
 */

#include "dp-add-dialog.h"

#include <glib/gi18n.h>

#include "dp-command-entry.h"
#include "dp-folder-picker.h"
#include "dp-page-paste.h"
#include "dp-preview.h"
#include "dp-request-details.h"

struct _DpAddDialog
{
  GtkWindow parent_instance;

  DpQueue *queue;            /* (owned): where the links will go */
  DpPreviewLinks *links;     /* (owned) (nullable): what was understood */
  DpUrlList *list;           /* (owned) (nullable): what was accepted of it */
  GCancellable *cancellable; /* (owned) (nullable): while a worker reads */
  gboolean is_stale;         /* the text changed while a worker read */

  GtkButton *add_button;
  GtkTextView *text;
  GtkTextBuffer *buffer;
  GtkLabel *summary;
  GtkCheckButton *expand;
  GtkLabel *expand_label;
  DpPreview *preview;
  DpRequestDetails *details;
  DpFolderPicker *folder_picker;
  DpCommandEntry *command;
  GtkCheckButton *later;
};

static guint accepted_signal;

G_DEFINE_FINAL_TYPE (DpAddDialog, dp_add_dialog, GTK_TYPE_WINDOW)

/**
 * dp_add_dialog_set_links:
 * @self: a dialog
 * @list: links, of which the person shall say which are meant
 *
 * Thread: home.
 */
void
dp_add_dialog_set_links (DpAddDialog *self, const DpUrlList *list)
{
  g_autofree char *text = dp_page_paste_join (list);

  /* Nobody wrote them as ranges. */
  gtk_check_button_set_active (self->expand, FALSE);
  gtk_text_buffer_set_text (self->buffer, text, -1);
}

/**
 * dp_add_dialog_take_list:
 * @self: a dialog that was accepted
 *
 * Thread: home.
 *
 * Returns: (transfer full): the links that the person chose
 */
DpUrlList *
dp_add_dialog_take_list (DpAddDialog *self)
{
  return g_steal_pointer (&self->list);
}

/**
 * dp_add_dialog_get_folder:
 * @self: a dialog
 *
 * Thread: home.
 *
 * Returns: (transfer none) (type filename) (nullable): where the files shall be; %NULL if the person
 *   said nothing about it here
 */
const char *
dp_add_dialog_get_folder (DpAddDialog *self)
{
  return dp_folder_picker_is_chosen (self->folder_picker)
             ? dp_folder_picker_get_folder (self->folder_picker)
             : NULL;
}

/**
 * dp_add_dialog_get_state:
 * @self: a dialog
 *
 * Thread: home.
 *
 * Returns: the state in which they come into the list
 */
DpState
dp_add_dialog_get_state (DpAddDialog *self)
{
  return gtk_check_button_get_active (self->later) ? DP_STATE_PAUSED : DP_STATE_QUEUED;
}

/**
 * dp_add_dialog_get_command:
 * @self: a dialog
 *
 * Thread: home.
 *
 * Returns: (transfer none): what is run when each of the files is whole, or "" if nothing was said
 *   about it here
 */
const char *
dp_add_dialog_get_command (DpAddDialog *self)
{
  return dp_command_entry_get_command (self->command);
}

/* What was understood */

static void
append_part (GString *text, guint count, const char *part)
{
  if (count == 0)
    return;
  /* Translators: between two parts, as in "12 links · 1 is refused". */
  g_string_append (text, _ (" · "));
  g_string_append (text, part);
}

/* As in "9 of 12 links · 3 are in the list already · 2 stand there twice · 1 is refused". */
static char *
get_summary (DpAddDialog *self)
{
  const DpUrlList *list = self->links->list;
  guint n_links = list->urls->len;
  guint n_chosen = dp_preview_count_chosen (self->preview);
  guint n_known = self->links->n_known;
  guint n_twice = list->n_duplicates;
  guint n_refused = list->refused->len;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *known = g_strdup_printf (
      ngettext ("%'u is in the list already", "%'u are in the list already", n_known), n_known);
  g_autofree char *twice = g_strdup_printf (
      ngettext ("%'u stands there twice", "%'u stand there twice", n_twice), n_twice);
  g_autofree char *refused =
      g_strdup_printf (ngettext ("%'u is refused", "%'u are refused", n_refused), n_refused);

  if (n_chosen == n_links)
    g_string_append_printf (text, ngettext ("%'u link", "%'u links", n_links), n_links);
  else
    /* Translators: how many are chosen; of how many. */
    g_string_append_printf (text, ngettext ("%'u of %'u link", "%'u of %'u links", n_links),
                            n_chosen, n_links);
  append_part (text, n_known, known);
  append_part (text, n_twice, twice);
  append_part (text, n_refused, refused);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What is added must be what is shown, and all of it must be right. */
static void
update_add_button (DpAddDialog *self)
{
  gboolean is_shown =
      self->cancellable == NULL && self->links != NULL && dp_preview_is_ready (self->preview);

  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button),
                            is_shown && dp_preview_count_chosen (self->preview) > 0 &&
                                dp_request_details_is_ready (self->details) &&
                                dp_command_entry_is_good (self->command));
}

static void
show_links (DpAddDialog *self)
{
  const DpUrlList *list = self->links->list;
  g_autofree char *summary = get_summary (self);
  gboolean is_empty = list->urls->len == 0 && list->refused->len == 0;

  gtk_label_set_label (self->summary, is_empty ? _ ("No links yet") : summary);
  gtk_widget_set_visible (GTK_WIDGET (self->preview), !is_empty);
  update_add_button (self);
}

/* Offered where there is something to expand. */
static void
show_ranges (DpAddDialog *self)
{
  gulong n_ranged = (gulong) MIN (self->links->n_ranged, G_MAXULONG);
  g_autofree char *label = g_strdup_printf (
      /* Translators: a number, of links; [1-250] and {a,b} stay as they are. */
      ngettext ("_Expand ranges like [1-250] and {a,b}: %'lu link",
                "_Expand ranges like [1-250] and {a,b}: %'lu links", n_ranged),
      n_ranged);

  gtk_label_set_label (self->expand_label, label);
  gtk_widget_set_visible (GTK_WIDGET (self->expand), n_ranged > 0);
}

static void read_text (DpAddDialog *self);

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DpPreviewLinks *links = dp_preview_links_read_finish (result, NULL);
  DpAddDialog *self = user_data;

  /* Only dispose() cancels: then there is no dialog any more. */
  if (links == NULL)
    return;

  g_clear_object (&self->cancellable);
  if (self->is_stale)
    {
      dp_preview_links_unref (links);
      read_text (self);
      return;
    }
  g_clear_pointer (&self->links, dp_preview_links_unref);
  self->links = links;
  show_ranges (self);
  dp_preview_set_links (self->preview, links);
}

static void
read_text (DpAddDialog *self)
{
  GtkTextIter start;
  GtkTextIter end;
  char *text;
  g_autoptr (GBytes) bytes = NULL;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  bytes = g_bytes_new_take (text, strlen (text));
  self->is_stale = FALSE;
  self->cancellable = g_cancellable_new ();
  dp_preview_links_read_async (self->queue, bytes, gtk_check_button_get_active (self->expand),
                               self->cancellable, on_read, self);
}

static void
on_text_changed (DpAddDialog *self)
{
  if (self->cancellable != NULL)
    self->is_stale = TRUE;
  else
    read_text (self);
  update_add_button (self);
}

static void
accept (DpAddDialog *self)
{
  DpRequest *request = dp_request_details_get_request (self->details);

  self->list = dp_preview_dup_chosen (self->preview);
  if (request != NULL)
    dp_url_list_set_request (self->list, request);
  dp_folder_picker_remember (self->folder_picker);
  g_signal_emit (self, accepted_signal, 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
dp_add_dialog_dispose (GObject *object)
{
  DpAddDialog *self = DP_ADD_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->links, dp_preview_links_unref);
  g_clear_pointer (&self->list, dp_url_list_free);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (dp_add_dialog_parent_class)->dispose (object);
}

static void
dp_add_dialog_class_init (DpAddDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_add_dialog_dispose;
  g_type_ensure (DP_TYPE_COMMAND_ENTRY);
  g_type_ensure (DP_TYPE_FOLDER_PICKER);
  g_type_ensure (DP_TYPE_PREVIEW);
  g_type_ensure (DP_TYPE_REQUEST_DETAILS);

  /**
   * DpAddDialog::accepted:
   * @self: the dialog
   *
   * The person wants the links that are shown.
   */
  accepted_signal = g_signal_new ("accepted", DP_TYPE_ADD_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-add-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DpAddDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, DpAddDialog, text);
  gtk_widget_class_bind_template_child (widget_class, DpAddDialog, buffer);
  gtk_widget_class_bind_template_child (widget_class, DpAddDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, DpAddDialog, expand);
  gtk_widget_class_bind_template_child (widget_class, DpAddDialog, expand_label);
  gtk_widget_class_bind_template_child (widget_class, DpAddDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, DpAddDialog, details);
  gtk_widget_class_bind_template_child (widget_class, DpAddDialog, folder_picker);
  gtk_widget_class_bind_template_child (widget_class, DpAddDialog, command);
  gtk_widget_class_bind_template_child (widget_class, DpAddDialog, later);
  gtk_widget_class_bind_template_callback (widget_class, accept);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, show_links);
  gtk_widget_class_bind_template_callback (widget_class, update_add_button);
}

static void
dp_add_dialog_init (DpAddDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_label (self->summary, _ ("No links yet"));
  dp_page_paste_attach (self->text);
}

/**
 * dp_add_dialog_new:
 * @parent: (nullable): the window that asks
 * @queue: where the links will go
 * @settings: the program's settings
 *
 * Thread: home.
 *
 * Returns: (transfer none): a dialog, owned by GTK, not yet shown
 */
DpAddDialog *
dp_add_dialog_new (GtkWindow *parent, DpQueue *queue, GSettings *settings)
{
  DpAddDialog *self = g_object_new (DP_TYPE_ADD_DIALOG, "transient-for", parent, NULL);

  self->queue = g_object_ref (queue);
  dp_folder_picker_attach (self->folder_picker, settings);
  return self;
}
