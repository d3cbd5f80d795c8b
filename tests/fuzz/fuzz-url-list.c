/* fuzz-url-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as both kinds of list: what comes out must be links that can be requested, each once,
 * and reasons that can be shown.
 */

#include <string.h>

#include "dp-url-list.h"
#include "dp-url.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* No g_assert: it is not there in every build. */
static void
require (gboolean condition)
{
  if (!condition)
    g_abort ();
}

static void
check_url (const char *text, GHashTable *met)
{
  g_autoptr (DpUrl) url = dp_url_parse (text, NULL);

  require (url != NULL);
  require (g_hash_table_add (met, dp_url_to_string (url)));
  for (const char *p = text; *p != '\0'; p++)
    require (g_ascii_isgraph (*p));
}

static void
check_refused (const DpRefusedUrl *refused)
{
  require (g_utf8_validate (refused->text, -1, NULL));
  require (*refused->text != '\0');
  require (strlen (refused->text) < 1024);
  require (*refused->reason != '\0');
}

static void
check_list (const DpUrlList *list)
{
  g_autoptr (GHashTable) met = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  require (list->requests->len == list->urls->len);
  for (guint i = 0; i < list->urls->len; i++)
    check_url (g_ptr_array_index (list->urls, i), met);
  for (guint i = 0; i < list->refused->len; i++)
    check_refused (g_ptr_array_index (list->refused, i));
}

/* A list that is read again is the same list: nothing in a link may end it. */
static void
check_again (const DpUrlList *list)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (DpUrlList) again = NULL;

  for (guint i = 0; i < list->urls->len; i++)
    g_string_append_printf (text, "%s\r\n", (const char *) g_ptr_array_index (list->urls, i));

  again = dp_url_list_parse (text->str, text->len, DP_URL_LIST_URI_LIST);
  require (again->urls->len == list->urls->len);
  require (again->refused->len == 0 && again->n_duplicates == 0);
  for (guint i = 0; i < list->urls->len; i++)
    require (g_str_equal (g_ptr_array_index (again->urls, i), g_ptr_array_index (list->urls, i)));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  for (DpUrlListType type = DP_URL_LIST_PLAIN; type <= DP_URL_LIST_URI_LIST; type++)
    {
      g_autoptr (DpUrlList) list = dp_url_list_parse ((const char *) data, size, type);

      check_list (list);
      check_again (list);
    }

  return 0;
}
