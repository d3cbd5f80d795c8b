/* test-cases.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every row of tests/server/test-cases-*.c through the whole engine: the right bytes under the
 * right name, or a clear failure and no file.  What failed is tried again with what it left, as
 * the queue does, but without waiting.
 */

#include "dp-fetch.h"

#include <glib/gstdio.h>
#include <string.h>

#include "dp-engine-fixture.h"
#include "dp-test-case.h"

#define MAX_NAME_BYTES 255

static const DpOutcomeKind kinds[] = {
  [DP_TEST_CASE_DONE] = DP_OUTCOME_DONE,
  [DP_TEST_CASE_DROPPED] = DP_OUTCOME_DROPPED,
  [DP_TEST_CASE_REFUSED] = DP_OUTCOME_REFUSED,
  [DP_TEST_CASE_ASKS] = DP_OUTCOME_ASKS,
};

/* One fetch after the other, until it needs no other. */
static DpTestFetch *
run_attempts (DpEngineFixture *fixture, const char *path, guint n_attempts)
{
  DpTestFetch *fetch = dp_test_fetch_run (fixture, path, NULL);

  for (guint i = 1; i < n_attempts && fetch->outcome->kind == DP_OUTCOME_DROPPED; i++)
    {
      g_autoptr (DpTestFetch) last = fetch;

      fetch = dp_test_fetch_run (fixture, path, last->outcome->partial);
    }
  return fetch;
}

static char *
judge_bytes (const DpTestCase *row, const char *path)
{
  const char *body = row->body != NULL ? row->body : DP_TEST_CASE_BODY;
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize size_bytes;

  if (row->path != NULL && strstr (row->path, "zeros=1") == NULL)
    return dp_test_body_check_file (path, DP_TEST_BODY_SEED, row->size_bytes, &error)
               ? NULL
               : g_strdup (error->message);
  if (!g_file_get_contents (path, &content, &size_bytes, &error))
    return g_strdup (error->message);
  if (row->path != NULL)
    return size_bytes == row->size_bytes ? NULL : g_strdup ("not as many zeros");
  return size_bytes == strlen (body) && memcmp (content, body, size_bytes) == 0
             ? NULL
             : g_strdup_printf ("wrong bytes: “%s”", content);
}

/* Whatever the name should be: one that can do no harm. */
static char *
judge_name (const char *name, const char *path)
{
  GStatBuf st;

  if (strlen (name) > MAX_NAME_BYTES || !g_utf8_validate (name, -1, NULL))
    return g_strdup ("too long a name, or no UTF-8");
  if (strchr (". -", *name) != NULL || strpbrk (name, "/\\\r\n\t\033\177") != NULL)
    return g_strdup_printf ("a dangerous name: “%s”", name);
  if (g_lstat (path, &st) != 0 || !S_ISREG (st.st_mode) || (st.st_mode & 0111) != 0)
    return g_strdup_printf ("“%s” is no plain file", name);
  return NULL;
}

static char *
judge_file (DpEngineFixture *fixture, const DpTestCase *row, const DpOutcome *outcome)
{
  g_autofree char *names = dp_engine_fixture_list (fixture);
  const char *file = dp_test_case_get_file (row);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, names);
  char *fault;

  if (strcmp (names, file) != 0)
    return g_strdup_printf ("there is “%s”, not “%s”", names, file);
  if (g_strcmp0 (outcome->path, path) != 0)
    return g_strdup_printf ("“%s” is told instead of “%s”", outcome->path, path);
  if (outcome->is_length_proven == row->is_unproven)
    return g_strdup ("the length is proven, or not, in spite of what came");
  fault = judge_name (names, path);
  return fault != NULL ? fault : judge_bytes (row, path);
}

/* There may be a part, and nothing else. */
static char *
judge_failure (DpEngineFixture *fixture, const DpTestCase *row, const DpOutcome *outcome)
{
  g_autofree char *names = dp_engine_fixture_list (fixture);

  if (strchr (names, '|') != NULL || (*names != '\0' && !g_str_has_suffix (names, ".part")))
    return g_strdup_printf ("there is “%s”", names);
  if (strstr (outcome->reason, row->words) == NULL || strlen (outcome->reason) < 10)
    return g_strdup_printf ("the reason is “%s”", outcome->reason);
  if (outcome->retry_after_sec != row->retry_after_sec)
    return g_strdup_printf ("to be tried after %" G_GUINT64_FORMAT, outcome->retry_after_sec);
  return NULL;
}

static char *
judge (DpEngineFixture *fixture, const DpTestCase *row, const DpOutcome *outcome)
{
  if (outcome->kind != kinds[row->end])
    return g_strdup_printf ("ended as %d, not %d: %s", outcome->kind, kinds[row->end],
                            outcome->reason != NULL ? outcome->reason : "done");
  return row->end == DP_TEST_CASE_DONE ? judge_file (fixture, row, outcome)
                                       : judge_failure (fixture, row, outcome);
}

typedef struct
{
  const char *group;
  const DpTestCase *row;
  gboolean is_tls;
} Test;

static void
use_tls (DpEngineFixture *fixture)
{
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (dp_test_server_get_ca_path (), NULL);
  const DpHttpOptions options = { .timeout_sec = 1, .tls_database = database };

  dp_test_server_free (fixture->server);
  fixture->server = dp_test_server_new (DP_TEST_SERVER_TLS, NULL);
  dp_lanes_free (fixture->lanes);
  fixture->lanes = dp_lanes_new (&options);
}

static void
test_case (gconstpointer data)
{
  const Test *test = data;
  /* libsoup grumbles about a negative length before we see it. */
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (MAX (test->row->timeout_sec, 1));
  g_autofree char *path = dp_test_case_dup_path (test->group, test->row);
  g_autofree char *outer = g_steal_pointer (&fixture->folder);
  g_autoptr (DpTestFetch) fetch = NULL;
  g_autofree char *fault = NULL;

  /* A folder within, so that it shows when something appears beside it. */
  if (test->is_tls)
    use_tls (fixture);
  fixture->folder = g_build_filename (outer, "in", NULL);
  g_assert_cmpint (g_mkdir (fixture->folder, 0755), ==, 0);
  fetch = run_attempts (fixture, path, test->row->n_attempts);
  fault = judge (fixture, test->row, fetch->outcome);
  if (fault != NULL)
    g_test_fail_printf ("%s: %s", path, fault);

  g_free (fixture->folder);
  fixture->folder = g_steal_pointer (&outer);
  dp_engine_fixture_assert_files (fixture, "in");
  g_log_set_always_fatal (fatal);
}

/* An answer that is good, without its last bytes: at no byte it passes for whole. */
static void
test_cut_everywhere (void)
{
  static const char *const names[] = { "right", "extension-quoted", "trailers", "many" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
      gsize size_bytes = strlen (dp_test_case_find ("chunks", names[i])->answers[0]);

      for (gsize n = 0; n <= size_bytes; n++)
        {
          g_autofree char *path =
              g_strdup_printf ("/case/chunks/%s/f.bin?cut=%" G_GSIZE_FORMAT, names[i], n);
          g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, path, NULL);
          DpPartial *partial = g_steal_pointer (&fetch->outcome->partial);

          if ((fetch->outcome->kind == DP_OUTCOME_DONE) != (n == size_bytes))
            g_test_fail_printf ("%s: %s", path, fetch->outcome->reason);
          if (partial != NULL)
            dp_partial_discard_async (partial, fixture->lanes, NULL, NULL);
        }
    }
}

static void
add_group (GPtrArray *tests, const DpTestCaseGroup *group, gboolean is_tls)
{
  for (const DpTestCase *row = group->cases; row->name != NULL; row++)
    {
      const Test test = { group->name, row, is_tls };
      g_autofree char *path =
          g_strdup_printf ("/cases/%s%s/%s", is_tls ? "tls/" : "", group->name, row->name);

      g_ptr_array_add (tests, g_memdup2 (&test, sizeof test));
      g_test_add_data_func (path, tests->pdata[tests->len - 1], test_case);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) tests = g_ptr_array_new_with_free_func (g_free);

  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  for (const DpTestCaseGroup *group = dp_test_case_groups; group->name != NULL; group++)
    {
      add_group (tests, group, FALSE);
      /* What ends a body is another question under TLS. */
      if (group->cases == dp_test_length_cases || group->cases == dp_test_chunk_cases)
        add_group (tests, group, TRUE);
    }
  g_test_add_func ("/cases/cut-everywhere", test_cut_everywhere);

  return g_test_run ();
}
