/* dp-fetch-check.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-fetch-run.h"

G_BEGIN_DECLS

gboolean dp_fetch_check_length (DpFetchRun *run, guint64 size_bytes, GError **error);
gboolean dp_fetch_check (DpFetchRun *run, GError **error);

G_END_DECLS
