/* dp-news.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-answers.h"
#include "dp-lanes.h"
#include "dp-request.h"

G_BEGIN_DECLS

/**
 * DpNews:
 * @DP_NEWS_NONE: the server still has the version that we have
 * @DP_NEWS_SOME: it has another one
 * @DP_NEWS_UNKNOWN: nobody could tell
 *
 * What there is to know of a file that was downloaded once.
 */
typedef enum
{
  DP_NEWS_NONE,
  DP_NEWS_SOME,
  DP_NEWS_UNKNOWN,
} DpNews;

/**
 * DpNewsQuestion:
 * @url: an acceptable link
 * @request: (nullable): what the person said for this link
 * @answers: (nullable): what the person has answered so far
 * @validator: (nullable): by which name the server knew the version that we have
 * @size_bytes: how long that is
 */
typedef struct
{
  const char *url;
  DpRequest *request;
  DpAnswers *answers;
  const char *validator;
  guint64 size_bytes;
} DpNewsQuestion;

void dp_news_ask_async (const DpNewsQuestion *question,
                        DpLanes *lanes,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
DpNews dp_news_ask_finish (GAsyncResult *result);

G_END_DECLS
