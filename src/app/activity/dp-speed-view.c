/* dp-speed-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast all files come together, second by second since somebody looks.
 *
 * Thread: home.
 */

#include "dp-speed-view.h"

#include <glib/gi18n.h>

#include "dp-graph.h"
#include "dp-speed-log.h"
#include "dp-words.h"

#define SHOWN_SEC               60
#define LEAST_TOP_BYTES_PER_SEC 1000

/* What was before somebody looked, in a graph. */
#define UNKNOWN -1

struct _DpSpeedView
{
  DpComposite parent_instance;

  DpSpeedLog log;
  gint64 shown_sec; /* the second that the graph ends with */

  DpGraph *graph;
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (DpSpeedView, dp_speed_view, DP_TYPE_COMPOSITE)

static char *
get_speed (double bytes_per_sec)
{
  return dp_words_for_speed ((guint64) bytes_per_sec);
}

static char *
get_words (const double *values)
{
  double most = 0;
  g_autofree char *now = get_speed (MAX (values[SHOWN_SEC - 1], 0));
  g_autofree char *top = NULL;

  for (guint i = 0; i < SHOWN_SEC; i++)
    most = MAX (most, values[i]);
  top = get_speed (most);
  /* Translators: two speeds. */
  return g_strdup_printf (_ ("%s now, at most %s"), now, top);
}

/* Once a second there is another value. */
static void
show (DpSpeedView *self, gint64 now_usec)
{
  g_autofree char *since = g_strdup_printf (
      ngettext ("%u minute ago", "%u minutes ago", SHOWN_SEC / 60), SHOWN_SEC / 60);
  g_autofree char *words = NULL;
  double values[SHOWN_SEC];
  guint n_known;

  self->shown_sec = now_usec / G_USEC_PER_SEC;
  n_known = dp_speed_log_read (&self->log, now_usec, values, SHOWN_SEC);
  for (guint i = 0; i + n_known < SHOWN_SEC; i++)
    values[i] = UNKNOWN;
  words = get_words (values);
  dp_graph_set_values (self->graph, values, SHOWN_SEC, since);
  gtk_label_set_label (self->words, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->graph), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
}

/**
 * dp_speed_view_begin:
 * @self: the view
 * @now_usec: the time
 * @received_bytes: how much has come by now
 *
 * What came before is not known any more.
 *
 * Thread: home.
 */
void
dp_speed_view_begin (DpSpeedView *self, gint64 now_usec, guint64 received_bytes)
{
  self->log = (DpSpeedLog){ 0 };
  dp_speed_log_begin (&self->log, now_usec, received_bytes);
  show (self, now_usec);
}

/**
 * dp_speed_view_set:
 * @self: a view that has begun
 * @now_usec: the time
 * @received_bytes: how much has come by now
 *
 * Thread: home.
 */
void
dp_speed_view_set (DpSpeedView *self, gint64 now_usec, guint64 received_bytes)
{
  dp_speed_log_add (&self->log, now_usec, received_bytes);
  if (now_usec / G_USEC_PER_SEC != self->shown_sec)
    show (self, now_usec);
}

static void
dp_speed_view_class_init (DpSpeedViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DP_TYPE_GRAPH);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-speed-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DpSpeedView, graph);
  gtk_widget_class_bind_template_child (widget_class, DpSpeedView, words);
}

static void
dp_speed_view_init (DpSpeedView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_graph_set_scale (self->graph, get_speed, LEAST_TOP_BYTES_PER_SEC);
}
