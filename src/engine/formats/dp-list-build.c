/* dp-list-build.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list of links while it grows: each link once, whichever file it stands in.
 *
 * Links met before are kept in a tree, not in a hash table, for links can be chosen to collide.
 *
 * Thread: any.
 */

#include "dp-list-build.h"

#include <string.h>

#include "dp-url.h"

struct _DpListBuild
{
  DpUrlList *list; /* (owned) (nullable): until the end */
  GTree *met;      /* (owned) (element-type utf8): the requestable forms */
};

static int
compare_texts (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return strcmp (a, b);
}

/**
 * dp_list_build_new:
 *
 * Thread: any.
 *
 * Returns: (transfer full): a list without links
 */
DpListBuild *
dp_list_build_new (void)
{
  DpListBuild *self = g_new0 (DpListBuild, 1);

  self->list = dp_url_list_new ();
  self->met = g_tree_new_full (compare_texts, NULL, g_free, NULL);
  return self;
}

/**
 * dp_list_build_free:
 * @self: (nullable) (transfer full): a list
 *
 * Thread: any.
 */
void
dp_list_build_free (DpListBuild *self)
{
  if (self == NULL)
    return;
  dp_url_list_free (self->list);
  g_tree_unref (self->met);
  g_free (self);
}

/**
 * dp_list_build_add:
 * @self: a list
 * @link: what should be a link; it stays byte for byte as it is
 * @request: (nullable): what is said beyond it
 * @offer: (nullable): what is said of the file
 *
 * Takes the link, counts it as one that stands there twice, or refuses it with the reason.
 *
 * Thread: any.
 */
void
dp_list_build_add (DpListBuild *self, const char *link, DpRequest *request, DpOffer *offer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DpUrl) url = dp_url_parse (link, &error);
  char *requested;
  int n_before = g_tree_nnodes (self->met);

  if (url == NULL)
    {
      dp_list_build_refuse (self, link, error->message);
      return;
    }
  requested = dp_url_to_string (url);
  g_tree_insert (self->met, requested, NULL);
  if (g_tree_nnodes (self->met) > n_before)
    dp_url_list_add (self->list, link, request, offer);
  else
    self->list->n_duplicates++;
}

/**
 * dp_list_build_refuse:
 * @self: a list
 * @text: what stood there
 * @reason: a translated sentence for the person
 *
 * Thread: any.
 */
void
dp_list_build_refuse (DpListBuild *self, const char *text, const char *reason)
{
  dp_url_list_refuse (self->list, text, strlen (text), reason);
}

/**
 * dp_list_build_take:
 * @self: a list
 * @list: (transfer full): more links
 *
 * Thread: any.
 */
void
dp_list_build_take (DpListBuild *self, DpUrlList *list)
{
  for (guint i = 0; i < list->urls->len; i++)
    dp_list_build_add (self, list->urls->pdata[i], list->requests->pdata[i],
                       list->offers->pdata[i]);
  self->list->n_duplicates += list->n_duplicates;
  g_ptr_array_extend_and_steal (self->list->refused, g_steal_pointer (&list->refused));
  list->refused = g_ptr_array_new ();
  dp_url_list_free (list);
}

/**
 * dp_list_build_end:
 * @self: (transfer full): a list
 *
 * Thread: any.
 *
 * Returns: (transfer full): the links, also if there are none
 */
DpUrlList *
dp_list_build_end (DpListBuild *self)
{
  DpUrlList *list = g_steal_pointer (&self->list);

  dp_list_build_free (self);
  return list;
}
