/* dp-list-format.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which kind of list a text is.
 *
 * Nobody has to say it: what is called plain text is looked at, for a Metalink file, aria2's input
 * file or a saved page is dropped, pasted and named like any other.
 *
 * Thread: any.
 */

#include "dp-list-format.h"

#include "dp-aria-list.h"
#include "dp-html-list.h"
#include "dp-list-charset.h"
#include "dp-metalink.h"

static DpUrlListType
guess (const char *text, gsize length)
{
  if (length > 0 && dp_metalink_begins (text, length))
    return DP_URL_LIST_METALINK;
  if (length > 0 && dp_aria_list_begins (text, length))
    return DP_URL_LIST_ARIA2;
  if (length > 0 && dp_html_list_begins (text, length))
    return DP_URL_LIST_HTML;
  return DP_URL_LIST_PLAIN;
}

static DpUrlList *
parse (const char *text, gsize length, DpUrlListType type)
{
  switch (type == DP_URL_LIST_PLAIN ? guess (text, length) : type)
    {
    case DP_URL_LIST_METALINK:
      return dp_metalink_parse (text, length);
    case DP_URL_LIST_ARIA2:
      return dp_aria_list_parse (text, length);
    case DP_URL_LIST_HTML:
      return dp_html_list_parse (text, length, NULL);
    case DP_URL_LIST_PLAIN:
    case DP_URL_LIST_URI_LIST:
      break;
    }
  return dp_url_list_parse (text, length, type);
}

/**
 * dp_list_format_parse:
 * @text: (array length=length) (nullable): any bytes, not terminated
 * @length: how many
 * @type: what it is called; %DP_URL_LIST_PLAIN may be any kind
 *
 * Finds the links in a list of whatever kind, with what is said of them.
 *
 * Thread: any.
 *
 * Returns: (transfer full): the links, also if there are none
 */
DpUrlList *
dp_list_format_parse (const char *text, gsize length, DpUrlListType type)
{
  GString *utf8 = dp_list_charset_read_utf16 (text, length);
  DpUrlList *list;

  if (utf8 == NULL)
    return parse (text, length, type);
  list = parse (utf8->str, utf8->len, type);
  g_string_free (utf8, TRUE);
  return list;
}
