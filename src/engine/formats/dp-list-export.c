/* dp-list-export.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list as text, for others: a list of links and aria2's input file, which can be read in again
 * and hold all that a link needs; and a Metalink file and a table, which are made to be shown around
 * and have no user names and passwords in them.
 *
 * Thread: any.
 */

#include "dp-list-export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dp-csv.h"
#include "dp-url.h"

static char *
dup_shown_link (const char *link)
{
  g_autoptr (DpUrl) url = dp_url_parse (link, NULL);

  return url != NULL ? dp_url_to_display (url) : g_strdup ("");
}

static gboolean
is_one_line (const char *text)
{
  return text != NULL && *text != '\0' && strpbrk (text, "\r\n") == NULL;
}

/* aria2 */

static void
append_option (GString *text, const char *name, const char *value)
{
  if (is_one_line (value))
    g_string_append_printf (text, "  %s=%s\n", name, value);
}

static void
append_request (GString *text, const DpRequest *request)
{
  g_autofree char *referer = NULL;

  if (request == NULL)
    return;
  if (request->referer != NULL)
    referer = dp_url_to_string (request->referer);
  append_option (text, "referer", referer);
  append_option (text, "user-agent", request->user_agent);
  for (char **line = request->headers; line != NULL && *line != NULL; line++)
    append_option (text, "header", *line);
  if (request->userinfo != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (request->userinfo, ":", 2);
      g_autofree char *user = g_uri_unescape_string (parts[0], NULL);
      g_autofree char *password =
          parts[0] != NULL && parts[1] != NULL ? g_uri_unescape_string (parts[1], NULL) : NULL;

      append_option (text, "http-user", user);
      append_option (text, "http-passwd", password);
    }
}

/* Its own link first, wherever it stands among the others. */
static void
append_aria2 (GString *text, const DpEntry *entry)
{
  const DpOffer *offer = entry->offer;
  g_autofree char *checksum = NULL;
  GChecksumType kind;

  g_string_append (text, entry->url);
  for (guint i = 0; offer != NULL && i < offer->mirrors->len; i++)
    if (strcmp (offer->mirrors->pdata[i], entry->url) != 0)
      g_string_append_printf (text, "\t%s", (char *) offer->mirrors->pdata[i]);
  g_string_append_c (text, '\n');
  append_option (text, "dir", entry->folder);
  append_option (text, "out", entry->wish != NULL ? entry->wish : entry->name);
  if (dp_offer_get_best_digest (offer, &kind))
    checksum = g_strdup_printf ("%s=%s", dp_offer_get_digest_name (kind), offer->digests[kind]);
  append_option (text, "checksum", checksum);
  append_request (text, entry->request);
}

/* Metalink */

static void
append_url (GString *text, const char *link, guint priority)
{
  g_autofree char *shown = dup_shown_link (link);
  g_autofree char *element =
      g_markup_printf_escaped ("    <url priority=\"%u\">%s</url>\n", priority, shown);

  if (*shown != '\0')
    g_string_append (text, element);
}

static char *
dup_name (const DpEntry *entry)
{
  g_autofree char *base = entry->path != NULL ? g_path_get_basename (entry->path) : NULL;
  const char *name = base;

  if (name == NULL)
    name = entry->wish != NULL ? entry->wish : entry->name;
  return name != NULL ? g_utf8_make_valid (name, -1) : NULL;
}

static void
append_metalink (GString *text, const DpEntry *entry)
{
  const DpOffer *offer = entry->offer;
  g_autofree char *name = dup_name (entry);
  g_autofree char *begin = NULL;
  guint priority = 1;

  begin = g_markup_printf_escaped ("  <file name=\"%s\">\n", name != NULL ? name : "download");
  g_string_append (text, begin);
  if (entry->total_bytes != DP_SIZE_UNKNOWN)
    g_string_append_printf (text, "    <size>%" G_GUINT64_FORMAT "</size>\n", entry->total_bytes);
  for (guint i = 0; offer != NULL && i < DP_OFFER_N_DIGESTS; i++)
    if (offer->digests[i] != NULL)
      g_string_append_printf (text, "    <hash type=\"%s\">%s</hash>\n",
                              dp_offer_get_digest_name ((GChecksumType) i), offer->digests[i]);
  append_url (text, entry->url, priority++);
  for (guint i = 0; offer != NULL && i < offer->mirrors->len; i++)
    if (strcmp (offer->mirrors->pdata[i], entry->url) != 0)
      append_url (text, offer->mirrors->pdata[i], priority++);
  g_string_append (text, "  </file>\n");
}

/* The table */

static void
append_header (GString *text)
{
  const char *const cells[] = {
    _ ("Name"),  _ ("Link"), _ ("State"), _ ("Bytes received"), _ ("Size in bytes"),
    _ ("Added"), _ ("Done"), _ ("File"),  _ ("Folder"),         _ ("Reason"),
  };

  dp_csv_append_row (text, cells, G_N_ELEMENTS (cells));
}

/* In UTC, as every spreadsheet understands it. */
static char *
dup_time (gint64 usec)
{
  g_autoptr (GDateTime) time =
      usec > 0 ? g_date_time_new_from_unix_utc (usec / G_USEC_PER_SEC) : NULL;

  return time != NULL ? g_date_time_format_iso8601 (time) : NULL;
}

static char *
dup_size (guint64 bytes)
{
  return bytes != DP_SIZE_UNKNOWN ? g_strdup_printf ("%" G_GUINT64_FORMAT, bytes) : NULL;
}

static const char *
get_state_word (DpState state)
{
  switch (state)
    {
    case DP_STATE_DONE:
      return _ ("Done");
    case DP_STATE_FAILED:
      return _ ("Failed");
    case DP_STATE_CANCELLED:
      return _ ("Cancelled");
    case DP_STATE_PAUSED:
      return _ ("Paused");
    case DP_STATE_RUNNING:
      return _ ("Downloading");
    case DP_STATE_QUEUED:
    case DP_STATE_WAITING:
    case DP_STATE_ASKING:
      break;
    }
  return _ ("Waiting");
}

static void
append_row (GString *text, const DpEntry *entry)
{
  g_autofree char *name = dup_name (entry);
  g_autofree char *link = dup_shown_link (entry->url);
  g_autofree char *received = dup_size (entry->received_bytes);
  g_autofree char *total = dup_size (entry->total_bytes);
  g_autofree char *added = dup_time (entry->added_usec);
  g_autofree char *done = dup_time (entry->finished_usec);
  const char *const cells[] = {
    name,          link,        get_state_word (entry->state),
    received,      total,       added,
    done,          entry->path, entry->folder,
    entry->reason,
  };

  dp_csv_append_row (text, cells, G_N_ELEMENTS (cells));
}

/**
 * dp_list_export:
 * @entries: (element-type DpEntry): the downloads, in their order
 * @form: in which form
 * @length: (out): how many bytes
 *
 * Thread: any.
 *
 * Returns: (transfer full): the list as text
 */
char *
dp_list_export (const GPtrArray *entries, DpListExport form, gsize *length)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (form == DP_LIST_EXPORT_METALINK)
    g_string_append (text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                           "<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\">\n");
  if (form == DP_LIST_EXPORT_CSV)
    append_header (text);
  for (guint i = 0; i < entries->len; i++)
    switch (form)
      {
      case DP_LIST_EXPORT_LINKS:
        g_string_append_printf (text, "%s\n", ((DpEntry *) entries->pdata[i])->url);
        break;
      case DP_LIST_EXPORT_ARIA2:
        append_aria2 (text, entries->pdata[i]);
        break;
      case DP_LIST_EXPORT_METALINK:
        append_metalink (text, entries->pdata[i]);
        break;
      case DP_LIST_EXPORT_CSV:
        append_row (text, entries->pdata[i]);
        break;
      }
  if (form == DP_LIST_EXPORT_METALINK)
    g_string_append (text, "</metalink>\n");
  *length = text->len;
  return g_string_free (g_steal_pointer (&text), FALSE);
}
