/* test-network.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The network comes back: told at once, and not for every route.
 */

#include "dp-network.h"

#include "dp-engine-fixture.h"

static guint n_told;

static void
on_changed (gpointer user_data)
{
  n_told++;
}

static void
say (gboolean is_available)
{
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", is_available);
}

static void
test_told (void)
{
  g_autoptr (DpNetwork) network =
      dp_network_new (g_network_monitor_get_default (), on_changed, NULL);
  gint64 began_usec = g_get_monotonic_time ();

  n_told = 0;
  say (FALSE);
  g_assert_cmpuint (n_told, ==, 0);
  say (TRUE);
  g_assert_cmpuint (n_told, ==, 1);
  for (guint i = 0; i < 10; i++)
    say (TRUE);
  g_assert_cmpuint (n_told, ==, 1);
  dp_test_run_until (n_told == 2);
  g_assert_cmpint (g_get_monotonic_time () - began_usec, >=, 4 * G_USEC_PER_SEC);
}

/* It went away again while it settled; and what comes later comes at once. */
static void
test_gone_again (void)
{
  g_autoptr (DpNetwork) network =
      dp_network_new (g_network_monitor_get_default (), on_changed, NULL);
  gint64 end_usec = g_get_monotonic_time () + 6 * G_USEC_PER_SEC;

  n_told = 0;
  say (TRUE);
  say (TRUE);
  say (FALSE);
  dp_test_run_until (g_get_monotonic_time () > end_usec);
  g_assert_cmpuint (n_told, ==, 1);
  say (TRUE);
  g_assert_cmpuint (n_told, ==, 2);
}

static void
test_freed (void)
{
  DpNetwork *network = dp_network_new (g_network_monitor_get_default (), on_changed, NULL);

  n_told = 0;
  say (TRUE);
  say (TRUE);
  dp_network_free (network);
  dp_network_free (NULL);
  say (TRUE);
  g_assert_cmpuint (n_told, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/network/told", test_told);
  g_test_add_func ("/network/gone-again", test_gone_again);
  g_test_add_func ("/network/freed", test_freed);

  return g_test_run ();
}
