/* dp-conditions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether downloads may run at all, as far as the person has said on what that depends: the hour of
 * the week, a network that is paid for by the byte, a computer that saves power.
 *
 * The person may waive what holds them now.  That counts until it is over; the next time it holds
 * them again.
 *
 * Thread: home.
 */

#include "dp-conditions.h"

#include <glib/gi18n.h>

#include "dp-alarm.h"
#include "dp-timetable.h"

typedef enum
{
  CAUSE_TIMETABLE = 1 << 0,
  CAUSE_METERED = 1 << 1,
  CAUSE_POWER = 1 << 2,
} Causes;

struct _DpConditions
{
  GObject parent_instance;

  GSettings *settings;         /* (owned) */
  GNetworkMonitor *network;    /* (owned) */
  GPowerProfileMonitor *power; /* (owned) */
  DpAlarm *alarm;              /* (owned): when the timetable says something else */
  DpTimetable timetable;
  Causes causes; /* what speaks against it */
  Causes waived; /* and what of it the person does not mind */
  gboolean is_limited;
};

G_DEFINE_FINAL_TYPE (DpConditions, dp_conditions, G_TYPE_OBJECT)

static guint changed_signal;

static DpTimetableMode
get_mode (DpConditions *self, GDateTime *now)
{
  if (!g_settings_get_boolean (self->settings, "timetable-enabled"))
    return DP_TIMETABLE_FULL;
  return dp_timetable_get_mode (&self->timetable, now);
}

static Causes
find_causes (DpConditions *self, GDateTime *now)
{
  Causes causes = 0;

  if (get_mode (self, now) == DP_TIMETABLE_OFF)
    causes |= CAUSE_TIMETABLE;
  if (g_settings_get_boolean (self->settings, "pause-on-metered") &&
      g_network_monitor_get_network_metered (self->network))
    causes |= CAUSE_METERED;
  if (g_settings_get_boolean (self->settings, "pause-on-power-saver") &&
      g_power_profile_monitor_get_power_saver_enabled (self->power))
    causes |= CAUSE_POWER;
  return causes;
}

static void
look (DpConditions *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) change = NULL;

  if (g_settings_get_boolean (self->settings, "timetable-enabled"))
    change = dp_timetable_find_change (&self->timetable, now);
  dp_alarm_set (self->alarm, change);
  self->causes = find_causes (self, now);
  self->waived &= self->causes;
  self->is_limited = get_mode (self, now) == DP_TIMETABLE_LIMITED;
  g_signal_emit (self, changed_signal, 0);
}

static gboolean
on_alarm (gpointer user_data)
{
  look (user_data);
  return G_SOURCE_REMOVE;
}

static void
on_timetable_changed (DpConditions *self)
{
  g_autofree char *text = g_settings_get_string (self->settings, "timetable");

  dp_timetable_parse (&self->timetable, text);
  look (self);
}

/**
 * dp_conditions_is_held:
 * @self: the conditions
 *
 * Thread: home.
 *
 * Returns: whether nothing may run for now
 */
gboolean
dp_conditions_is_held (DpConditions *self)
{
  return (self->causes & ~self->waived) != 0;
}

/**
 * dp_conditions_is_limited:
 * @self: the conditions
 *
 * Thread: home.
 *
 * Returns: whether the timetable wants it slower for now
 */
gboolean
dp_conditions_is_limited (DpConditions *self)
{
  return self->is_limited;
}

static char *
dup_timetable_reason (DpConditions *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) run = dp_timetable_find_run (&self->timetable, now);
  gboolean is_today =
      run != NULL && g_date_time_get_day_of_year (run) == g_date_time_get_day_of_year (now);
  g_autofree char *when = NULL;

  if (run == NULL)
    return g_strdup (_ ("The timetable lets nothing run at any time."));
  /* Translators: a time of day, as in "22:00"; with the day of the week, as in "Monday, 22:00". */
  when = g_date_time_format (run, is_today ? _ ("%H:%M") : _ ("%A, %H:%M"));
  return g_strdup_printf (_ ("Downloads wait until %s, as the timetable says."), when);
}

/**
 * dp_conditions_dup_reason:
 * @self: the conditions
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): why nothing may run, a sentence, or %NULL if it may
 */
char *
dp_conditions_dup_reason (DpConditions *self)
{
  Causes causes = self->causes & ~self->waived;

  if (causes & CAUSE_METERED)
    return g_strdup (_ ("Downloads wait for a network that is not metered."));
  if (causes & CAUSE_POWER)
    return g_strdup (_ ("Downloads wait until the computer no longer saves power."));
  if (causes & CAUSE_TIMETABLE)
    return dup_timetable_reason (self);
  return NULL;
}

/**
 * dp_conditions_waive:
 * @self: the conditions
 *
 * Downloads run in spite of what holds them now.
 *
 * Thread: home.
 */
void
dp_conditions_waive (DpConditions *self)
{
  self->waived = self->causes;
  g_signal_emit (self, changed_signal, 0);
}

static void
dp_conditions_dispose (GObject *object)
{
  DpConditions *self = DP_CONDITIONS (object);

  g_clear_pointer (&self->alarm, dp_alarm_free);
  g_clear_object (&self->settings);
  g_clear_object (&self->network);
  g_clear_object (&self->power);
  G_OBJECT_CLASS (dp_conditions_parent_class)->dispose (object);
}

static void
dp_conditions_class_init (DpConditionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dp_conditions_dispose;

  /**
   * DpConditions::changed:
   * @self: the conditions
   *
   * They may be others than before.
   */
  changed_signal = g_signal_new ("changed", DP_TYPE_CONDITIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
dp_conditions_init (DpConditions *self)
{
}

/**
 * dp_conditions_new:
 * @settings: the program's settings
 * @network: what knows the network
 * @power: what knows whether the computer saves power
 *
 * Thread: home.
 *
 * Returns: (transfer full): the conditions, and from now on whenever they change
 */
DpConditions *
dp_conditions_new (GSettings *settings, GNetworkMonitor *network, GPowerProfileMonitor *power)
{
  static const char *const watched[] = {
    "changed::timetable-enabled",
    "changed::pause-on-metered",
    "changed::pause-on-power-saver",
  };
  DpConditions *self = g_object_new (DP_TYPE_CONDITIONS, NULL);

  self->settings = g_object_ref (settings);
  self->network = g_object_ref (network);
  self->power = g_object_ref (power);
  self->alarm = dp_alarm_new (on_alarm, self);
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_connect_object (settings, watched[i], G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::timetable", G_CALLBACK (on_timetable_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (network, "notify::network-metered", G_CALLBACK (look), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (power, "notify::power-saver-enabled", G_CALLBACK (look), self,
                           G_CONNECT_SWAPPED);
  on_timetable_changed (self);
  return self;
}
