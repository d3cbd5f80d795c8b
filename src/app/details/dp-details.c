/* dp-details.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The details of what is selected: of one download all about it, of many what they are together.
 *
 * It looks at nothing while it is not seen.  While it is, and something moves, it looks four times a
 * second; when nothing moves, not at all.
 *
 * Thread: home.
 */

#include "dp-details.h"

#include <glib/gi18n.h>

#include "dp-details-page.h"
#include "dp-details-words.h"
#include "dp-tally.h"
#include "dp-trust.h"

#define LOOK_MSEC 250

/* Many that change are counted again so often. */
#define COUNT_MSEC 1000

struct _DpDetails
{
  DpComposite parent_instance;

  DpQueue *queue;               /* (owned) */
  GtkSelectionModel *selection; /* (owned) */
  DpDownload *download;         /* (owned) (nullable): if it is one, and the pane is seen */
  GSignalGroup *signals;        /* (owned): of it */
  guint look_id;
  DpCount *count; /* (owned) (nullable): while many are counted */
  guint count_id; /* until they may be counted again */
  gboolean is_stale;

  GtkButton *close_button;
  GtkLabel *title;
  GtkStack *stack;
  DpDetailsPage *page;
  GtkLabel *n_files;
  GtkLabel *n_bytes;
  GtkLabel *n_states;
};

G_DEFINE_FINAL_TYPE (DpDetails, dp_details, DP_TYPE_COMPOSITE)

/* One */

static gboolean
is_moving (DpDownload *download)
{
  DpState state = dp_download_get_state (download);

  return state == DP_STATE_RUNNING || state == DP_STATE_WAITING;
}

static void look (DpDetails *self);

static gboolean
on_look (gpointer user_data)
{
  DpDetails *self = user_data;

  self->look_id = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

/* Its trace may be made after it was selected. */
static void
look (DpDetails *self)
{
  DpTrace *trace = dp_queue_find_trace (self->queue, dp_download_get_id (self->download));
  const DpQuestion *trusted = dp_download_get_trusted (self->download);

  dp_details_page_set_download (self->page, self->download, trace);
  dp_details_page_show_certificate (self->page, trusted,
                                    trusted != NULL && dp_queue_is_trusted (self->queue, trusted));
  dp_details_page_update (self->page, g_get_monotonic_time ());
  g_clear_handle_id (&self->look_id, g_source_remove);
  if (is_moving (self->download))
    self->look_id = g_timeout_add_full (DP_PRIORITY_PROGRESS, LOOK_MSEC, on_look, self, NULL);
}

/* What ends an attempt is noted behind the change of state. */
static void
on_changed (DpDetails *self)
{
  g_clear_handle_id (&self->look_id, g_source_remove);
  self->look_id = g_idle_add_full (DP_PRIORITY_PROGRESS, on_look, self, NULL);
}

static void
set_download (DpDetails *self, DpDownload *download)
{
  if (!g_set_object (&self->download, download))
    return;
  g_signal_group_set_target (self->signals, download);
  g_clear_handle_id (&self->look_id, g_source_remove);
  if (download != NULL)
    look (self);
  else
    dp_details_page_set_download (self->page, NULL, NULL);
}

/* Many */

static void
on_counted (const DpTally *tally, gpointer user_data)
{
  DpDetails *self = user_data;
  g_autofree char *states = dp_details_words_for_states (tally->n_by_state);
  g_autofree char *size = g_format_size (tally->total_bytes);
  g_autofree char *unknown = g_strdup_printf (
      /* Translators: a size; of how many files no size is known. */
      ngettext ("%s, and %'u of unknown size", "%s, and %'u of unknown size", tally->n_unknown),
      size, tally->n_unknown);

  gtk_label_set_label (self->n_bytes, tally->n_unknown > 0 ? unknown : size);
  gtk_label_set_label (self->n_states, states);
  g_clear_pointer (&self->count, dp_count_free);
}

static void
stop_counting (DpDetails *self)
{
  g_clear_pointer (&self->count, dp_count_free);
  g_clear_handle_id (&self->count_id, g_source_remove);
  self->is_stale = FALSE;
}

static void count (DpDetails *self);

static gboolean
on_count_again (gpointer user_data)
{
  DpDetails *self = user_data;

  self->count_id = 0;
  if (self->is_stale)
    count (self);
  return G_SOURCE_REMOVE;
}

static void
count (DpDetails *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  guint n = (guint) gtk_bitset_get_size (selected);
  g_autofree char *files = g_strdup_printf (ngettext ("%'u file", "%'u files", n), n);

  stop_counting (self);
  gtk_label_set_label (self->n_files, files);
  self->count = dp_count_new (G_LIST_MODEL (self->selection), selected, on_counted, self);
  self->count_id =
      g_timeout_add_full (DP_PRIORITY_PROGRESS, COUNT_MSEC, on_count_again, self, NULL);
}

static gboolean
is_about_many (DpDetails *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "many") == 0;
}

static void
on_progressed (DpDetails *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || !is_about_many (self))
    return;
  self->is_stale = TRUE;
  if (self->count_id == 0)
    count (self);
}

/* What is selected */

static void
on_selection_changed (DpDetails *self)
{
  g_autoptr (GtkBitset) selected = NULL;
  g_autoptr (DpDownload) one = NULL;
  guint64 n;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  selected = gtk_selection_model_get_selection (self->selection);
  n = gtk_bitset_get_size (selected);
  if (n == 1)
    one = g_list_model_get_item (G_LIST_MODEL (self->selection), gtk_bitset_get_minimum (selected));
  set_download (self, one);
  stop_counting (self);
  if (n > 1)
    {
      gtk_label_set_label (self->n_bytes, _ ("Counting…"));
      gtk_label_set_label (self->n_states, "");
      count (self);
    }
  gtk_stack_set_visible_child_name (self->stack, n == 0 ? "none" : n == 1 ? "one" : "many");
}

/* Rows come, go and move: the same may be selected at another place. */
static void
on_items_changed (DpDetails *self)
{
  if (is_about_many (self))
    on_progressed (self);
  else
    on_selection_changed (self);
}

static void
dp_details_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dp_details_parent_class)->map (widget);
  on_selection_changed (DP_DETAILS (widget));
}

static void
dp_details_unmap (GtkWidget *widget)
{
  DpDetails *self = DP_DETAILS (widget);

  set_download (self, NULL);
  stop_counting (self);
  GTK_WIDGET_CLASS (dp_details_parent_class)->unmap (widget);
}

/**
 * dp_details_set_is_page:
 * @self: the details
 * @is_page: whether they take the place of the list, instead of one beside it
 *
 * Thread: home.
 */
void
dp_details_set_is_page (DpDetails *self, gboolean is_page)
{
  const char *label = is_page ? _ ("Back to the List") : _ ("Close Details");

  gtk_button_set_icon_name (self->close_button,
                            is_page ? "go-previous-symbolic" : "window-close-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->close_button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->close_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (is_page)
    gtk_widget_grab_focus (GTK_WIDGET (self->close_button));
}

static void
dp_details_dispose (GObject *object)
{
  DpDetails *self = DP_DETAILS (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_handle_id (&self->count_id, g_source_remove);
  g_clear_pointer (&self->count, dp_count_free);
  g_clear_object (&self->signals);
  g_clear_object (&self->download);
  g_clear_object (&self->selection);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (dp_details_parent_class)->dispose (object);
}

static void
dp_details_class_init (DpDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_details_dispose;
  widget_class->map = dp_details_map;
  widget_class->unmap = dp_details_unmap;
  g_type_ensure (DP_TYPE_DETAILS_PAGE);
  gtk_widget_class_set_css_name (widget_class, "details");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-details.ui");
  gtk_widget_class_bind_template_child (widget_class, DpDetails, close_button);
  gtk_widget_class_bind_template_child (widget_class, DpDetails, title);
  gtk_widget_class_bind_template_child (widget_class, DpDetails, stack);
  gtk_widget_class_bind_template_child (widget_class, DpDetails, page);
  gtk_widget_class_bind_template_child (widget_class, DpDetails, n_files);
  gtk_widget_class_bind_template_child (widget_class, DpDetails, n_bytes);
  gtk_widget_class_bind_template_child (widget_class, DpDetails, n_states);
}

static void
dp_details_init (DpDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (DP_TYPE_DOWNLOAD);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (on_changed), self);
  g_signal_group_connect_swapped (self->signals, "notify::name", G_CALLBACK (on_changed), self);
  g_signal_group_connect_swapped (self->signals, "notify::reason", G_CALLBACK (on_changed), self);
  g_signal_group_connect_swapped (self->signals, "notify::url", G_CALLBACK (on_changed), self);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  self->title, NULL, -1);
  dp_details_set_is_page (self, FALSE);
}

/**
 * dp_details_new:
 * @queue: whose downloads they are
 * @selection: which of them
 *
 * Thread: home.
 *
 * Returns: (transfer floating): the details of what is selected
 */
DpDetails *
dp_details_new (DpQueue *queue, GtkSelectionModel *selection)
{
  DpDetails *self = g_object_new (DP_TYPE_DETAILS, NULL);

  self->queue = g_object_ref (queue);
  self->selection = g_object_ref (selection);
  g_signal_connect_object (selection, "selection-changed", G_CALLBACK (on_selection_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (queue, "progressed", G_CALLBACK (on_progressed), self,
                           G_CONNECT_SWAPPED);
  return self;
}
