/* dp-row-drag.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows that are moved with the mouse: the one that is dragged, or all that are selected with it.  A
 * line between two rows shows where they would go.
 *
 * What is dragged is an object of this process, which no other program can take; what is selected
 * when it is dropped is what moves.  Who takes a finished file by its row drags the file as well:
 * another program may have a copy of it, and of all that are selected with it, but never the file
 * itself, or the list would lose it.
 *
 * With Ctrl, and where there is no row, dragging selects: GTK's list does that.
 *
 * Thread: home.
 */

#include "dp-row-drag.h"

#include <glib/gi18n.h>

#include "dp-download-row.h"
#include "dp-file-drag.h"
#include "dp-selected.h"

#define BEFORE_CLASS "drop-before"
#define BEHIND_CLASS "drop-behind"

struct _DpRowDrag
{
  DpMover *mover;               /* (unowned): outlives us */
  GtkWidget *list;              /* (owned) */
  GtkSelectionModel *selection; /* (owned) */
  GtkEventController *source;   /* (owned by the list) */
  GtkEventController *target;   /* (owned by the list) */
  GtkWidget *marked;            /* (weak): the list's widget around the row with the line */
};

static GtkWidget *
pick_row (DpRowDrag *self, double x, double y)
{
  GtkWidget *picked = gtk_widget_pick (self->list, x, y, GTK_PICK_DEFAULT);

  return picked != NULL ? dp_selected_find_row (picked) : NULL;
}

/* The line */

static void
unmark (DpRowDrag *self)
{
  if (self->marked != NULL)
    {
      gtk_widget_remove_css_class (self->marked, BEFORE_CLASS);
      gtk_widget_remove_css_class (self->marked, BEHIND_CLASS);
    }
  g_clear_weak_pointer (&self->marked);
}

static void
mark (DpRowDrag *self, GtkWidget *row, gboolean is_behind)
{
  GtkWidget *widget = gtk_widget_get_parent (row);
  const char *class_name = is_behind ? BEHIND_CLASS : BEFORE_CLASS;

  if (self->marked == widget && gtk_widget_has_css_class (widget, class_name))
    return;
  unmark (self);
  g_set_weak_pointer (&self->marked, widget);
  gtk_widget_add_css_class (widget, class_name);
}

/* Whether the pointer is in the lower half. */
static gboolean
is_behind_row (DpRowDrag *self, GtkWidget *row, double y)
{
  double row_x;
  double row_y;

  gtk_widget_translate_coordinates (self->list, row, 0, y, &row_x, &row_y);
  return row_y > gtk_widget_get_height (row) / 2.0;
}

/* Taking */

static GdkContentProvider *
on_prepare (DpRowDrag *self, double x, double y)
{
  GtkWidget *row = pick_row (self, x, y);
  DpDownload *download = row != NULL ? dp_download_row_get_download (DP_DOWNLOAD_ROW (row)) : NULL;
  gboolean is_file = download != NULL && dp_file_drag_is_here (download);
  GdkContentProvider *parts[2];

  if (gtk_event_controller_get_current_event_state (self->source) & GDK_CONTROL_MASK)
    return NULL;
  /* Whether a file is to be moved among the rows shows when it is dropped there. */
  if (download == NULL || (!is_file && !dp_mover_may_move (self->mover)))
    return NULL;
  dp_selected_add_row (self->selection, row);
  gtk_drag_source_set_actions (GTK_DRAG_SOURCE (self->source),
                               is_file ? GDK_ACTION_COPY : GDK_ACTION_MOVE);
  parts[0] = gdk_content_provider_new_typed (DP_TYPE_DOWNLOAD, download);
  parts[1] = is_file ? dp_file_drag_provide (self->selection) : NULL;
  return parts[1] != NULL ? gdk_content_provider_new_union (parts, G_N_ELEMENTS (parts)) : parts[0];
}

static char *
get_icon_text (DpRowDrag *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  g_autoptr (DpDownload) first =
      g_list_model_get_item (G_LIST_MODEL (self->selection), gtk_bitset_get_minimum (selected));
  guint n_selected = (guint) gtk_bitset_get_size (selected);

  if (n_selected == 1 && first != NULL)
    return g_strdup (dp_download_get_name (first));
  return g_strdup_printf (ngettext ("%'u download", "%'u downloads", n_selected), n_selected);
}

static void
on_begin (DpRowDrag *self, GdkDrag *drag)
{
  g_autofree char *text = get_icon_text (self);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_widget_add_css_class (label, "drag-label");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), label);
}

/* Putting */

/* Below all rows is behind the last one. */
static GdkDragAction
on_motion (DpRowDrag *self, double x, double y)
{
  GtkWidget *row = pick_row (self, x, y);

  if (row != NULL)
    mark (self, row, is_behind_row (self, row, y));
  else
    unmark (self);
  /* The only one that we offer: to be moved, or a file to be copied. */
  return gtk_drag_source_get_actions (GTK_DRAG_SOURCE (self->source));
}

static gboolean
on_drop (DpRowDrag *self, const GValue *value, double x, double y)
{
  GtkWidget *row = pick_row (self, x, y);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  unmark (self);
  /* What somebody does with the keyboard meanwhile may have changed that. */
  if (!dp_mover_may_move (self->mover))
    return FALSE;
  if (row != NULL)
    dp_mover_move_beside (self->mover, dp_download_row_get_position (DP_DOWNLOAD_ROW (row)),
                          is_behind_row (self, row, y));
  else
    dp_mover_move_beside (self->mover, n_items - 1, TRUE);
  return TRUE;
}

/**
 * dp_row_drag_new:
 * @mover: moves what is selected; outlives it
 * @list: the list
 * @selection: the list's
 *
 * Thread: home.
 *
 * Returns: (transfer full): what lets rows be dragged
 */
DpRowDrag *
dp_row_drag_new (DpMover *mover, GtkWidget *list, GtkSelectionModel *selection)
{
  DpRowDrag *self = g_new0 (DpRowDrag, 1);
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (DP_TYPE_DOWNLOAD, GDK_ACTION_MOVE | GDK_ACTION_COPY);

  self->mover = mover;
  self->list = g_object_ref (list);
  self->selection = g_object_ref (selection);
  self->source = GTK_EVENT_CONTROLLER (source);
  self->target = GTK_EVENT_CONTROLLER (target);
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (on_prepare), self);
  g_signal_connect_swapped (source, "drag-begin", G_CALLBACK (on_begin), self);
  g_signal_connect_swapped (target, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (target, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (target, "leave", G_CALLBACK (unmark), self);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (list, self->source);
  gtk_widget_add_controller (list, self->target);
  return self;
}

/**
 * dp_row_drag_free:
 * @self: (transfer full) (nullable): what lets rows be dragged
 *
 * Thread: home.
 */
void
dp_row_drag_free (DpRowDrag *self)
{
  if (self == NULL)
    return;
  unmark (self);
  gtk_widget_remove_controller (self->list, self->source);
  gtk_widget_remove_controller (self->list, self->target);
  g_object_unref (self->list);
  g_object_unref (self->selection);
  g_free (self);
}
