/* dp-http-message.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-answers.h"
#include "dp-journal.h"

G_BEGIN_DECLS

/**
 * DpHttpRange:
 * @first_byte: where to begin
 * @validator: the version that the bytes must belong to, for If-Range
 * @n_bytes: how many, or 0 for all that follow
 * @is_unless: it is no part, but the whole, unless that is the version that @validator names
 *
 * A part of a file: the rest, or a sample of it.
 */
typedef struct
{
  guint64 first_byte;
  const char *validator;
  guint64 n_bytes;
  gboolean is_unless;
} DpHttpRange;

/**
 * DpHttpRequest:
 * @url: what to ask for; its userinfo is not looked at
 * @range: (nullable): the part to ask for, or %NULL for the whole
 * @headers: (nullable) (array zero-terminated=1): more of them, as `Name: value`
 * @user_agent: (nullable): what User-Agent says, empty for none; %NULL for the client's
 * @referer: (nullable): what Referer says
 * @cookie: (nullable): what Cookie says
 * @userinfo: (nullable): percent-encoded user and password, for a server that asks for them
 * @answers: (nullable): what the person answered
 * @journal: (nullable): who is told of it
 *
 * What is said to one server.
 */
typedef struct
{
  const DpUrl *url;
  const DpHttpRange *range;
  char *const *headers;
  const char *user_agent;
  const char *referer;
  const char *cookie;
  const char *userinfo;
  DpAnswers *answers;
  DpJournal *journal;
} DpHttpRequest;

typedef struct _SoupMessage SoupMessage;

SoupMessage *dp_http_message_new (const DpHttpRequest *request);
const char *dp_http_message_get_phrase (guint status);

G_END_DECLS
