/* dp-composite.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A widget that is made of others, which go with it.
 *
 * Thread: home.
 */

#include "dp-composite.h"

G_DEFINE_ABSTRACT_TYPE (DpComposite, dp_composite, GTK_TYPE_WIDGET)

static void
dp_composite_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (dp_composite_parent_class)->dispose (object);
}

static void
dp_composite_class_init (DpCompositeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dp_composite_dispose;
}

static void
dp_composite_init (DpComposite *self)
{
}
