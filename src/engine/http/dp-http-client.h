/* dp-http-client.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-answers.h"
#include "dp-http-options.h"

G_BEGIN_DECLS

typedef struct _DpHttpClient DpHttpClient;
typedef struct _SoupSession SoupSession;

void dp_http_init_process (void);

DpHttpClient *dp_http_client_new (GMainContext *context, const DpHttpOptions *options);
void dp_http_client_free (DpHttpClient *self);

GMainContext *dp_http_client_get_context (DpHttpClient *self);
SoupSession *dp_http_client_get_session (DpHttpClient *self);
const DpHttpOptions *dp_http_client_get_options (DpHttpClient *self);
void dp_http_client_offer_answers (DpHttpClient *self, DpAnswers *answers);
DpUrl *dp_http_client_find_proxy (DpHttpClient *self, const DpUrl *url);
DpUrl *dp_http_client_find_culprit (DpHttpClient *self, const DpUrl *url, const GError *cause);
DpQuestion *dp_http_client_dup_socks_question (DpHttpClient *self,
                                               const DpUrl *url,
                                               DpAnswers *answers,
                                               const GError *cause);
void dp_http_client_give_warm (DpHttpClient *self, const DpUrl *url);
gboolean dp_http_client_take_warm (DpHttpClient *self, const DpUrl *url);
guint dp_http_client_get_timeout_sec (DpHttpClient *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpHttpClient, dp_http_client_free)

G_END_DECLS
