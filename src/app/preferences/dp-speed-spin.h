/* dp-speed-spin.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean dp_speed_spin_show (GtkSpinButton *spin);
int dp_speed_spin_read (GtkSpinButton *spin, double *kb_per_sec);

G_END_DECLS
