/* dp-html.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a page of the web: its tags and what is between them, as the WHATWG HTML Standard (13.2.5)
 * cuts them, however broken the page is.
 *
 * Nothing is built, run or fetched.  What is between the tags of a script or a style is passed over.
 * Every byte is looked at a bounded number of times: where something has no end, it takes the rest of
 * the page with it, as in a browser.
 *
 * Thread: any.
 */

#include "dp-html.h"

#include <string.h>

/* The elements in which `<` begins no tag but their own end. */
static const char *const raw_elements[] = {
  "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp", NULL,
};

/* Of those, what people read. */
static const char *const readable_elements[] = { "textarea", "xmp", NULL };

/* Named references that stand in links.  The others are for prose. */
static const struct
{
  const char *name;
  const char *text;
} references[] = {
  { "amp", "&" },    { "AMP", "&" },    { "apos", "'" },  { "bsol", "\\" },  { "colon", ":" },
  { "comma", "," },  { "commat", "@" }, { "dash", "‐" },  { "dollar", "$" }, { "equals", "=" },
  { "excl", "!" },   { "gt", ">" },     { "GT", ">" },    { "hyphen", "‐" }, { "lbrack", "[" },
  { "lcub", "{" },   { "lowbar", "_" }, { "lpar", "(" },  { "lsqb", "[" },   { "lt", "<" },
  { "LT", "<" },     { "mdash", "—" },  { "ndash", "–" }, { "num", "#" },    { "percnt", "%" },
  { "period", "." }, { "plus", "+" },   { "quest", "?" }, { "quot", "\"" },  { "QUOT", "\"" },
  { "rbrack", "]" }, { "rcub", "}" },   { "rpar", ")" },  { "rsqb", "]" },   { "semi", ";" },
  { "sol", "/" },    { "verbar", "|" }, { "vert", "|" },  { "Tab", "\t" },   { "NewLine", "\n" },
};

/* From U+00A0 on. */
static const char *const latin_references[] = {
  "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",
  "copy",   "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn",
  "sup2",   "sup3",   "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",
  "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
  "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave",
  "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde",
  "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
  "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
  "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",
  "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
  "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml",
};

#define REFERENCE_MAX_BYTES 12

/* -- Attributes -- */

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/* One attribute, or a part of it: from, but not to. */
typedef struct
{
  const char *name;
  const char *name_end;
  const char *value;
  const char *value_end;
} Attribute;

static const char *
skip_space (const char *p, const char *end)
{
  while (p < end && is_space (*p))
    p++;
  return p;
}

/* 13.2.5.36 to 38; %NULL if it has no end. */
static const char *
read_value (Attribute *attribute, const char *p, const char *end)
{
  if (p < end && (*p == '"' || *p == '\''))
    {
      attribute->value = p + 1;
      attribute->value_end = memchr (p + 1, *p, end - p - 1);
      return attribute->value_end != NULL ? attribute->value_end + 1 : NULL;
    }
  attribute->value = p;
  while (p < end && !is_space (*p) && *p != '>')
    p++;
  attribute->value_end = p;
  return p;
}

/* 13.2.5.32 to 35.  Returns what follows the next attribute; @attribute has no name where there is
 * none before the end of the tag, and %NULL is returned where the page ends before. */
static const char *
read_attribute (Attribute *attribute, const char *p, const char *end)
{
  const char *equals;

  *attribute = (Attribute){ NULL };
  while (p < end && (is_space (*p) || *p == '/'))
    p++;
  if (p == end)
    return NULL;
  if (*p == '>')
    return p;

  attribute->name = p++;
  while (p < end && !is_space (*p) && strchr ("/>=", *p) == NULL)
    p++;
  attribute->name_end = attribute->value = attribute->value_end = p;
  equals = skip_space (p, end);
  if (equals < end && *equals == '=')
    return read_value (attribute, skip_space (equals + 1, end), end);
  return p;
}

static gboolean
has_name (const Attribute *attribute, const char *name)
{
  gsize length = strlen (name);

  return (gsize) (attribute->name_end - attribute->name) == length &&
         g_ascii_strncasecmp (attribute->name, name, length) == 0;
}

/**
 * dp_html_dup_attribute:
 * @self: a page, at a %DP_HTML_TAG
 * @name: the name of an attribute, in small letters
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): its value, any bytes, or %NULL if the tag has none
 */
char *
dp_html_dup_attribute (const DpHtml *self, const char *name)
{
  const char *p = self->start;
  Attribute attribute;

  while ((p = read_attribute (&attribute, p, self->stop)) != NULL && attribute.name != NULL)
    if (has_name (&attribute, name))
      return dp_html_unescape (attribute.value, attribute.value_end - attribute.value);
  return NULL;
}

/* -- What comes next -- */

static const char *
read_name (DpHtml *self, const char *p)
{
  gsize length = 0;

  for (; p < self->end && !is_space (*p) && *p != '/' && *p != '>'; p++)
    if (length < DP_HTML_NAME_MAX_BYTES)
      self->name[length++] = g_ascii_tolower (*p);
  self->name[length] = '\0';
  return p;
}

/* A tag that the page ends in is none. */
static gboolean
read_tag (DpHtml *self, const char *p)
{
  Attribute attribute = { NULL };

  p = read_name (self, p);
  self->start = p;
  do
    p = read_attribute (&attribute, p, self->end);
  while (p != NULL && attribute.name != NULL);
  if (p == NULL)
    return FALSE;
  self->rest = self->stop = p + 1;
  return TRUE;
}

static DpHtmlKind
take_until (DpHtml *self, const char *start, const char *mark)
{
  const char *stop = memmem (start, self->end - start, mark, strlen (mark));

  self->start = start;
  self->stop = stop != NULL ? stop : self->end;
  self->rest = stop != NULL ? stop + strlen (mark) : self->end;
  return DP_HTML_COMMENT;
}

/* `<!`, `<?` and `</`, without a tag (13.2.5.41 to 51). */
static DpHtmlKind
read_declaration (DpHtml *self, const char *p)
{
  gsize length = self->end - p;

  if (length >= 4 && memcmp (p, "<!--", 4) == 0)
    {
      /* A comment may be closed as soon as it is open. */
      if (length >= 5 && p[4] == '>')
        return take_until (self, p + 4, ">");
      if (length >= 6 && memcmp (p + 4, "->", 2) == 0)
        return take_until (self, p + 4, "->");
      return take_until (self, p + 4, "-->");
    }
  return take_until (self, p + 2, ">");
}

static const char *
find_markup (const char *p, const char *end)
{
  while ((p = memchr (p, '<', end - p)) != NULL)
    {
      if (p + 1 < end && (g_ascii_isalpha (p[1]) || strchr ("!?/", p[1]) != NULL) && p[1] != '\0')
        return p;
      p++;
    }
  return end;
}

/* Where `</name` is, or the end of the page. */
static const char *
find_raw_end (const DpHtml *self)
{
  gsize length = strlen (self->name);
  const char *p = self->rest;

  while ((p = memchr (p, '<', self->end - p)) != NULL)
    {
      if ((gsize) (self->end - p) > length + 2 && p[1] == '/' &&
          g_ascii_strncasecmp (p + 2, self->name, length) == 0 &&
          (is_space (p[length + 2]) || p[length + 2] == '/' || p[length + 2] == '>'))
        return p;
      p++;
    }
  return self->end;
}

static DpHtmlKind
read_text (DpHtml *self, const char *stop)
{
  self->start = self->rest;
  self->rest = self->stop = stop;
  return DP_HTML_TEXT;
}

/**
 * dp_html_next:
 * @self: a page
 *
 * Goes on to what comes next in it.
 *
 * Thread: any.
 *
 * Returns: what that is
 */
DpHtmlKind
dp_html_next (DpHtml *self)
{
  const char *p;

  if (self->is_raw)
    {
      gboolean is_readable = g_strv_contains (readable_elements, self->name);
      const char *raw_end = find_raw_end (self);

      self->is_raw = FALSE;
      if (is_readable && self->rest < raw_end)
        return read_text (self, raw_end);
      self->rest = raw_end;
    }

  p = self->rest;
  if (p == self->end)
    return DP_HTML_NOTHING;
  if (find_markup (p, MIN (p + 2, self->end)) != p)
    return read_text (self, find_markup (p, self->end));
  if (g_ascii_isalpha (p[1]))
    {
      self->is_raw = read_tag (self, p + 1) && g_strv_contains (raw_elements, self->name);
      if (self->rest > p)
        return DP_HTML_TAG;
    }
  else if (p[1] != '/' || p + 2 == self->end || !g_ascii_isalpha (p[2]))
    return read_declaration (self, p);
  else if (read_tag (self, p + 2))
    return DP_HTML_END_TAG;

  self->rest = self->end;
  return DP_HTML_NOTHING;
}

/* -- References -- */

/* `#65;` or `#x41;`, with or without its semicolon; returns what follows, or %NULL. */
static const char *
unescape_number (GString *text, const char *p, const char *end)
{
  gboolean is_hex = p + 1 < end && (p[1] == 'x' || p[1] == 'X');
  const char *digits = p + (is_hex ? 2 : 1);
  gunichar number = 0;

  for (p = digits; p < end && (is_hex ? g_ascii_isxdigit (*p) : g_ascii_isdigit (*p)); p++)
    number = MIN (number * (is_hex ? 16 : 10) + (gunichar) g_ascii_xdigit_value (*p), 0x110000);
  if (p == digits)
    return NULL;
  g_string_append_unichar (text, number != 0 && g_unichar_validate (number) ? number : 0xfffd);
  return p < end && *p == ';' ? p + 1 : p;
}

/* Only with its semicolon: `?a=1&copy=2` is a link. */
static const char *
unescape_name (GString *text, const char *p, const char *end)
{
  const char *semicolon = memchr (p, ';', MIN (end - p, REFERENCE_MAX_BYTES));
  gsize length = semicolon != NULL ? semicolon - p : 0;

  for (guint i = 0; length > 0 && i < G_N_ELEMENTS (references); i++)
    if (strlen (references[i].name) == length && memcmp (references[i].name, p, length) == 0)
      {
        g_string_append (text, references[i].text);
        return semicolon + 1;
      }
  for (guint i = 0; length > 0 && i < G_N_ELEMENTS (latin_references); i++)
    if (strlen (latin_references[i]) == length && memcmp (latin_references[i], p, length) == 0)
      {
        g_string_append_unichar (text, 0xa0 + i);
        return semicolon + 1;
      }
  return NULL;
}

/**
 * dp_html_unescape:
 * @text: (array length=length): text of a page, any bytes
 * @length: how many
 *
 * Puts in what character references stand for.  A name that is not known stays as it is.
 *
 * Thread: any.
 *
 * Returns: (transfer full): the text; bytes that are NUL are left out
 */
char *
dp_html_unescape (const char *text, gsize length)
{
  GString *plain = g_string_sized_new (length + 1);
  const char *end = text + length;

  while (text < end)
    {
      const char *next = NULL;

      if (*text == '&' && text + 1 < end)
        next = text[1] == '#' ? unescape_number (plain, text + 1, end)
                              : unescape_name (plain, text + 1, end);
      if (next == NULL && *text != '\0')
        g_string_append_c (plain, *text);
      text = next != NULL ? next : text + 1;
    }
  return g_string_free (plain, FALSE);
}
