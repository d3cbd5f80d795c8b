/* dp-pulse-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How quickly the main loop answers, and how often it paints the list.
 *
 * Thread: home.
 */

#include "dp-pulse-view.h"

#include <glib/gi18n.h>
#include <time.h>

#include "dp-activity-words.h"
#include "dp-graph.h"
#include "dp-pulse.h"

/* A frame at 60 Hz takes 16.7 ms: who stays below the top is quick. */
#define LEAST_TOP_USEC 20000

/* Frames are counted over so many looks. */
#define N_LOOKS 4

typedef struct
{
  gint64 usec;
  gint64 cpu_usec; /* that the thread had used then */
  guint n_frames;
} Look;

struct _DpPulseView
{
  DpComposite parent_instance;

  DpPulse *pulse;       /* (owned) (nullable): while it is looked at */
  GdkFrameClock *clock; /* (owned) (nullable): of what is painted */
  gulong painted_id;
  guint n_frames;
  Look looks[N_LOOKS]; /* a ring */
  guint n_looks;
  gint64 shown_sec;

  GtkLabel *words;
  DpGraph *graph;
  GtkLabel *frames;
};

G_DEFINE_FINAL_TYPE (DpPulseView, dp_pulse_view, DP_TYPE_COMPOSITE)

static char *
get_delay (double usec)
{
  return dp_activity_words_for_delay ((gint64) usec);
}

static gint64
get_cpu_usec (void)
{
  struct timespec used = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used);
  return (gint64) used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
}

static void
on_painted (DpPulseView *self)
{
  self->n_frames++;
}

static void
set_clock (DpPulseView *self, GdkFrameClock *clock)
{
  if (self->clock == clock)
    return;
  if (self->clock != NULL)
    g_signal_handler_disconnect (self->clock, self->painted_id);
  g_set_object (&self->clock, clock);
  if (clock != NULL)
    self->painted_id =
        g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (on_painted), self);
}

/**
 * dp_pulse_view_begin:
 * @self: the view
 * @painted: whose frames are counted
 *
 * Thread: home.
 */
void
dp_pulse_view_begin (DpPulseView *self, GtkWidget *painted)
{
  if (self->pulse == NULL)
    self->pulse = dp_pulse_new ();
  set_clock (self, gtk_widget_get_frame_clock (painted));
  self->n_looks = 0;
  self->shown_sec = 0;
}

/**
 * dp_pulse_view_end:
 * @self: the view
 *
 * Nobody looks any more, and nothing is measured.
 *
 * Thread: home.
 */
void
dp_pulse_view_end (DpPulseView *self)
{
  g_clear_pointer (&self->pulse, dp_pulse_free);
  set_clock (self, NULL);
}

static void
show_frames (DpPulseView *self, gint64 now_usec)
{
  const Look look = { now_usec, get_cpu_usec (), self->n_frames };
  const Look *before = &self->looks[self->n_looks % N_LOOKS];
  double sec;
  g_autofree char *frames = NULL;

  if (self->n_looks < N_LOOKS)
    before = &self->looks[0];
  sec = (double) (now_usec - before->usec) / G_USEC_PER_SEC;
  if (self->n_looks > 0 && sec > 0)
    {
      frames = dp_activity_words_for_frames ((self->n_frames - before->n_frames) / sec,
                                             (double) (look.cpu_usec - before->cpu_usec) /
                                                 G_USEC_PER_SEC / sec);
      gtk_label_set_label (self->frames, frames);
    }
  self->looks[self->n_looks++ % N_LOOKS] = look;
}

static void
show_pulse (DpPulseView *self, gint64 now_usec)
{
  g_autofree char *words = NULL;
  g_autofree char *since = g_strdup_printf (ngettext ("%u minute ago", "%u minutes ago", 1), 1);
  DpPulseSight sight;

  dp_pulse_log_read (dp_pulse_get_log (self->pulse), now_usec, &sight);
  words = dp_activity_words_for_pulse (&sight);
  dp_graph_set_values (self->graph, sight.worst_by_sec, DP_PULSE_LOG_SEC, since);
  gtk_label_set_label (self->words, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->graph), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
}

/**
 * dp_pulse_view_look:
 * @self: a view that has begun
 * @now_usec: the time
 *
 * Thread: home.
 */
void
dp_pulse_view_look (DpPulseView *self, gint64 now_usec)
{
  gint64 now_sec = now_usec / G_USEC_PER_SEC;

  show_frames (self, now_usec);
  if (now_sec == self->shown_sec)
    return;
  self->shown_sec = now_sec;
  show_pulse (self, now_usec);
}

static void
dp_pulse_view_dispose (GObject *object)
{
  dp_pulse_view_end (DP_PULSE_VIEW (object));
  G_OBJECT_CLASS (dp_pulse_view_parent_class)->dispose (object);
}

static void
dp_pulse_view_class_init (DpPulseViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_pulse_view_dispose;
  g_type_ensure (DP_TYPE_GRAPH);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-pulse-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DpPulseView, words);
  gtk_widget_class_bind_template_child (widget_class, DpPulseView, graph);
  gtk_widget_class_bind_template_child (widget_class, DpPulseView, frames);
}

static void
dp_pulse_view_init (DpPulseView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_graph_set_scale (self->graph, get_delay, LEAST_TOP_USEC);
}
