/* dp-header.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-queue.h"

G_BEGIN_DECLS

void dp_header_update (GtkLabel *subtitle, GtkButton *all_button, DpQueue *queue);

G_END_DECLS
