/* fuzz-request-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a stored list says beyond a link: whatever stands there, each thing is one line, and what was
 * told is read again the same.
 */

#include <string.h>

#include "dp-request-text.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* No g_assert: it is not there in every build. */
static void
require (gboolean condition)
{
  if (!condition)
    g_abort ();
}

static void
require_line (const char *text)
{
  for (const char *p = text; p != NULL && *p != '\0'; p++)
    require (!g_ascii_iscntrl (*p));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (DpRequest) request = dp_request_from_text (text);
  g_autoptr (DpRequest) again = NULL;
  g_autofree char *told = dp_request_to_text (request, "http://a.test/", 0);
  g_autofree char *told_again = NULL;
  g_autoptr (DpRequest) last = NULL;
  g_autofree char *told_last = NULL;

  if (request == NULL)
    return 0;
  require_line (request->user_agent);
  require_line (request->userinfo);
  require (request->userinfo == NULL || strpbrk (request->userinfo, "@/?#") == NULL);
  for (char **line = request->headers; line != NULL && *line != NULL; line++)
    require_line (*line);
  /* Spaces at the ends go. */
  again = dp_request_from_text (told);
  told_again = dp_request_to_text (again, "http://a.test/", 0);
  last = dp_request_from_text (told_again);
  told_last = dp_request_to_text (last, "http://a.test/", 0);
  require (g_strcmp0 (told_again, told_last) == 0);
  return 0;
}
