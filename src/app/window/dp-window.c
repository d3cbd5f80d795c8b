/* dp-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window: the list, or what to do while it is empty; what is pasted or dropped into it; and
 * actions for the rows that are selected.
 *
 * It shows the queue and calls none of its verbs: "win.pause" and its like only name the selected
 * downloads to "app.pause", the one door that menus, keys, buttons and D-Bus share.
 *
 * Thread: home.
 */

#include "dp-window.h"

#include <glib/gi18n.h>

#include "dp-activity-door.h"
#include "dp-banner.h"
#include "dp-details-door.h"
#include "dp-download-row.h"
#include "dp-filter-bar.h"
#include "dp-header.h"
#include "dp-input.h"
#include "dp-list-focus.h"
#include "dp-mover.h"
#include "dp-one-stop.h"
#include "dp-portions.h"
#include "dp-row-drag.h"
#include "dp-selected.h"
#include "dp-selecting.h"
#include "dp-selection-bar.h"
#include "dp-toast.h"

struct _DpWindow
{
  GtkApplicationWindow parent_instance;

  DpQueue *queue; /* (owned) */
  DpWindowTextFunc on_text;
  DpPortions *portions;   /* (owned) */
  DpMover *mover;         /* (owned) */
  DpRowDrag *row_drag;    /* (owned) */
  DpListFocus *focus;     /* (owned) */
  GtkWidget *row_popover; /* (owned): child of the list */

  GMenuModel *row_menu;
  GtkButton *all_button;
  GtkLabel *subtitle;
  DpBanner *banner;
  DpFilterBar *filter_bar;
  GtkOverlay *overlay;
  GtkWidget *wide_buttons; /* where there is room; the menu has them, too */
  GtkStack *stack;
  GtkListView *list;
  GtkMultiSelection *selection;
  GtkRevealer *drop_highlight;
  DpToast *toast;
  DpSelectionBar *selection_bar;

  guint n_refusals; /* by servers that want less at once, when the rows were told of them */
};

G_DEFINE_FINAL_TYPE (DpWindow, dp_window, GTK_TYPE_APPLICATION_WINDOW)

/**
 * dp_window_show_toast:
 * @self: a window
 * @text: a translated sentence
 * @label: (nullable): what the toast's button says
 * @action_name: (nullable): what it does
 *
 * Thread: home.
 */
void
dp_window_show_toast (DpWindow *self, const char *text, const char *label, const char *action_name)
{
  dp_toast_show (self->toast, text, label, action_name);
}

/**
 * dp_window_hide_toast:
 * @self: a window
 *
 * Thread: home.
 */
void
dp_window_hide_toast (DpWindow *self)
{
  dp_toast_hide (self->toast);
}

/**
 * dp_window_set_banner:
 * @self: a window
 * @text: (nullable): a translated sentence that is shown for as long as it is true, or %NULL for none
 * @label: (nullable): what its button says
 * @action_name: (nullable): what it does
 *
 * Thread: home.
 */
void
dp_window_set_banner (DpWindow *self, const char *text, const char *label, const char *action_name)
{
  dp_banner_set (self->banner, text, label, action_name);
}

/**
 * dp_window_select:
 * @self: a window
 * @ids: (element-type guint64): ids of downloads, ascending
 *
 * Selects these rows, as far as they are in the list, and brings the first into view; in the group of
 * all, if they are in no other.
 *
 * Thread: home.
 */
void
dp_window_select (DpWindow *self, const GArray *ids)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);

  if (dp_selecting_select (selection, GTK_WIDGET (self->list), ids))
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-group", "s", "all");
  dp_selecting_select (selection, GTK_WIDGET (self->list), ids);
}

/* What is shown */

static void
update_header (DpWindow *self)
{
  dp_header_update (self->subtitle, self->all_button, self->queue);
}

static void
on_items_changed (DpWindow *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->queue)) == 0;
  gboolean is_found = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0;
  const char *page = is_found ? "list" : "nothing";

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : page);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), !is_empty);
}

/* The selection */

#define IN(state)  (1u << DP_STATE_##state)
#define ANY        (~0u)
#define UNFINISHED (IN (QUEUED) | IN (RUNNING) | IN (WAITING))

typedef enum
{
  ALL,   /* does something to each of them */
  FIRST, /* is about the first of them */
  ONE,   /* is only there for one alone */
} About;

/* Each of them is there if what it is about is in one of these states. */
static const struct
{
  const char *name;
  guint states;
  About about;
} selection_actions[] = {
  { "win.open", IN (DONE), FIRST },
  { "win.show-in-folder", ANY, FIRST },
  { "win.copy-link", ANY, ALL },
  { "win.pause", UNFINISHED, ALL },
  { "win.resume", IN (WAITING) | IN (PAUSED) | IN (FAILED) | IN (CANCELLED) | IN (ASKING), ALL },
  { "win.cancel", ~(IN (DONE) | IN (CANCELLED)), ALL },
  { "win.remove", ANY, ALL },
  { "win.new-link", ~IN (DONE), ONE },
  { "win.answer", IN (ASKING), FIRST },
  { "win.rename", ANY, ONE },
  { "win.download-again", IN (DONE), ALL },
  { "win.check", IN (DONE), ALL },
  { "win.limit", ~IN (DONE), ALL },
  { "win.run-when-done", ~IN (DONE), ALL },
  { "win.trash", ANY, ALL },
  { "win.start-now", ~(IN (DONE) | IN (RUNNING)), ALL },
};

static void
update_actions (DpWindow *self)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (selection);
  g_autoptr (DpDownload) first = dp_selected_dup_first (selection);
  guint of_first = first != NULL ? 1u << dp_download_get_state (first) : 0;
  guint of_all = dp_selected_get_states (selection);

  for (guint i = 0; i < G_N_ELEMENTS (selection_actions); i++)
    {
      About about = selection_actions[i].about;
      gboolean is_enabled =
          (selection_actions[i].states & (about == ALL ? of_all : of_first)) != 0 &&
          (about != ONE || gtk_bitset_get_size (selected) == 1);

      gtk_widget_action_set_enabled (GTK_WIDGET (self), selection_actions[i].name, is_enabled);
    }
  if (self->mover != NULL)
    dp_mover_update (self->mover);
}

/* "win.pause" → "app.pause" with the ids of the selected rows */
static void
forward_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autoptr (GArray) ids =
      dp_selected_list_ids (GTK_SELECTION_MODEL (DP_WINDOW (widget)->selection));
  g_autofree char *app_action = g_strconcat ("app.", action_name + strlen ("win."), NULL);

  if (ids->len == 0)
    return;
  if (g_str_equal (action_name, "win.remove") || g_str_equal (action_name, "win.trash"))
    dp_list_focus_follow_removal (DP_WINDOW (widget)->focus);
  gtk_widget_activate_action_variant (widget, app_action, dp_selected_pack_ids (ids));
  update_actions (DP_WINDOW (widget));
}

/* The rows that wait for a server say so. */
static void
tell_rows (DpWindow *self)
{
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = dp_selected_find_row (item);

      if (row != NULL)
        dp_download_row_refresh (DP_DOWNLOAD_ROW (row));
    }
}

static void
on_progressed (DpWindow *self)
{
  guint n_refusals = dp_queue_get_activity (self->queue).n_refusals;

  /* What is selected may begin to ask, or end, while it is. */
  update_actions (self);
  update_header (self);
  if (n_refusals != self->n_refusals)
    tell_rows (self);
  self->n_refusals = n_refusals;
}

static void
on_row_activated (GtkListView *list, guint position, DpWindow *self)
{
  update_actions (self);
  /* One of them is enabled at most. */
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.answer", NULL);
}

static void
popup_row_menu (DpWindow *self, const GdkRectangle *where)
{
  /* What was selected may have been finished since. */
  update_actions (self);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->row_popover), where);
  gtk_popover_popup (GTK_POPOVER (self->row_popover));
}

static void
on_secondary_click (GtkGestureClick *gesture, int n_press, double x, double y, DpWindow *self)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->list), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = picked != NULL ? dp_selected_find_row (picked) : NULL;

  if (row == NULL)
    return;
  dp_selected_add_row (GTK_SELECTION_MODEL (self->selection), row);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  popup_row_menu (self, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
}

/* The Menu key: beside the row that has the focus */
static void
show_row_menu (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  DpWindow *self = DP_WINDOW (widget);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  GtkWidget *row = focus != NULL ? dp_selected_find_row (focus) : NULL;
  graphene_rect_t bounds;

  if (row == NULL || !gtk_widget_compute_bounds (row, GTK_WIDGET (self->list), &bounds))
    return;
  dp_selected_add_row (GTK_SELECTION_MODEL (self->selection), row);
  popup_row_menu (self, &(GdkRectangle){ (int) bounds.origin.x + 24, (int) bounds.origin.y, 1,
                                         (int) bounds.size.height });
}

/* Step by step, as Escape does.  The focus is with the rows before the button that had it is gone. */
static void
unselect (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  DpWindow *self = DP_WINDOW (widget);
  g_autoptr (GtkBitset) selected =
      gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  if (gtk_bitset_is_empty (selected))
    {
      gtk_widget_activate_action (widget, "win.stop-find", NULL);
      return;
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
}

/* What is pasted or dropped */

static void
take_text (DpWindow *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  DpUrlListType type;
  g_autoptr (GBytes) text = dp_input_read_finish (result, &type, &error);

  /* The answer came after the window had been closed. */
  if (gtk_window_get_application (GTK_WINDOW (self)) == NULL)
    return;
  if (text != NULL)
    self->on_text (self, text, type);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED) ||
           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    dp_window_show_toast (self, _ ("There is no text to take links from"), NULL, NULL);
  else
    dp_window_show_toast (self, error->message, NULL, NULL);
}

static void
on_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DpWindow) self = user_data;

  take_text (self, result);
}

static void
paste (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  dp_input_read_clipboard_async (gtk_widget_get_clipboard (widget), on_pasted,
                                 g_object_ref (widget));
}

static void
on_drop_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DpWindow) self = user_data;

  take_text (self, result);
  gdk_drop_finish (GDK_DROP (source), GDK_ACTION_COPY);
}

static gboolean
on_drop (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, DpWindow *self)
{
  gtk_revealer_set_reveal_child (self->drop_highlight, FALSE);
  dp_input_read_drop_async (drop, on_drop_read, g_object_ref (self));
  return TRUE;
}

/* What comes out of our own list is in it. */
static gboolean
on_drag_accept (GtkDropTargetAsync *target, GdkDrop *drop, DpWindow *self)
{
  return gdk_drop_get_drag (drop) == NULL &&
         gdk_content_formats_match (gdk_drop_get_formats (drop),
                                    gtk_drop_target_async_get_formats (target));
}

static GdkDragAction
on_drag_enter (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, DpWindow *self)
{
  gtk_revealer_set_reveal_child (self->drop_highlight, TRUE);
  return GDK_ACTION_COPY;
}

static void
on_drag_leave (GtkDropTargetAsync *target, GdkDrop *drop, DpWindow *self)
{
  gtk_revealer_set_reveal_child (self->drop_highlight, FALSE);
}

static void
add_drop_target (DpWindow *self)
{
  GtkDropTargetAsync *target =
      gtk_drop_target_async_new (dp_input_get_formats (), GDK_ACTION_COPY | GDK_ACTION_LINK);

  /* Before the list gets to see it: a drop anywhere in the window counts. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect (target, "accept", G_CALLBACK (on_drag_accept), self);
  g_signal_connect (target, "drag-enter", G_CALLBACK (on_drag_enter), self);
  g_signal_connect (target, "drag-leave", G_CALLBACK (on_drag_leave), self);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
dp_window_dispose (GObject *object)
{
  DpWindow *self = DP_WINDOW (object);

  g_clear_pointer (&self->row_popover, gtk_widget_unparent);
  g_clear_pointer (&self->focus, dp_list_focus_free);
  g_clear_pointer (&self->row_drag, dp_row_drag_free);
  g_clear_pointer (&self->mover, dp_mover_free);
  g_clear_pointer (&self->portions, dp_portions_free);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (dp_window_parent_class)->dispose (object);
}

static void
dp_window_class_init (DpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_window_dispose;

  g_type_ensure (DP_TYPE_DOWNLOAD_ROW);
  g_type_ensure (DP_TYPE_ONE_STOP);
  g_type_ensure (DP_TYPE_BANNER);
  g_type_ensure (DP_TYPE_FILTER_BAR);
  g_type_ensure (DP_TYPE_TOAST);
  g_type_ensure (DP_TYPE_SELECTION_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DpWindow, row_menu);
  gtk_widget_class_bind_template_child (widget_class, DpWindow, all_button);
  gtk_widget_class_bind_template_child (widget_class, DpWindow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, DpWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, DpWindow, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, DpWindow, overlay);
  gtk_widget_class_bind_template_child (widget_class, DpWindow, wide_buttons);
  gtk_widget_class_bind_template_child (widget_class, DpWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, DpWindow, selection);
  gtk_widget_class_bind_template_child (widget_class, DpWindow, drop_highlight);
  gtk_widget_class_bind_template_child (widget_class, DpWindow, toast);
  gtk_widget_class_bind_template_child (widget_class, DpWindow, selection_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_items_changed);
  gtk_widget_class_bind_template_callback (widget_class, update_actions);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_click);

  for (guint i = 0; i < G_N_ELEMENTS (selection_actions); i++)
    gtk_widget_class_install_action (widget_class, selection_actions[i].name, NULL, forward_action);
  gtk_widget_class_install_action (widget_class, "win.paste", NULL, paste);
  gtk_widget_class_install_action (widget_class, "win.show-row-menu", NULL, show_row_menu);
  gtk_widget_class_install_action (widget_class, "win.unselect", NULL, unselect);
}

static void
dp_window_init (DpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->row_popover = gtk_popover_menu_new_from_model (self->row_menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->row_popover), FALSE);
  gtk_widget_set_halign (self->row_popover, GTK_ALIGN_START);
  gtk_widget_set_parent (self->row_popover, GTK_WIDGET (self->list));
  add_drop_target (self);
  dp_selection_bar_attach (self->selection_bar, self->list, self->row_menu);
  update_actions (self);
}

/**
 * dp_window_new:
 * @application: the application
 * @queue: what to show
 * @on_text: takes what is pasted or dropped
 *
 * Thread: home.
 *
 * Returns: (transfer none): a window, owned by GTK, not yet shown
 */
DpWindow *
dp_window_new (GtkApplication *application, DpQueue *queue, DpWindowTextFunc on_text)
{
  DpWindow *self = g_object_new (DP_TYPE_WINDOW, "application", application, NULL);
  DpView *view;

  self->queue = g_object_ref (queue);
  self->on_text = on_text;
  view = dp_filter_bar_attach (self->filter_bar, queue, GTK_APPLICATION_WINDOW (self),
                               GTK_WIDGET (self->list));
  self->portions = dp_portions_new (view, self->selection);
  dp_details_door_attach (GTK_APPLICATION_WINDOW (self), self->overlay, queue,
                          GTK_SELECTION_MODEL (self->selection), GTK_WIDGET (self->list),
                          self->wide_buttons);
  dp_activity_door_attach (GTK_APPLICATION_WINDOW (self), queue);
  self->mover = dp_mover_new (GTK_APPLICATION_WINDOW (self), GTK_WIDGET (self->list),
                              GTK_SELECTION_MODEL (self->selection), self->toast);
  self->row_drag =
      dp_row_drag_new (self->mover, GTK_WIDGET (self->list), GTK_SELECTION_MODEL (self->selection));
  self->focus = dp_list_focus_new (GTK_WIDGET (self->list), GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (queue, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (queue, "progressed", G_CALLBACK (on_progressed), self,
                           G_CONNECT_SWAPPED);
  on_items_changed (self);
  update_header (self);
  return self;
}
