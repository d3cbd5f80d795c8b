/* dp-command.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"

G_BEGIN_DECLS

char **dp_command_parse (const char *text, DpDownload *download, GError **error);

G_END_DECLS
