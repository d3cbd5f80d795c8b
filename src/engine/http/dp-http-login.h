/* dp-http-login.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-answers.h"

G_BEGIN_DECLS

typedef struct _SoupAuth SoupAuth;
typedef struct _SoupMessage SoupMessage;

/**
 * DpHttpLogin:
 *
 * One server or proxy that may ask who we are, and what it was told.
 */
typedef struct _DpHttpLogin DpHttpLogin;

DpHttpLogin *
dp_http_login_new (DpQuestionKind kind, const DpUrl *url, const char *userinfo, DpAnswers *answers);
void dp_http_login_free (DpHttpLogin *self);
gboolean dp_http_login_answer (DpHttpLogin *self, SoupAuth *asked);
void dp_http_login_sign (DpHttpLogin *self, SoupMessage *message);
DpQuestion *dp_http_login_dup_refusal (DpHttpLogin *self);
DpQuestion *dp_http_login_dup_question (DpHttpLogin *self, SoupAuth *asked);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpHttpLogin, dp_http_login_free)

G_END_DECLS
