/* dp-host.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *dp_host_canonicalize (const char *text);

G_END_DECLS
