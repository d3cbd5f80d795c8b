/* dp-timeline.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happened to a download, what came last on top.
 *
 * Thread: home.
 */

#include "dp-timeline.h"

#include <glib/gi18n.h>

#include "dp-timeline-row.h"

struct _DpTimeline
{
  GtkWidget parent_instance;

  DpJournal *journal; /* (owned) (nullable) */
  guint version;      /* of the journal, as it is shown */
  gboolean is_new;    /* what is shown is of another one */
  GPtrArray *rows;    /* (owned) (element-type DpTimelineRow): the earliest first; owned by us as
                       * their parent */
  GtkWidget *forgotten;
};

G_DEFINE_FINAL_TYPE (DpTimeline, dp_timeline, GTK_TYPE_WIDGET)

static void
drop_row (DpTimeline *self)
{
  gtk_widget_unparent (self->rows->pdata[0]);
  g_ptr_array_remove_index (self->rows, 0);
}

/* Both are in the order of their serials. */
static void
drop_forgotten (DpTimeline *self, const DpEvent *first)
{
  while (self->rows->len > 0 &&
         dp_timeline_row_get_event (self->rows->pdata[0])->serial < first->serial)
    drop_row (self);
}

/* To make a row costs more than to fill it. */
static void
drop_superfluous (DpTimeline *self, guint n_wanted)
{
  while (self->rows->len > n_wanted)
    drop_row (self);
}

static void
show_events (DpTimeline *self, const GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      DpEvent *event = events->pdata[i];

      if (i == self->rows->len)
        {
          GtkWidget *row = dp_timeline_row_new ();

          gtk_widget_insert_after (row, GTK_WIDGET (self), NULL);
          g_ptr_array_add (self->rows, row);
        }
      if (dp_timeline_row_get_event (self->rows->pdata[i]) != event)
        dp_timeline_row_set_event (self->rows->pdata[i], event);
    }
}

static void
show_forgotten (DpTimeline *self, guint64 n_forgotten)
{
  g_autofree char *text =
      g_strdup_printf (ngettext ("%'u earlier one is forgotten", "%'u earlier ones are forgotten",
                                 (gulong) n_forgotten),
                       (guint) n_forgotten);

  gtk_label_set_label (GTK_LABEL (self->forgotten), text);
  gtk_widget_set_visible (self->forgotten, n_forgotten > 0);
}

/**
 * dp_timeline_update:
 * @self: a time line
 *
 * Shows what has happened since; costs one comparison if nothing has.
 *
 * Thread: home.
 */
void
dp_timeline_update (DpTimeline *self)
{
  g_autoptr (GPtrArray) events = NULL;
  guint64 n_forgotten;
  guint version;

  if (self->journal == NULL)
    return;
  version = dp_journal_get_version (self->journal);
  if (version == self->version && !self->is_new)
    return;
  self->version = version;
  events = dp_journal_dup_events (self->journal, &n_forgotten);
  if (!self->is_new && events->len > 0)
    drop_forgotten (self, events->pdata[0]);
  self->is_new = FALSE;
  drop_superfluous (self, events->len);
  show_events (self, events);
  show_forgotten (self, n_forgotten);
}

/**
 * dp_timeline_set_journal:
 * @self: a time line
 * @journal: (nullable): what happened, or %NULL while nobody looks
 *
 * Thread: home.
 */
void
dp_timeline_set_journal (DpTimeline *self, DpJournal *journal)
{
  if (journal == self->journal)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    dp_timeline_row_fold (self->rows->pdata[i]);
  g_clear_pointer (&self->journal, dp_journal_unref);
  self->journal = journal != NULL ? dp_journal_ref (journal) : NULL;
  self->is_new = TRUE;
  dp_timeline_update (self);
}

static void
dp_timeline_dispose (GObject *object)
{
  DpTimeline *self = DP_TIMELINE (object);

  drop_superfluous (self, 0);
  g_clear_pointer (&self->forgotten, gtk_widget_unparent);
  g_clear_pointer (&self->journal, dp_journal_unref);
  G_OBJECT_CLASS (dp_timeline_parent_class)->dispose (object);
}

static void
dp_timeline_finalize (GObject *object)
{
  g_ptr_array_unref (DP_TIMELINE (object)->rows);
  G_OBJECT_CLASS (dp_timeline_parent_class)->finalize (object);
}

static void
dp_timeline_class_init (DpTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_timeline_dispose;
  G_OBJECT_CLASS (klass)->finalize = dp_timeline_finalize;
  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
dp_timeline_init (DpTimeline *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 12);
  self->rows = g_ptr_array_new ();
  self->forgotten =
      g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->forgotten, "dim-label");
  gtk_widget_set_parent (self->forgotten, GTK_WIDGET (self));
}
