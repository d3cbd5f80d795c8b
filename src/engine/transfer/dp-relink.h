/* dp-relink.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-copy.h"
#include "dp-http.h"

G_BEGIN_DECLS

/**
 * DpRelink:
 * @client: the lane's client
 * @url: the new link
 * @request: (nullable): what the person said for it
 * @validator: the version that its server names
 * @answers: (nullable): what the person has answered so far
 * @journal: (nullable): who is told of each request
 * @cancellable: (nullable): ends it at once
 * @retry_after_sec: how long the server asks to be left alone, where it was too busy to tell
 *
 * The question whether another link leads to the file whose beginning is here.
 */
typedef struct
{
  DpHttpClient *client;
  const DpUrl *url;
  DpRequest *request;
  const char *validator;
  DpAnswers *answers;
  DpJournal *journal;
  GCancellable *cancellable;
  guint64 retry_after_sec;
} DpRelink;

gboolean dp_relink_prove (DpRelink *self, const DpCopy *copy, GError **error);

G_END_DECLS
