/* dp-part-sign.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void dp_part_sign_put (int fd, const char *link);
gboolean dp_part_sign_is_of (int fd, const char *link);
void dp_part_sign_take_off (int fd);

G_END_DECLS
