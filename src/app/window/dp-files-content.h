/* dp-files-content.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

#define DP_TYPE_FILES_CONTENT (dp_files_content_get_type ())
G_DECLARE_FINAL_TYPE (DpFilesContent, dp_files_content, DP, FILES_CONTENT, GdkContentProvider)

GdkContentProvider *dp_files_content_new (GPtrArray *paths);

G_END_DECLS
