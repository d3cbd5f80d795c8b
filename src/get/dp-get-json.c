/* dp-get-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For programs: an object of JSON for each event, one a line.
 *
 * Thread: home.
 */

#include "dp-get-json.h"

#include "dp-get-links.h"
#include "dp-json.h"

typedef struct
{
  DpGetReport parent;
  GHashTable *begun; /* (owned) (element-type DpDownload DpProgress): what was told last (owned) of
                      * those that started and have not ended (unowned) */
} DpGetJson;

/* Writing */

static GString *
begin_event (const char *event, DpDownload *download)
{
  GString *line = g_string_new (NULL);

  dp_json_begin (line);
  dp_json_add_string (line, "event", event);
  dp_json_add_number (line, "id", dp_download_get_id (download));
  return line;
}

static void
add_bytes (GString *line, const char *key, guint64 bytes)
{
  if (bytes == DP_SIZE_UNKNOWN)
    dp_json_add_null (line, key);
  else
    dp_json_add_number (line, key, bytes);
}

static void
add_url (GString *line, DpDownload *download)
{
  g_autofree char *url = dp_get_links_dup_shown (dp_download_get_url (download));

  dp_json_add_string (line, "url", url);
}

static void
end_event (DpGetJson *self, GString *line)
{
  dp_json_end (line);
  dp_get_output_print_utf8 (self->parent.out, line->str, line->len);
  g_string_free (line, TRUE);
}

/* Events */

static void
on_progress (DpDownload *download, GParamSpec *pspec, gpointer user_data)
{
  DpGetJson *self = user_data;
  const DpProgress *progress = dp_download_get_progress (download);
  DpProgress *told = g_hash_table_lookup (self->begun, download);
  GString *line;

  if (dp_get_output_is_congested (self->parent.out) ||
      (progress->received_bytes == told->received_bytes &&
       progress->total_bytes == told->total_bytes &&
       progress->bytes_per_sec == told->bytes_per_sec))
    return;
  *told = *progress;
  line = begin_event ("progress", download);
  add_bytes (line, "received", progress->received_bytes);
  add_bytes (line, "total", progress->total_bytes);
  add_bytes (line, "bytes_per_second", progress->bytes_per_sec);
  end_event (self, line);
}

static void
json_added (DpGetReport *report, DpDownload *download)
{
  GString *line = begin_event ("added", download);

  add_url (line, download);
  end_event ((DpGetJson *) report, line);
}

/* Once for each file, however many attempts it takes. */
static void
json_started (DpGetReport *report, DpDownload *download)
{
  DpGetJson *self = (DpGetJson *) report;
  GString *line;

  if (g_hash_table_contains (self->begun, download))
    return;
  g_hash_table_insert (self->begun, download,
                       dp_progress_copy (dp_download_get_progress (download)));
  g_signal_connect (download, "notify::progress", G_CALLBACK (on_progress), self);
  line = begin_event ("started", download);
  add_url (line, download);
  end_event (self, line);
}

static void
stop_watching (DpGetJson *self, DpDownload *download)
{
  g_signal_handlers_disconnect_by_func (download, on_progress, self);
  g_hash_table_remove (self->begun, download);
}

static void
json_done (DpGetReport *report, DpDownload *download)
{
  DpGetJson *self = (DpGetJson *) report;
  GString *line = begin_event ("done", download);

  stop_watching (self, download);
  add_url (line, download);
  dp_json_add_string (line, "path", dp_download_get_path (download));
  add_bytes (line, "bytes", dp_download_get_progress (download)->total_bytes);
  dp_json_add_boolean (line, "length_proven", dp_download_is_length_proven (download));
  end_event (self, line);
}

static void
json_failed (DpGetReport *report, DpDownload *download)
{
  DpGetJson *self = (DpGetJson *) report;
  GString *line = begin_event ("failed", download);
  g_autofree char *reason = dp_get_report_dup_reason (download);

  stop_watching (self, download);
  add_url (line, download);
  dp_json_add_string (line, "reason", reason);
  end_event (self, line);
}

static void
json_free (DpGetReport *report)
{
  DpGetJson *self = (DpGetJson *) report;
  GHashTableIter iter;
  gpointer download;

  g_hash_table_iter_init (&iter, self->begun);
  while (g_hash_table_iter_next (&iter, &download, NULL))
    g_signal_handlers_disconnect_by_func (download, on_progress, self);
  g_hash_table_unref (self->begun);
  g_free (self);
}

/**
 * dp_get_json_new:
 * @out: (transfer none): standard output; outlives the report
 * @err: (transfer none): standard error; outlives the report
 *
 * The queue outlives it, too.
 *
 * Thread: home.
 *
 * Returns: (transfer full): a report for programs
 */
DpGetReport *
dp_get_json_new (DpGetOutput *out, DpGetOutput *err)
{
  static const DpGetReportFuncs funcs = {
    .added = json_added,
    .started = json_started,
    .done = json_done,
    .failed = json_failed,
    .free = json_free,
  };
  DpGetJson *self = g_new0 (DpGetJson, 1);

  self->parent = (DpGetReport){ .funcs = &funcs, .out = out, .err = err };
  self->begun = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return &self->parent;
}
