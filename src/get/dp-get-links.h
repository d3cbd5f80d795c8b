/* dp-get-links.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-url-list.h"
#include "dp-url.h"

G_BEGIN_DECLS

/**
 * DpGetLinks:
 * @urls: (element-type utf8): what will be requested, each once, in its order; may hold passwords
 * @requests: (element-type DpRequest): for each of @urls what is said beyond it, or %NULL
 * @offers: (element-type DpOffer): for each of @urls what a list says of the file, or %NULL
 * @refused: (element-type utf8): "TEXT: REASON" for the person
 * @met: (element-type utf8): what is in @urls already
 *
 * What the person asked for.
 */
typedef struct
{
  GPtrArray *urls;
  GPtrArray *requests;
  GPtrArray *offers;
  GPtrArray *refused;
  GTree *met;
} DpGetLinks;

DpGetLinks *dp_get_links_new (void);
void dp_get_links_free (DpGetLinks *self);
void dp_get_links_add_argument (DpGetLinks *self, const char *argument);
void dp_get_links_add_text (DpGetLinks *self,
                            const char *text,
                            gsize length,
                            DpUrlListType type,
                            const DpUrl *base);
char *dp_get_links_dup_shown (const char *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpGetLinks, dp_get_links_free)

G_END_DECLS
