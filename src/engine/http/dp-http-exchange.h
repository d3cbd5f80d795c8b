/* dp-http-exchange.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-http-client.h"
#include "dp-http-limit.h"
#include "dp-http-message.h"
#include "dp-response.h"
#include "dp-url.h"

G_BEGIN_DECLS

typedef struct _DpHttpExchange DpHttpExchange;

DpHttpExchange *dp_http_exchange_new (DpHttpClient *client,
                                      const DpHttpRequest *request,
                                      GCancellable *cancellable,
                                      GError **error);
void dp_http_exchange_free (DpHttpExchange *self);
void dp_http_exchange_hang_up (DpHttpExchange *self);
const DpResponse *dp_http_exchange_get_response (DpHttpExchange *self);
const DpUrl *dp_http_exchange_get_url (DpHttpExchange *self);
void dp_http_exchange_take_cookies (DpHttpExchange *self, DpCookies *jar, gint64 now_sec);
DpQuestion *dp_http_exchange_dup_question (DpHttpExchange *self);
const DpQuestion *dp_http_exchange_get_trusted (DpHttpExchange *self);
void dp_http_exchange_take_trusted (DpHttpExchange *self, DpQuestion *trusted);
const char *dp_http_exchange_get_phrase (DpHttpExchange *self);
gboolean dp_http_exchange_is_length_proven (DpHttpExchange *self);
void dp_http_exchange_set_limit (DpHttpExchange *self, DpHttpLimit *limit);
gssize dp_http_exchange_read (DpHttpExchange *self,
                              void *buffer,
                              gsize size,
                              GCancellable *cancellable,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpHttpExchange, dp_http_exchange_free)

G_END_DECLS
