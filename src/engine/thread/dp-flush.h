/* dp-flush.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean dp_flush_file (int fd);
gboolean dp_flush_data (int fd);

G_END_DECLS
