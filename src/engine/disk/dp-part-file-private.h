/* dp-part-file-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files know that DpPartFile is made of: dp-part-file, dp-part-make, dp-part-find,
 * dp-part-write and dp-part-publish.
 */

#pragma once

#include "dp-folder.h"
#include "dp-part-file.h"
#include "dp-part-trailer.h"

G_BEGIN_DECLS

struct _DpPartFile
{
  char *path;             /* (owned): the folder's absolute path, for messages and the final path */
  char *wanted;           /* (owned): the base name without a number */
  char *wish;             /* (owned) (nullable): what the person wants instead of that */
  char *name;             /* (owned): the base name it will get */
  char *part_name;        /* (owned) (nullable): the base name it has, if it has one yet */
  guint number;           /* in the name that it will get */
  DpFolder *folder;       /* (owned) */
  DpPartTrailer *trailer; /* (owned) (nullable) */
  DpRangeSet safe;        /* what was written to it, and can be counted on */
  int fd;
  mode_t mode;          /* who may have the finished file, or 0 if nobody looked */
  gboolean is_reserved; /* there may be room behind the end */
  gboolean is_signed;   /* as it does not describe itself (dp-part-sign) */
};

gboolean dp_part_file_fail (DpPartFile *self, const char *format, GError **error);
gboolean dp_part_file_fail_flush (DpPartFile *self, GError **error);
void dp_part_file_set_name (DpPartFile *self, guint number);
DpPartFile *dp_part_file_new (const char *path, const char *wanted);
guint dp_part_file_find_number (DpPartFile *self);
void dp_part_file_choose_name (DpPartFile *self);
void dp_part_file_set_number (DpPartFile *self, guint number);
gboolean dp_part_file_lock (DpPartFile *self);
void dp_part_file_hide (DpPartFile *self);

G_END_DECLS
