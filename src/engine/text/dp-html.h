/* dp-html.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DP_HTML_NAME_MAX_BYTES:
 *
 * What has a longer name is no tag or attribute that anybody asks for; its name is cut.
 */
#define DP_HTML_NAME_MAX_BYTES 15

/**
 * DpHtmlKind:
 * @DP_HTML_NOTHING: the page is at its end
 * @DP_HTML_TEXT: text, with its references (`&amp;`) still in it
 * @DP_HTML_TAG: a tag that begins an element
 * @DP_HTML_END_TAG: a tag that ends one
 * @DP_HTML_COMMENT: a comment, a document type or the like
 *
 * What comes next in a page.
 */
typedef enum
{
  DP_HTML_NOTHING,
  DP_HTML_TEXT,
  DP_HTML_TAG,
  DP_HTML_END_TAG,
  DP_HTML_COMMENT,
} DpHtmlKind;

/**
 * DpHtml:
 * @rest: what is still to be read
 * @end: behind the page
 * @start: where the text, the comment or the tag's next attribute begins
 * @stop: where it, or the tag, ends
 * @name: the tag's name, in small letters
 * @is_raw: (private): what follows is no markup before the end of this element
 *
 * A place in a page.  To begin, set @rest and @end and nothing else.
 */
typedef struct
{
  const char *rest;
  const char *end;
  const char *start;
  const char *stop;
  char name[DP_HTML_NAME_MAX_BYTES + 1];
  gboolean is_raw;
} DpHtml;

DpHtmlKind dp_html_next (DpHtml *self);
char *dp_html_dup_attribute (const DpHtml *self, const char *name);
char *dp_html_unescape (const char *text, gsize length);

G_END_DECLS
