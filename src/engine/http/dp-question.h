/* dp-question.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-url.h"

G_BEGIN_DECLS

/**
 * DpQuestionKind:
 * @DP_QUESTION_SERVER: who we are, asks the server
 * @DP_QUESTION_PROXY: who we are, asks the proxy
 * @DP_QUESTION_CERTIFICATE: whether a certificate is trusted that nobody vouches for
 *
 * What only the person can answer.
 */
typedef enum
{
  DP_QUESTION_SERVER,
  DP_QUESTION_PROXY,
  DP_QUESTION_CERTIFICATE,
} DpQuestionKind;

/**
 * DpQuestion:
 * @origin: whom the answer is for, and nobody else
 * @host: its name
 * @port: its port
 * @is_secure: whether the answer travels encrypted
 * @is_again: user name and password were told, and not accepted
 * @answer_id: the answer of the person that was not accepted, or 0
 * @realm: (nullable): what the one who asks says it is
 * @problems: what is wrong with the certificate
 * @is_self_signed: whether the certificate vouches for itself
 * @fingerprint: (nullable): its SHA-256, 64 hexadecimal digits
 * @issuer: (nullable): who it says vouches for it
 * @not_before: (nullable): since when it is valid
 * @not_after: (nullable): until when
 *
 * One question, without anything secret.  Constant.
 */
typedef struct
{
  DpQuestionKind kind;
  char *origin;
  char *host;
  guint16 port;

  gboolean is_secure;
  gboolean is_again;
  guint answer_id;
  char *realm;

  GTlsCertificateFlags problems;
  gboolean is_self_signed;
  char *fingerprint;
  char *issuer;
  GDateTime *not_before;
  GDateTime *not_after;
} DpQuestion;

DpQuestion *dp_question_new_server (const DpUrl *url, const char *realm);
DpQuestion *dp_question_new_proxy (const DpUrl *proxy, const char *realm);
DpQuestion *dp_question_new_certificate (const DpUrl *url,
                                         GTlsCertificate *certificate,
                                         GTlsCertificateFlags problems);
DpQuestion *dp_question_copy (const DpQuestion *self);
void dp_question_free (DpQuestion *self);

char *dp_question_dup_origin (DpQuestionKind kind, const DpUrl *url);
char *dp_question_dup_sentence (const DpQuestion *self);
char **dp_question_dup_problems (const DpQuestion *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpQuestion, dp_question_free)

G_END_DECLS
