/* fuzz-html.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as a web page: it comes to an end, what comes out are links that can be requested, each
 * once, and reasons that can be shown; and a page whose base is known refuses none for having none.
 */

#include <string.h>

#include "dp-html-list.h"
#include "dp-html.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* No g_assert: it is not there in every build. */
static void
require (gboolean condition)
{
  if (!condition)
    g_abort ();
}

static void
check_list (const DpUrlList *list)
{
  g_autoptr (GHashTable) met = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  require (list->requests->len == list->urls->len && list->offers->len == list->urls->len);
  for (guint i = 0; i < list->urls->len; i++)
    {
      g_autoptr (DpUrl) url = dp_url_parse (list->urls->pdata[i], NULL);

      require (url != NULL);
      require (g_hash_table_add (met, dp_url_to_string (url)));
      for (const char *p = list->urls->pdata[i]; *p != '\0'; p++)
        require (g_ascii_isgraph (*p));
    }
  for (guint i = 0; i < list->refused->len; i++)
    {
      const DpRefusedUrl *refused = list->refused->pdata[i];

      require (g_utf8_validate (refused->text, -1, NULL) && *refused->reason != '\0');
    }
}

/* Every step goes on, and stays in the page. */
static void
check_steps (const char *text, gsize size)
{
  DpHtml html = { .rest = text, .end = text + size };
  const char *before = html.rest;
  gsize n_steps = 0;
  DpHtmlKind kind;

  while ((kind = dp_html_next (&html)) != DP_HTML_NOTHING)
    {
      require (html.rest >= before && html.rest <= html.end && n_steps++ <= 2 * size);
      require (html.start >= text && html.start <= html.stop && html.stop <= html.rest);
      require (strlen (html.name) <= DP_HTML_NAME_MAX_BYTES);
      if (kind == DP_HTML_TAG)
        g_free (dp_html_dup_attribute (&html, "href"));
      before = html.rest;
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (DpUrl) base = dp_url_parse ("https://me@base.test/a/b?c", NULL);
  g_autoptr (DpUrlList) list = dp_html_list_parse ((const char *) data, size, NULL);
  g_autoptr (DpUrlList) based = dp_html_list_parse ((const char *) data, size, base);
  g_autofree char *text = dp_html_unescape ((const char *) data, size);

  require (strlen (text) <= 3 * size);
  check_steps ((const char *) data, size);
  check_list (list);
  check_list (based);
  dp_html_list_begins ((const char *) data, size);
  return 0;
}
