/* dp-curl-command.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-request.h"

G_BEGIN_DECLS

/**
 * DpCurlCommand:
 * @urls: (element-type utf8): what stands there as links, at least one; any bytes, not yet judged
 * @request: (nullable): what is said beyond them
 * @reason: (nullable): why none of them can be downloaded like that, a translated sentence
 *
 * What one command asks for.
 */
typedef struct
{
  GPtrArray *urls;
  DpRequest *request;
  char *reason;
} DpCurlCommand;

gboolean dp_curl_command_begins (const char *text, const char *end);
DpCurlCommand *dp_curl_command_parse (const char *text, const char *end, const char **rest);
void dp_curl_command_free (DpCurlCommand *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpCurlCommand, dp_curl_command_free)

G_END_DECLS
