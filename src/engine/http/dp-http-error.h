/* dp-http-error.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-question.h"

G_BEGIN_DECLS

#define DP_HTTP_ERROR (dp_http_error_quark ())

/**
 * DpHttpError:
 * @DP_HTTP_ERROR_DROPPED: the network or the server failed; another attempt may succeed
 * @DP_HTTP_ERROR_REFUSED: our policy, or theirs: another attempt would end the same way
 * @DP_HTTP_ERROR_ASKS: only the person has the answer; the error brings the question
 */
typedef enum
{
  DP_HTTP_ERROR_DROPPED,
  DP_HTTP_ERROR_REFUSED,
  DP_HTTP_ERROR_ASKS,
} DpHttpError;

GQuark dp_http_error_quark (void);

void dp_http_error_take_question (GError **error, DpQuestion *question);
DpQuestion *dp_http_error_dup_question (const GError *error);
void dp_http_error_set_refused (GError **error, const char *message);
void dp_http_error_set_timeout (GError **error, guint timeout_sec);
void dp_http_error_set_no_answer (GError **error);
void dp_http_error_set_only_hints (GError **error);
void dp_http_error_set_status (GError **error, guint status, const char *phrase, gboolean is_busy);
void dp_http_error_set_page (GError **error, guint64 kept_bytes);
void dp_http_error_set_damaged (GError **error);
void dp_http_error_set_cut (GError **error, guint64 received_bytes, guint64 total_bytes);
void
dp_http_error_set_no_tunnel (GError **error, const char *host, guint status, const char *phrase);
void dp_http_error_set_too_much (GError **error);
void dp_http_error_take_cause (GError **error, GError *reason, const char *host);

G_END_DECLS
