/* dp-timeline-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One thing that happened: when, what, and for who wants to see it what was said and answered.
 *
 * Thread: home.
 */

#include "dp-timeline-row.h"

#include <glib/gi18n.h>

#include "dp-details-words.h"

struct _DpTimelineRow
{
  DpComposite parent_instance;

  DpEvent *event; /* (owned) (nullable) */

  GtkLabel *time;
  GtkLabel *sentence;
  GtkLabel *link;
  GtkExpander *expander;
  GtkLabel *headers;
};

G_DEFINE_FINAL_TYPE (DpTimelineRow, dp_timeline_row, DP_TYPE_COMPOSITE)

static char *
dup_time (gint64 real_usec)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (real_usec / G_USEC_PER_SEC);

  return time != NULL ? g_date_time_format (time, "%X") : g_strdup ("");
}

static char *
dup_headers (const DpEvent *event)
{
  if (event->answer == NULL)
    return g_strdup (event->said);
  return g_strconcat (event->said, "\n\n", event->answer, NULL);
}

/* What is folded away is not laid out. */
static void
update_headers (DpTimelineRow *self)
{
  g_autofree char *headers = NULL;

  if (self->event == NULL || !gtk_expander_get_expanded (self->expander))
    return;
  headers = dup_headers (self->event);
  gtk_label_set_label (self->headers, headers);
}

/**
 * dp_timeline_row_set_event:
 * @self: a row
 * @event: what happened; the row takes a reference
 *
 * Thread: home.
 */
void
dp_timeline_row_set_event (DpTimelineRow *self, DpEvent *event)
{
  g_autofree char *time = dup_time (event->at_usec);
  g_autofree char *sentence = dp_details_words_for_event (event);

  g_clear_pointer (&self->event, dp_event_unref);
  self->event = g_atomic_rc_box_acquire (event);
  gtk_label_set_label (self->time, time);
  gtk_label_set_label (self->sentence, sentence);
  gtk_label_set_label (self->link, event->link != NULL ? event->link : "");
  gtk_widget_set_visible (GTK_WIDGET (self->link), event->link != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->expander), event->said != NULL);
  update_headers (self);
}

/**
 * dp_timeline_row_fold:
 * @self: a row that will be about something else
 *
 * Thread: home.
 */
void
dp_timeline_row_fold (DpTimelineRow *self)
{
  gtk_expander_set_expanded (self->expander, FALSE);
}

/**
 * dp_timeline_row_get_event:
 * @self: a row
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): what it shows
 */
const DpEvent *
dp_timeline_row_get_event (DpTimelineRow *self)
{
  return self->event;
}

static void
dp_timeline_row_dispose (GObject *object)
{
  DpTimelineRow *self = DP_TIMELINE_ROW (object);

  g_clear_pointer (&self->event, dp_event_unref);
  G_OBJECT_CLASS (dp_timeline_row_parent_class)->dispose (object);
}

static void
dp_timeline_row_class_init (DpTimelineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_timeline_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-timeline-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DpTimelineRow, time);
  gtk_widget_class_bind_template_child (widget_class, DpTimelineRow, sentence);
  gtk_widget_class_bind_template_child (widget_class, DpTimelineRow, link);
  gtk_widget_class_bind_template_child (widget_class, DpTimelineRow, expander);
  gtk_widget_class_bind_template_child (widget_class, DpTimelineRow, headers);
  gtk_widget_class_bind_template_callback (widget_class, update_headers);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
dp_timeline_row_init (DpTimelineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
}

/**
 * dp_timeline_row_new:
 *
 * Thread: home.
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
dp_timeline_row_new (void)
{
  return g_object_new (DP_TYPE_TIMELINE_ROW, NULL);
}
