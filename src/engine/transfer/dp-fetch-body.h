/* dp-fetch-body.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-fetch-run.h"
#include "dp-http.h"

G_BEGIN_DECLS

gboolean dp_fetch_body_read_early (DpFetchRun *run, DpHttpExchange *exchange, GError **error);
gboolean
dp_fetch_body_copy (DpFetchRun *run, DpHttpExchange *exchange, guint64 end_byte, GError **error);

G_END_DECLS
