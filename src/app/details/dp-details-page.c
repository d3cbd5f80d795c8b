/* dp-details-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All about one download: which parts of it are here, how fast it came, what it waits for, whose it
 * is, and what happened.
 *
 * It knows no clock: whoever shows it says when to look again.
 *
 * Thread: home.
 */

#include "dp-details-page.h"

#include <glib/gi18n.h>

#include "dp-checksum-view.h"
#include "dp-details-words.h"
#include "dp-graph.h"
#include "dp-segment-map.h"
#include "dp-timeline.h"
#include "dp-url.h"
#include "dp-waits.h"
#include "dp-words.h"

/* A graph of a download that has just begun shows at least so much. */
#define MIN_GRAPH_SEC 60

/* What was not yet, in a graph. */
#define UNKNOWN -1

#define LEAST_TOP_BYTES_PER_SEC 1000

struct _DpDetailsPage
{
  DpComposite parent_instance;

  GtkWidget *certificate_button;
  DpDownload *download;   /* (owned) (nullable) */
  DpTrace *trace;         /* (owned) (nullable): until it runs, or when that is long ago */
  gint64 graph_sec;       /* the second that the graph ends with */
  gboolean is_graph_live; /* and whether that is the present */

  GtkLabel *name;
  GtkLabel *status;
  DpSegmentMap *map;
  GtkLabel *map_words;
  GtkLabel *safety;
  GtkWidget *live;
  GtkWidget *speed;
  DpGraph *graph;
  GtkLabel *speed_words;
  DpWaits *waits;
  DpChecksumView *checksum;
  GtkWidget *timeline_heading;
  DpTimeline *timeline;
};

G_DEFINE_FINAL_TYPE (DpDetailsPage, dp_details_page, DP_TYPE_COMPOSITE)

/* What is not known has no line. */
static const char *const facts[] = { "link",  "final_link", "folder",  "size",
                                     "mean",  "type",       "version", "certificate",
                                     "added", "finished",   "command" };

static void
set_fact (DpDetailsPage *self, const char *name, const char *value)
{
  g_autofree char *row_name = g_strconcat (name, "_row", NULL);
  GtkWidget *widget = GTK_WIDGET (self);
  GObject *row = gtk_widget_get_template_child (widget, DP_TYPE_DETAILS_PAGE, row_name);
  GObject *label = gtk_widget_get_template_child (widget, DP_TYPE_DETAILS_PAGE, name);

  gtk_widget_set_visible (GTK_WIDGET (row), value != NULL && *value != '\0');
  gtk_label_set_label (GTK_LABEL (label), value != NULL ? value : "");
}

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
  gtk_label_set_label (label, text != NULL ? text : "");
}

/* The parts */

static void
read_map (DpDetailsPage *self, DpTraceMap *map)
{
  const DpPartial *partial = dp_download_get_partial (self->download);
  const DpProgress *progress = dp_download_get_progress (self->download);

  dp_trace_map_clear (map);
  if (dp_download_get_state (self->download) == DP_STATE_DONE)
    {
      dp_range_set_add (&map->written, 0, progress->total_bytes);
      dp_range_set_add (&map->flushed, 0, progress->total_bytes);
    }
  else if (self->trace != NULL && dp_trace_is_running (self->trace))
    dp_trace_get_map (self->trace, map);
  else if (partial != NULL)
    {
      /* What an attempt leaves is on the disk. */
      dp_range_set_assign (&map->written, &partial->safe);
      dp_range_set_assign (&map->flushed, &partial->safe);
    }
}

static void
update_map (DpDetailsPage *self)
{
  DpTraceMap *map = dp_segment_map_write (self->map);
  g_autofree char *safety = NULL;

  read_map (self, map);
  dp_segment_map_update (self->map, dp_download_get_progress (self->download)->total_bytes);
  safety = dp_details_words_for_safety (map);
  gtk_label_set_label (self->map_words, dp_segment_map_get_words (self->map));
  set_text (self->safety, safety);
}

/* The speed */

static char *
get_speed (double bytes_per_sec)
{
  return dp_words_for_speed ((guint64) bytes_per_sec);
}

static char *
get_since (guint n_sec)
{
  if (n_sec % 60 == 0)
    return g_strdup_printf (ngettext ("%u minute ago", "%u minutes ago", n_sec / 60), n_sec / 60);
  return g_strdup_printf (ngettext ("%u second ago", "%u seconds ago", n_sec), n_sec);
}

static char *
get_speed_words (const double *values, guint n, double most, gboolean is_running)
{
  g_autofree char *now = get_speed (n > 0 ? values[n - 1] : 0);
  g_autofree char *top = get_speed (most);

  if (!is_running)
    /* Translators: %s is a speed; the download has ended. */
    return g_strdup_printf (_ ("At most %s"), top);
  /* Translators: two speeds. */
  return g_strdup_printf (_ ("%s now, at most %s"), now, top);
}

static double
find_most (const double *values, guint n)
{
  double most = 0;

  for (guint i = 0; i < n; i++)
    most = MAX (most, values[i]);
  return most;
}

/* Once a second there is another value; when it rests, it stands still where it ended.  Of what
 * failed before anything came there is nothing to show. */
static void
update_graph (DpDetailsPage *self, gint64 now_usec)
{
  const DpSpeedLog *log = dp_trace_get_log (self->trace);
  gboolean is_running = dp_trace_is_running (self->trace);
  gint64 end_sec = is_running ? now_usec / G_USEC_PER_SEC : log->last_sec + 1;
  double values[DP_SPEED_LOG_SEC];
  guint n_known;
  guint n_shown;
  double *shown;
  double most;
  g_autofree char *since = NULL;
  g_autofree char *words = NULL;

  if (end_sec == self->graph_sec && is_running == self->is_graph_live)
    return;
  self->graph_sec = end_sec;
  self->is_graph_live = is_running;
  n_known = dp_speed_log_read (log, end_sec * G_USEC_PER_SEC, values, DP_SPEED_LOG_SEC);
  n_shown = CLAMP ((n_known + MIN_GRAPH_SEC - 1) / MIN_GRAPH_SEC * MIN_GRAPH_SEC, MIN_GRAPH_SEC,
                   DP_SPEED_LOG_SEC);
  since = get_since (n_shown);
  shown = values + DP_SPEED_LOG_SEC - n_shown;
  most = find_most (shown, n_shown);
  words = get_speed_words (shown, n_shown, most, is_running);
  for (guint i = 0; i + n_known < n_shown; i++)
    shown[i] = UNKNOWN;
  dp_graph_set_values (self->graph, shown, n_shown, is_running ? since : NULL);
  gtk_widget_set_visible (self->speed, is_running || (n_known > 1 && most > 0));
  gtk_label_set_label (self->speed_words, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->graph), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
}

static void
update_trace (DpDetailsPage *self, gint64 now_usec)
{
  guint64 usec[DP_N_WAITS];
  guint64 mean_bytes_per_sec;
  g_autofree char *mean = NULL;

  gtk_widget_set_visible (self->live, self->trace != NULL);
  gtk_widget_set_visible (self->timeline_heading, self->trace != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->timeline), self->trace != NULL);
  if (self->trace == NULL)
    {
      set_fact (self, "mean", NULL);
      return;
    }
  dp_trace_get_waits (self->trace, now_usec, usec);
  dp_waits_set (self->waits, usec);
  update_graph (self, now_usec);
  dp_timeline_update (self->timeline);
  mean_bytes_per_sec = dp_trace_get_mean_bytes_per_sec (self->trace, now_usec);
  mean = dp_words_for_speed (mean_bytes_per_sec);
  set_fact (self, "mean", mean_bytes_per_sec > 0 ? mean : NULL);
}

/* The facts */

/* Of a link that a person gave all may be seen but user and password. */
static char *
dup_shown_link (const char *link)
{
  g_autoptr (DpUrl) url = dp_url_parse (link, NULL);

  return url != NULL ? dp_url_to_display (url) : NULL;
}

static void
update_server (DpDetailsPage *self, const char *link)
{
  const DpPartial *partial = dp_download_get_partial (self->download);
  g_auto (DpTraceFacts) told = { 0 };
  const char *version;

  if (self->trace != NULL)
    dp_trace_get_facts (self->trace, &told);
  version = told.validator != NULL ? told.validator : partial != NULL ? partial->validator : NULL;
  set_fact (self, "final_link", g_strcmp0 (told.link, link) != 0 ? told.link : NULL);
  set_fact (self, "type", told.type);
  set_fact (self, "version", version);
}

static void
update_size (DpDetailsPage *self)
{
  const DpProgress *progress = dp_download_get_progress (self->download);
  g_autofree char *size = g_format_size_full (progress->total_bytes, G_FORMAT_SIZE_LONG_FORMAT);

  set_fact (self, "size",
            progress->total_bytes != DP_SIZE_UNKNOWN ? size : _ ("The server does not say"));
}

static void
update_facts (DpDetailsPage *self)
{
  const DpHistory *history = dp_download_get_history (self->download);
  g_autofree char *link = dup_shown_link (dp_download_get_url (self->download));
  g_autofree char *folder = g_filename_display_name (dp_download_get_folder (self->download));
  g_autofree char *added = dp_details_words_for_time (history->added_usec);
  g_autofree char *finished = dp_details_words_for_time (history->finished_usec);

  set_fact (self, "link", link);
  set_fact (self, "folder", folder);
  set_fact (self, "added", history->added_usec > 0 ? added : NULL);
  set_fact (self, "finished", history->finished_usec > 0 ? finished : NULL);
  set_fact (self, "command", dp_download_get_command (self->download));
  update_size (self);
  dp_checksum_view_set_path (self->checksum, dp_download_get_path (self->download));
  update_server (self, link);
}

/**
 * dp_details_page_show_certificate:
 * @self: a page
 * @trusted: (nullable): a certificate that only the person vouches for, and thanks to which bytes came
 * @is_trusted: whether it is trusted still
 *
 * Thread: home.
 */
void
dp_details_page_show_certificate (DpDetailsPage *self,
                                  const DpQuestion *trusted,
                                  gboolean is_trusted)
{
  g_autofree char *text = NULL;

  if (trusted != NULL)
    text = g_strdup_printf (is_trusted
                                /* Translators: a host; the SHA-256 of its certificate. */
                                ? _ ("Nobody but you vouches for “%s” (SHA-256 %s)")
                                : _ ("Nobody vouched for “%s” but you did, once (SHA-256 %s)"),
                            trusted->host, trusted->fingerprint);
  set_fact (self, "certificate", text);
  gtk_widget_set_visible (self->certificate_button, is_trusted);
  if (!is_trusted)
    return;
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->certificate_button), "(ss)",
                                    trusted->origin, trusted->fingerprint);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->certificate_button),
                                  "app.forget-certificate");
}

static void
copy_final_link (DpDetailsPage *self)
{
  g_auto (DpTraceFacts) told = { 0 };

  if (self->trace != NULL)
    dp_trace_get_facts (self->trace, &told);
  if (told.link != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), told.link);
}

/**
 * dp_details_page_update:
 * @self: a page
 * @now_usec: the time of g_get_monotonic_time()
 *
 * Looks again at all that may have changed.
 *
 * Thread: home.
 */
void
dp_details_page_update (DpDetailsPage *self, gint64 now_usec)
{
  g_autofree char *status = NULL;

  if (self->download == NULL)
    return;
  status = dp_words_for_status (self->download, now_usec);
  gtk_label_set_label (self->name, dp_download_get_name (self->download));
  gtk_label_set_label (self->status, status);
  update_map (self);
  update_trace (self, now_usec);
  update_facts (self);
}

/**
 * dp_details_page_set_download:
 * @self: a page
 * @download: (nullable): what it shows after dp_details_page_update()
 * @trace: (nullable): what that tells of itself
 *
 * Thread: home.
 */
void
dp_details_page_set_download (DpDetailsPage *self, DpDownload *download, DpTrace *trace)
{
  g_set_object (&self->download, download);
  if (download == NULL)
    dp_checksum_view_set_path (self->checksum, NULL);
  if (trace == self->trace)
    return;
  g_clear_pointer (&self->trace, dp_trace_unref);
  self->trace = trace != NULL ? dp_trace_ref (trace) : NULL;
  self->graph_sec = 0;
  dp_timeline_set_journal (self->timeline, trace != NULL ? dp_trace_get_journal (trace) : NULL);
}

static void
dp_details_page_dispose (GObject *object)
{
  DpDetailsPage *self = DP_DETAILS_PAGE (object);

  g_clear_object (&self->download);
  g_clear_pointer (&self->trace, dp_trace_unref);
  G_OBJECT_CLASS (dp_details_page_parent_class)->dispose (object);
}

static void
bind_facts (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autofree char *row_name = g_strconcat (facts[i], "_row", NULL);

      gtk_widget_class_bind_template_child_full (widget_class, facts[i], FALSE, 0);
      gtk_widget_class_bind_template_child_full (widget_class, row_name, FALSE, 0);
    }
}

static void
dp_details_page_class_init (DpDetailsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_details_page_dispose;
  g_type_ensure (DP_TYPE_SEGMENT_MAP);
  g_type_ensure (DP_TYPE_GRAPH);
  g_type_ensure (DP_TYPE_WAITS);
  g_type_ensure (DP_TYPE_CHECKSUM_VIEW);
  g_type_ensure (DP_TYPE_TIMELINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-details-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DpDetailsPage, name);
  gtk_widget_class_bind_template_child (widget_class, DpDetailsPage, status);
  gtk_widget_class_bind_template_child (widget_class, DpDetailsPage, map);
  gtk_widget_class_bind_template_child (widget_class, DpDetailsPage, map_words);
  gtk_widget_class_bind_template_child (widget_class, DpDetailsPage, safety);
  gtk_widget_class_bind_template_child (widget_class, DpDetailsPage, live);
  gtk_widget_class_bind_template_child (widget_class, DpDetailsPage, speed);
  gtk_widget_class_bind_template_child (widget_class, DpDetailsPage, graph);
  gtk_widget_class_bind_template_child (widget_class, DpDetailsPage, speed_words);
  gtk_widget_class_bind_template_child (widget_class, DpDetailsPage, waits);
  gtk_widget_class_bind_template_child (widget_class, DpDetailsPage, checksum);
  gtk_widget_class_bind_template_child (widget_class, DpDetailsPage, timeline_heading);
  gtk_widget_class_bind_template_child (widget_class, DpDetailsPage, certificate_button);
  gtk_widget_class_bind_template_child (widget_class, DpDetailsPage, timeline);
  gtk_widget_class_bind_template_callback (widget_class, copy_final_link);
  bind_facts (widget_class);
}

static void
dp_details_page_init (DpDetailsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_graph_set_scale (self->graph, get_speed, LEAST_TOP_BYTES_PER_SEC);
}
