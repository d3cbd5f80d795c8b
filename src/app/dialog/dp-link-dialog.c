/* dp-link-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A field for another link to the file of a download, judged while it is written.
 *
 * A link that was just copied is there already: that is why the person came.  One line is judged
 * here; the clipboard, which may hold anything, is read and understood elsewhere.
 *
 * The dialog asks, the application does: "app.set-link" names the download and the link.
 *
 * Thread: home.
 */

#include "dp-link-dialog.h"

#include <glib/gi18n.h>

#include "dp-input.h"
#include "dp-link-reader.h"

struct _DpLinkDialog
{
  GtkWindow parent_instance;

  DpDownload *download; /* (owned) (nullable): until the dialog is closed */
  char *link;           /* (owned) (nullable): what was understood */

  GtkButton *accept_button;
  GtkLabel *name;
  GtkLabel *kept;
  GtkEntry *entry;
  GtkLabel *verdict;
};

G_DEFINE_FINAL_TYPE (DpLinkDialog, dp_link_dialog, GTK_TYPE_WINDOW)

/* What was understood */

/* Why it can't be taken: a sentence, or nothing while there is nothing to say. */
static char *
get_objection (DpLinkDialog *self, const char *text, const DpUrlList *list)
{
  const DpRefusedUrl *refused = list->refused->len > 0 ? list->refused->pdata[0] : NULL;

  if (dp_download_get_state (self->download) == DP_STATE_DONE)
    return g_strdup (_ ("The file is finished: it needs no link any more."));
  if (list->urls->len > 1)
    return g_strdup (_ ("These are several links; the file needs one."));
  if (list->urls->len == 1)
    return g_str_equal (list->urls->pdata[0], dp_download_get_url (self->download))
               ? g_strdup (_ ("That is the link that the download has already."))
               : NULL;
  if (refused != NULL)
    return g_strdup (refused->reason);
  return *text != '\0' ? g_strdup (_ ("That is no link.")) : NULL;
}

static void
judge (DpLinkDialog *self)
{
  g_autofree char *text =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  g_autoptr (DpUrlList) list = dp_url_list_parse (text, strlen (text), DP_URL_LIST_PLAIN);
  g_autofree char *objection = get_objection (self, text, list);

  g_clear_pointer (&self->link, g_free);
  if (objection == NULL && list->urls->len == 1)
    self->link = g_strdup (list->urls->pdata[0]);
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept_button), self->link != NULL);
  gtk_label_set_label (self->verdict, objection != NULL ? objection : "");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
      objection != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
accept (DpLinkDialog *self)
{
  if (self->link == NULL)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "app.set-link", "(ts)",
                              dp_download_get_id (self->download), self->link);
  gtk_window_close (GTK_WINDOW (self));
}

/* The clipboard */

/* For an answer that may come after the dialog: a dialog that it kept would outlive its parent, and
 * GTK 4.8 would touch that when the dialog goes at last. */
static GWeakRef *
new_weak_ref (DpLinkDialog *self)
{
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  return weak;
}

/* The dialog, unless it is closed. */
static DpLinkDialog *
take_weak_ref (GWeakRef *weak)
{
  g_autoptr (DpLinkDialog) self = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);
  return self != NULL && self->download != NULL ? g_steal_pointer (&self) : NULL;
}

static void
on_links_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DpLinkDialog) self = take_weak_ref (user_data);
  g_autoptr (DpUrlList) list = dp_link_reader_read_finish (result, NULL);

  /* The person may have been quicker. */
  if (self == NULL || *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    return;
  if (list == NULL || list->urls->len != 1 ||
      g_str_equal (list->urls->pdata[0], dp_download_get_url (self->download)))
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), list->urls->pdata[0]);
  /* Selected to be typed over, from the end, so that the server is what is seen. */
  gtk_editable_select_region (GTK_EDITABLE (self->entry), -1, 0);
}

static void
on_clipboard_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DpLinkDialog) self = take_weak_ref (user_data);
  DpUrlListType type;
  g_autoptr (GBytes) text = dp_input_read_finish (result, &type, NULL);

  /* A list as plain text: a copied file is no link, and must not be opened for a guess. */
  if (text != NULL && self != NULL)
    dp_link_reader_read_async (text, type == DP_URL_LIST_HTML ? type : DP_URL_LIST_PLAIN, NULL,
                               NULL, on_links_read, new_weak_ref (self));
}

/* What is here */

static void
show_kept (DpLinkDialog *self)
{
  guint64 received_bytes = dp_download_get_progress (self->download)->received_bytes;
  g_autofree char *size = g_format_size (received_bytes);
  g_autofree char *text =
      /* Translators: %s is a size, as in "14.2 GB". */
      g_strdup_printf (_ ("%s are here already. They are kept if the new link leads to the very "
                          "same file; if not, the file starts again."),
                       size);

  gtk_label_set_label (self->kept, text);
  gtk_widget_set_visible (GTK_WIDGET (self->kept), received_bytes > 0);
}

static void
dp_link_dialog_dispose (GObject *object)
{
  DpLinkDialog *self = DP_LINK_DIALOG (object);

  g_clear_object (&self->download);
  g_clear_pointer (&self->link, g_free);
  G_OBJECT_CLASS (dp_link_dialog_parent_class)->dispose (object);
}

static void
dp_link_dialog_class_init (DpLinkDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_link_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-link-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DpLinkDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, DpLinkDialog, name);
  gtk_widget_class_bind_template_child (widget_class, DpLinkDialog, kept);
  gtk_widget_class_bind_template_child (widget_class, DpLinkDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, DpLinkDialog, verdict);
  gtk_widget_class_bind_template_callback (widget_class, accept);
  gtk_widget_class_bind_template_callback (widget_class, judge);
}

static void
dp_link_dialog_init (DpLinkDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dp_link_dialog_new:
 * @parent: the window that asks
 * @download: a download that is not done
 *
 * Thread: home.
 *
 * Returns: (transfer none): a dialog, owned by GTK, not yet shown
 */
DpLinkDialog *
dp_link_dialog_new (GtkWindow *parent, DpDownload *download)
{
  DpLinkDialog *self = g_object_new (DP_TYPE_LINK_DIALOG, "transient-for", parent, "application",
                                     gtk_window_get_application (parent), NULL);

  self->download = g_object_ref (download);
  gtk_label_set_label (self->name, dp_download_get_name (download));
  show_kept (self);
  g_signal_connect_object (download, "notify::state", G_CALLBACK (judge), self, G_CONNECT_SWAPPED);
  dp_input_read_clipboard_async (gtk_widget_get_clipboard (GTK_WIDGET (parent)), on_clipboard_read,
                                 new_weak_ref (self));
  return self;
}
