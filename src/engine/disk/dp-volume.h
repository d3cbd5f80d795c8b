/* dp-volume.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DP_VOLUME_LEAST_BYTES:
 *
 * A volume with less room than this is full: nothing goes on there.
 */
#define DP_VOLUME_LEAST_BYTES (G_GUINT64_CONSTANT (16) * 1024 * 1024)

void dp_volume_set_floor (guint64 floor_bytes);
guint64 dp_volume_get_floor (void);
guint64 dp_volume_find (const char *folder);
void dp_volume_measure (int fd, guint64 *size_bytes, guint64 *free_bytes);
guint64 dp_volume_find_free (const char *folder);
gboolean dp_volume_can_spare (guint64 free_bytes, guint64 needed_bytes);
gboolean dp_volume_has_room (const char *folder, guint64 needed_bytes);

G_END_DECLS
