/* dp-command-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is run when each of some downloads is done.
 *
 * It says "accepted", and the application asks for the command: no action takes one, for actions can
 * be reached over D-Bus.
 *
 * Thread: home.
 */

#include "dp-command-dialog.h"

#include <glib/gi18n.h>

#include "dp-command-entry.h"

struct _DpCommandDialog
{
  GtkWindow parent_instance;

  GVariant *ids; /* (owned): of those that it is about */

  GtkButton *apply_button;
  GtkLabel *about;
  DpCommandEntry *command;
};

static guint accepted_signal;

G_DEFINE_FINAL_TYPE (DpCommandDialog, dp_command_dialog, GTK_TYPE_WINDOW)

/**
 * dp_command_dialog_get_ids:
 * @self: a dialog
 *
 * Thread: home.
 *
 * Returns: (transfer none): the ids of the downloads that it is about, as "at"
 */
GVariant *
dp_command_dialog_get_ids (DpCommandDialog *self)
{
  return self->ids;
}

/**
 * dp_command_dialog_get_command:
 * @self: a dialog that was accepted
 *
 * Thread: home.
 *
 * Returns: (transfer none): what is run, or "" for what is run for every file
 */
const char *
dp_command_dialog_get_command (DpCommandDialog *self)
{
  return dp_command_entry_get_command (self->command);
}

static void
on_changed (DpCommandDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->apply_button),
                            dp_command_entry_is_good (self->command));
}

static void
accept (DpCommandDialog *self)
{
  g_signal_emit (self, accepted_signal, 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
dp_command_dialog_dispose (GObject *object)
{
  g_clear_pointer (&DP_COMMAND_DIALOG (object)->ids, g_variant_unref);
  G_OBJECT_CLASS (dp_command_dialog_parent_class)->dispose (object);
}

static void
dp_command_dialog_class_init (DpCommandDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_command_dialog_dispose;

  /**
   * DpCommandDialog::accepted:
   * @self: the dialog
   *
   * The person wants the command that is shown.
   */
  accepted_signal = g_signal_new ("accepted", DP_TYPE_COMMAND_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DP_TYPE_COMMAND_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-command-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DpCommandDialog, apply_button);
  gtk_widget_class_bind_template_child (widget_class, DpCommandDialog, about);
  gtk_widget_class_bind_template_child (widget_class, DpCommandDialog, command);
  gtk_widget_class_bind_template_callback (widget_class, accept);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
dp_command_dialog_init (DpCommandDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dp_command_dialog_new:
 * @parent: (nullable): the window that asks
 * @ids: the ids of downloads, as "at"
 * @command: (nullable): what to begin with, or %NULL if there is none yet
 *
 * Thread: home.
 *
 * Returns: (transfer none): a dialog, owned by GTK, not yet shown
 */
DpCommandDialog *
dp_command_dialog_new (GtkWindow *parent, GVariant *ids, const char *command)
{
  DpCommandDialog *self = g_object_new (DP_TYPE_COMMAND_DIALOG, "transient-for", parent, NULL);
  gulong n_ids = g_variant_n_children (ids);
  g_autofree char *about = g_strdup_printf (
      ngettext ("It is run when this file is whole and safe on the disk.",
                "It is run for each of these %lu files when that is whole and safe "
                "on the disk.",
                n_ids),
      n_ids);

  self->ids = g_variant_ref (ids);
  gtk_label_set_label (self->about, about);
  dp_command_entry_set_command (self->command, command);
  gtk_widget_grab_focus (GTK_WIDGET (self->command));
  return self;
}
