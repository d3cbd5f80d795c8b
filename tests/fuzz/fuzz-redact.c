/* fuzz-redact.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Links and header fields out of nonsense.  What is shown is one line of bounded, valid UTF-8; what
 * stands where a secret stands never shows.
 */

#include <string.h>

#include "dp-redact.h"

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
  require (g_utf8_validate (text, -1, NULL));
  require (strlen (text) < 4096);
  for (const char *p = text; *p != '\0'; p++)
    require (!g_ascii_iscntrl (*p));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) words = g_strsplit (text, "\n", 2);
  g_autofree char *link = dp_redact_link (text);
  g_autofree char *header =
      words[0] != NULL ? dp_redact_header (words[0], words[1] != NULL ? words[1] : "") : NULL;
  g_autofree char *query = g_strconcat ("https://u:SECRET@a.test/?k=SECRET", text, NULL);
  g_autofree char *shown_query = dp_redact_link (query);

  const char *authority;
  const char *host = dp_redact_find_host ((const char *) data, size, &authority);

  require (authority >= (const char *) data && host >= authority &&
           host <= (const char *) data + size);
  require_line (link);
  if (header != NULL)
    require_line (header);
  require_line (shown_query);
  require (g_str_has_prefix (shown_query, "https://a.test/?k=" DP_REDACT_HIDDEN));
  return 0;
}
