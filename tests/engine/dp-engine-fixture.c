/* dp-engine-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-engine-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "dp-part-file.h"

/* The folder */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
dp_engine_fixture_list (DpEngineFixture *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv ("|", (char **) names->pdata);
}

void
dp_engine_fixture_assert_files (DpEngineFixture *self, const char *names)
{
  g_autofree char *list = dp_engine_fixture_list (self);

  g_assert_cmpstr (list, ==, names);
}

char *
dp_engine_fixture_dup_path (DpEngineFixture *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

void
dp_engine_fixture_assert_content (DpEngineFixture *self,
                                  const char *name,
                                  guint64 seed,
                                  guint64 size_bytes)
{
  g_autofree char *path = dp_engine_fixture_dup_path (self, name);
  g_autoptr (GError) error = NULL;

  dp_test_body_check_file (path, seed, size_bytes, &error);
  g_assert_no_error (error);
}

void
dp_engine_fixture_write (DpEngineFixture *self, const char *name, const char *text)
{
  g_autofree char *path = dp_engine_fixture_dup_path (self, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

void
dp_engine_fixture_assert_text (DpEngineFixture *self, const char *name, const char *text)
{
  g_autofree char *path = dp_engine_fixture_dup_path (self, name);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &content, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (content, ==, text);
}

void
dp_test_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        dp_test_remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

/* Life */

DpEngineFixture *
dp_engine_fixture_new (guint timeout_sec)
{
  static gsize is_initialised;
  DpEngineFixture *self = g_new0 (DpEngineFixture, 1);
  const DpHttpOptions options = { .timeout_sec = timeout_sec };
  g_autoptr (GError) error = NULL;

  if (g_once_init_enter (&is_initialised))
    {
      dp_part_file_init_process ();
      g_once_init_leave (&is_initialised, 1);
    }
  self->folder = g_dir_make_tmp ("downpour-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->server = dp_test_server_new (DP_TEST_SERVER_PLAIN, &error);
  g_assert_no_error (error);
  self->lanes = dp_lanes_new (&options);
  return self;
}

void
dp_engine_fixture_free (DpEngineFixture *self)
{
  g_clear_pointer (&self->lanes, dp_lanes_free);
  dp_test_run_until (dp_test_count_threads ("dp-lane-") == 0);
  dp_test_server_free (self->server);
  dp_test_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self);
}

char *
dp_engine_fixture_dup_url (DpEngineFixture *self, const char *path)
{
  return dp_test_server_dup_url (self->server, path);
}

/* One fetch */

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DpTestFetch *fetch = user_data;

  g_assert_null (fetch->outcome);
  fetch->outcome = dp_fetch_finish (result);
  g_assert_nonnull (fetch->outcome);
}

DpTestFetch *
dp_test_fetch_start (DpEngineFixture *self, const char *url, const DpPartial *partial)
{
  DpTestFetch *fetch = g_new0 (DpTestFetch, 1);
  g_autoptr (DpCounter) counter = dp_counter_new (NULL);
  g_autoptr (DpTrace) trace = dp_trace_new (dp_journal_new ());

  fetch->transfer = dp_transfer_new (url, NULL, self->folder, partial, counter, trace);
  fetch->transfer->n_segments = self->n_segments;
  fetch->cancellable = g_cancellable_new ();
  dp_fetch_async (fetch->transfer, self->lanes, fetch->cancellable, on_fetched, fetch);
  return fetch;
}

void
dp_test_fetch_wait (DpTestFetch *fetch)
{
  dp_test_run_until (fetch->outcome != NULL);
}

void
dp_test_fetch_free (DpTestFetch *fetch)
{
  dp_test_fetch_wait (fetch);
  g_clear_pointer (&fetch->outcome, dp_outcome_free);
  g_clear_pointer (&fetch->transfer, dp_transfer_unref);
  g_clear_object (&fetch->cancellable);
  g_free (fetch);
}

DpTestFetch *
dp_test_fetch_run (DpEngineFixture *self, const char *path, const DpPartial *partial)
{
  g_autofree char *url = dp_engine_fixture_dup_url (self, path);
  DpTestFetch *fetch = dp_test_fetch_start (self, url, partial);

  dp_test_fetch_wait (fetch);
  return fetch;
}

void
dp_test_fetch_assert_failed (DpTestFetch *fetch, DpOutcomeKind kind, const char *words)
{
  const DpOutcome *outcome = fetch->outcome;

  dp_test_assert_has (outcome->reason, words);
  g_assert_cmpint (outcome->kind, ==, kind);
  g_assert_null (outcome->path);
}

void
dp_test_fetch_assert_done (DpTestFetch *fetch, guint64 size_bytes)
{
  const DpOutcome *outcome = fetch->outcome;

  g_assert_cmpstr (outcome->reason, ==, NULL);
  g_assert_cmpint (outcome->kind, ==, DP_OUTCOME_DONE);
  g_assert_nonnull (outcome->path);
  g_assert_null (outcome->partial);
  g_assert_cmpuint (outcome->total_bytes, ==, size_bytes);
  g_assert_cmpuint (dp_counter_get_received (fetch->transfer->counter), ==, size_bytes);
}

/* The process */

guint
dp_test_count_threads (const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  guint n_threads = 0;
  const char *id;

  while ((id = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", id, "comm", NULL);
      g_autofree char *name = NULL;

      if (g_file_get_contents (path, &name, NULL, NULL) && g_str_has_prefix (name, prefix))
        n_threads++;
    }
  return n_threads;
}

guint64
dp_test_get_peak_bytes (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  line = strstr (status, "VmHWM:");
  return g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10) * 1024;
}

void
dp_test_reset_peak (void)
{
  /* 5: the peak becomes what is used now (proc(5)). */
  FILE *file = g_fopen ("/proc/self/clear_refs", "w");

  if (file == NULL)
    return;
  fputs ("5", file);
  fclose (file);
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

gint64
dp_test_get_work_usec (void)
{
  struct timespec spent;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &spent);
  return spent.tv_sec * G_USEC_PER_SEC + spent.tv_nsec / 1000;
}

void
dp_test_iterate (void)
{
  guint id = g_timeout_add (10, on_tick, NULL);

  g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
}
