/* dp-engine-fixture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the engine's tests share: an empty folder, the server that misbehaves, lanes, and waiting
 * for a condition instead of sleeping.  Freeing it proves that no lane is left and that nothing
 * lies in the folder that the test did not name.  The home thread.
 */

#pragma once

#include "dp-fetch.h"
#include "dp-test-server.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;         /* (owned): removed with the fixture */
  DpTestServer *server; /* (owned) */
  DpLanes *lanes;       /* (owned) (nullable): a test may free them first */
  guint n_segments;     /* of each file; 0: automatic, as at first */
} DpEngineFixture;

/* The fixture's lanes find that silent servers are gone after so many seconds. */
DpEngineFixture *dp_engine_fixture_new (guint timeout_sec);
void dp_engine_fixture_free (DpEngineFixture *self);
char *dp_engine_fixture_dup_url (DpEngineFixture *self, const char *path);
char *dp_engine_fixture_dup_path (DpEngineFixture *self, const char *name);

/* What lies in a folder, sorted, separated by "|". */
char *dp_engine_fixture_list (DpEngineFixture *self);
void dp_engine_fixture_assert_files (DpEngineFixture *self, const char *names);
/* The file's bytes are those of the server, from the first to the last. */
void dp_engine_fixture_assert_content (DpEngineFixture *self,
                                       const char *name,
                                       guint64 seed,
                                       guint64 size_bytes);
void dp_engine_fixture_write (DpEngineFixture *self, const char *name, const char *text);
void dp_engine_fixture_assert_text (DpEngineFixture *self, const char *name, const char *text);

/* One fetch. */
typedef struct
{
  DpTransfer *transfer;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  DpOutcome *outcome;        /* (owned) (nullable): until it has ended */
} DpTestFetch;

DpTestFetch *dp_test_fetch_start (DpEngineFixture *self, const char *url, const DpPartial *partial);
void dp_test_fetch_wait (DpTestFetch *fetch);
void dp_test_fetch_free (DpTestFetch *fetch);
/* From the first to the last, on the fixture's server. */
DpTestFetch *dp_test_fetch_run (DpEngineFixture *self, const char *path, const DpPartial *partial);
/* Ended without a file, with these words somewhere in the reason. */
void dp_test_fetch_assert_failed (DpTestFetch *fetch, DpOutcomeKind kind, const char *words);
void dp_test_fetch_assert_done (DpTestFetch *fetch, guint64 size_bytes);

/* A folder, and all that is in it. */
void dp_test_remove_tree (const char *path);

/* Names of this process's threads that begin so. */
guint dp_test_count_threads (const char *prefix);
/* The most memory that this process ever had. */
guint64 dp_test_get_peak_bytes (void);
void dp_test_reset_peak (void);

/* One turn of the home thread's context; comes back after 10 ms if nothing happens. */
void dp_test_iterate (void);

/* What this thread has worked: a machine that is busy with something else makes it no longer. */
gint64 dp_test_get_work_usec (void);

/* Until somebody waits in vain, on a machine ten times as busy as any. */
#define DP_TEST_DEADLINE_SEC 60

/* On such a machine; far less than what those wait for who wait, a server that is silent for 30
 * seconds. */
#define DP_TEST_SOON_USEC (10 * G_USEC_PER_SEC)

#define dp_test_assert_soon(began_usec) \
  g_assert_cmpint (g_get_monotonic_time () - (began_usec), <, DP_TEST_SOON_USEC)

#define dp_test_run_until(condition)                                                    \
  G_STMT_START                                                                          \
  {                                                                                     \
    gint64 end_usec_ = g_get_monotonic_time () + DP_TEST_DEADLINE_SEC * G_USEC_PER_SEC; \
    while (!(condition))                                                                \
      {                                                                                 \
        if (g_get_monotonic_time () > end_usec_)                                        \
          g_error ("%s:%d: in vain waited for: %s", __FILE__, __LINE__, #condition);    \
        dp_test_iterate ();                                                             \
      }                                                                                 \
  }                                                                                     \
  G_STMT_END

#define dp_test_assert_has(text, words)                                          \
  G_STMT_START                                                                   \
  {                                                                              \
    const char *text_ = (text);                                                  \
    const char *words_ = (words);                                                \
    if (text_ == NULL || strstr (text_, words_) == NULL)                         \
      g_error ("%s:%d: “%s” is not in “%s”", __FILE__, __LINE__, words_, text_); \
  }                                                                              \
  G_STMT_END

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpEngineFixture, dp_engine_fixture_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpTestFetch, dp_test_fetch_free)

G_END_DECLS
