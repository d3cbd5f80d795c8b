/* dp-banner.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sentence across the window for as long as it is true, with what can be done about it.
 *
 * Thread: home.
 */

#include "dp-banner.h"

#include "dp-line.h"

struct _DpBanner
{
  DpComposite parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (DpBanner, dp_banner, DP_TYPE_COMPOSITE)

/**
 * dp_banner_set:
 * @self: a banner
 * @text: (nullable): a translated sentence, or %NULL for none
 * @label: (nullable): what the button says
 * @action_name: (nullable): what the button does
 *
 * Thread: home.
 */
void
dp_banner_set (DpBanner *self, const char *text, const char *label, const char *action_name)
{
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
  if (text == NULL)
    return;
  gtk_label_set_label (self->label, text);
  gtk_button_set_label (self->button, label);
  /* With the mark of its key; the label in it has the right name. */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action_name);
}

static void
dp_banner_class_init (DpBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DP_TYPE_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, DpBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, DpBanner, label);
  gtk_widget_class_bind_template_child (widget_class, DpBanner, button);
}

static void
dp_banner_init (DpBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
