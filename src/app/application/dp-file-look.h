/* dp-file-look.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-queue.h"

G_BEGIN_DECLS

#define DP_TYPE_FILE_LOOK (dp_file_look_get_type ())
G_DECLARE_FINAL_TYPE (DpFileLook, dp_file_look, DP, FILE_LOOK, GObject)

DpFileLook *dp_file_look_new (GtkApplication *application, DpQueue *queue);

G_END_DECLS
