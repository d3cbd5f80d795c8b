/* fuzz-url-range.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any text as a link that stands for many: as many come out as were counted, none of them stands for
 * others by the same brackets, and what stands for nothing stays byte for byte as it is.
 */

#include <string.h>

#include "dp-url-range.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* No g_assert: it is not there in every build. */
static void
require (gboolean condition)
{
  if (!condition)
    g_abort ();
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *link = g_strndup ((const char *) data, size);
  guint64 n_links = dp_url_range_count (link);
  gsize host_length;
  g_autoptr (GPtrArray) links = NULL;

  require (n_links >= 1);
  /* A fuzzer that makes a hundred thousand links at each step gets nowhere. */
  if (n_links > 1000 && n_links <= DP_URL_RANGE_MAX_LINKS)
    return 0;
  links = dp_url_range_expand (link);
  require (links != NULL || n_links > DP_URL_RANGE_MAX_LINKS || size > 64 * 1024);
  require (links == NULL || links->len == n_links);
  if (links == NULL)
    return 0;
  require (n_links > 1 || strcmp (links->pdata[0], link) == 0);
  host_length = strcspn (link, "[{");
  for (guint i = 0; i < links->len; i++)
    require (strncmp (links->pdata[i], link, host_length) == 0);
  return 0;
}
