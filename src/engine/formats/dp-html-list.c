/* dp-html-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The links of a page of the web: what it points to and what it shows, and what stands in its text.
 *
 * What a page is made of (scripts, style sheets, its icon) is not what is on it and is passed over.
 * Relative links begin where the page says (`<base>`), else where it came from; if nobody knows that,
 * they are refused.  A link that is whole stays byte for byte as it stands there, once its character
 * references are put in.
 *
 * Two passes, for `<base>` may come late.  Time is linear in the text, whatever it holds.
 *
 * Thread: any.
 */

#include "dp-html-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dp-html.h"
#include "dp-list-build.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define SNIFFED_BYTES   4096

/* Where links stand. */
static const struct
{
  const char *element;
  const char *attribute;
} places[] = { { "a", "href" },     { "area", "href" },  { "img", "src" },   { "source", "src" },
               { "video", "src" },  { "audio", "src" },  { "embed", "src" }, { "track", "src" },
               { "iframe", "src" }, { "object", "data" } };

/* These do not end a word, so they do not end a link either. */
static const char *const inline_elements[] = {
  "b",      "bdi",    "bdo",  "big",  "cite", "code", "em",   "font",  "i",
  "ins",    "kbd",    "mark", "nobr", "q",    "s",    "samp", "small", "span",
  "strike", "strong", "sub",  "sup",  "tt",   "u",    "var",  "wbr",   NULL,
};

typedef struct
{
  DpListBuild *build;  /* (owned) */
  DpUrl *base;         /* (owned) (nullable): where relative links begin */
  GString *prose;      /* (owned): text that is not read yet */
  gboolean is_in_link; /* what stands there is what a link is called */
  GTree *met_refused;  /* (owned) (element-type utf8): the texts */
} Page;

static int
compare_texts (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return strcmp (a, b);
}

/* -- Where the page came from -- */

/* As browsers write it into what they save: `<!-- saved from url=(0023)http://www.example.com/ -->`. */
static DpUrl *
parse_origin (const DpHtml *comment)
{
  g_autofree char *text = g_strstrip (g_strndup (comment->start, comment->stop - comment->start));
  const char *link = g_str_has_prefix (text, "saved from url=(") ? strchr (text, ')') : NULL;

  return link != NULL ? dp_url_parse (link + 1, NULL) : NULL;
}

/* The first of each kind counts; what the page says itself is more than what is said of it. */
static DpUrl *
find_base (const char *text, gsize length, const DpUrl *given)
{
  DpHtml html = { .rest = text, .end = text + length };
  g_autoptr (DpUrl) origin = given != NULL ? dp_url_copy (given) : NULL;
  DpHtmlKind kind;

  while ((kind = dp_html_next (&html)) != DP_HTML_NOTHING)
    {
      g_autofree char *href = kind == DP_HTML_TAG && strcmp (html.name, "base") == 0
                                  ? dp_html_dup_attribute (&html, "href")
                                  : NULL;

      if (kind == DP_HTML_COMMENT && origin == NULL)
        origin = parse_origin (&html);
      if (href != NULL)
        {
          DpUrl *base =
              origin != NULL ? dp_url_resolve (origin, href, NULL) : dp_url_parse (href, NULL);

          return base != NULL ? base : g_steal_pointer (&origin);
        }
    }
  return g_steal_pointer (&origin);
}

/* -- Links -- */

static gboolean
is_whole (const char *link)
{
  gsize length = strcspn (link, ":/?#");

  return length > 0 && link[length] == ':';
}

static gboolean
is_requestable (const char *text)
{
  while (g_ascii_isgraph (*text))
    text++;
  return *text == '\0';
}

/* Without the white space that may stand anywhere in it (WHATWG URL Standard, 4.4). */
static char *
dup_link (const char *value)
{
  g_autofree char *stripped = g_strstrip (g_strdup (value));
  GString *link = g_string_new (NULL);

  for (const char *p = stripped; *p != '\0'; p++)
    if (strchr ("\t\r\n", *p) == NULL)
      g_string_append_c (link, *p);
  return g_string_free (link, FALSE);
}

static void
refuse (const Page *self, const char *link, const char *reason)
{
  int n_before = g_tree_nnodes (self->met_refused);

  g_tree_insert (self->met_refused, g_strdup (link), NULL);
  if (g_tree_nnodes (self->met_refused) > n_before)
    dp_list_build_refuse (self->build, link, reason);
}

static void
take_link (const Page *self, const char *value)
{
  g_autofree char *link = dup_link (value);
  g_autofree char *requested = NULL;
  g_autoptr (DpUrl) url = NULL;
  g_autoptr (GError) error = NULL;

  /* A place in the page itself. */
  if (*link == '\0' || *link == '#')
    return;
  if (self->base != NULL)
    url = dp_url_resolve (self->base, link, &error);
  else if (is_whole (link))
    url = dp_url_parse (link, &error);
  else if (g_str_has_prefix (link, "//"))
    {
      g_autofree char *secure = g_strconcat ("https:", link, NULL);

      url = dp_url_parse (secure, &error);
    }
  else
    {
      refuse (self, link,
              _ ("The link only says where in its site it is, and nothing says which."));
      return;
    }
  if (url == NULL)
    {
      refuse (self, link, error->message);
      return;
    }
  requested = dp_url_to_string (url);
  dp_list_build_add (self->build, is_whole (link) && is_requestable (link) ? link : requested, NULL,
                     NULL);
}

/* -- Text -- */

/* Only where somebody wrote a whole link: pages are full of words with dots in them. */
static void
end_prose (Page *self)
{
  if (strstr (self->prose->str, "://") != NULL)
    dp_list_build_take (self->build,
                        dp_url_list_parse (self->prose->str, self->prose->len, DP_URL_LIST_PLAIN));
  g_string_truncate (self->prose, 0);
}

static void
take_text (Page *self, const DpHtml *html)
{
  g_autofree char *text = NULL;

  if (self->is_in_link)
    return;
  text = dp_html_unescape (html->start, html->stop - html->start);
  g_string_append (self->prose, text);
}

static void
take_tag (Page *self, const DpHtml *html)
{
  if (g_strv_contains (inline_elements, html->name))
    return;
  end_prose (self);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (strcmp (places[i].element, html->name) == 0)
      {
        g_autofree char *link = dp_html_dup_attribute (html, places[i].attribute);

        if (strcmp (html->name, "a") == 0)
          self->is_in_link = link != NULL;
        if (link != NULL)
          take_link (self, link);
      }
}

static void
take_end_tag (Page *self, const DpHtml *html)
{
  if (g_strv_contains (inline_elements, html->name))
    return;
  end_prose (self);
  if (strcmp (html->name, "a") == 0)
    self->is_in_link = FALSE;
}

static void
read_page (Page *self, const char *text, gsize length)
{
  DpHtml html = { .rest = text, .end = text + length };

  while (TRUE)
    switch (dp_html_next (&html))
      {
      case DP_HTML_TEXT:
        take_text (self, &html);
        break;
      case DP_HTML_TAG:
        take_tag (self, &html);
        break;
      case DP_HTML_END_TAG:
        take_end_tag (self, &html);
        break;
      case DP_HTML_COMMENT:
        break;
      case DP_HTML_NOTHING:
        end_prose (self);
        return;
      }
}

/* -- The whole -- */

/* Some programs put pages in UTF-16 into the clipboard, with or without a byte order mark. */
static const char *
get_wide_charset (const char *text, gsize length)
{
  if (length >= 2 && (memcmp (text, "\xff\xfe", 2) == 0 || memcmp (text, "\xfe\xff", 2) == 0))
    return "UTF-16";
  return length >= 4 && text[0] == '<' && text[1] == '\0' && text[2] != '\0' ? "UTF-16LE" : NULL;
}

static DpUrlList *
parse_narrow (const char *text, gsize length, const DpUrl *base)
{
  Page page = { .build = dp_list_build_new (), .prose = g_string_new (NULL) };

  page.met_refused = g_tree_new_full (compare_texts, NULL, g_free, NULL);
  page.base = find_base (text, length, base);
  read_page (&page, text, length);
  dp_url_free (page.base);
  g_string_free (page.prose, TRUE);
  g_tree_unref (page.met_refused);
  return dp_list_build_end (page.build);
}

/**
 * dp_html_list_parse:
 * @text: (array length=length) (nullable): any bytes, not terminated
 * @length: how many
 * @base: (nullable): where the page came from
 *
 * Finds the links of a page.  It only reads: nothing is looked up, opened or run.
 *
 * Thread: any.
 *
 * Returns: (transfer full): the links, also if there are none
 */
DpUrlList *
dp_html_list_parse (const char *text, gsize length, const DpUrl *base)
{
  const char *charset = text != NULL ? get_wide_charset (text, length) : NULL;
  g_autofree char *narrow = NULL;
  gsize n_bytes = 0;

  if (charset != NULL)
    narrow =
        g_convert (text, (gssize) (length & ~(gsize) 1), "UTF-8", charset, NULL, &n_bytes, NULL);
  if (narrow != NULL)
    return parse_narrow (narrow, n_bytes, base);
  return parse_narrow (text != NULL ? text : "", length, base);
}

static gboolean
is_blank (const DpHtml *html)
{
  for (const char *p = html->start; p < html->stop; p++)
    if (!g_ascii_isspace (*p))
      return FALSE;
  return TRUE;
}

/**
 * dp_html_list_begins:
 * @text: (array length=length): any bytes, not terminated
 * @length: how many
 *
 * Thread: any.
 *
 * Returns: whether that is a whole page rather than any text
 */
gboolean
dp_html_list_begins (const char *text, gsize length)
{
  gboolean is_marked = length >= strlen (BYTE_ORDER_MARK) &&
                       memcmp (text, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0;
  DpHtml html = { .rest = text + (is_marked ? strlen (BYTE_ORDER_MARK) : 0),
                  .end = text + MIN (length, SNIFFED_BYTES) };

  while (TRUE)
    switch (dp_html_next (&html))
      {
      case DP_HTML_TEXT:
        if (!is_blank (&html))
          return FALSE;
        break;
      case DP_HTML_COMMENT:
        if (html.stop - html.start >= 12 &&
            g_ascii_strncasecmp (html.start, "doctype html", 12) == 0)
          return TRUE;
        break;
      case DP_HTML_TAG:
        return strcmp (html.name, "html") == 0 || strcmp (html.name, "head") == 0;
      case DP_HTML_END_TAG:
      case DP_HTML_NOTHING:
        return FALSE;
      }
}
