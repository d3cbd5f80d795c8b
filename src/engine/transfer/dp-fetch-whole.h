/* dp-fetch-whole.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-fetch-run.h"
#include "dp-http.h"

G_BEGIN_DECLS

gboolean dp_fetch_whole_refuse (DpFetchRun *run, DpHttpExchange *exchange, GError **error);
gboolean dp_fetch_whole_check (DpFetchRun *run, const DpResponse *response, GError **error);
gboolean dp_fetch_whole_take (DpFetchRun *run, DpHttpExchange *exchange, GError **error);

G_END_DECLS
