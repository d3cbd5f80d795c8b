/* dp-desktop.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*DpFileFunc) (const char *path, gpointer user_data);

void dp_desktop_prepare (gboolean has_bus);
char *dp_desktop_get_download_folder (void);
void dp_desktop_choose_folder (GtkWindow *parent,
                               const char *folder,
                               DpFileFunc chosen,
                               gpointer user_data);
void dp_desktop_choose_file (GtkWindow *parent, DpFileFunc chosen, gpointer user_data);
void dp_desktop_choose_place (GtkWindow *parent,
                              const char *name,
                              DpFileFunc chosen,
                              gpointer user_data);
void dp_desktop_show_about (GtkWindow *parent);

G_END_DECLS
