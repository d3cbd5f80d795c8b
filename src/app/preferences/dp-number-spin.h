/* dp-number-spin.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean dp_number_spin_show (GtkSpinButton *spin);
int dp_number_spin_read (GtkSpinButton *spin, double *value);

G_END_DECLS
