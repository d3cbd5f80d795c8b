/* dp-remote.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

const GOptionEntry *dp_remote_get_options (void);
int dp_remote_run (GVariantDict *options);

G_END_DECLS
