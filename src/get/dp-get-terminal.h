/* dp-get-terminal.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-get-report.h"

G_BEGIN_DECLS

gboolean dp_get_terminal_is_one (int fd);
DpGetReport *dp_get_terminal_new (int fd, DpQueue *queue, DpGetOutput *out, DpGetOutput *err);

G_END_DECLS
