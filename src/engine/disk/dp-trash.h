/* dp-trash.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DpTrashFile:
 * @id: whose file it is
 * @path: (type filename): where it is when it is not in the Trash
 * @trash_path: (nullable) (type filename): where it is in the Trash, while it is there
 * @error: (nullable): why the last order could not be followed; the message is for the person
 *
 * A file that goes into the Trash, or comes back.
 */
typedef struct
{
  guint64 id;
  char *path;
  char *trash_path;
  GError *error;
} DpTrashFile;

DpTrashFile *dp_trash_file_new (guint64 id, const char *path);
void dp_trash_file_free (DpTrashFile *self);

void dp_trash_put_async (GPtrArray *files, GAsyncReadyCallback callback, gpointer user_data);
void dp_trash_restore_async (GPtrArray *files, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *dp_trash_finish (GAsyncResult *result);

G_END_DECLS
