/* dp-limit-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast each of some downloads may be.
 *
 * It limits nothing: it says "accepted", and the application asks for the limit.
 *
 * Thread: home.
 */

#include "dp-limit-dialog.h"

#include <glib/gi18n.h>

#include "dp-line.h"
#include "dp-speed-spin.h"

#define KB G_GUINT64_CONSTANT (1000)

struct _DpLimitDialog
{
  GtkWindow parent_instance;

  GVariant *ids; /* (owned): of those that it is about */

  GtkCheckButton *is_limited;
  GtkLabel *is_limited_label;
  GtkSpinButton *speed;
};

static guint accepted_signal;

G_DEFINE_FINAL_TYPE (DpLimitDialog, dp_limit_dialog, GTK_TYPE_WINDOW)

/**
 * dp_limit_dialog_get_ids:
 * @self: a dialog
 *
 * Thread: home.
 *
 * Returns: (transfer none): the ids of the downloads that it is about, as "at"
 */
GVariant *
dp_limit_dialog_get_ids (DpLimitDialog *self)
{
  return self->ids;
}

/**
 * dp_limit_dialog_get_limit:
 * @self: a dialog that was accepted
 *
 * Thread: home.
 *
 * Returns: so many bytes per second may each be fast, or 0 for no limit
 */
guint64
dp_limit_dialog_get_limit (DpLimitDialog *self)
{
  if (!gtk_check_button_get_active (self->is_limited))
    return 0;
  return (guint64) gtk_spin_button_get_value_as_int (self->speed) * KB;
}

static void
accept (DpLimitDialog *self)
{
  gtk_spin_button_update (self->speed);
  g_signal_emit (self, accepted_signal, 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
dp_limit_dialog_dispose (GObject *object)
{
  g_clear_pointer (&DP_LIMIT_DIALOG (object)->ids, g_variant_unref);
  G_OBJECT_CLASS (dp_limit_dialog_parent_class)->dispose (object);
}

static void
dp_limit_dialog_class_init (DpLimitDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_limit_dialog_dispose;

  /**
   * DpLimitDialog::accepted:
   * @self: the dialog
   *
   * The person wants the limit that is shown.
   */
  accepted_signal = g_signal_new ("accepted", DP_TYPE_LIMIT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DP_TYPE_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-limit-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DpLimitDialog, is_limited);
  gtk_widget_class_bind_template_child (widget_class, DpLimitDialog, is_limited_label);
  gtk_widget_class_bind_template_child (widget_class, DpLimitDialog, speed);
  gtk_widget_class_bind_template_callback (widget_class, accept);
  gtk_widget_class_bind_template_callback (widget_class, dp_speed_spin_show);
  gtk_widget_class_bind_template_callback (widget_class, dp_speed_spin_read);
}

static void
dp_limit_dialog_init (DpLimitDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_text_set_activates_default (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->speed))),
                                  TRUE);
}

/**
 * dp_limit_dialog_new:
 * @parent: (nullable): the window that asks
 * @ids: the ids of downloads, as "at"
 * @bytes_per_sec: what to begin with, or 0 if there is no limit yet
 *
 * Thread: home.
 *
 * Returns: (transfer none): a dialog, owned by GTK, not yet shown
 */
DpLimitDialog *
dp_limit_dialog_new (GtkWindow *parent, GVariant *ids, guint64 bytes_per_sec)
{
  DpLimitDialog *self = g_object_new (DP_TYPE_LIMIT_DIALOG, "transient-for", parent, NULL);
  gulong n_ids = g_variant_n_children (ids);
  g_autofree char *label =
      g_strdup_printf (ngettext ("_Limit the speed of this download",
                                 "_Limit the speed of each of these %lu downloads", n_ids),
                       n_ids);

  self->ids = g_variant_ref (ids);
  gtk_label_set_label (self->is_limited_label, label);
  if (bytes_per_sec > 0)
    gtk_spin_button_set_value (self->speed, (double) (bytes_per_sec / KB));
  gtk_spin_button_update (self->speed);
  gtk_widget_grab_focus (GTK_WIDGET (self->speed));
  /* To be typed over. */
  gtk_editable_select_region (GTK_EDITABLE (self->speed), 0, -1);
  return self;
}
