/* fuzz-response.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A header block, one "Name: value" a line, to numbers that are proven to make sense or unknown.
 */

#include <string.h>

#include "dp-response.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* No g_assert: it is not there in every build. */
static void
require (gboolean condition)
{
  if (!condition)
    g_abort ();
}

static void
require_size (guint64 bytes)
{
  require (bytes == DP_SIZE_UNKNOWN || bytes <= G_MAXINT64);
}

static void
require_sense (const DpResponse *response)
{
  g_autofree char *validator = dp_response_dup_validator (response);

  require_size (response->content_length);
  require_size (response->range_first);
  require_size (response->range_last);
  require_size (response->range_total);
  require ((response->range_first == DP_SIZE_UNKNOWN) == (response->range_last == DP_SIZE_UNKNOWN));
  if (response->range_first != DP_SIZE_UNKNOWN)
    {
      require (response->has_range && response->range_first <= response->range_last);
      require (response->range_last < response->range_total);
    }
  else
    require (response->has_range == (response->range_total != DP_SIZE_UNKNOWN));

  require (validator == NULL || strpbrk (validator, "\r\n") == NULL);
  require (validator == NULL || response->etag == NULL || validator[0] == '"');
  require (!dp_response_is_redirect (response) || response->location != NULL);
  require_size (dp_response_get_total_bytes (response));
  require (dp_response_get_retry_after_sec (response, 0) <= G_MAXINT64);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  DpResponse response;

  dp_response_init (&response, 200 + size % 400);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *colon = strchr (lines[i], ':');

      if (colon == NULL)
        continue;
      *colon = '\0';
      dp_response_add_header (&response, lines[i], g_strstrip (colon + 1));
    }
  require_sense (&response);
  dp_response_clear (&response);
  return 0;
}
