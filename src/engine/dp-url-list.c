/* dp-url-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Links from text that was pasted, dropped or read from a file.
 *
 * Text is cut into words: by white space, and by what encloses a link but is never in one (RFC 3986
 * appendix C: `<`, `>`, `"`; and the backtick, typographic quotes, CJK punctuation).  Within a word a
 * link begins where its scheme does, and ends
 *  - before the `)`, `]`, `}` or `'` that answers the one before the link;
 *  - before `,`, `;` or `|` if a further scheme follows;
 *  - before `http://` glued to its path by a letter or digit: pasted twice (`/a.ziphttp://…`).  Not in
 *    the query, and not after any other sign: `/web/2020/http://…` and `?u=http://…` are one link;
 *  - else with the word, without the punctuation at its end, unless markup says exactly where the end
 *    is (`<…>`, `](…)`, `="…"`).
 *
 * A line that begins a `curl` command with options is read as what it is, see dp-curl-command.c.
 *
 * Time is linear in the text, whatever it holds: every look back or ahead is bounded or goes over
 * bytes that are not looked at again.  Links met before are kept in a tree, not in a hash table, for
 * links can be chosen to collide.
 *
 * Thread: any.
 */

#include "dp-url-list.h"
#include "dp-curl-command.h"
#include "dp-url.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LINK_MAX_BYTES   (64 * 1024)
#define SCHEME_MAX_BYTES 24
#define HOST_MAX_BYTES   1024 /* of a link without scheme, before IDNA */
#define SHOWN_MAX_BYTES  160

/* What looks like a link without `//` and is refused.  More than the scheme, for "data: none" and
 * "Magnet: on" are prose. */
static const char *const refused_links[] = {
  "blob:http",   "data:,",      "data:;",     "data:application/", "data:audio/",
  "data:font/",  "data:image/", "data:text/", "data:video/",       "file:/",
  "javascript:", "magnet:?",    "mailto:",    "vbscript:",
};

/* Of a name alone on a line: top-level domains that nobody gives to a file.  Two letters are a
 * country, see looks_like_host(). */
static const char *const common_domains[] = {
  "app", "arpa", "biz", "cloud",  "com", "dev",  "edu",  "gov",  "info", "int",
  "mil", "name", "net", "online", "org", "site", "tech", "test", "xyz",  NULL,
};

/* Endings of file names that are no top-level domain ... */
static const char *const file_endings[] = {
  "bz",   "cfg", "conf", "cs",  "css",  "csv", "deb",  "dll",  "doc", "docx", "exe",  "flac", "gif",
  "go",   "gz",  "hs",   "htm", "html", "ini", "iso",  "jpeg", "jpg", "js",   "json", "ko",   "log",
  "lua",  "odt", "pdf",  "php", "png",  "ppt", "po",   "pptx", "rb",  "rpm",  "svg",  "tar",  "tex",
  "toml", "ts",  "txt",  "vb",  "webp", "xls", "xlsx", "xml",  "xz",  "yaml", "yml",  NULL,
};

/* ... and those that are a country, too. */
static const char *const file_countries[] = {
  "ac", "am", "cc", "in", "la", "md", "mk", "ml", "mo",
  "pl", "pm", "ps", "py", "rs", "sh", "so", NULL,
};

/* Sorted.  What ends a word, see the top of this file; zero-width and direction marks do, too. */
static const struct
{
  gunichar first;
  gunichar last;
} separators[] = {
  { 0x0000, 0x0020 }, { '"', '"' },       { '<', '<' },       { '>', '>' },
  { '`', '`' },       { 0x007f, 0x00a0 }, { 0x00ab, 0x00ab }, { 0x00bb, 0x00bb },
  { 0x1680, 0x1680 }, { 0x2000, 0x200b }, { 0x200e, 0x200f }, { 0x201c, 0x201f },
  { 0x2028, 0x202f }, { 0x2039, 0x203a }, { 0x205f, 0x206f }, { 0x3000, 0x3002 },
  { 0x3008, 0x3011 }, { 0xfeff, 0xfeff }, { 0xff01, 0xff01 }, { 0xff08, 0xff09 },
  { 0xff0c, 0xff0c }, { 0xff1a, 0xff1b }, { 0xff1f, 0xff1f },
};

typedef struct
{
  const char *text; /* the whole one */
  const char *end;
  DpUrlList *list;
  GTree *met_links;   /* (element-type utf8): the requestable forms */
  GTree *met_refused; /* (element-type utf8): the texts shown */
} Scan;

/* -- What was found -- */

static gboolean
meet (GTree *met, const char *text)
{
  int n_before = g_tree_nnodes (met);

  g_tree_insert (met, g_strdup (text), NULL);
  return g_tree_nnodes (met) > n_before;
}

static gboolean
is_continuation (char byte)
{
  return ((guchar) byte & 0xc0) == 0x80;
}

/* What stands before the host may be a password and is not shown. */
static char *
dup_shown (const char *text, gsize length)
{
  g_autoptr (GString) shown = g_string_new (NULL);
  const char *authority = g_strstr_len (text, MIN (length, 2 * SCHEME_MAX_BYTES), "://");
  const char *end = text + length;
  gsize shown_length;

  if (authority != NULL)
    {
      const char *host = authority += strlen ("://");

      for (const char *p = authority; p < end && strchr ("/?#", *p) == NULL; p++)
        if (*p == '@')
          host = p + 1;

      g_string_append_len (shown, text, authority - text);
      text = host;
    }

  shown_length = MIN (end - text, SHOWN_MAX_BYTES);
  while (text + shown_length < end && shown_length > 0 && is_continuation (text[shown_length]))
    shown_length--;

  g_string_append_len (shown, text, shown_length);
  if (text + shown_length < end)
    g_string_append (shown, "…");

  return g_utf8_make_valid (shown->str, shown->len);
}

static void
refuse (const Scan *self, const char *text, gsize length, const char *reason)
{
  g_autofree char *shown = dup_shown (text, length);

  if (meet (self->met_refused, shown))
    {
      DpRefusedUrl *refused = g_new0 (DpRefusedUrl, 1);

      refused->text = g_steal_pointer (&shown);
      refused->reason = g_strdup (reason);
      g_ptr_array_add (self->list->refused, refused);
    }
}

static gboolean
is_requestable (const char *text)
{
  while (g_ascii_isgraph (*text))
    text++;

  return *text == '\0';
}

static void
take_url (const Scan *self, const DpUrl *url, const char *as_given, DpRequest *request)
{
  g_autofree char *requested = dp_url_to_string (url);

  if (!meet (self->met_links, requested))
    {
      self->list->n_duplicates++;
      return;
    }
  if (as_given != NULL && is_requestable (as_given))
    g_ptr_array_add (self->list->urls, g_strdup (as_given));
  else
    g_ptr_array_add (self->list->urls, g_steal_pointer (&requested));
  g_ptr_array_add (self->list->requests, request != NULL ? dp_request_ref (request) : NULL);
}

static void
take_link (const Scan *self, const char *text, gsize length, DpRequest *request)
{
  g_autoptr (DpUrl) url = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *link = NULL;

  if (length > LINK_MAX_BYTES)
    {
      refuse (self, text, length, _ ("The link is longer than 64 KiB."));
      return;
    }

  link = g_strndup (text, length);
  url = dp_url_parse (link, &error);
  if (url != NULL)
    take_url (self, url, link, request);
  else
    refuse (self, text, length, error->message);
}

static void
take_command (const Scan *self, const DpCurlCommand *command)
{
  for (guint i = 0; i < command->urls->len; i++)
    {
      const char *link = command->urls->pdata[i];

      if (command->reason != NULL)
        refuse (self, link, strlen (link), command->reason);
      else
        take_link (self, link, strlen (link), command->request);
    }
}

/* -- Signs -- */

/* A byte that is not UTF-8 counts as a letter: it may be a path in Latin-1. */
static gunichar
get_char (const char *p, const char *end, gsize *length)
{
  gunichar c = (guchar) *p;

  *length = 1;
  if (c < 0x80)
    return c;

  c = g_utf8_get_char_validated (p, end - p);
  if (c == (gunichar) -1 || c == (gunichar) -2)
    return 0xfffd;

  *length = g_utf8_next_char (p) - p;
  return c;
}

static gboolean
is_separator (gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS (separators) && separators[i].first <= c; i++)
    if (c <= separators[i].last)
      return TRUE;

  return FALSE;
}

/* Goes on while characters are separators, or while they are not. */
static const char *
skip (const char *p, const char *end, gboolean over_separators)
{
  gsize length;

  while (p < end && is_separator (get_char (p, end, &length)) == over_separators)
    p += length;

  return p;
}

/* Punctuation that ends a sentence rather than a link; emphasis (`*`, `_`) if it also stands before. */
static gboolean
is_end_punctuation (gunichar c, char before)
{
  if (c < 0x80)
    return strchr (".,;:!?'|", c) != NULL || (c == (guchar) before && strchr ("*_~", c) != NULL);

  return (c >= 0x2018 && c <= 0x201b) || c == 0x2013 || c == 0x2014 || c == 0x2026 || c == 0x200c ||
         c == 0x200d;
}

static const char openers[] = "([{";
static const char closers[] = ")]}";

/* Where a link ends that seems to end at `end`: without punctuation, and without brackets that were
 * opened before it. */
static const char *
trim_end (const char *start, const char *end, char before)
{
  gssize n_open[G_N_ELEMENTS (openers) - 1] = { 0 };

  for (const char *p = start; p < end; p++)
    {
      const char *opener = memchr (openers, *p, strlen (openers));
      const char *closer = memchr (closers, *p, strlen (closers));

      if (opener != NULL)
        n_open[opener - openers]++;
      if (closer != NULL)
        n_open[closer - closers]--;
    }

  while (end > start)
    {
      const char *last = g_utf8_find_prev_char (start, end);
      const char *closer = memchr (closers, end[-1], strlen (closers));
      gsize length;

      if (closer != NULL && n_open[closer - closers]++ >= 0)
        break;
      if (closer == NULL &&
          (last == NULL || !is_end_punctuation (get_char (last, end, &length), before) ||
           last + length != end))
        break;

      end = closer != NULL ? end - 1 : last;
    }

  return end;
}

/* -- Links with a scheme -- */

static const char *
find_http (const char *start, const char *colon)
{
  if (colon - start >= 5 && g_ascii_strncasecmp (colon - 5, "https", 5) == 0)
    return colon - 5;
  if (colon - start >= 4 && g_ascii_strncasecmp (colon - 4, "http", 4) == 0)
    return colon - 4;

  return NULL;
}

/* The scheme before a colon, not further back than `start`; http and https also where they are glued
 * to a word, but not in `git+https`.  One letter is a drive of Windows. */
static const char *
find_scheme (const char *start, const char *colon)
{
  const char *p = find_http (start, colon);

  if (p != NULL && (p == start || p[-1] != '+'))
    return p;

  for (p = colon; p > start && colon - p <= SCHEME_MAX_BYTES; p--)
    if (!g_ascii_isalnum (p[-1]) && strchr ("+-.", p[-1]) == NULL)
      break;
  while (p < colon && !g_ascii_isalpha (*p))
    p++;

  return colon - p >= 2 && colon - p <= SCHEME_MAX_BYTES ? p : NULL;
}

static gboolean
has_prefix (const char *p, const char *end, const char *prefix)
{
  gsize length = strlen (prefix);

  return (gsize) (end - p) >= length && g_ascii_strncasecmp (p, prefix, length) == 0;
}

static gboolean
begins_refused_link (const char *p, const char *end)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused_links); i++)
    if (has_prefix (p, end, refused_links[i]))
      return TRUE;

  return FALSE;
}

static gboolean
begins_link (const char *p, const char *end)
{
  const char *colon = memchr (p, ':', MIN (end - p, SCHEME_MAX_BYTES));

  return colon != NULL && has_prefix (colon, end, "://") && find_scheme (p, colon) == p;
}

/* The next link from `p` on, and in `rest` what comes after `scheme://` or `scheme:`. */
static const char *
find_start (const char *p, const char *end, const char **rest)
{
  for (const char *colon = memchr (p, ':', end - p); colon != NULL;
       colon = memchr (colon + 1, ':', end - colon - 1))
    {
      const char *start = find_scheme (p, colon);
      gboolean has_authority = has_prefix (colon, end, "://");

      *rest = colon + (has_authority ? 3 : 1);
      if (start != NULL && *rest < end && (has_authority || begins_refused_link (start, end)))
        return start;
    }

  return NULL;
}

static char
get_closer (char opener)
{
  const char *place = memchr (openers, opener, strlen (openers));

  if (place != NULL)
    return closers[place - openers];

  return opener == '\'' ? opener : '\0';
}

/* Whether markup, not prose, says that the link ends there. */
static gboolean
is_marked_up (const Scan *self, const char *start, const char *end)
{
  if (start == self->text || end == self->end)
    return FALSE;

  if (start[-1] == '<')
    return *end == '>';
  if (start - self->text < 2)
    return FALSE;
  if (start[-1] == '(')
    return *end == ')' && start[-2] == ']';

  return (start[-1] == '"' || start[-1] == '\'') && *end == start[-1] && start[-2] == '=';
}

/* Whether the `http` before this colon is a link pasted right behind the path of another one; `%20`
 * before it is a space that belongs to the one link. */
static gboolean
is_glued (const char *http, const char *rest)
{
  return http != NULL && http > rest && g_ascii_isalnum (http[-1]) &&
         (http - rest < 3 || http[-3] != '%');
}

static const char *
find_end (const Scan *self, const char *start, const char *rest, const char *end)
{
  char opener = start > self->text ? start[-1] : '\0';
  char closer = get_closer (opener);
  gsize depth = 0;
  gboolean in_path = TRUE;
  const char *p;

  for (p = rest; p < end; p++)
    {
      if (*p == closer && depth-- == 0)
        break;
      else if (*p == opener && closer != '\0')
        depth++;
      else if (*p == '?' || *p == '#')
        in_path = FALSE;
      else if (strchr (",;|", *p) != NULL && begins_link (p + 1, end))
        break;
      else if (*p == ':' && in_path && has_prefix (p, end, "://") &&
               is_glued (find_http (rest, p), rest))
        {
          p = find_http (rest, p);
          break;
        }
    }

  return is_marked_up (self, start, p) ? p : trim_end (rest, p, opener);
}

/* -- Links without a scheme -- */

static gboolean
looks_like_domain (const char *domain)
{
  gsize length = strspn (domain, "abcdefghijklmnopqrstuvwxyz");

  return (length >= 2 && domain[length] == '\0') || g_str_has_prefix (domain, "xn--");
}

/* A path makes a host of what else is a word or the name of a file. */
static gboolean
looks_like_host (const DpUrl *url, gboolean has_port, gboolean has_path, gboolean is_alone)
{
  const char *dot = strrchr (url->host, '.');

  if (g_str_equal (url->host, "localhost"))
    return has_path || (has_port && is_alone);
  if (g_hostname_is_ip_address (url->host)) /* but `10.0.0.0/8` is a network */
    return (has_port && (has_path || is_alone)) ||
           strcspn (url->path, "abcdefghijklmnopqrstuvwxyz") < strlen (url->path);
  if (dot == NULL || !looks_like_domain (dot + 1))
    return FALSE;
  if (g_str_has_prefix (url->host, "www."))
    return dot > url->host + strlen ("www");
  if (has_path)
    return !g_strv_contains (file_endings, dot + 1);

  return is_alone &&
         (g_strv_contains (common_domains, dot + 1) || g_str_has_prefix (dot, ".xn--") ||
          (strlen (dot + 1) == 2 && !g_strv_contains (file_endings, dot + 1) &&
           !g_strv_contains (file_countries, dot + 1)));
}

static void
scan_bare_word (const Scan *self, const char *word, const char *end, gboolean is_alone)
{
  g_autoptr (DpUrl) url = NULL;
  g_autofree char *text = NULL;
  g_autofree char *link = NULL;
  gsize host_length;
  gboolean has_port;
  gboolean has_path;
  gboolean is_local;

  while (word < end && strchr ("([{'*_~", *word) != NULL)
    word++;

  end = trim_end (word, end, word > self->text ? word[-1] : '\0');
  if (end - word > LINK_MAX_BYTES)
    return;

  text = g_strndup (word, end - word);
  host_length = strcspn (text, "/?#");
  has_port = memchr (text, ':', host_length) != NULL;
  has_path = text[host_length] == '/';
  if (host_length > HOST_MAX_BYTES || memchr (text, '@', host_length) != NULL ||
      (!is_alone && !has_path && g_ascii_strncasecmp (text, "www.", 4) != 0))
    return;

  link = g_strconcat ("https://", text, NULL);
  url = dp_url_parse (link, NULL);
  if (url == NULL || !looks_like_host (url, has_port, has_path, is_alone))
    return;

  is_local = g_str_equal (url->host, "localhost") || g_hostname_is_ip_address (url->host);
  if (has_port ? url->port != 443 : is_local)
    {
      g_autofree char *plain_link = g_strconcat ("http://", text, NULL);

      g_clear_pointer (&url, dp_url_free);
      url = dp_url_parse (plain_link, NULL);
    }

  take_url (self, url, NULL, NULL);
}

/* -- Texts -- */

static void
scan_word (const Scan *self, const char *word, const char *end, gboolean is_alone)
{
  const char *p = word;
  const char *start;
  const char *rest;

  while ((start = find_start (p, end, &rest)) != NULL)
    {
      const char *link_end = find_end (self, start, rest, end);

      if (link_end > rest)
        take_link (self, start, link_end - start, NULL);
      p = link_end;
    }

  if (p == word)
    scan_bare_word (self, word, end, is_alone);
}

static void
scan_prose (const Scan *self, const char *line, const char *end)
{
  const char *first = skip (line, end, TRUE);
  const char *word = first;

  while (word < end)
    {
      const char *word_end = skip (word, end, FALSE);
      const char *next = skip (word_end, end, TRUE);

      scan_word (self, word, word_end, word == first && next == end);
      word = next;
    }
}

/* RFC 2483 section 5. */
static void
scan_uri_line (const Scan *self, const char *line, const char *end)
{
  while (line < end && g_ascii_isspace (*line))
    line++;
  while (end > line && g_ascii_isspace (end[-1]))
    end--;

  if (line < end && *line != '#')
    take_link (self, line, end - line, NULL);
}

static const char *
find_line_end (const char *line, const char *end)
{
  while (line < end && *line != '\n' && *line != '\r' && *line != '\0')
    line++;

  return line;
}

/* What is none after all is prose, with all lines that it takes, so that none is read again. */
static const char *
scan_command (const Scan *self, const char *line)
{
  const char *rest;
  g_autoptr (DpCurlCommand) command = dp_curl_command_parse (line, self->end, &rest);

  if (command != NULL)
    take_command (self, command);
  while (command == NULL && line < rest)
    {
      const char *end = find_line_end (line, rest);

      scan_prose (self, line, end);
      line = end < rest ? end + 1 : end;
    }
  return rest;
}

static int
compare_texts (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return strcmp (a, b);
}

static void
free_refused (gpointer data)
{
  DpRefusedUrl *refused = data;

  g_free (refused->text);
  g_free (refused->reason);
  g_free (refused);
}

/**
 * dp_url_list_type_from_mime:
 * @mime_type: what a clipboard, a drop or a server calls a text, with or without parameters
 * @type: (out): what kind of list it is
 *
 * Takes `text/plain`, `text/markdown` and `text/uri-list` (RFC 2046, 7763, 2483) in any case.
 *
 * Thread: any.
 *
 * Returns: whether it is a list at all; else @type is not touched
 */
gboolean
dp_url_list_type_from_mime (const char *mime_type, DpUrlListType *type)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (mime_type != NULL, FALSE);
  g_return_val_if_fail (type != NULL, FALSE);

  name = g_ascii_strdown (mime_type, strcspn (mime_type, ";"));
  g_strstrip (name);

  if (g_str_equal (name, "text/uri-list"))
    *type = DP_URL_LIST_URI_LIST;
  else if (g_str_equal (name, "text/plain") || g_str_equal (name, "text/markdown"))
    *type = DP_URL_LIST_PLAIN;
  else
    return FALSE;

  return TRUE;
}

/**
 * dp_url_list_parse:
 * @text: (array length=length) (nullable): any bytes, not terminated
 * @length: how many
 * @type: how to read them
 *
 * Finds the links in a text.  It only reads: nothing is looked up, opened or run.
 *
 * A link is given byte for byte as it stands in the text.  Only where it can not be requested like
 * that (it has no scheme, or something outside ASCII) it is what dp_url_to_string() makes of it.
 * dp_url_parse() takes every one.
 *
 * In %DP_URL_LIST_PLAIN a word without a scheme is a link if it looks like a host with a path
 * (`example.com/a.zip`), begins with `www.`, or is a domain alone on its line.  In
 * %DP_URL_LIST_URI_LIST every line that is no comment must be a link.  A `curl` command with options,
 * in %DP_URL_LIST_PLAIN, is a link together with what is said of it.
 *
 * Two links are the same if the same would be requested; the fragment does not count.
 *
 * Thread: any.
 *
 * Returns: (transfer full): the links, also if there are none
 */
DpUrlList *
dp_url_list_parse (const char *text, gsize length, DpUrlListType type)
{
  g_autoptr (GTree) met_links = g_tree_new_full (compare_texts, NULL, g_free, NULL);
  g_autoptr (GTree) met_refused = g_tree_new_full (compare_texts, NULL, g_free, NULL);
  g_autoptr (DpUrlList) list = g_new0 (DpUrlList, 1);
  const char *line = text != NULL ? text : "";
  const Scan scan = { line, line + length, list, met_links, met_refused };

  list->urls = g_ptr_array_new_with_free_func (g_free);
  list->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_request_unref);
  list->refused = g_ptr_array_new_with_free_func (free_refused);

  if (has_prefix (line, scan.end, "\xef\xbb\xbf"))
    line += strlen ("\xef\xbb\xbf");

  while (line < scan.end)
    {
      const char *end = find_line_end (line, scan.end);

      if (type == DP_URL_LIST_PLAIN && dp_curl_command_begins (line, end))
        {
          line = scan_command (&scan, line);
          continue;
        }

      if (type == DP_URL_LIST_URI_LIST)
        scan_uri_line (&scan, line, end);
      else
        scan_prose (&scan, line, end);

      line = end < scan.end ? end + 1 : end;
    }

  return g_steal_pointer (&list);
}

/**
 * dp_url_list_set_request:
 * @self: the links
 * @request: what is said for all of them that bring nothing themselves
 *
 * Thread: any.
 */
void
dp_url_list_set_request (DpUrlList *self, DpRequest *request)
{
  for (guint i = 0; i < self->requests->len; i++)
    if (self->requests->pdata[i] == NULL)
      self->requests->pdata[i] = dp_request_ref (request);
}

/**
 * dp_url_list_free:
 * @self: (nullable) (transfer full): the links
 *
 * Thread: any.
 */
void
dp_url_list_free (DpUrlList *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->urls);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->refused);
  g_free (self);
}
