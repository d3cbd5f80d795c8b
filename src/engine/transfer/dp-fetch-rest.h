/* dp-fetch-rest.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-fetch-run.h"
#include "dp-http.h"

G_BEGIN_DECLS

DpHttpRange dp_fetch_rest_plan (DpFetchRun *run);
gboolean dp_fetch_rest_take (DpFetchRun *run, DpHttpExchange *exchange, GError **error);

G_END_DECLS
