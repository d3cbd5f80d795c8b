/* dp-timetable-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A week to be painted, what its hours mean, some weeks to begin with, and what comes of it now.
 *
 * Thread: home.
 */

#include "dp-timetable-editor.h"

#include <glib/gi18n.h>

#include "dp-alarm.h"
#include "dp-timetable-cell.h"
#include "dp-timetable-grid.h"
#include "dp-timetable-preset.h"

struct _DpTimetableEditor
{
  GtkBox parent_instance;

  DpAlarm *alarm; /* (owned): when the sentence is no longer true */

  DpTimetableGrid *grid;
  GtkLabel *now_label;
};

enum
{
  PROP_TIMETABLE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DpTimetableEditor, dp_timetable_editor, GTK_TYPE_BOX)

/* Each is a whole sentence: where the time stands in it is another place in every language. */
static const char *
get_format (DpTimetableMode mode, gboolean is_today)
{
  switch (mode)
    {
    case DP_TIMETABLE_FULL:
      /* Translators: with a time of day, as in "22:00". */
      return is_today ? _ ("Downloads run at full speed until %H:%M.")
                      /* Translators: with a day of the week and a time of day. */
                      : _ ("Downloads run at full speed until %A, %H:%M.");
    case DP_TIMETABLE_LIMITED:
      /* Translators: with a time of day, as in "22:00". */
      return is_today ? _ ("Downloads are slowed down until %H:%M.")
                      /* Translators: with a day of the week and a time of day. */
                      : _ ("Downloads are slowed down until %A, %H:%M.");
    case DP_TIMETABLE_OFF:
      /* Translators: with a time of day, as in "22:00". */
      return is_today ? _ ("Downloads run again at %H:%M.")
                      /* Translators: with a day of the week and a time of day. */
                      : _ ("Downloads run again on %A, %H:%M.");
    }
  g_assert_not_reached ();
}

static const char *
get_words_for_always (DpTimetableMode mode)
{
  switch (mode)
    {
    case DP_TIMETABLE_FULL:
      return _ ("Downloads run at full speed all week.");
    case DP_TIMETABLE_LIMITED:
      return _ ("Downloads are slowed down all week.");
    case DP_TIMETABLE_OFF:
      return _ ("The timetable lets nothing run at any time.");
    }
  g_assert_not_reached ();
}

/**
 * dp_timetable_editor_dup_words:
 * @table: a timetable
 * @now: a time, in the zone of the clock on the wall
 *
 * Thread: home.
 *
 * Returns: (transfer full): what downloads do then, and until when, a sentence
 */
char *
dp_timetable_editor_dup_words (const DpTimetable *table, GDateTime *now)
{
  DpTimetableMode mode = dp_timetable_get_mode (table, now);
  g_autoptr (GDateTime) until = mode == DP_TIMETABLE_OFF ? dp_timetable_find_run (table, now)
                                                         : dp_timetable_find_change (table, now);

  if (until == NULL)
    return g_strdup (get_words_for_always (mode));
  return g_date_time_format (until, get_format (mode, g_date_time_get_day_of_year (until) ==
                                                          g_date_time_get_day_of_year (now)));
}

static void
read_table (DpTimetableEditor *self, DpTimetable *table)
{
  g_autofree char *text = NULL;

  g_object_get (self->grid, "timetable", &text, NULL);
  dp_timetable_parse (table, text);
}

static void
update (DpTimetableEditor *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) change = NULL;
  g_autofree char *words = NULL;
  DpTimetable table;

  read_table (self, &table);
  words = dp_timetable_editor_dup_words (&table, now);
  gtk_label_set_label (self->now_label, words);
  change = dp_timetable_find_change (&table, now);
  dp_alarm_set (self->alarm, change);
}

static gboolean
on_alarm (gpointer user_data)
{
  update (user_data);
  return G_SOURCE_REMOVE;
}

static void
on_painted (DpTimetableEditor *self)
{
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TIMETABLE]);
}

static void
fill (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  DpTimetableEditor *self = DP_TIMETABLE_EDITOR (widget);
  g_autofree char *text = NULL;
  DpTimetable table;

  if (!dp_timetable_preset_fill (&table, g_variant_get_string (parameter, NULL)))
    return;
  text = dp_timetable_to_text (&table);
  g_object_set (self->grid, "timetable", text, NULL);
  on_painted (self);
}

static void
dp_timetable_editor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TIMETABLE)
    g_object_get_property (G_OBJECT (DP_TIMETABLE_EDITOR (object)->grid), "timetable", value);
}

static void
dp_timetable_editor_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DpTimetableEditor *self = DP_TIMETABLE_EDITOR (object);

  if (id != PROP_TIMETABLE)
    return;
  g_object_set_property (G_OBJECT (self->grid), "timetable", value);
  update (self);
}

static void
dp_timetable_editor_dispose (GObject *object)
{
  g_clear_pointer (&DP_TIMETABLE_EDITOR (object)->alarm, dp_alarm_free);
  G_OBJECT_CLASS (dp_timetable_editor_parent_class)->dispose (object);
}

static void
dp_timetable_editor_class_init (DpTimetableEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dp_timetable_editor_dispose;
  object_class->get_property = dp_timetable_editor_get_property;
  object_class->set_property = dp_timetable_editor_set_property;

  /**
   * DpTimetableEditor:timetable:
   *
   * The week, as of dp_timetable_to_text().  Notified when the person has changed it.
   */
  props[PROP_TIMETABLE] =
      g_param_spec_string ("timetable", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (DP_TYPE_TIMETABLE_CELL);
  g_type_ensure (DP_TYPE_TIMETABLE_GRID);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/downpour/Downpour/dp-timetable-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, DpTimetableEditor, grid);
  gtk_widget_class_bind_template_child (widget_class, DpTimetableEditor, now_label);
  gtk_widget_class_bind_template_callback (widget_class, on_painted);
  gtk_widget_class_install_action (widget_class, "timetable.fill", "s", fill);
}

static void
dp_timetable_editor_init (DpTimetableEditor *self)
{
  self->alarm = dp_alarm_new (on_alarm, self);
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}
