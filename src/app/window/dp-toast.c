/* dp-toast.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sentence at the lower edge of the window that goes by itself, with one button, as for Undo.
 *
 * Thread: home.
 */

#include "dp-toast.h"

#include "dp-line.h"

#define SHOWN_SEC 8

struct _DpToast
{
  DpComposite parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;
  GtkButton *button;
  guint hide_id;
};

G_DEFINE_FINAL_TYPE (DpToast, dp_toast, DP_TYPE_COMPOSITE)

/* Not from under the pointer, nor from who has come to its button with the keys. */
static gboolean
on_shown_long_enough (gpointer user_data)
{
  DpToast *self = user_data;
  GtkStateFlags flags = gtk_widget_get_state_flags (GTK_WIDGET (self));

  if (flags & (GTK_STATE_FLAG_PRELIGHT | GTK_STATE_FLAG_FOCUS_WITHIN))
    return G_SOURCE_CONTINUE;
  self->hide_id = 0;
  dp_toast_hide (self);
  return G_SOURCE_REMOVE;
}

/**
 * dp_toast_show:
 * @self: a toast
 * @text: a translated sentence
 * @label: (nullable): what the button says, or %NULL for no button
 * @action_name: (nullable): what the button does
 *
 * Shows it for some seconds, in place of an earlier one.
 *
 * Thread: home.
 */
void
dp_toast_show (DpToast *self, const char *text, const char *label, const char *action_name)
{
  g_clear_handle_id (&self->hide_id, g_source_remove);
  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL);
  gtk_button_set_label (self->button, label != NULL ? label : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action_name);
  gtk_widget_set_can_target (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  self->hide_id = g_timeout_add_seconds (SHOWN_SEC, on_shown_long_enough, self);
}

/**
 * dp_toast_hide:
 * @self: a toast
 *
 * Thread: home.
 */
void
dp_toast_hide (DpToast *self)
{
  g_clear_handle_id (&self->hide_id, g_source_remove);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static void
dp_toast_dispose (GObject *object)
{
  DpToast *self = DP_TOAST (object);

  g_clear_handle_id (&self->hide_id, g_source_remove);
  G_OBJECT_CLASS (dp_toast_parent_class)->dispose (object);
}

static void
dp_toast_class_init (DpToastClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_toast_dispose;

  g_type_ensure (DP_TYPE_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-toast.ui");
  gtk_widget_class_bind_template_child (widget_class, DpToast, revealer);
  gtk_widget_class_bind_template_child (widget_class, DpToast, label);
  gtk_widget_class_bind_template_child (widget_class, DpToast, button);
  gtk_widget_class_bind_template_callback (widget_class, dp_toast_hide);
}

static void
dp_toast_init (DpToast *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
