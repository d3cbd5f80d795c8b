/* dp-get-links.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The links of the command line and of a list, in the form in which they are requested, each once.
 *
 * A tree and not a hash table says what was met: links can be chosen to collide.
 *
 * Thread: any.
 */

#include "dp-get-links.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-html-list.h"
#include "dp-list-format.h"
#include "dp-redact.h"
#include "dp-terminal-text.h"
#include "dp-url.h"

#define SHOWN_MAX_COLUMNS 160

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

/**
 * dp_get_links_new:
 *
 * Thread: any.
 *
 * Returns: (transfer full): no links
 */
DpGetLinks *
dp_get_links_new (void)
{
  DpGetLinks *self = g_new0 (DpGetLinks, 1);

  self->urls = g_ptr_array_new_with_free_func (g_free);
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_request_unref);
  self->offers = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_offer_unref);
  self->refused = g_ptr_array_new_with_free_func (g_free);
  self->met = g_tree_new (compare);
  return self;
}

/**
 * dp_get_links_free:
 * @self: (transfer full) (nullable): links
 *
 * Thread: any.
 */
void
dp_get_links_free (DpGetLinks *self)
{
  if (self == NULL)
    return;
  g_tree_unref (self->met);
  g_ptr_array_unref (self->urls);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->offers);
  g_ptr_array_unref (self->refused);
  g_free (self);
}

static void
add (DpGetLinks *self, const DpUrl *url, DpRequest *request, DpOffer *offer)
{
  g_autofree char *requested = dp_url_to_string (url);

  if (g_tree_lookup (self->met, requested) != NULL)
    return;
  g_tree_insert (self->met, requested, requested);
  g_ptr_array_add (self->urls, g_steal_pointer (&requested));
  g_ptr_array_add (self->requests, request != NULL ? dp_request_ref (request) : NULL);
  g_ptr_array_add (self->offers, offer != NULL ? dp_offer_ref (offer) : NULL);
}

/* What may be a password is not shown, however broken the link is. */
static char *
dup_without_userinfo (const char *text)
{
  const char *authority;
  const char *host = dp_redact_find_host (text, strlen (text), &authority);

  if (host == authority)
    return g_strdup (text);
  return g_strdup_printf ("%.*s…@%s", (int) (authority - text), text, host);
}

static void
refuse (DpGetLinks *self, const char *text, const char *reason)
{
  g_autofree char *safe = dup_without_userinfo (text);
  g_autofree char *escaped = dp_terminal_text_escape (safe);
  g_autofree char *shown = dp_terminal_text_shorten (escaped, SHOWN_MAX_COLUMNS);

  g_ptr_array_add (self->refused,
                   g_strdup_printf ("%s: %s", *shown != '\0' ? shown : "“”", reason));
}

/* `http://` or `https://` for a link that begins with its host. */
static char *
dup_with_scheme (const char *text)
{
  g_autoptr (DpUrlList) list = dp_url_list_parse (text, strlen (text), DP_URL_LIST_PLAIN);
  g_autoptr (DpUrl) url = NULL;

  if (strstr (text, "://") != NULL || list->urls->len != 1)
    return NULL;
  url = dp_url_parse (list->urls->pdata[0], NULL);
  return url != NULL ? g_strconcat (url->scheme, "://", text, NULL) : NULL;
}

/**
 * dp_get_links_add_argument:
 * @self: links
 * @argument: one link, any bytes; the scheme may be missing
 *
 * Thread: any.
 */
void
dp_get_links_add_argument (DpGetLinks *self, const char *argument)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DpUrl) url = dp_url_parse (argument, &error);

  if (url == NULL && strpbrk (argument, "\r\n") == NULL)
    {
      g_autofree char *stripped = g_strstrip (g_strdup (argument));
      g_autofree char *complete = dup_with_scheme (stripped);

      url = complete != NULL ? dp_url_parse (complete, NULL) : NULL;
    }
  if (url != NULL)
    add (self, url, NULL, NULL);
  else
    refuse (self, argument, error->message);
}

/**
 * dp_get_links_add_text:
 * @self: links
 * @text: (array length=length): a list, any bytes
 * @length: how many
 * @type: how to read it
 * @base: (nullable): where the page came from, if it is one
 *
 * Thread: any.
 */
void
dp_get_links_add_text (DpGetLinks *self,
                       const char *text,
                       gsize length,
                       DpUrlListType type,
                       const DpUrl *base)
{
  g_autoptr (DpUrlList) list = type == DP_URL_LIST_HTML ? dp_html_list_parse (text, length, base)
                                                        : dp_list_format_parse (text, length, type);

  for (guint i = 0; i < list->urls->len; i++)
    {
      g_autoptr (DpUrl) url = dp_url_parse (list->urls->pdata[i], NULL);

      if (url != NULL)
        add (self, url, list->requests->pdata[i], list->offers->pdata[i]);
    }
  for (guint i = 0; i < list->refused->len; i++)
    {
      const DpRefusedUrl *refused = list->refused->pdata[i];

      refuse (self, refused->text, refused->reason);
    }
}

/**
 * dp_get_links_dup_shown:
 * @url: a link that can be requested
 *
 * Thread: any.
 *
 * Returns: (transfer full): the link without user name and password; ASCII without control
 *   characters
 */
char *
dp_get_links_dup_shown (const char *url)
{
  g_autoptr (DpUrl) parsed = dp_url_parse (url, NULL);

  return parsed != NULL ? dp_url_to_display (parsed) : g_strdup ("");
}
