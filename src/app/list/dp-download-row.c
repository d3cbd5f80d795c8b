/* dp-download-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One line of the list: icon or preview, name, bar, status, and the button for what comes next.
 *
 * What the download says is bound in the .ui file; C supplies the words.  All rows have the same
 * height in all states: GTK 4.8 scrolls wildly otherwise.  The row asks, the application does: it
 * calls no verb of the queue.
 *
 * Thread: home.
 */

#include "dp-download-row.h"

#include <glib/gi18n.h>

#include "dp-row-icons.h"
#include "dp-words.h"

struct _DpDownloadRow
{
  DpComposite parent_instance;

  DpDownload *download; /* (owned) (nullable) */
  guint position;
  GSignalGroup *signals; /* (owned) */
  guint countdown_id;
  guint spoken_percent;
  guint64 spoken_minutes;
  char *spoken_value; /* (owned) (nullable): what the bar says */

  GtkImage *priority;
  DpRowIcons *icons; /* (owned) */

  GtkImage *icon;
  GtkImage *state_icon;
  GtkProgressBar *bar;
  GtkLabel *status;
  GtkButton *button;
};

typedef enum
{
  PROP_DOWNLOAD = 1,
  PROP_POSITION,
} DpDownloadRowProperty;

static GParamSpec *props[PROP_POSITION + 1];

G_DEFINE_FINAL_TYPE (DpDownloadRow, dp_download_row, DP_TYPE_COMPOSITE)

/* What the next step is. */
typedef struct
{
  const char *css_class;
  const char *icon_name;
  const char *action;
  const char *label;
} Look;

static const Look looks[DP_N_STATES] = {
  [DP_STATE_QUEUED] = { "queued", "media-playback-pause-symbolic", "app.pause", N_ ("Pause") },
  [DP_STATE_RUNNING] = { "running", "media-playback-pause-symbolic", "app.pause", N_ ("Pause") },
  [DP_STATE_WAITING] = { "waiting", "view-refresh-symbolic", "app.resume", N_ ("Try Now") },
  [DP_STATE_PAUSED] = { "paused", "media-playback-start-symbolic", "app.resume", N_ ("Resume") },
  [DP_STATE_DONE] = { "done", "folder-open-symbolic", "app.show-in-folder", N_ ("Show in Folder") },
  [DP_STATE_FAILED] = { "failed", "view-refresh-symbolic", "app.resume", N_ ("Try Again") },
  [DP_STATE_CANCELLED] = { "cancelled", "view-refresh-symbolic", "app.resume", N_ ("Try Again") },
  [DP_STATE_ASKING] = { "asking", "dialog-password-symbolic", "app.answer", N_ ("Sign In…") },
};

static const Look certificate_look = { "asking", "security-low-symbolic", "app.answer",
                                       N_ ("Check Certificate…") };

static const Look found_look = { "done", "view-refresh-symbolic", "app.download-again",
                                 N_ ("Download Again") };

static const Look *
get_look (DpDownload *download)
{
  const DpQuestion *question = dp_download_get_question (download);

  if (dp_download_get_state (download) == DP_STATE_DONE &&
      dp_download_get_found (download) != DP_FINISHED_SAME)
    return &found_look;
  return question != NULL && question->kind == DP_QUESTION_CERTIFICATE
             ? &certificate_look
             : &looks[dp_download_get_state (download)];
}

/* What the button does; or all of a reason that is longer than the row.  Only when it is asked for:
 * to set a tooltip's text costs a question to the X server and its answer. */
static gboolean
on_query_tooltip (GtkWidget *widget,
                  int x,
                  int y,
                  gboolean is_keyboard_mode,
                  GtkTooltip *tooltip,
                  DpDownloadRow *self)
{
  const char *text;

  if (self->download == NULL)
    return FALSE;
  if (widget == GTK_WIDGET (self->button))
    text = _ (get_look (self->download)->label);
  else if (widget == GTK_WIDGET (self->priority))
    text = dp_words_for_priority (dp_download_get_priority (self->download));
  else
    text = dp_download_get_reason (self->download);
  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static double
get_fraction (DpDownloadRow *self, const DpProgress *progress)
{
  return progress != NULL ? dp_progress_get_fraction (progress) : 0.0;
}

/* GTK 4.8 forgets what a bar says with each number that it gets. */
static void
update_spoken_value (DpDownloadRow *self)
{
  if (self->spoken_value != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                    self->spoken_value, -1);
}

/* The list gives the row its place; a screen reader reads that widget. */
static void
update_accessible (DpDownloadRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  gint64 now_usec = g_get_monotonic_time ();
  g_autofree char *words = dp_words_for_accessible (self->download, now_usec);

  g_free (self->spoken_value);
  self->spoken_value = dp_words_for_value (self->download, now_usec);
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                    -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  dp_download_get_name (self->download), -1);
  update_spoken_value (self);
}

static void
update_status (DpDownloadRow *self)
{
  g_autofree char *status = dp_words_for_status (self->download, g_get_monotonic_time ());

  gtk_label_set_label (self->status, status);
}

static void
update_progress (DpDownloadRow *self)
{
  const DpProgress *progress = dp_download_get_progress (self->download);
  guint percent = (guint) (dp_progress_get_fraction (progress) * 100);
  guint64 minutes = progress->left_sec / 60;

  update_status (self);
  if (percent != self->spoken_percent || minutes != self->spoken_minutes)
    {
      self->spoken_percent = percent;
      self->spoken_minutes = minutes;
      update_accessible (self);
    }
}

static gboolean
on_countdown (gpointer user_data)
{
  update_status (user_data);
  update_accessible (user_data);
  return G_SOURCE_CONTINUE;
}

/* Ticks only for a row that somebody sees and that counts down. */
static void
update_countdown (DpDownloadRow *self)
{
  gboolean is_counting = self->download != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
                         dp_download_get_state (self->download) == DP_STATE_WAITING;

  if (!is_counting)
    g_clear_handle_id (&self->countdown_id, g_source_remove);
  else if (self->countdown_id == 0)
    self->countdown_id = g_timeout_add_seconds (1, on_countdown, self);
}

static void
update_state (DpDownloadRow *self)
{
  DpState state = dp_download_get_state (self->download);
  const Look *look = get_look (self->download);
  guint64 id = dp_download_get_id (self->download);

  for (guint i = 0; i < DP_N_STATES; i++)
    if (i != state)
      gtk_widget_remove_css_class (GTK_WIDGET (self), looks[i].css_class);
  gtk_widget_add_css_class (GTK_WIDGET (self), look->css_class);

  gtk_button_set_icon_name (self->button, look->icon_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (look->label), -1);
  gtk_actionable_set_action_target_value (
      GTK_ACTIONABLE (self->button),
      g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, &id, 1, sizeof id));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), look->action);

  dp_row_icons_update (self->icons, self->download);
  update_countdown (self);
  update_status (self);
  update_accessible (self);
}

static void
update_icons (DpDownloadRow *self)
{
  dp_row_icons_update (self->icons, self->download);
}

/* A finished file may have gone: somebody who can shall look, now that the row is seen. */
static void
ask_for_file (DpDownloadRow *self)
{
  if (self->download != NULL && dp_download_get_state (self->download) == DP_STATE_DONE)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.look", "t",
                                dp_download_get_id (self->download));
}

/* Nearly all have none to speak of. */
static void
show_priority (DpDownloadRow *self)
{
  DpPriority priority = dp_download_get_priority (self->download);

  gtk_widget_set_visible (GTK_WIDGET (self->priority), priority != DP_PRIORITY_NORMAL);
  if (priority != DP_PRIORITY_NORMAL)
    gtk_image_set_from_icon_name (
        self->priority, priority == DP_PRIORITY_HIGH ? "go-up-symbolic" : "go-down-symbolic");
}

static void
update_priority (DpDownloadRow *self)
{
  show_priority (self);
  update_accessible (self);
}

static void
set_download (DpDownloadRow *self, DpDownload *download)
{
  if (!g_set_object (&self->download, download))
    return;
  g_signal_group_set_target (self->signals, download);
  if (download != NULL)
    {
      show_priority (self);
      update_state (self);
    }
  else
    {
      update_countdown (self);
      update_icons (self);
    }
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    ask_for_file (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DOWNLOAD]);
}

/**
 * dp_download_row_get_download:
 * @self: a row
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): what it shows
 */
DpDownload *
dp_download_row_get_download (DpDownloadRow *self)
{
  return self->download;
}

/**
 * dp_download_row_refresh:
 * @self: a row
 *
 * Something that is no property of its download may have changed, as what is known of its server.
 *
 * Thread: home.
 */
void
dp_download_row_refresh (DpDownloadRow *self)
{
  if (self->download == NULL)
    return;
  update_status (self);
  update_accessible (self);
}

/**
 * dp_download_row_get_position:
 * @self: a row
 *
 * Thread: home.
 *
 * Returns: its position in the list that is shown
 */
guint
dp_download_row_get_position (DpDownloadRow *self)
{
  return self->position;
}

static void
dp_download_row_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dp_download_row_parent_class)->map (widget);
  update_countdown (DP_DOWNLOAD_ROW (widget));
  update_icons (DP_DOWNLOAD_ROW (widget));
  ask_for_file (DP_DOWNLOAD_ROW (widget));
}

static void
dp_download_row_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dp_download_row_parent_class)->unmap (widget);
  update_countdown (DP_DOWNLOAD_ROW (widget));
  update_icons (DP_DOWNLOAD_ROW (widget));
}

static void
dp_download_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DpDownloadRow *self = DP_DOWNLOAD_ROW (object);

  switch ((DpDownloadRowProperty) prop_id)
    {
    case PROP_DOWNLOAD:
      g_value_set_object (value, self->download);
      break;
    case PROP_POSITION:
      g_value_set_uint (value, self->position);
      break;
    }
}

static void
dp_download_row_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  DpDownloadRow *self = DP_DOWNLOAD_ROW (object);

  switch ((DpDownloadRowProperty) prop_id)
    {
    case PROP_DOWNLOAD:
      set_download (self, g_value_get_object (value));
      break;
    case PROP_POSITION:
      self->position = g_value_get_uint (value);
      break;
    }
}

static void
dp_download_row_dispose (GObject *object)
{
  DpDownloadRow *self = DP_DOWNLOAD_ROW (object);

  g_clear_handle_id (&self->countdown_id, g_source_remove);
  g_clear_pointer (&self->icons, dp_row_icons_free);
  g_clear_pointer (&self->spoken_value, g_free);
  g_clear_object (&self->signals);
  g_clear_object (&self->download);
  G_OBJECT_CLASS (dp_download_row_parent_class)->dispose (object);
}

static void
dp_download_row_class_init (DpDownloadRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dp_download_row_get_property;
  object_class->set_property = dp_download_row_set_property;
  object_class->dispose = dp_download_row_dispose;
  widget_class->map = dp_download_row_map;
  widget_class->unmap = dp_download_row_unmap;

  props[PROP_DOWNLOAD] =
      g_param_spec_object ("download", NULL, NULL, DP_TYPE_DOWNLOAD,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, G_MAXUINT, 0,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-download-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DpDownloadRow, priority);
  gtk_widget_class_bind_template_child (widget_class, DpDownloadRow, icon);
  gtk_widget_class_bind_template_child (widget_class, DpDownloadRow, state_icon);
  gtk_widget_class_bind_template_child (widget_class, DpDownloadRow, bar);
  gtk_widget_class_bind_template_child (widget_class, DpDownloadRow, status);
  gtk_widget_class_bind_template_child (widget_class, DpDownloadRow, button);
  gtk_widget_class_bind_template_callback (widget_class, get_fraction);
  gtk_widget_class_bind_template_callback (widget_class, on_query_tooltip);
  gtk_widget_class_bind_template_callback (widget_class, update_spoken_value);
  gtk_widget_class_set_css_name (widget_class, "download");
}

static void
dp_download_row_init (DpDownloadRow *self)
{
  self->signals = g_signal_group_new (DP_TYPE_DOWNLOAD);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update_state), self);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (ask_for_file), self);
  g_signal_group_connect_swapped (self->signals, "notify::found", G_CALLBACK (update_state), self);
  g_signal_group_connect_swapped (self->signals, "notify::priority", G_CALLBACK (update_priority),
                                  self);
  g_signal_group_connect_swapped (self->signals, "notify::reason", G_CALLBACK (update_status),
                                  self);
  g_signal_group_connect_swapped (self->signals, "notify::progress", G_CALLBACK (update_progress),
                                  self);
  g_signal_group_connect_swapped (self->signals, "notify::name", G_CALLBACK (update_icons), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->icons = dp_row_icons_new (self->icon, self->state_icon);
}
