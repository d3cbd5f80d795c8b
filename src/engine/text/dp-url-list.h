/* dp-url-list.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-offer.h"
#include "dp-request.h"

G_BEGIN_DECLS

/**
 * DpUrlListType:
 * @DP_URL_LIST_PLAIN: `text/plain`: lines, words, prose, Markdown
 * @DP_URL_LIST_URI_LIST: `text/uri-list`: one link a line, `#` begins a comment (RFC 2483)
 * @DP_URL_LIST_ARIA2: `text/x-aria2`: an input file of aria2
 * @DP_URL_LIST_METALINK: `application/metalink4+xml` and the older `application/metalink+xml`
 * @DP_URL_LIST_HTML: `text/html`: a page of the web, or a piece of one
 *
 * What kind of text a list of links is.
 */
typedef enum
{
  DP_URL_LIST_PLAIN,
  DP_URL_LIST_URI_LIST,
  DP_URL_LIST_ARIA2,
  DP_URL_LIST_METALINK,
  DP_URL_LIST_HTML,
} DpUrlListType;

/**
 * DpRefusedUrl:
 * @text: what stood in the list, valid UTF-8, without user name and password, shortened if it is very
 *   long
 * @reason: (not nullable): a translated sentence for the person
 */
typedef struct
{
  char *text;
  char *reason;
} DpRefusedUrl;

/**
 * DpUrlList:
 * @urls: (element-type utf8): the links, in the order of the text, each once
 * @requests: (element-type DpRequest): for each of @urls what the text says beyond it, or %NULL
 * @offers: (element-type DpOffer): for each of @urls what the text says of the file, or %NULL
 * @refused: (element-type DpRefusedUrl): what looked like a link and is not taken
 * @n_duplicates: how many links stood there again
 */
typedef struct
{
  GPtrArray *urls;
  GPtrArray *requests;
  GPtrArray *offers;
  GPtrArray *refused;
  guint n_duplicates;
} DpUrlList;

gboolean dp_url_list_type_from_mime (const char *mime_type, DpUrlListType *type);
DpUrlList *dp_url_list_new (void);
void dp_url_list_add (DpUrlList *self, const char *url, DpRequest *request, DpOffer *offer);
void dp_url_list_refuse (DpUrlList *self, const char *text, gsize length, const char *reason);
DpUrlList *dp_url_list_parse (const char *text, gsize length, DpUrlListType type);
void dp_url_list_set_request (DpUrlList *self, DpRequest *request);
void dp_url_list_free (DpUrlList *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpUrlList, dp_url_list_free)

G_END_DECLS
