/* dp-command-line.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void dp_command_line_add_options (GApplication *application);
int dp_command_line_run (GVariantDict *options);
GBytes *dp_command_line_dup_links (GApplicationCommandLine *command_line);
gboolean dp_command_line_is_paused (GApplicationCommandLine *command_line);

G_END_DECLS
