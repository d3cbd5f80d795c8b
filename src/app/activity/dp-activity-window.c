/* dp-activity-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the threads do, and what comes of it: how many files come at once and why, what each worker
 * thread has to do, how quickly the window answers meanwhile, and what it gains.
 *
 * It stands beside the list, so that both can be seen at work.  While it is open it looks twice a
 * second; closed, it is gone, and nothing is measured.
 *
 * Thread: home.
 */

#include "dp-activity-window.h"

#include "dp-activity-words.h"
#include "dp-demonstration-view.h"
#include "dp-lane-list.h"
#include "dp-pulse-view.h"
#include "dp-speed-view.h"

#define LOOK_MSEC 500

struct _DpActivityWindow
{
  GtkWindow parent_instance;

  DpQueue *queue; /* (owned) */
  guint look_id;

  GtkLabel *parallel;
  GtkLabel *refusals;
  DpSpeedView *speed;
  DpLaneList *lanes;
  DpPulseView *pulse;
  GtkLabel *batch;
  GtkWidget *batch_note;
  DpDemonstrationView *demonstration;
};

G_DEFINE_FINAL_TYPE (DpActivityWindow, dp_activity_window, GTK_TYPE_WINDOW)

static DpActives *
get_actives (DpActivityWindow *self)
{
  return dp_scheduler_get_actives (dp_queue_get_scheduler (self->queue));
}

static void
show_parallel (DpActivityWindow *self)
{
  const DpActivity activity = dp_queue_get_activity (self->queue);
  g_autofree char *parallel = dp_activity_words_for_parallel (&activity);
  g_autofree char *refusals = dp_activity_words_for_refusals (&activity);

  gtk_label_set_label (self->parallel, parallel);
  gtk_widget_set_visible (GTK_WIDGET (self->refusals), refusals != NULL);
  gtk_label_set_label (self->refusals, refusals != NULL ? refusals : "");
}

static void
show_batch (DpActivityWindow *self, gint64 now_usec)
{
  const DpBatch *batch = dp_actives_get_batch (get_actives (self));
  g_autofree char *words = dp_activity_words_for_batch (batch, now_usec);

  gtk_label_set_label (self->batch, words);
  gtk_widget_set_visible (self->batch_note, batch->n_files > 1);
}

static gboolean
on_look (gpointer user_data)
{
  DpActivityWindow *self = user_data;
  g_autoptr (GArray) works = dp_work_look (self->queue);
  gint64 now_usec = g_get_monotonic_time ();

  show_parallel (self);
  dp_speed_view_set (self->speed, now_usec, dp_actives_get_received (get_actives (self)));
  dp_lane_list_set (self->lanes, works, now_usec);
  dp_pulse_view_look (self->pulse, now_usec);
  show_batch (self, now_usec);
  return G_SOURCE_CONTINUE;
}

static void
dp_activity_window_map (GtkWidget *widget)
{
  DpActivityWindow *self = DP_ACTIVITY_WINDOW (widget);

  dp_speed_view_begin (self->speed, g_get_monotonic_time (),
                       dp_actives_get_received (get_actives (self)));
  dp_pulse_view_begin (self->pulse, GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))));
  on_look (self);
  GTK_WIDGET_CLASS (dp_activity_window_parent_class)->map (widget);
  self->look_id = g_timeout_add_full (DP_PRIORITY_PROGRESS, LOOK_MSEC, on_look, self, NULL);
}

static void
dp_activity_window_unmap (GtkWidget *widget)
{
  DpActivityWindow *self = DP_ACTIVITY_WINDOW (widget);

  g_clear_handle_id (&self->look_id, g_source_remove);
  dp_pulse_view_end (self->pulse);
  GTK_WIDGET_CLASS (dp_activity_window_parent_class)->unmap (widget);
}

static void
dp_activity_window_dispose (GObject *object)
{
  DpActivityWindow *self = DP_ACTIVITY_WINDOW (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (dp_activity_window_parent_class)->dispose (object);
}

static void
dp_activity_window_class_init (DpActivityWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_activity_window_dispose;
  widget_class->map = dp_activity_window_map;
  widget_class->unmap = dp_activity_window_unmap;
  g_type_ensure (DP_TYPE_SPEED_VIEW);
  g_type_ensure (DP_TYPE_LANE_LIST);
  g_type_ensure (DP_TYPE_PULSE_VIEW);
  g_type_ensure (DP_TYPE_DEMONSTRATION_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/downpour/Downpour/dp-activity-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DpActivityWindow, parallel);
  gtk_widget_class_bind_template_child (widget_class, DpActivityWindow, refusals);
  gtk_widget_class_bind_template_child (widget_class, DpActivityWindow, speed);
  gtk_widget_class_bind_template_child (widget_class, DpActivityWindow, lanes);
  gtk_widget_class_bind_template_child (widget_class, DpActivityWindow, pulse);
  gtk_widget_class_bind_template_child (widget_class, DpActivityWindow, batch);
  gtk_widget_class_bind_template_child (widget_class, DpActivityWindow, batch_note);
  gtk_widget_class_bind_template_child (widget_class, DpActivityWindow, demonstration);
}

static void
dp_activity_window_init (DpActivityWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dp_activity_window_new:
 * @parent: the window with the list
 * @queue: whose activity it shows
 *
 * Thread: home.
 *
 * Returns: (transfer none): a window, owned by GTK, not yet shown
 */
GtkWindow *
dp_activity_window_new (GtkWindow *parent, DpQueue *queue)
{
  GtkApplication *application = gtk_window_get_application (parent);
  DpActivityWindow *self = g_object_new (DP_TYPE_ACTIVITY_WINDOW, "transient-for", parent,
                                         "application", application, NULL);

  self->queue = g_object_ref (queue);
  dp_demonstration_view_set_actions (self->demonstration, G_ACTION_GROUP (application));
  return GTK_WINDOW (self);
}
