/* dp-list-ranges.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The links that others in a list stand for (dp-url-range), in their place.
 *
 * Thread: any.
 */

#include "dp-list-ranges.h"

#include <glib/gi18n-lib.h>

#include "dp-list-build.h"
#include "dp-url-range.h"

/**
 * dp_list_ranges_count:
 * @list: links
 *
 * Thread: any.
 *
 * Returns: how many links those of them stand for that stand for more than themselves
 */
guint64
dp_list_ranges_count (const DpUrlList *list)
{
  guint64 n_links = 0;

  for (guint i = 0; i < list->urls->len; i++)
    {
      guint64 n_ranged = dp_url_range_count (list->urls->pdata[i]);

      if (n_ranged > 1 && !g_uint64_checked_add (&n_links, n_links, n_ranged))
        return G_MAXUINT64;
    }
  return n_links;
}

static void
refuse (DpListBuild *build, const char *link)
{
  g_autofree char *reason = g_strdup_printf (
      /* Translators: %'u is a number, as in "100,000". */
      _ ("The ranges stand for too many links: more than %'u at once are not taken."),
      (guint) DP_URL_RANGE_MAX_LINKS);

  dp_list_build_refuse (build, link, reason);
}

/**
 * dp_list_ranges_expand:
 * @list: (transfer full): links
 *
 * All ranges in it together stand for no more than %DP_URL_RANGE_MAX_LINKS links: one that would go
 * beyond is refused.
 *
 * Thread: any.
 *
 * Returns: (transfer full): the links, with what is said of each; a link that stands for others does
 *   not stand for itself
 */
DpUrlList *
dp_list_ranges_expand (DpUrlList *list)
{
  DpListBuild *build = dp_list_build_new ();
  guint64 n_left = DP_URL_RANGE_MAX_LINKS;
  DpUrlList *expanded;

  for (guint i = 0; i < list->urls->len; i++)
    {
      const char *link = list->urls->pdata[i];
      guint64 n_ranged = dp_url_range_count (link);
      g_autoptr (GPtrArray) links =
          n_ranged > 1 && n_ranged <= n_left ? dp_url_range_expand (link) : NULL;

      if (n_ranged == 1)
        dp_list_build_add (build, link, list->requests->pdata[i], list->offers->pdata[i]);
      else if (links == NULL)
        refuse (build, link);
      for (guint j = 0; links != NULL && j < links->len; j++)
        dp_list_build_add (build, links->pdata[j], list->requests->pdata[i], NULL);
      n_left -= links != NULL ? n_ranged : 0;
    }
  expanded = dp_list_build_end (build);
  expanded->n_duplicates += list->n_duplicates;
  g_ptr_array_extend_and_steal (expanded->refused, g_steal_pointer (&list->refused));
  list->refused = g_ptr_array_new ();
  dp_url_list_free (list);
  return expanded;
}
