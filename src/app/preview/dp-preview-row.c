/* dp-preview-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A link that was understood, with its tick; or what was refused, and why.
 *
 * Thread: home.
 */

#include "dp-preview-row.h"

struct _DpPreviewRow
{
  DpComposite parent_instance;

  DpPreviewItem *item;   /* (owned) (nullable): NULL while the row is unbound */
  GSignalGroup *signals; /* (owned): of its list */

  GtkCheckButton *tick;
  GtkLabel *label;
};

typedef enum
{
  PROP_ITEM = 1,
} DpPreviewRowProperty;

static GParamSpec *props[PROP_ITEM + 1];

G_DEFINE_FINAL_TYPE (DpPreviewRow, dp_preview_row, DP_TYPE_COMPOSITE)

static void
update_tick (DpPreviewRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  gboolean is_ticked = self->item != NULL && dp_preview_item_is_ticked (self->item);

  if (self->item == NULL)
    return;
  gtk_check_button_set_active (self->tick, is_ticked);
  /* The list's own widget around it has the focus. */
  if (parent != NULL && dp_preview_item_is_link (self->item))
    gtk_accessible_update_state (
        GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_STATE_CHECKED,
        is_ticked ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
}

static void
update (DpPreviewRow *self)
{
  g_autofree char *words = self->item != NULL ? dp_preview_item_dup_words (self->item) : NULL;
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (self->item == NULL)
    return;
  gtk_label_set_label (self->label, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), words);
  gtk_widget_set_visible (GTK_WIDGET (self->tick), dp_preview_item_is_link (self->item));
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                    -1);
  update_tick (self);
}

static void
on_toggled (DpPreviewRow *self)
{
  if (self->item != NULL)
    dp_preview_item_set_ticked (self->item, gtk_check_button_get_active (self->tick));
}

/**
 * dp_preview_row_toggle:
 * @self: a row
 *
 * Thread: home.
 */
void
dp_preview_row_toggle (DpPreviewRow *self)
{
  if (self->item != NULL)
    dp_preview_item_set_ticked (self->item, !dp_preview_item_is_ticked (self->item));
}

static void
dp_preview_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DpPreviewRow *self = DP_PREVIEW_ROW (object);

  switch ((DpPreviewRowProperty) prop_id)
    {
    case PROP_ITEM:
      /* What the tick says while it changes its row is nobody's wish. */
      g_clear_object (&self->item);
      update_tick (self);
      self->item = g_value_dup_object (value);
      g_signal_group_set_target (self->signals,
                                 self->item != NULL ? dp_preview_item_get_list (self->item) : NULL);
      update (self);
      break;
    }
}

static void
dp_preview_row_dispose (GObject *object)
{
  DpPreviewRow *self = DP_PREVIEW_ROW (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (dp_preview_row_parent_class)->dispose (object);
}

static void
dp_preview_row_class_init (DpPreviewRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = dp_preview_row_set_property;
  object_class->dispose = dp_preview_row_dispose;

  props[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, DP_TYPE_PREVIEW_ITEM,
                                          G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-preview-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DpPreviewRow, tick);
  gtk_widget_class_bind_template_child (widget_class, DpPreviewRow, label);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
dp_preview_row_init (DpPreviewRow *self)
{
  self->signals = g_signal_group_new (DP_TYPE_PREVIEW_LIST);
  g_signal_group_connect_swapped (self->signals, "ticked", G_CALLBACK (update_tick), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}
