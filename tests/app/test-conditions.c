/* test-conditions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What holds all downloads, and the banner that says so.
 */

#include "dp-app-fixture.h"
#include "dp-conditions.h"

#include <string.h>

/* A network and a power supply that are as the test says. */

typedef struct
{
  GObject parent_instance;
  gboolean is_metered;
  gboolean is_saving;
} TestWorld;

typedef GObjectClass TestWorldClass;

enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
  PROP_SAVING,
};

GType test_world_get_type (void);

G_DEFINE_TYPE_WITH_CODE (TestWorld,
                         test_world,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, NULL)
                             G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, NULL)
                                 G_IMPLEMENT_INTERFACE (G_TYPE_POWER_PROFILE_MONITOR, NULL))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestWorld, g_object_unref)

static void
test_world_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TestWorld *world = (TestWorld *) object;

  if (id == PROP_METERED)
    g_value_set_boolean (value, world->is_metered);
  else if (id == PROP_SAVING)
    g_value_set_boolean (value, world->is_saving);
}

static void
test_world_class_init (TestWorldClass *klass)
{
  klass->get_property = test_world_get_property;
  g_object_class_override_property (klass, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (klass, PROP_METERED, "network-metered");
  g_object_class_override_property (klass, PROP_CONNECTIVITY, "connectivity");
  g_object_class_override_property (klass, PROP_SAVING, "power-saver-enabled");
}

static void
test_world_init (TestWorld *world)
{
}

static void
set_metered (TestWorld *world, gboolean is_metered)
{
  world->is_metered = is_metered;
  g_object_notify (G_OBJECT (world), "network-metered");
}

static void
set_saving (TestWorld *world, gboolean is_saving)
{
  world->is_saving = is_saving;
  g_object_notify (G_OBJECT (world), "power-saver-enabled");
}

static void
assert_reason (DpConditions *conditions, const char *words)
{
  g_autofree char *reason = dp_conditions_dup_reason (conditions);

  g_assert_cmpint (dp_conditions_is_held (conditions), ==, words != NULL);
  if (words == NULL)
    g_assert_null (reason);
  else
    dp_test_assert_has (reason, words);
}

static void
test_causes (DpAppFixture *self)
{
  g_autoptr (TestWorld) world = g_object_new (test_world_get_type (), NULL);
  g_autoptr (DpConditions) conditions = dp_conditions_new (
      self->settings, G_NETWORK_MONITOR (world), G_POWER_PROFILE_MONITOR (world));

  /* Not asked for. */
  set_metered (world, TRUE);
  set_saving (world, TRUE);
  assert_reason (conditions, NULL);
  g_settings_set_boolean (self->settings, "pause-on-power-saver", TRUE);
  assert_reason (conditions, "saves power");
  g_settings_set_boolean (self->settings, "pause-on-metered", TRUE);
  assert_reason (conditions, "metered");
  set_metered (world, FALSE);
  assert_reason (conditions, "saves power");

  /* What is waived holds again the next time, and what comes anew at once. */
  dp_conditions_waive (conditions);
  assert_reason (conditions, NULL);
  set_metered (world, TRUE);
  assert_reason (conditions, "metered");
  set_metered (world, FALSE);
  assert_reason (conditions, NULL);
  set_saving (world, FALSE);
  set_saving (world, TRUE);
  assert_reason (conditions, "saves power");
  g_settings_set_boolean (self->settings, "pause-on-power-saver", FALSE);
  assert_reason (conditions, NULL);
}

static void
set_timetable (DpAppFixture *self, char letter)
{
  g_autofree char *text = g_strnfill (168, letter);

  g_settings_set_string (self->settings, "timetable", text);
}

static gboolean
is_banner_shown (DpAppFixture *self)
{
  return *dp_app_fixture_get_banner (self) != '\0';
}

static void
test_banner (DpAppFixture *self)
{
  g_autofree char *link = g_strdup_printf ("http://127.0.0.1:%u/file/a.bin",
                                           dp_test_server_get_port (self->engine->server));

  set_timetable (self, 'o');
  g_assert_false (is_banner_shown (self));
  g_settings_set_boolean (self->settings, "timetable-enabled", TRUE);
  g_assert_true (is_banner_shown (self));
  dp_app_fixture_add (self, link, 1);
  dp_test_iterate ();
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_QUEUED), ==, 1);

  dp_app_fixture_activate (self, "app.resume-anyway");
  g_assert_false (is_banner_shown (self));
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_DONE) == 1);
  set_timetable (self, 'f');
  set_timetable (self, 'o');
  g_assert_true (is_banner_shown (self));
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/conditions/causes", test_causes);
  add ("/conditions/banner", test_banner);

  return g_test_run ();
}
