/* dp-preview-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was understood of a text, as a list model: first what was refused, for that is little and what
 * the person has to look at, then the links, each with a tick.  While links are filtered, only those
 * that fit are in it.
 *
 * There may be a hundred thousand: an item is made for a row that is shown and for no other, and a tick
 * is a byte.  Chosen is what has a tick and is shown.
 *
 * Thread: home.
 */

#include "dp-preview-list.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-url.h"

struct _DpPreviewList
{
  GObject parent_instance;

  DpPreviewLinks *links; /* (owned) (nullable) */
  guint8 *ticks;         /* (owned) (nullable): for each link */
  GArray *places;        /* (owned) (element-type guint) (nullable): the links that are shown */
  guint n_chosen;
};

/* A row. */
struct _DpPreviewItem
{
  GObject parent_instance;

  DpPreviewList *list;   /* (owned) */
  DpPreviewLinks *links; /* (owned): as they were then */
  gboolean is_refused;
  guint place; /* among the links, or the refused */
};

static guint ticked_signal;

static void dp_preview_list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (DpPreviewItem, dp_preview_item, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (DpPreviewList,
                               dp_preview_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      dp_preview_list_iface_init))

/* What is shown */

static guint
count_refused (DpPreviewList *self)
{
  return self->links != NULL && self->places == NULL ? self->links->list->refused->len : 0;
}

static guint
count_links (DpPreviewList *self)
{
  if (self->places != NULL)
    return self->places->len;
  return self->links != NULL ? self->links->list->urls->len : 0;
}

static guint
get_place (DpPreviewList *self, guint index)
{
  return self->places != NULL ? g_array_index (self->places, guint, index) : index;
}

static void
count_chosen (DpPreviewList *self)
{
  guint n_links = count_links (self);

  self->n_chosen = 0;
  for (guint i = 0; i < n_links; i++)
    self->n_chosen += self->ticks[get_place (self, i)];
}

static void
tell (DpPreviewList *self, guint n_before)
{
  count_chosen (self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before,
                              g_list_model_get_n_items (G_LIST_MODEL (self)));
  g_signal_emit (self, ticked_signal, 0);
}

/**
 * dp_preview_list_set_links:
 * @self: a list
 * @links: what was understood
 *
 * All of it is shown; what is not in the list of downloads yet has a tick.
 *
 * Thread: home.
 */
void
dp_preview_list_set_links (DpPreviewList *self, DpPreviewLinks *links)
{
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self));
  guint n_links = links->list->urls->len;

  g_clear_pointer (&self->links, dp_preview_links_unref);
  g_clear_pointer (&self->places, g_array_unref);
  g_free (self->ticks);
  self->links = dp_preview_links_ref (links);
  self->ticks = g_new (guint8, n_links + 1);
  for (guint i = 0; i < n_links; i++)
    self->ticks[i] = !links->is_known[i];
  tell (self, n_before);
}

/**
 * dp_preview_list_get_links:
 * @self: a list
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): what was understood
 */
DpPreviewLinks *
dp_preview_list_get_links (DpPreviewList *self)
{
  return self->links;
}

/**
 * dp_preview_list_show:
 * @self: a list with links
 * @places: (nullable) (transfer full) (element-type guint): the places of the links to show, or %NULL
 *   for everything
 *
 * Thread: home.
 */
void
dp_preview_list_show (DpPreviewList *self, GArray *places)
{
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self));

  g_clear_pointer (&self->places, g_array_unref);
  self->places = places;
  tell (self, n_before);
}

/* Ticks */

/**
 * dp_preview_list_tick:
 * @self: a list
 * @ticks: what becomes of the ticks of the links that are shown
 *
 * Thread: home.
 */
void
dp_preview_list_tick (DpPreviewList *self, DpPreviewTicks ticks)
{
  guint n_links = count_links (self);

  for (guint i = 0; i < n_links; i++)
    {
      guint8 *tick = &self->ticks[get_place (self, i)];

      *tick = ticks == DP_PREVIEW_TICK_OTHERS ? !*tick : ticks == DP_PREVIEW_TICK_ALL;
    }
  count_chosen (self);
  g_signal_emit (self, ticked_signal, 0);
}

/**
 * dp_preview_list_count_chosen:
 * @self: a list
 *
 * Thread: home.
 *
 * Returns: how many links have a tick and are shown
 */
guint
dp_preview_list_count_chosen (DpPreviewList *self)
{
  return self->n_chosen;
}

/**
 * dp_preview_list_dup_chosen:
 * @self: a list with links
 *
 * Thread: home.
 *
 * Returns: (transfer full): the links that have a tick and are shown
 */
DpUrlList *
dp_preview_list_dup_chosen (DpPreviewList *self)
{
  const DpUrlList *list = self->links->list;
  guint n_links = count_links (self);
  DpUrlList *chosen = dp_url_list_new ();

  for (guint i = 0; i < n_links; i++)
    {
      guint place = get_place (self, i);

      if (self->ticks[place])
        dp_url_list_add (chosen, list->urls->pdata[place], list->requests->pdata[place],
                         list->offers->pdata[place]);
    }
  return chosen;
}

/* The list model */

static GType
get_item_type (GListModel *model)
{
  return DP_TYPE_PREVIEW_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  DpPreviewList *self = DP_PREVIEW_LIST (model);

  return count_refused (self) + count_links (self);
}

static gpointer
get_item (GListModel *model, guint position)
{
  DpPreviewList *self = DP_PREVIEW_LIST (model);
  guint n_refused = count_refused (self);
  DpPreviewItem *item;

  if (position >= get_n_items (model))
    return NULL;
  item = g_object_new (DP_TYPE_PREVIEW_ITEM, NULL);
  item->list = g_object_ref (self);
  item->links = dp_preview_links_ref (self->links);
  item->is_refused = position < n_refused;
  item->place = item->is_refused ? position : get_place (self, position - n_refused);
  return item;
}

static void
dp_preview_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
dp_preview_list_finalize (GObject *object)
{
  DpPreviewList *self = DP_PREVIEW_LIST (object);

  g_clear_pointer (&self->links, dp_preview_links_unref);
  g_clear_pointer (&self->places, g_array_unref);
  g_free (self->ticks);
  G_OBJECT_CLASS (dp_preview_list_parent_class)->finalize (object);
}

static void
dp_preview_list_class_init (DpPreviewListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dp_preview_list_finalize;

  /**
   * DpPreviewList::ticked:
   * @self: the list
   *
   * Other links are chosen.
   */
  ticked_signal = g_signal_new ("ticked", DP_TYPE_PREVIEW_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
dp_preview_list_init (DpPreviewList *self)
{
}

/**
 * dp_preview_list_new:
 *
 * Thread: home.
 *
 * Returns: (transfer full): a list with nothing in it
 */
DpPreviewList *
dp_preview_list_new (void)
{
  return g_object_new (DP_TYPE_PREVIEW_LIST, NULL);
}

/* Its items */

static void
dp_preview_item_finalize (GObject *object)
{
  DpPreviewItem *self = DP_PREVIEW_ITEM (object);

  g_clear_object (&self->list);
  g_clear_pointer (&self->links, dp_preview_links_unref);
  G_OBJECT_CLASS (dp_preview_item_parent_class)->finalize (object);
}

static void
dp_preview_item_class_init (DpPreviewItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dp_preview_item_finalize;
}

static void
dp_preview_item_init (DpPreviewItem *self)
{
}

/**
 * dp_preview_item_get_list:
 * @self: an item
 *
 * Thread: home.
 *
 * Returns: (transfer none): the list that it is of
 */
DpPreviewList *
dp_preview_item_get_list (DpPreviewItem *self)
{
  return self->list;
}

/* Who pasted a password with a link need not read it out to everybody. */
static char *
dup_shown (const char *link)
{
  g_autoptr (DpUrl) url = strchr (link, '@') != NULL ? dp_url_parse (link, NULL) : NULL;

  return url != NULL && url->userinfo != NULL ? dp_url_to_display (url) : g_strdup (link);
}

/**
 * dp_preview_item_dup_words:
 * @self: an item
 *
 * Thread: home.
 *
 * Returns: (transfer full): the link, or what else stood there, and what there is to say of it
 */
char *
dp_preview_item_dup_words (DpPreviewItem *self)
{
  const DpUrlList *list = self->links->list;
  g_autofree char *link = NULL;

  if (self->is_refused)
    {
      const DpRefusedUrl *refused = list->refused->pdata[self->place];

      /* Translators: what stood in the text; why it is no link for us. */
      return g_strdup_printf (_ ("✗ %s — %s"), refused->text, refused->reason);
    }
  link = dup_shown (list->urls->pdata[self->place]);
  if (self->links->is_known[self->place])
    /* Translators: %s is a link. */
    return g_strdup_printf (_ ("%s — in the list already"), link);
  return g_steal_pointer (&link);
}

/**
 * dp_preview_item_is_link:
 * @self: an item
 *
 * Thread: home.
 *
 * Returns: whether it has a tick at all
 */
gboolean
dp_preview_item_is_link (DpPreviewItem *self)
{
  return !self->is_refused;
}

/**
 * dp_preview_item_is_ticked:
 * @self: an item
 *
 * Thread: home.
 *
 * Returns: whether it has its tick
 */
gboolean
dp_preview_item_is_ticked (DpPreviewItem *self)
{
  return !self->is_refused && self->links == self->list->links && self->list->ticks[self->place];
}

/**
 * dp_preview_item_set_ticked:
 * @self: an item
 * @is_ticked: whether it shall have its tick
 *
 * Thread: home.
 */
void
dp_preview_item_set_ticked (DpPreviewItem *self, gboolean is_ticked)
{
  DpPreviewList *list = self->list;

  /* Not if other links have come since, nor if there is nothing to tick. */
  if (self->is_refused || self->links != list->links ||
      dp_preview_item_is_ticked (self) == is_ticked)
    return;
  list->ticks[self->place] = (guint8) is_ticked;
  list->n_chosen += is_ticked ? 1u : -1u;
  g_signal_emit (list, ticked_signal, 0);
}
