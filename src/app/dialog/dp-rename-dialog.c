/* dp-rename-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A field for the name of one file, all but its extension selected, as in file managers.
 *
 * It renames nothing: it says "accepted", and the application asks for the name.
 *
 * Thread: home.
 */

#include "dp-rename-dialog.h"

#include "dp-extension.h"

struct _DpRenameDialog
{
  GtkWindow parent_instance;

  guint64 id;

  GtkButton *rename_button;
  GtkEntry *name;
};

static guint accepted_signal;

G_DEFINE_FINAL_TYPE (DpRenameDialog, dp_rename_dialog, GTK_TYPE_WINDOW)

/**
 * dp_rename_dialog_get_id:
 * @self: a dialog
 *
 * Thread: home.
 *
 * Returns: the id of the download that it is about
 */
guint64
dp_rename_dialog_get_id (DpRenameDialog *self)
{
  return self->id;
}

/**
 * dp_rename_dialog_get_name:
 * @self: a dialog that was accepted
 *
 * Thread: home.
 *
 * Returns: (transfer none): what was typed
 */
const char *
dp_rename_dialog_get_name (DpRenameDialog *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->name));
}

static void
on_changed (DpRenameDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (dp_rename_dialog_get_name (self)));

  gtk_widget_set_sensitive (GTK_WIDGET (self->rename_button), *name != '\0');
}

static void
accept (DpRenameDialog *self)
{
  g_signal_emit (self, accepted_signal, 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
dp_rename_dialog_class_init (DpRenameDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * DpRenameDialog::accepted:
   * @self: the dialog
   *
   * The person wants the name that is shown.
   */
  accepted_signal = g_signal_new ("accepted", DP_TYPE_RENAME_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-rename-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DpRenameDialog, rename_button);
  gtk_widget_class_bind_template_child (widget_class, DpRenameDialog, name);
  gtk_widget_class_bind_template_callback (widget_class, accept);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
dp_rename_dialog_init (DpRenameDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dp_rename_dialog_new:
 * @parent: (nullable): the window that asks
 * @id: the id of a download
 * @name: what it is called
 *
 * Thread: home.
 *
 * Returns: (transfer none): a dialog, owned by GTK, not yet shown
 */
DpRenameDialog *
dp_rename_dialog_new (GtkWindow *parent, guint64 id, const char *name)
{
  DpRenameDialog *self = g_object_new (DP_TYPE_RENAME_DIALOG, "transient-for", parent, NULL);
  const char *extension = dp_extension_find (name);

  self->id = id;
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  gtk_entry_grab_focus_without_selecting (self->name);
  gtk_editable_select_region (GTK_EDITABLE (self->name), 0,
                              (int) g_utf8_strlen (name, extension - name));
  return self;
}
