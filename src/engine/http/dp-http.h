/* dp-http.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-http-exchange.h"

G_BEGIN_DECLS

DpHttpExchange *dp_http_get (DpHttpClient *client,
                             const DpUrl *url,
                             DpRequest *said,
                             const DpHttpRange *range,
                             DpAnswers *answers,
                             DpJournal *journal,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
