/* dp-metalink.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Metalink, version 4 (RFC 5854) and the older version 3: files, where each of them is, how long it
 * is, and its sums.
 *
 * GMarkup reads it: that knows no DTD, takes nothing from anywhere, and time is linear in the text.
 * What elements are called counts, not their namespace.  Torrents, sums of pieces and the
 * pages of publishers are passed over.
 *
 * A file that is damaged or cut off is read as far as it goes, and says so.
 *
 * Thread: any.
 */

#include "dp-metalink.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dp-list-build.h"
#include "dp-list-name.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define SNIFFED_BYTES   4096
#define MAX_DEPTH       32
#define MAX_TEXT_BYTES  (64 * 1024)
#define MAX_LINKS       1000
#define WORST_RANK      999999

/* One of the links to a file. */
typedef struct
{
  char *text; /* (owned) */
  guint rank; /* the best is the least */
} Link;

typedef struct
{
  DpListBuild *build; /* (owned) */
  guint depth;
  guint passed_depth; /* what is in this element is passed over; 0: none */

  DpOffer *offer; /* (owned) (nullable): in a file */
  GArray *links;  /* (owned) (element-type Link) */

  GString *text;    /* (owned) (nullable): in an element whose text counts */
  guint text_depth; /* that element */
  char *kind;       /* (owned) (nullable): of its sum */
  guint rank;       /* of its link */
} Reading;

static void
link_clear (gpointer data)
{
  g_free (((Link *) data)->text);
}

static const char *
get_local_name (const char *name)
{
  const char *colon = strrchr (name, ':');

  return colon != NULL ? colon + 1 : name;
}

static const char *
find_attribute (const char **names, const char **values, const char *name)
{
  for (; *names != NULL; names++, values++)
    if (strcmp (get_local_name (*names), name) == 0)
      return *values;
  return NULL;
}

/* A number from 0 to the worst; else the worst. */
static guint
parse_rank (const char *text)
{
  guint64 number = WORST_RANK;

  if (text != NULL)
    g_ascii_string_to_unsigned (text, 10, 0, WORST_RANK, &number, NULL);
  return (guint) number;
}

/* A file */

static void
begin_file (Reading *self, const char *name)
{
  self->offer = dp_offer_new ();
  if (name != NULL && *name != '\0')
    dp_list_name_take (self->offer, name);
}

/* As the list has them where it finds them equally good: the sort is a stable one. */
static int
compare_links (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Link *link = a;
  const Link *other = b;

  return link->rank < other->rank ? -1 : link->rank > other->rank;
}

static void
end_file (Reading *self)
{
  const char *name = self->offer->name != NULL ? self->offer->name : "metalink";
  const char *first = NULL;

  if (self->links->len > 0)
    g_qsort_with_data (self->links->data, (int) self->links->len, sizeof (Link), compare_links,
                       NULL);
  for (guint i = 0; i < self->links->len; i++)
    {
      const char *link = g_array_index (self->links, Link, i).text;

      if (dp_offer_add_mirror (self->offer, link) && first == NULL)
        first = link;
    }
  if (first != NULL)
    dp_list_build_add (self->build, first, NULL, self->offer);
  else
    dp_list_build_refuse (self->build, name,
                          _ ("The list has no link to it that begins with http:// or https://."));
  g_array_set_size (self->links, 0);
  g_clear_pointer (&self->offer, dp_offer_unref);
}

/* Elements */

static void
begin_text (Reading *self)
{
  self->text = g_string_new (NULL);
  self->text_depth = self->depth;
}

/* In version 4 the least priority comes first, in version 3 the greatest preference. */
static void
begin_link (Reading *self, const char **names, const char **values)
{
  const char *type = find_attribute (names, values, "type");
  const char *priority = find_attribute (names, values, "priority");
  const char *preference = find_attribute (names, values, "preference");

  if (self->links->len == MAX_LINKS || g_strcmp0 (type, "bittorrent") == 0)
    return;
  begin_text (self);
  self->rank = preference != NULL && priority == NULL ? WORST_RANK - parse_rank (preference)
                                                      : parse_rank (priority);
}

/* What has links or sums of its own, which are none of the file: the pages of who made it, say. */
static gboolean
is_passed_over (const char *name)
{
  static const char *const names[] = { "pieces", "publisher", "license" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
begin_in_file (Reading *self, const char *name, const char **names, const char **values)
{
  if (is_passed_over (name))
    self->passed_depth = self->depth;
  else if (strcmp (name, "url") == 0)
    begin_link (self, names, values);
  else if (strcmp (name, "size") == 0)
    begin_text (self);
  else if (strcmp (name, "hash") == 0)
    {
      begin_text (self);
      self->kind = g_strdup (find_attribute (names, values, "type"));
    }
}

static void
on_start (GMarkupParseContext *context,
          const char *qualified_name,
          const char **names,
          const char **values,
          gpointer user_data,
          GError **error)
{
  Reading *self = user_data;
  const char *name = get_local_name (qualified_name);

  self->depth++;
  if (self->depth > MAX_DEPTH || (self->depth == 1 && strcmp (name, "metalink") != 0))
    g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, name);
  else if (self->passed_depth > 0 || self->text != NULL)
    return;
  else if (self->offer != NULL)
    begin_in_file (self, name, names, values);
  else if (strcmp (name, "file") == 0)
    begin_file (self, find_attribute (names, values, "name"));
}

static void
take_text (Reading *self, const char *name)
{
  const char *text = g_strstrip (self->text->str);

  if (strcmp (name, "url") == 0)
    {
      const Link link = { g_strdup (text), self->rank };

      g_array_append_val (self->links, link);
    }
  else if (strcmp (name, "size") == 0)
    g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &self->offer->size_bytes, NULL);
  else if (self->kind != NULL)
    dp_offer_set_digest (self->offer, self->kind, text);
  g_string_free (g_steal_pointer (&self->text), TRUE);
  g_clear_pointer (&self->kind, g_free);
}

static void
on_end (GMarkupParseContext *context,
        const char *qualified_name,
        gpointer user_data,
        GError **error)
{
  Reading *self = user_data;
  const char *name = get_local_name (qualified_name);

  if (self->passed_depth == self->depth)
    self->passed_depth = 0;
  else if (self->text != NULL && self->text_depth == self->depth)
    take_text (self, name);
  else if (self->passed_depth == 0 && self->text == NULL && self->offer != NULL &&
           strcmp (name, "file") == 0)
    end_file (self);
  self->depth--;
}

static void
on_text (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer user_data,
         GError **error)
{
  Reading *self = user_data;

  if (self->text != NULL && self->text->len + length <= MAX_TEXT_BYTES)
    g_string_append_len (self->text, text, (gssize) length);
}

/* The whole */

static void
read_all (Reading *self, const char *text, gsize length)
{
  static const GMarkupParser parser = { .start_element = on_start,
                                        .end_element = on_end,
                                        .text = on_text };
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, self, NULL);
  g_autofree char *reason = NULL;
  int line;

  if (g_markup_parse_context_parse (context, text, (gssize) length, NULL) &&
      g_markup_parse_context_end_parse (context, NULL))
    return;
  g_markup_parse_context_get_position (context, &line, NULL);
  /* Translators: a line number. */
  reason = g_strdup_printf (_ ("The Metalink file is damaged or cut off at line %d; what comes "
                               "behind that was not read."),
                            line);
  dp_list_build_refuse (self->build, "metalink", reason);
}

/**
 * dp_metalink_parse:
 * @text: (array length=length) (nullable): any bytes, not terminated
 * @length: how many
 *
 * Reads a Metalink file.  It only reads: nothing is looked up, opened or run.
 *
 * Thread: any.
 *
 * Returns: (transfer full): the links, also if there are none
 */
DpUrlList *
dp_metalink_parse (const char *text, gsize length)
{
  Reading reading = { .build = dp_list_build_new () };

  if (length >= strlen (BYTE_ORDER_MARK) &&
      memcmp (text, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    {
      text += strlen (BYTE_ORDER_MARK);
      length -= strlen (BYTE_ORDER_MARK);
    }
  reading.links = g_array_new (FALSE, FALSE, sizeof (Link));
  g_array_set_clear_func (reading.links, link_clear);
  read_all (&reading, text != NULL ? text : "", length);
  g_array_unref (reading.links);
  g_clear_pointer (&reading.offer, dp_offer_unref);
  g_clear_pointer (&reading.kind, g_free);
  if (reading.text != NULL)
    g_string_free (reading.text, TRUE);
  return dp_list_build_end (reading.build);
}

/**
 * dp_metalink_begins:
 * @text: (array length=length): any bytes, not terminated
 * @length: how many
 *
 * Thread: any.
 *
 * Returns: whether that is a Metalink file rather than any text
 */
gboolean
dp_metalink_begins (const char *text, gsize length)
{
  const char *end = text + MIN (length, SNIFFED_BYTES);

  if (length >= strlen (BYTE_ORDER_MARK) &&
      memcmp (text, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    text += strlen (BYTE_ORDER_MARK);
  while (text < end && g_ascii_isspace (*text))
    text++;
  if (text == end || *text != '<')
    return FALSE;
  while ((text = g_strstr_len (text, end - text, "metalink")) != NULL)
    {
      if (text[-1] == '<' || text[-1] == ':')
        return TRUE;
      text++;
    }
  return FALSE;
}
