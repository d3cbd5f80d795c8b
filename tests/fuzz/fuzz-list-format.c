/* fuzz-list-format.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as a list of each kind: what comes out are links that can be requested, with names and
 * folders that are safe; and what is stored of an offer comes back as it was.
 */

#include <string.h>

#include "dp-filename.h"
#include "dp-list-format.h"
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
check_offer (const DpOffer *offer)
{
  g_autofree char *safe = offer->name != NULL ? dp_filename_sanitize (offer->name) : NULL;
  g_autofree char *folder = dp_offer_dup_folder (offer, "/chosen");
  g_autofree char *text = dp_offer_to_text (offer);
  g_autoptr (DpOffer) back = dp_offer_from_text (text);
  g_autofree char *again = dp_offer_to_text (back);

  require (g_strcmp0 (safe, offer->name) == 0);
  require (*folder == '/' && strstr (folder, "/.") == NULL && strpbrk (folder, "\r\n") == NULL);
  require (g_strcmp0 (text, again) == 0);
  require (offer->mirrors->len >= 1 && offer->mirrors->len <= DP_OFFER_MAX_MIRRORS);
}

static void
check_list (const DpUrlList *list)
{
  require (list->requests->len == list->urls->len && list->offers->len == list->urls->len);
  for (guint i = 0; i < list->urls->len; i++)
    {
      g_autoptr (DpUrl) url = dp_url_parse (list->urls->pdata[i], NULL);

      require (url != NULL);
      if (list->offers->pdata[i] != NULL)
        check_offer (list->offers->pdata[i]);
    }
  for (guint i = 0; i < list->refused->len; i++)
    {
      const DpRefusedUrl *refused = list->refused->pdata[i];

      require (g_utf8_validate (refused->text, -1, NULL) && *refused->reason != '\0');
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const DpUrlListType types[] = {
    DP_URL_LIST_PLAIN,
    DP_URL_LIST_URI_LIST,
    DP_URL_LIST_ARIA2,
    DP_URL_LIST_METALINK,
  };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (DpOffer) offer = dp_offer_from_text (text);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (DpUrlList) list = dp_list_format_parse ((const char *) data, size, types[i]);

      check_list (list);
    }
  return 0;
}
