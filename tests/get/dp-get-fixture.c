/* dp-get-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-get-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

void
dp_get_fixture_set_up (DpGetFixture *self, gconstpointer flags)
{
  g_autoptr (GError) error = NULL;

  self->server = dp_test_server_new ((DpTestServerFlags) GPOINTER_TO_UINT (flags), &error);
  g_assert_no_error (error);
  self->folder = g_dir_make_tmp ("downpour-get-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

void
dp_get_fixture_tear_down (DpGetFixture *self, gconstpointer flags)
{
  g_clear_pointer (&self->server, dp_test_server_free);
  remove_tree (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

void
dp_get_fixture_add_test (const char *path, void (*func) (DpGetFixture *, gconstpointer))
{
  g_test_add (path, DpGetFixture, GUINT_TO_POINTER (DP_TEST_SERVER_PLAIN), dp_get_fixture_set_up,
              func, dp_get_fixture_tear_down);
}

/* The server in this process ignores SIGPIPE, and that is inherited. */
static void
reset_signals (gpointer unused)
{
  signal (SIGPIPE, SIG_DFL);
}

GSubprocess *
dp_get_launch (DpGetFixture *self, GSubprocessLauncher *launcher, const char *const *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = NULL;
  GSubprocess *process;

  g_assert_nonnull (g_getenv ("DOWNPOUR_GET"));
  g_strv_builder_add (builder, g_getenv ("DOWNPOUR_GET"));
  g_strv_builder_addv (builder, (const char **) arguments);
  argv = g_strv_builder_end (builder);
  g_subprocess_launcher_set_cwd (launcher, self->folder);
  g_subprocess_launcher_set_child_setup (launcher, reset_signals, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  return process;
}

GSubprocess *
dp_get_start (DpGetFixture *self, GSubprocessFlags flags, const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);

  return dp_get_launch (self, launcher, arguments);
}

static gboolean
on_too_long (gpointer user_data)
{
  g_error ("downpour-get takes too long");
  return G_SOURCE_REMOVE;
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result, guint timeout_msec)
{
  guint alarm_id = g_timeout_add (timeout_msec, on_too_long, NULL);

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (alarm_id);
}

int
dp_get_wait (GSubprocess *process, guint timeout_msec)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_subprocess_wait_async (process, NULL, on_result, &result);
  wait_for (&result, timeout_msec);
  g_assert_true (g_subprocess_wait_finish (process, result, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

void
dp_get_run (DpGetFixture *self, DpGetRan *ran, const char *input, const char *const *arguments)
{
  gint64 began_usec = g_get_monotonic_time ();
  g_autoptr (GSubprocess) process =
      dp_get_start (self,
                    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                        G_SUBPROCESS_FLAGS_STDERR_PIPE,
                    arguments);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  dp_get_ran_clear (ran);
  g_subprocess_communicate_utf8_async (process, input, NULL, on_result, &result);
  wait_for (&result, DP_GET_LONG_MSEC);
  g_subprocess_communicate_utf8_finish (process, result, &ran->out, &ran->err, &error);
  g_assert_no_error (error);
  ran->status = dp_get_wait (process, DP_GET_LONG_MSEC);
  ran->msec = (g_get_monotonic_time () - began_usec) / G_TIME_SPAN_MILLISECOND;
  g_test_message ("status %d\n%s%s", ran->status, strlen (ran->out) < 2000 ? ran->out : "…\n",
                  strlen (ran->err) < 2000 ? ran->err : "…\n");
}

void
dp_get_ran_clear (DpGetRan *self)
{
  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
dp_get_list (DpGetFixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

char *
dp_get_dup_path (DpGetFixture *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

void
dp_get_assert_file (DpGetFixture *self, const char *name, guint64 seed, guint64 size_bytes)
{
  g_autofree char *path = dp_get_dup_path (self, name);
  g_autoptr (GError) error = NULL;

  dp_test_body_check_file (path, seed, size_bytes, &error);
  g_assert_no_error (error);
}
