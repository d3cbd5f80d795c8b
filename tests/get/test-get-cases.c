/* test-get-cases.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every row of tests/server/test-cases-*.c through the built program: exit status, words, file,
 * and how much memory the worst of them costs.
 */

#include "dp-get-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>

#include "dp-test-case.h"

#define N_AT_ONCE 12

/* What a server can make the program use at most; with AddressSanitizer it uses other amounts. */
#define MAX_RSS_BYTES (60 * 1024 * 1024)

#ifdef __SANITIZE_ADDRESS__
#  define IS_MEMORY_REAL FALSE
#else
#  define IS_MEMORY_REAL TRUE
#endif

/* One run of the program. */
typedef struct
{
  const DpTestCase *row;
  char *url;            /* (owned) */
  char *folder;         /* (owned) */
  GSubprocess *process; /* (owned) */
  GAsyncResult *result; /* (owned) (nullable): until it has ended */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_free (run->url);
  g_free (run->folder);
  g_clear_object (&run->process);
  g_clear_object (&run->result);
  g_free (run);
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Run *) user_data)->result = g_object_ref (result);
}

static Run *
start (DpGetFixture *self, const char *group, const DpTestCase *row)
{
  Run *run = g_new0 (Run, 1);
  g_autofree char *path = dp_test_case_dup_path (group, row);
  g_autofree char *tries = g_strdup_printf ("--tries=%u", MAX (row->n_attempts, 1));
  g_autofree char *timeout = g_strdup_printf ("--timeout=%u", MAX (row->timeout_sec, 1));

  run->row = row;
  run->url = dp_test_server_dup_url (self->server, path);
  run->folder = g_strdup (row->name);
  run->process =
      dp_get_start (self, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                    (const char *[]){ timeout, "--quiet", "--no-proxy", tries, "-d", run->folder,
                                      run->url, NULL });
  g_subprocess_communicate_utf8_async (run->process, NULL, NULL, on_ended, run);
  return run;
}

/* What lies in the run's folder. */
static char *
dup_names (DpGetFixture *self, Run *run)
{
  g_autofree char *path = dp_get_dup_path (self, run->folder);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GString) names = g_string_new (NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_string_append_printf (names, names->len > 0 ? "|%s" : "%s", name);
  return g_strdup (names->str);
}

static gboolean
has_right_bytes (DpGetFixture *self, Run *run, const char *name)
{
  const char *body = run->row->body != NULL ? run->row->body : DP_TEST_CASE_BODY;
  g_autofree char *folder = dp_get_dup_path (self, run->folder);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *content = NULL;
  gsize size_bytes;

  if (run->row->path != NULL && strstr (run->row->path, "zeros=1") == NULL)
    return dp_test_body_check_file (path, DP_TEST_BODY_SEED, run->row->size_bytes, NULL);
  if (!g_file_get_contents (path, &content, &size_bytes, NULL))
    return FALSE;
  if (run->row->path != NULL)
    return size_bytes == run->row->size_bytes;
  return size_bytes == strlen (body) && memcmp (content, body, size_bytes) == 0;
}

/* Our own lines; libsoup grumbles, too, about a negative length. */
static guint
count_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_lines = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && *lines[i] != '(')
      n_lines++;
  return n_lines;
}

static void
judge (DpGetFixture *self, Run *run)
{
  gboolean is_good = run->row->end == DP_TEST_CASE_DONE;
  g_autofree char *names = dup_names (self, run);
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_true (
      g_subprocess_communicate_utf8_finish (run->process, run->result, &out, &err, NULL));
  if (!g_subprocess_get_if_exited (run->process) ||
      g_subprocess_get_exit_status (run->process) != (is_good ? 0 : 1))
    g_test_fail_printf ("%s: ended as it should not, with “%s”", run->url, err);
  else if (is_good && strcmp (names, dp_test_case_get_file (run->row)) != 0)
    g_test_fail_printf ("%s: left “%s”", run->url, names);
  else if (is_good && !has_right_bytes (self, run, names))
    g_test_fail_printf ("%s: wrong bytes", run->url);
  else if (!is_good && *names != '\0' && !g_str_has_suffix (names, ".part"))
    g_test_fail_printf ("%s: left “%s” although it failed", run->url, names);
  else if (!is_good && strstr (err, run->row->words) == NULL)
    g_test_fail_printf ("%s: says “%s”", run->url, err);
  else if (count_lines (err) != (is_good ? 0 : 1))
    g_test_fail_printf ("%s: says more or less than one line: “%s”", run->url, err);
}

static void
wait_for (DpGetFixture *self, GPtrArray *runs, guint n_left)
{
  while (runs->len > n_left)
    {
      Run *first = runs->pdata[0];

      while (first->result == NULL)
        g_main_context_iteration (NULL, TRUE);
      judge (self, first);
      g_ptr_array_remove_index (runs, 0);
    }
}

static void
test_group (DpGetFixture *self, gconstpointer data)
{
  const DpTestCaseGroup *group = data;
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (run_free);
  guint n_rows = 0;
  g_autoptr (GDir) dir = NULL;
  struct rusage usage;
  const char *name;

  for (const DpTestCase *row = group->cases; row->name != NULL; row++, n_rows++)
    {
      wait_for (self, runs, N_AT_ONCE - 1);
      g_ptr_array_add (runs, start (self, group->name, row));
    }
  wait_for (self, runs, 0);

  /* Nothing appeared beside the folders. */
  dir = g_dir_open (self->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_nonnull (dp_test_case_find (group->name, name));

  getrusage (RUSAGE_CHILDREN, &usage);
  g_test_message ("%u rows, at most %ld KiB", n_rows, usage.ru_maxrss);
  if (IS_MEMORY_REAL)
    g_assert_cmpint (usage.ru_maxrss, <, MAX_RSS_BYTES / 1024);
}

static void
set_up (DpGetFixture *self, gconstpointer data)
{
  dp_get_fixture_set_up (self, GUINT_TO_POINTER (DP_TEST_SERVER_PLAIN));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (const DpTestCaseGroup *group = dp_test_case_groups; group->name != NULL; group++)
    {
      g_autofree char *path = g_strconcat ("/get/cases/", group->name, NULL);

      g_test_add (path, DpGetFixture, group, set_up, test_group, dp_get_fixture_tear_down);
    }
  return g_test_run ();
}
