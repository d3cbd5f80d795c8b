/* dp-size-spin.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean dp_size_spin_show (GtkSpinButton *spin);
int dp_size_spin_read (GtkSpinButton *spin, double *size_mb);

G_END_DECLS
