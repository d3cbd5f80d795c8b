/* dp-extension.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *dp_extension_find (const char *name);
const char *dp_extension_from_type (const char *content_type);

G_END_DECLS
