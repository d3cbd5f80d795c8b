/* dp-preview.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was understood of a text, for the person to choose from: by ticks, and by a pattern for names.
 * Who filters wants what is seen: a link that does not fit is not chosen, tick or not.
 *
 * Thread: home; a worker filters.
 */

#include "dp-preview.h"

#include "dp-one-stop.h"
#include "dp-preview-row.h"

struct _DpPreview
{
  DpComposite parent_instance;

  DpPreviewList *list;       /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): while a worker filters */

  GtkWidget *tools;
  GtkEditable *filter;
  GtkListView *view;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (DpPreview, dp_preview, DP_TYPE_COMPOSITE)

static void
tell (DpPreview *self)
{
  g_signal_emit (self, changed_signal, 0);
}

/* The filter */

static void
on_filtered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GArray *places = dp_preview_links_filter_finish (result, NULL);
  DpPreview *self = user_data;

  /* Then another one is on its way, or nobody is there to be told. */
  if (places == NULL)
    return;
  g_clear_object (&self->cancellable);
  dp_preview_list_show (self->list, places);
}

static void
on_filter_changed (DpPreview *self)
{
  const char *patterns = gtk_editable_get_text (self->filter);
  DpPreviewLinks *links = dp_preview_list_get_links (self->list);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (links == NULL)
    return;
  if (*patterns == '\0')
    {
      dp_preview_list_show (self->list, NULL);
      return;
    }
  self->cancellable = g_cancellable_new ();
  dp_preview_links_filter_async (links, patterns, self->cancellable, on_filtered, self);
  tell (self);
}

/* Ticks */

static void
tick_all (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  dp_preview_list_tick (DP_PREVIEW (widget)->list, DP_PREVIEW_TICK_ALL);
}

static void
tick_none (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  dp_preview_list_tick (DP_PREVIEW (widget)->list, DP_PREVIEW_TICK_NONE);
}

static void
tick_others (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  dp_preview_list_tick (DP_PREVIEW (widget)->list, DP_PREVIEW_TICK_OTHERS);
}

/* The space bar: the row that has the focus */
static void
tick (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  GtkWidget *row = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  if (row != NULL && DP_IS_PREVIEW_ROW (row))
    dp_preview_row_toggle (DP_PREVIEW_ROW (row));
}

static void
on_activate (GtkListView *view, guint position)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (view));
  g_autoptr (DpPreviewItem) item = g_list_model_get_item (model, position);

  dp_preview_item_set_ticked (item, !dp_preview_item_is_ticked (item));
}

/* From outside */

/**
 * dp_preview_set_links:
 * @self: a preview
 * @links: what was understood
 *
 * Thread: home.
 */
void
dp_preview_set_links (DpPreview *self, DpPreviewLinks *links)
{
  gboolean is_filtered = *gtk_editable_get_text (self->filter) != '\0';

  dp_preview_list_set_links (self->list, links);
  /* One link needs no choice; but what filters must not vanish. */
  gtk_widget_set_visible (self->tools, links->list->urls->len > 1 || is_filtered);
  if (is_filtered)
    on_filter_changed (self);
}

/**
 * dp_preview_is_ready:
 * @self: a preview
 *
 * Thread: home.
 *
 * Returns: whether what is shown is what fits the pattern
 */
gboolean
dp_preview_is_ready (DpPreview *self)
{
  return self->cancellable == NULL;
}

/**
 * dp_preview_count_chosen:
 * @self: a preview
 *
 * Thread: home.
 *
 * Returns: how many links are chosen
 */
guint
dp_preview_count_chosen (DpPreview *self)
{
  return dp_preview_list_count_chosen (self->list);
}

/**
 * dp_preview_dup_chosen:
 * @self: a preview with links
 *
 * Thread: home.
 *
 * Returns: (transfer full): the links that are chosen
 */
DpUrlList *
dp_preview_dup_chosen (DpPreview *self)
{
  return dp_preview_list_dup_chosen (self->list);
}

static void
dp_preview_dispose (GObject *object)
{
  DpPreview *self = DP_PREVIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (dp_preview_parent_class)->dispose (object);
}

static void
dp_preview_class_init (DpPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_preview_dispose;
  g_type_ensure (DP_TYPE_ONE_STOP);
  g_type_ensure (DP_TYPE_PREVIEW_ROW);

  /**
   * DpPreview::changed:
   * @self: the preview
   *
   * Other links are chosen, or will be.
   */
  changed_signal = g_signal_new ("changed", DP_TYPE_PREVIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, DpPreview, tools);
  gtk_widget_class_bind_template_child (widget_class, DpPreview, filter);
  gtk_widget_class_bind_template_child (widget_class, DpPreview, view);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_install_action (widget_class, "preview.tick", NULL, tick);
  gtk_widget_class_install_action (widget_class, "preview.tick-all", NULL, tick_all);
  gtk_widget_class_install_action (widget_class, "preview.tick-none", NULL, tick_none);
  gtk_widget_class_install_action (widget_class, "preview.tick-others", NULL, tick_others);
}

static void
dp_preview_init (DpPreview *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  self->list = dp_preview_list_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (self->list, "ticked", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
}
