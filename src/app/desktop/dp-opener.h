/* dp-opener.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef void (*DpOpenerFunc) (const char *sentence, gpointer owner);

void dp_opener_open_file (const char *path, DpOpenerFunc complain, gpointer owner);
void dp_opener_open_folder (const char *path, DpOpenerFunc complain, gpointer owner);
void dp_opener_show_in_folder (const char *path, DpOpenerFunc complain, gpointer owner);

G_END_DECLS
