/* dp-part-file.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-part-record.h"

G_BEGIN_DECLS

#define DP_PART_FILE_ERROR (dp_part_file_error_quark ())

/**
 * DpPartFileError:
 * @DP_PART_FILE_ERROR_DISK: the folder or the disk refused; nothing that the server can mend
 * @DP_PART_FILE_ERROR_FULL: the disk refused because it is full, or a quota is used up
 * @DP_PART_FILE_ERROR_CHANGED: the file is not the one that was written: start again beside it
 */
typedef enum
{
  DP_PART_FILE_ERROR_DISK,
  DP_PART_FILE_ERROR_FULL,
  DP_PART_FILE_ERROR_CHANGED,
} DpPartFileError;

GQuark dp_part_file_error_quark (void);

typedef struct _DpPartFile DpPartFile;

void dp_part_file_init_process (void);

DpPartFile *
dp_part_file_create (const char *folder, const char *name, const char *link, GError **error);
DpPartFile *dp_part_file_create_unnamed (const char *folder, const char *name);
gboolean dp_part_file_make_unnamed (DpPartFile *self);
gboolean dp_part_file_appear (DpPartFile *self, const char *link);
DpPartFile *dp_part_file_reopen (const char *folder,
                                 const char *name,
                                 guint64 inode,
                                 const DpRangeSet *safe,
                                 GError **error);
DpPartFile *dp_part_file_adopt (const char *folder,
                                const char *name,
                                const char *link,
                                const char *validator,
                                DpPartFile **leftover,
                                DpPartFile **vacancy);
void dp_part_file_sweep (DpPartFile *self, const char *link);
void dp_part_file_free (DpPartFile *self);

gboolean dp_part_file_has_name (DpPartFile *self);
const char *dp_part_file_get_name (DpPartFile *self);
void dp_part_file_want (DpPartFile *self, const char *name);
void dp_part_file_set_attribute (DpPartFile *self, const char *name, const char *value);
guint64 dp_part_file_get_inode (DpPartFile *self);
const DpPartRecord *dp_part_file_get_record (DpPartFile *self);
gboolean dp_part_file_describe (DpPartFile *self, const DpPartRecord *record, GError **error);
gboolean dp_part_file_relink (DpPartFile *self, const DpPartRecord *record, GError **error);
gboolean dp_part_file_flush (DpPartFile *self, GError **error);
const DpRangeSet *dp_part_file_get_safe (DpPartFile *self);
gboolean dp_part_file_check_floor (DpPartFile *self, guint64 total_bytes, GError **error);
gboolean dp_part_file_reserve (DpPartFile *self, guint64 total_bytes, GError **error);
gboolean
dp_part_file_write (DpPartFile *self, guint64 offset, const void *data, gsize size, GError **error);
gboolean
dp_part_file_read (DpPartFile *self, guint64 offset, void *data, gsize size, GError **error);
char *dp_part_file_publish (DpPartFile *self, guint64 total_bytes, GError **error);
void dp_part_file_supersede (DpPartFile *self, DpPartFile *old);
void dp_part_file_discard (DpPartFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpPartFile, dp_part_file_free)

G_END_DECLS
