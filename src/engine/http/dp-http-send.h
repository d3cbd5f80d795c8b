/* dp-http-send.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-http-turn.h"
#include "dp-journal.h"
#include "dp-question.h"
#include "dp-response.h"

G_BEGIN_DECLS

typedef struct _SoupAuth SoupAuth;
typedef struct _SoupMessage SoupMessage;

/**
 * DpHttpSend:
 * @client: (unowned): outlives it
 * @url: (unowned): where to; outlives it
 * @answers: (unowned) (nullable): the person's; outlive it
 * @journal: (unowned) (nullable): who is told of it; outlives it
 * @wait: how the fiber waits; also for the body
 * @turn: to begin a TLS connection
 * @message: (owned) (nullable): what was sent last
 * @response: status and headers of its answer
 * @body: (owned) (nullable): until the headers are here
 * @question: (owned) (nullable): what the server asks the person
 * @error: (owned) (nullable): what libsoup says
 * @n_hints: how often an answer was announced (1xx)
 * @is_wrapped: in a Transfer-Encoding that we don't know
 * @is_sent: libsoup has called back
 * @has_no_tunnel: a proxy did not let us through to who the message is for
 *
 * One message after the other to one server.
 */
typedef struct
{
  DpHttpClient *client;
  const DpUrl *url;
  DpAnswers *answers;
  DpJournal *journal;
  DpHttpWait wait;
  DpHttpTurn turn;
  SoupMessage *message;
  DpResponse response;
  GInputStream *body;
  DpQuestion *question;
  GError *error;
  guint n_hints;
  gboolean is_wrapped;
  gboolean is_sent;
  gboolean has_no_tunnel;
} DpHttpSend;

void
dp_http_send_init (DpHttpSend *self, DpHttpClient *client, const DpUrl *url, DpAnswers *answers);
void dp_http_send_hang_up (DpHttpSend *self);
void dp_http_send_clear (DpHttpSend *self);
gboolean dp_http_send_take_message (DpHttpSend *self,
                                    SoupMessage *message,
                                    GCancellable *cancellable,
                                    GError **error);
SoupAuth *dp_http_send_dup_asked (DpHttpSend *self);
gboolean dp_http_send_set_no_tunnel (DpHttpSend *self, DpQuestion *question, GError **error);

G_END_DECLS
