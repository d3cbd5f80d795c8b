/* dp-http-socks.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-answers.h"

G_BEGIN_DECLS

#define DP_TYPE_HTTP_SOCKS (dp_http_socks_get_type ())

/**
 * DpHttpSocks:
 *
 * Says which way a link goes, as another one does; but for a SOCKS server to which the person told a
 * password, with that.
 */
G_DECLARE_FINAL_TYPE (DpHttpSocks, dp_http_socks, DP, HTTP_SOCKS, GObject)

DpHttpSocks *dp_http_socks_new (GProxyResolver *resolver);
void dp_http_socks_set_answers (DpHttpSocks *self, DpAnswers *answers);

G_END_DECLS
