/* dp-http-message.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-url.h"

G_BEGIN_DECLS

/**
 * DpHttpRange:
 * @first_byte: where to begin
 * @validator: the version that the bytes must belong to, for If-Range
 *
 * The rest of a file whose beginning is here.
 */
typedef struct
{
  guint64 first_byte;
  const char *validator;
} DpHttpRange;

typedef struct _SoupMessage SoupMessage;

SoupMessage *dp_http_message_new (const DpUrl *url, const DpHttpRange *range);
const char *dp_http_message_get_phrase (guint status);

G_END_DECLS
