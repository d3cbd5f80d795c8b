/* dp-composite.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DP_TYPE_COMPOSITE (dp_composite_get_type ())
G_DECLARE_DERIVABLE_TYPE (DpComposite, dp_composite, DP, COMPOSITE, GtkWidget)

struct _DpCompositeClass
{
  GtkWidgetClass parent_class;
};

G_END_DECLS
