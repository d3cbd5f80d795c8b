/* dp-url-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Links from text that was pasted, dropped or read from a file.
 *
 * In prose a link begins and ends as dp-url-prose says; a word without a scheme may be one, too
 * (dp-url-word).  A line that begins a `curl` command with options is read as what it is
 * (dp-curl-command).
 *
 * Time is linear in the text, whatever it holds.  Links met before are kept in a tree, not in a hash
 * table, for links can be chosen to collide.
 *
 * Thread: any.
 */

#include "dp-url-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dp-curl-command.h"
#include "dp-redact.h"
#include "dp-url-prose.h"
#include "dp-url-word.h"
#include "dp-url.h"

#define SHOWN_MAX_BYTES 160

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct
{
  DpUrlProse prose; /* the whole text */
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
  const char *end = text + length;
  const char *authority;
  const char *host = dp_redact_find_host (text, length, &authority);
  gsize shown_length;

  if (authority > text)
    {
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
take_refused (DpUrlList *list, char *shown, const char *reason)
{
  DpRefusedUrl *refused = g_new0 (DpRefusedUrl, 1);

  refused->text = shown;
  refused->reason = g_strdup (reason);
  g_ptr_array_add (list->refused, refused);
}

static void
refuse (const Scan *self, const char *text, gsize length, const char *reason)
{
  g_autofree char *shown = dup_shown (text, length);

  if (meet (self->met_refused, shown))
    take_refused (self->list, g_steal_pointer (&shown), reason);
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
    dp_url_list_add (self->list, as_given, request, NULL);
  else
    dp_url_list_add (self->list, requested, request, NULL);
}

static void
take_link (const Scan *self, const char *text, gsize length, DpRequest *request)
{
  g_autoptr (DpUrl) url = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *link = NULL;

  if (length > DP_URL_PROSE_MAX_BYTES)
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

/* -- Texts -- */

static void
scan_word (const Scan *self, const char *word, const char *end, gboolean is_alone)
{
  const char *p = word;
  const char *start;
  const char *rest;

  while ((start = dp_url_prose_find_start (p, end, &rest)) != NULL)
    {
      const char *link_end = dp_url_prose_find_end (&self->prose, start, rest, end);

      if (link_end > rest)
        take_link (self, start, link_end - start, NULL);
      p = link_end;
    }

  if (p == word)
    {
      g_autoptr (DpUrl) url = dp_url_word_parse (&self->prose, word, end, is_alone);

      if (url != NULL)
        take_url (self, url, NULL, NULL);
    }
}

static void
scan_prose (const Scan *self, const char *line, const char *end)
{
  const char *first = dp_url_prose_skip_separators (line, end);
  const char *word = first;

  while (word < end)
    {
      const char *word_end = dp_url_prose_skip_word (word, end);
      const char *next = dp_url_prose_skip_separators (word_end, end);

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
  g_autoptr (DpCurlCommand) command = dp_curl_command_parse (line, self->prose.end, &rest);

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
 * dp_url_list_new:
 *
 * Thread: any.
 *
 * Returns: (transfer full): no links
 */
DpUrlList *
dp_url_list_new (void)
{
  DpUrlList *self = g_new0 (DpUrlList, 1);

  self->urls = g_ptr_array_new_with_free_func (g_free);
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_request_unref);
  self->offers = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_offer_unref);
  self->refused = g_ptr_array_new_with_free_func (free_refused);
  return self;
}

/**
 * dp_url_list_add:
 * @self: the links
 * @url: an acceptable link that is not among them
 * @request: (nullable): what is said beyond it
 * @offer: (nullable): what is said of the file
 *
 * Thread: any.
 */
void
dp_url_list_add (DpUrlList *self, const char *url, DpRequest *request, DpOffer *offer)
{
  g_ptr_array_add (self->urls, g_strdup (url));
  g_ptr_array_add (self->requests, request != NULL ? dp_request_ref (request) : NULL);
  g_ptr_array_add (self->offers, offer != NULL ? dp_offer_ref (offer) : NULL);
}

/**
 * dp_url_list_refuse:
 * @self: the links
 * @text: (array length=length): what stood in the list, any bytes
 * @length: how many
 * @reason: a translated sentence for the person
 *
 * Thread: any.
 */
void
dp_url_list_refuse (DpUrlList *self, const char *text, gsize length, const char *reason)
{
  take_refused (self, dup_shown (text, length), reason);
}

/**
 * dp_url_list_type_from_mime:
 * @mime_type: what a clipboard, a drop or a server calls a text, with or without parameters
 * @type: (out): what kind of list it is
 *
 * Takes `text/plain`, `text/markdown`, `text/uri-list` (RFC 2046, 7763, 2483), `text/html`,
 * `text/x-aria2`, and `application/metalink4+xml` (RFC 5854) with its forerunner, in any case.
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
  else if (g_str_equal (name, "text/x-aria2"))
    *type = DP_URL_LIST_ARIA2;
  else if (g_str_equal (name, "text/html") || g_str_equal (name, "application/xhtml+xml"))
    *type = DP_URL_LIST_HTML;
  else if (g_str_equal (name, "application/metalink4+xml") ||
           g_str_equal (name, "application/metalink+xml"))
    *type = DP_URL_LIST_METALINK;
  else
    return FALSE;

  return TRUE;
}

/**
 * dp_url_list_parse:
 * @text: (array length=length) (nullable): any bytes, not terminated
 * @length: how many
 * @type: %DP_URL_LIST_PLAIN or %DP_URL_LIST_URI_LIST
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
  g_autoptr (DpUrlList) list = dp_url_list_new ();
  const char *line = text != NULL ? text : "";
  const Scan scan = { { line, line + length }, list, met_links, met_refused };

  if (length >= strlen (BYTE_ORDER_MARK) &&
      memcmp (line, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    line += strlen (BYTE_ORDER_MARK);

  while (line < scan.prose.end)
    {
      const char *end = find_line_end (line, scan.prose.end);

      if (type == DP_URL_LIST_PLAIN && dp_curl_command_begins (line, end))
        {
          line = scan_command (&scan, line);
          continue;
        }

      if (type == DP_URL_LIST_URI_LIST)
        scan_uri_line (&scan, line, end);
      else
        scan_prose (&scan, line, end);

      line = end < scan.prose.end ? end + 1 : end;
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
  g_ptr_array_unref (self->offers);
  g_ptr_array_unref (self->refused);
  g_free (self);
}
