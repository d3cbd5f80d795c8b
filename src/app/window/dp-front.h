/* dp-front.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-window.h"

G_BEGIN_DECLS

DpWindow *dp_front_get_window (GtkApplication *application);
void dp_front_say (GtkApplication *application,
                   const char *text,
                   const char *label,
                   const char *action_name);
void dp_front_complain (const char *sentence, gpointer application);
void dp_front_hush (GtkApplication *application);
gboolean dp_front_raise (GType type);
void dp_front_leave (GtkApplication *application);

G_END_DECLS
