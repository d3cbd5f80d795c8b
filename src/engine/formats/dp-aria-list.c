/* dp-aria-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The input file of aria2: a line of links to one and the same file, with TABs between, and below
 * it, indented, what is said of it.
 *
 *   https://one.example/a.iso	https://two.example/a.iso
 *     out=b.iso
 *     dir=images
 *     checksum=sha-256=…
 *     header=X-Key: value
 *
 * Folders in front of a name lie in the folder that is said, or else in the one that the person chose.
 *
 * Understood are out, dir, checksum, header, referer, user-agent, http-user and http-passwd.  Other
 * options say how aria2 shall work, and are passed over.  A link whose options make no sense is
 * refused rather than asked for in another way than is meant.
 *
 * Time is linear in the text.
 *
 * Thread: any.
 */

#include "dp-aria-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dp-list-build.h"
#include "dp-list-name.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define MAX_LINE_BYTES  (64 * 1024)
#define MAX_LINKS       1000
#define MAX_HEADERS     100

/* One file of the list. */
typedef struct
{
  char *links;        /* (owned) (nullable): with TABs between */
  DpRequest *request; /* (owned) */
  DpOffer *offer;     /* (owned) */
  char *name;         /* (owned) (nullable): with folders in front of it */
  char *user;         /* (owned) (nullable) */
  char *password;     /* (owned) (nullable) */
  guint n_headers;
  char *reason; /* (owned) (nullable): why it is refused */
} Entry;

static void
entry_clear (Entry *self)
{
  g_clear_pointer (&self->links, g_free);
  g_clear_pointer (&self->request, dp_request_unref);
  g_clear_pointer (&self->offer, dp_offer_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->password, g_free);
  g_clear_pointer (&self->reason, g_free);
  self->n_headers = 0;
}

static void
entry_begin (Entry *self, const char *line)
{
  self->links = g_strdup (line);
  self->request = dp_request_new ();
  self->offer = dp_offer_new ();
}

/* The first reason stays. */
static void
entry_refuse (Entry *self, const char *reason)
{
  if (self->reason == NULL)
    self->reason = g_strdup (reason);
}

/* The first link that we take, and in the offer all of them. */
static char *
dup_first_link (Entry *self)
{
  g_auto (GStrv) links = g_strsplit (self->links, "\t", MAX_LINKS);
  char *first = NULL;

  for (char **link = links; *link != NULL; link++)
    if (dp_offer_add_mirror (self->offer, g_strstrip (*link)) && first == NULL)
      first = g_strdup (*link);
  return first != NULL ? first : g_strdup (links[0]);
}

static void
entry_end (Entry *self, DpListBuild *build)
{
  g_autofree char *link = NULL;

  if (self->links == NULL)
    return;
  link = dup_first_link (self);
  if (self->name != NULL)
    dp_list_name_take (self->offer, self->name);
  if (self->user != NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *both =
          g_strdup_printf ("%s:%s", self->user, self->password != NULL ? self->password : "");

      if (!dp_request_set_user (self->request, both, &error))
        entry_refuse (self, error->message);
    }
  if (self->reason != NULL)
    dp_list_build_refuse (build, link, self->reason);
  else
    dp_list_build_add (build, link, dp_request_is_empty (self->request) ? NULL : self->request,
                       dp_offer_is_empty (self->offer) ? NULL : self->offer);
  entry_clear (self);
}

/* Options */

static void
take_text (Entry *self, char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static void
take_checksum (Entry *self, const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, "=", 2);

  if (g_strv_length (parts) != 2 || !dp_offer_set_digest (self->offer, parts[0], parts[1]))
    entry_refuse (self, _ ("The list names a checksum of a kind that can't be checked."));
}

static gboolean
take_header (Entry *self, const char *value, GError **error)
{
  if (self->n_headers++ < MAX_HEADERS)
    return dp_request_add_header (self->request, value, error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _ ("The list says too much of it."));
  return FALSE;
}

/* "*" is the link itself. */
static gboolean
take_referer (Entry *self, const char *value, GError **error)
{
  g_autofree char *link = strcmp (value, "*") == 0
                              ? g_strndup (self->links, strcspn (self->links, "\t"))
                              : g_strdup (value);

  return dp_request_set_referer (self->request, link, error);
}

static void
take_option (Entry *self, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;
  gboolean is_taken = TRUE;

  if (strcmp (name, "out") == 0)
    take_text (self, &self->name, value);
  else if (strcmp (name, "dir") == 0)
    dp_offer_set_folder (self->offer, value);
  else if (strcmp (name, "checksum") == 0)
    take_checksum (self, value);
  else if (strcmp (name, "header") == 0)
    is_taken = take_header (self, value, &error);
  else if (strcmp (name, "referer") == 0)
    is_taken = take_referer (self, value, &error);
  else if (strcmp (name, "user-agent") == 0)
    is_taken = dp_request_set_user_agent (self->request, value, &error);
  else if (strcmp (name, "http-user") == 0)
    take_text (self, &self->user, value);
  else if (strcmp (name, "http-passwd") == 0)
    take_text (self, &self->password, value);
  if (!is_taken)
    entry_refuse (self, error->message);
}

/* Lines */

static gboolean
is_indented (const char *line, const char *end)
{
  return line < end && (*line == ' ' || *line == '\t');
}

static const char *
find_line_end (const char *line, const char *end)
{
  while (line < end && *line != '\n' && *line != '\r' && *line != '\0')
    line++;
  return line;
}

static void
take_line (Entry *self, DpListBuild *build, const char *line, const char *end)
{
  g_autofree char *text = g_strndup (line, MIN (end - line, MAX_LINE_BYTES));
  char *value;

  g_strchomp (text);
  if (*text == '#' || *g_strchug (text) == '\0')
    return;
  if (!is_indented (line, end))
    {
      entry_end (self, build);
      entry_begin (self, text);
      if (end - line > MAX_LINE_BYTES)
        entry_refuse (self, _ ("The link is longer than 64 KiB."));
      return;
    }
  value = strchr (text, '=');
  if (self->links == NULL || value == NULL)
    return;
  *value++ = '\0';
  take_option (self, g_strchomp (text), g_strchug (value));
}

/**
 * dp_aria_list_parse:
 * @text: (array length=length) (nullable): any bytes, not terminated
 * @length: how many
 *
 * Reads an input file of aria2.  It only reads: nothing is looked up, opened or run.
 *
 * Thread: any.
 *
 * Returns: (transfer full): the links, also if there are none
 */
DpUrlList *
dp_aria_list_parse (const char *text, gsize length)
{
  g_autoptr (DpListBuild) build = dp_list_build_new ();
  const char *line = text != NULL ? text : "";
  const char *text_end = line + length;
  Entry entry = { 0 };

  if (length >= strlen (BYTE_ORDER_MARK) &&
      memcmp (line, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    line += strlen (BYTE_ORDER_MARK);
  while (line < text_end)
    {
      const char *end = find_line_end (line, text_end);

      take_line (&entry, build, line, end);
      line = end < text_end ? end + 1 : end;
    }
  entry_end (&entry, build);
  return dp_list_build_end (g_steal_pointer (&build));
}

/* Whether an option stands there that only such a list has. */
static gboolean
is_option (const char *line, const char *end)
{
  static const char *const names[] = {
    "out=",
    "dir=",
    "header=",
    "checksum=",
    "referer=",
    "user-agent=",
    "http-user=",
    "gid=",
    "split=",
    "max-connection-per-server=",
    "pause=",
    "continue=",
    "allow-overwrite=",
    "max-download-limit=",
    "load-cookies=",
    "all-proxy=",
  };

  while (is_indented (line, end))
    line++;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((gsize) (end - line) >= strlen (names[i]) &&
        strncmp (line, names[i], strlen (names[i])) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_link (const char *line, const char *end)
{
  return end - line > 8 && (g_ascii_strncasecmp (line, "http://", 7) == 0 ||
                            g_ascii_strncasecmp (line, "https://", 8) == 0);
}

/**
 * dp_aria_list_begins:
 * @text: (array length=length): any bytes, not terminated
 * @length: how many
 *
 * Thread: any.
 *
 * Returns: whether that is an input file of aria2 rather than any text: below a line that begins
 *   with a link stands an option
 */
gboolean
dp_aria_list_begins (const char *text, gsize length)
{
  const char *text_end = text + length;
  gboolean is_below_link = FALSE;

  for (const char *line = text; line < text_end;)
    {
      const char *end = find_line_end (line, text_end);

      if (!is_indented (line, end) && line < end && *line != '#')
        is_below_link = is_link (line, end);
      else if (is_below_link && is_indented (line, end) && is_option (line, end))
        return TRUE;
      line = end < text_end ? end + 1 : end;
    }
  return FALSE;
}
