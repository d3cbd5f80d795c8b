/* fuzz-curl-command.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as commands: each takes a part of the text and no more, and what it says is one line, for
 * a person to say.
 */

#include <string.h>

#include "dp-curl-command.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* No g_assert: it is not there in every build. */
static void
require (gboolean condition)
{
  if (!condition)
    g_abort ();
}

static void
check_line (const char *line)
{
  for (const char *p = line; p != NULL && *p != '\0'; p++)
    require (!g_ascii_iscntrl (*p));
}

static void
check_header (const char *line)
{
  g_autofree char *name = g_strndup (line, strcspn (line, ":"));

  check_line (line);
  require (*name != '\0' && strstr (line, ": ") == line + strlen (name));
  require (!dp_request_is_own_header (name));
}

static void
check_request (const DpRequest *request)
{
  require (!dp_request_is_empty (request));
  for (char **line = request->headers; line != NULL && *line != NULL; line++)
    check_header (*line);
  check_line (request->user_agent);
  check_line (request->userinfo);
  require (request->userinfo == NULL || strchr (request->userinfo, ':') != NULL);
}

static void
check_command (const DpCurlCommand *command)
{
  require (command->urls->len > 0);
  for (guint i = 0; i < command->urls->len; i++)
    require (strstr (command->urls->pdata[i], "://") != NULL);
  require (command->reason == NULL || command->request == NULL);
  require (command->reason == NULL || g_utf8_validate (command->reason, -1, NULL));
  if (command->request != NULL)
    check_request (command->request);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *end = (const char *) data + size;
  const char *rest;

  dp_curl_command_begins ((const char *) data, end);
  for (const char *p = (const char *) data; p < end; p = rest)
    {
      g_autoptr (DpCurlCommand) command = dp_curl_command_parse (p, end, &rest);

      require (rest > p && rest <= end);
      if (command != NULL)
        check_command (command);
    }
  return 0;
}
