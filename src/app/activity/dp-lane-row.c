/* dp-lane-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A worker thread: its name and number, what it has to do, how much comes through it, and how much
 * of a processor it uses for that.
 *
 * Thread: home.
 */

#include "dp-lane-row.h"

#include <glib/gi18n.h>

#include "dp-activity-words.h"

struct _DpLaneRow
{
  GtkListBoxRow parent_instance;

  guint thread_id;
  guint64 cpu_usec; /* that it had used then */
  gint64 seen_usec;
  double cpu; /* what part of a processor it used since the time before */

  GtkLabel *name;
  GtkLabel *files;
  GtkLabel *figures;
  GtkProgressBar *bar;
};

G_DEFINE_FINAL_TYPE (DpLaneRow, dp_lane_row, GTK_TYPE_LIST_BOX_ROW)

/* Another thread may have got the row. */
static void
measure (DpLaneRow *self, const DpLaneSight *lane, gint64 now_usec)
{
  gboolean is_known = lane->thread_id == self->thread_id && self->seen_usec != 0;

  self->cpu = 0;
  if (is_known && now_usec > self->seen_usec)
    self->cpu = (double) (lane->cpu_usec - self->cpu_usec) / (double) (now_usec - self->seen_usec);
  self->cpu = CLAMP (self->cpu, 0, 1);
  self->thread_id = lane->thread_id;
  self->cpu_usec = lane->cpu_usec;
  self->seen_usec = now_usec;
}

static void
set_label (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

static void
show_cpu (DpLaneRow *self, const DpWork *work)
{
  /* Translators: how much of a processor is used. */
  g_autofree char *percent =
      g_strdup_printf (_ ("%u percent of a processor"), (guint) (self->cpu * 100 + 0.5));
  g_autofree char *sentence = dp_activity_words_for_lane (work, self->cpu);

  gtk_progress_bar_set_fraction (self->bar, self->cpu);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  percent, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
}

/**
 * dp_lane_row_set:
 * @self: a row
 * @work: what the thread has to do
 * @now_usec: the time
 *
 * Thread: home.
 */
void
dp_lane_row_set (DpLaneRow *self, const DpWork *work, gint64 now_usec)
{
  g_autofree char *name = NULL;
  g_autofree char *files = dp_activity_words_for_files (work);
  g_autofree char *figures = NULL;

  measure (self, &work->lane, now_usec);
  /* Translators: the number of a worker thread; the kernel's number of it. */
  name = g_strdup_printf (_ ("dp-lane-%u · thread %u"), work->lane.number, work->lane.thread_id);
  figures = dp_activity_words_for_figures (work, self->cpu);
  set_label (self->name, name);
  set_label (self->files, files);
  set_label (self->figures, figures);
  show_cpu (self, work);
}

/**
 * dp_lane_row_get_thread_id:
 * @self: a row
 *
 * Thread: home.
 *
 * Returns: the kernel's number of the thread
 */
guint
dp_lane_row_get_thread_id (DpLaneRow *self)
{
  return self->thread_id;
}

static void
dp_lane_row_class_init (DpLaneRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-lane-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DpLaneRow, name);
  gtk_widget_class_bind_template_child (widget_class, DpLaneRow, files);
  gtk_widget_class_bind_template_child (widget_class, DpLaneRow, figures);
  gtk_widget_class_bind_template_child (widget_class, DpLaneRow, bar);
}

static void
dp_lane_row_init (DpLaneRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dp_lane_row_new:
 *
 * Thread: home.
 *
 * Returns: (transfer floating): a row without a thread yet
 */
GtkWidget *
dp_lane_row_new (void)
{
  return g_object_new (DP_TYPE_LANE_ROW, NULL);
}
