/* dp-filename.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DP_FILENAME_MAX_BYTES:
 *
 * The longest base name that Linux file systems take (`NAME_MAX`).
 */
#define DP_FILENAME_MAX_BYTES 255

/**
 * DP_FILENAME_PART_SUFFIX:
 *
 * What an unfinished file's name ends in.
 */
#define DP_FILENAME_PART_SUFFIX ".part"

char *dp_filename_from_url (const char *url);
char *dp_filename_from_response (const char *content_disposition,
                                 const char *content_type,
                                 const char *url);
char *dp_filename_sanitize (const char *name);
char *dp_filename_numbered (const char *name, guint number);

G_END_DECLS
