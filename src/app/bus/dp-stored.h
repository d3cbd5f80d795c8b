/* dp-stored.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"

G_BEGIN_DECLS

char *dp_stored_dup_folder (void);
GPtrArray *dp_stored_read (char **remark, GError **error);

G_END_DECLS
