/* dp-lane-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worker threads, a row for each; rows are filled anew, not made anew.
 *
 * Thread: home.
 */

#include "dp-lane-list.h"

#include "dp-lane-row.h"

struct _DpLaneList
{
  DpComposite parent_instance;

  GtkListBox *list;
  GtkWidget *none;
};

G_DEFINE_FINAL_TYPE (DpLaneList, dp_lane_list, DP_TYPE_COMPOSITE)

/**
 * dp_lane_list_set:
 * @self: the list
 * @works: (element-type DpWork): what each of them has to do
 * @now_usec: the time
 *
 * Thread: home.
 */
void
dp_lane_list_set (DpLaneList *self, const GArray *works, gint64 now_usec)
{
  GtkListBoxRow *row;

  for (guint i = 0; i < works->len; i++)
    {
      row = gtk_list_box_get_row_at_index (self->list, (int) i);
      if (row == NULL)
        {
          gtk_list_box_append (self->list, dp_lane_row_new ());
          row = gtk_list_box_get_row_at_index (self->list, (int) i);
        }
      dp_lane_row_set (DP_LANE_ROW (row), &g_array_index (works, DpWork, i), now_usec);
    }
  while ((row = gtk_list_box_get_row_at_index (self->list, (int) works->len)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (self->list), works->len > 0);
  gtk_widget_set_visible (self->none, works->len == 0);
}

static void
dp_lane_list_class_init (DpLaneListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-lane-list.ui");
  gtk_widget_class_bind_template_child (widget_class, DpLaneList, list);
  gtk_widget_class_bind_template_child (widget_class, DpLaneList, none);
}

static void
dp_lane_list_init (DpLaneList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
