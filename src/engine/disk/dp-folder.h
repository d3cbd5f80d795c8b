/* dp-folder.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

typedef struct _DpFolder DpFolder;

DpFolder *dp_folder_open (const char *path);
DpFolder *dp_folder_make (const char *path);
void dp_folder_free (DpFolder *self);

int dp_folder_get_fd (DpFolder *self);
char *dp_folder_dup_path (DpFolder *self, const char *path);
gboolean dp_folder_has (DpFolder *self, const char *name);
guint dp_folder_guess_number (DpFolder *self, const char *wanted);
int dp_folder_create_file (DpFolder *self, const char *name);
int dp_folder_create_unnamed (DpFolder *self);
void dp_folder_init_process (void);
mode_t dp_folder_find_mode (DpFolder *self);
int dp_folder_open_file (DpFolder *self, const char *name);
gboolean dp_folder_is_file (DpFolder *self, const char *name, int fd);
gboolean dp_folder_link (DpFolder *self, int fd, const char *to);
gboolean dp_folder_rename (DpFolder *self, const char *from, const char *to);
gboolean dp_folder_replace (DpFolder *self, const char *from, const char *to);
void dp_folder_remove (DpFolder *self, const char *name);
void dp_folder_flush (DpFolder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpFolder, dp_folder_free)

G_END_DECLS
