/* test-trace.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a download tells of itself: with a clock made by hand, and at work.
 */

#include "dp-trace.h"

#include <string.h>

#include "dp-engine-fixture.h"
#include "dp-host-limit.h"
#include "dp-script-server.h"
#include "dp-traces.h"

#define MIB    G_GUINT64_CONSTANT (1048576)
#define SECRET "hunter2"

/* By hand */

static const DpCopy no_copy = DP_COPY_NONE;

static void
test_waits (void)
{
  g_autoptr (DpTrace) trace = dp_trace_new (NULL);
  guint64 usec[DP_N_WAITS];

  dp_trace_wait (trace, 0, DP_WAIT_SERVER, 1000);
  dp_trace_wait (trace, 3, DP_WAIT_SERVER, 1100);
  dp_trace_wait (trace, 0, DP_WAIT_NETWORK, 1200);
  dp_trace_wait (trace, 0, DP_WAIT_DISK, 1210);
  dp_trace_rest (trace, 0, 1213, &no_copy);
  dp_trace_note_limited (trace, 4);
  dp_trace_note_limited (trace, 3);

  /* A wait that is not over counts as far as it is. */
  dp_trace_get_waits (trace, 1500, usec);
  g_assert_cmpuint (usec[DP_WAIT_SERVER], ==, 200 + 400);
  g_assert_cmpuint (usec[DP_WAIT_NETWORK], ==, 10 - 7);
  g_assert_cmpuint (usec[DP_WAIT_DISK], ==, 3);
  g_assert_cmpuint (usec[DP_WAIT_LIMIT], ==, 7);

  dp_trace_rest (trace, 3, 1600, &no_copy);
  dp_trace_get_waits (trace, 9999, usec);
  g_assert_cmpuint (usec[DP_WAIT_SERVER], ==, 200 + 500);
}

static void
test_map (void)
{
  g_autoptr (DpTrace) trace = dp_trace_new (NULL);
  g_auto (DpTraceMap) map = { 0 };

  dp_trace_get_map (trace, &map);
  g_assert_cmpuint (map.n_lines + map.written.n_ranges, ==, 0);

  dp_trace_aim (trace, 1, 1000, &no_copy);
  dp_trace_aim (trace, 2, 5000, &no_copy);
  dp_trace_move (trace, 2, 5400);
  dp_trace_get_map (trace, &map);
  g_assert_cmpuint (map.n_lines, ==, 2);
  g_assert_cmpuint (map.positions[0], ==, 1000);
  g_assert_cmpuint (map.positions[1], ==, 5400);
  g_assert_cmpuint (map.written.n_ranges, ==, 1);
  g_assert_true (dp_range_set_contains (&map.written, 5000, 5400));

  dp_trace_rest (trace, 2, 1, &no_copy);
  dp_trace_get_map (trace, &map);
  g_assert_cmpuint (map.n_lines, ==, 1);
  g_assert_cmpuint (map.written.n_ranges, ==, 0);
}

static void
test_mean (void)
{
  g_autoptr (DpTrace) trace = dp_trace_new (NULL);

  g_assert_false (dp_trace_is_running (trace));
  dp_trace_begin (trace, G_USEC_PER_SEC, 0);
  g_assert_true (dp_trace_is_running (trace));
  g_assert_cmpuint (dp_trace_get_mean_bytes_per_sec (trace, G_USEC_PER_SEC), ==, 0);
  dp_trace_sample (trace, 2 * G_USEC_PER_SEC, 1000);
  dp_trace_end (trace, 3 * G_USEC_PER_SEC);
  g_assert_false (dp_trace_is_running (trace));
  g_assert_cmpuint (dp_trace_get_mean_bytes_per_sec (trace, 99 * G_USEC_PER_SEC), ==, 500);

  /* The time between does not count. */
  dp_trace_begin (trace, 100 * G_USEC_PER_SEC, 1000);
  dp_trace_sample (trace, 101 * G_USEC_PER_SEC, 3000);
  g_assert_cmpuint (dp_trace_get_mean_bytes_per_sec (trace, 101 * G_USEC_PER_SEC), ==, 1000);
}

/* Those that run stay, and so many of the others. */
static void
test_traces (void)
{
  DpTraces *traces = dp_traces_new ();
  DpTrace *first = dp_traces_take (traces, 1);

  dp_trace_begin (first, 1, 0);
  for (guint i = 2; i <= 10000; i++)
    dp_traces_take (traces, i);
  g_assert_cmpuint (dp_traces_get_size (traces), ==, DP_TRACES_MAX_KEPT);
  g_assert_true (dp_traces_find (traces, 1) == first);
  g_assert_null (dp_traces_find (traces, 2));
  g_assert_nonnull (dp_traces_find (traces, 10000));
  /* Another attempt goes on with the same. */
  g_assert_true (dp_traces_take (traces, 1) == first);
  dp_traces_free (traces);
}

/* Who can't be asked later needs to remember nothing. */
static void
test_no_journals (void)
{
  DpTraces *traces = dp_traces_new ();
  DpTrace *told = dp_traces_take (traces, 1);
  DpTrace *untold;

  dp_traces_set_keeps_journals (traces, FALSE);
  untold = dp_traces_take (traces, 2);
  g_assert_nonnull (dp_trace_get_journal (told));
  g_assert_null (dp_trace_get_journal (untold));
  g_assert_cmpuint (dp_journal_note (NULL, &(DpEvent){ .kind = DP_EVENT_BEGUN }), ==, 0);
  dp_traces_free (traces);
}

/* At work */

static void
get_waits (DpTestFetch *fetch, guint64 *usec)
{
  dp_trace_get_waits (fetch->transfer->trace, g_get_monotonic_time (), usec);
}

static const DpEvent *
get_event (GPtrArray *events, guint i)
{
  g_assert_cmpuint (i, <, events->len);
  return events->pdata[i];
}

static GPtrArray *
dup_events (DpTestFetch *fetch)
{
  guint64 n_forgotten;

  return dp_journal_dup_events (dp_trace_get_journal (fetch->transfer->trace), &n_forgotten);
}

/* It waits for one of them at a time. */
static void
assert_none_counted_twice (const guint64 *usec, gint64 began_usec)
{
  guint64 sum_usec = 0;

  for (guint i = 0; i < DP_N_WAITS; i++)
    sum_usec += usec[i];
  g_assert_cmpuint (sum_usec, <=, (guint64) (g_get_monotonic_time () - began_usec));
}

static guint64
get_wait (DpTestFetch *fetch, DpWait wait)
{
  guint64 usec[DP_N_WAITS];

  get_waits (fetch, usec);
  return usec[wait];
}

static void
test_slow_server (void)
{
  gint64 began_usec = g_get_monotonic_time ();
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (20);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, "/file/a.bin?wait_msec=400", NULL);
  g_autoptr (GPtrArray) events = dup_events (fetch);
  guint64 usec[DP_N_WAITS];

  dp_test_fetch_assert_done (fetch, 100000);
  get_waits (fetch, usec);
  g_assert_cmpuint (usec[DP_WAIT_SERVER], >=, 400000);
  assert_none_counted_twice (usec, began_usec);
  g_assert_cmpuint (usec[DP_WAIT_LIMIT], ==, 0);
  g_assert_cmpint (get_event (events, 0)->took_usec, >=, 400000);
  dp_engine_fixture_assert_files (fixture, "a.bin");
}

static void
test_slow_network (void)
{
  gint64 began_usec = g_get_monotonic_time ();
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (20);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, "/slow/a.bin?rate=200000", NULL);
  guint64 usec[DP_N_WAITS];

  dp_test_fetch_assert_done (fetch, 100000);
  get_waits (fetch, usec);
  g_assert_cmpuint (usec[DP_WAIT_NETWORK], >=, 300000);
  g_assert_cmpuint (usec[DP_WAIT_DISK], >, 0);
  assert_none_counted_twice (usec, began_usec);
  dp_engine_fixture_assert_files (fixture, "a.bin");
}

static void
test_stall (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (20);
  g_autofree char *url =
      dp_engine_fixture_dup_url (fixture, "/stall/a.bin?size=3000000&after=1000000");
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_start (fixture, url, NULL);
  g_auto (DpTraceMap) map = { 0 };
  g_auto (DpTraceFacts) facts = { 0 };
  guint64 before[DP_N_WAITS];
  guint64 after[DP_N_WAITS];

  fetch->transfer->n_segments = 1;
  dp_test_run_until (dp_counter_get_received (fetch->transfer->counter) == 1000000);
  dp_trace_get_map (fetch->transfer->trace, &map);
  g_assert_cmpuint (map.n_lines, ==, 1);
  g_assert_cmpuint (map.positions[0], ==, 1000000);
  g_assert_cmpuint (map.written.covered_bytes, ==, 1000000);

  /* While it stalls nothing is stored, and yet it is seen to wait. */
  get_waits (fetch, before);
  dp_test_run_until (get_wait (fetch, DP_WAIT_NETWORK) >= before[DP_WAIT_NETWORK] + 20000);

  dp_trace_get_facts (fetch->transfer->trace, &facts);
  g_assert_cmpstr (facts.link, ==, url);
  g_assert_cmpstr (facts.type, ==, "application/octet-stream");
  g_assert_nonnull (facts.validator);

  g_cancellable_cancel (fetch->cancellable);
  dp_test_fetch_wait (fetch);
  dp_trace_get_map (fetch->transfer->trace, &map);
  g_assert_cmpuint (map.n_lines, ==, 0);
  g_assert_cmpuint (map.written.covered_bytes, ==, 1000000);
  /* It was brought to the disk when it was left. */
  get_waits (fetch, before);
  get_waits (fetch, after);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
}

static gboolean
is_in_four_parts (DpTestFetch *fetch, DpTraceMap *map)
{
  dp_trace_get_map (fetch->transfer->trace, map);
  return map->n_lines == 4 && map->written.n_ranges == 4;
}

static void
test_segments (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (20);
  g_autofree char *url =
      dp_engine_fixture_dup_url (fixture, "/file/a.bin?size=16777216&rate=4000000");
  g_autoptr (DpTestFetch) fetch = NULL;
  g_auto (DpTraceMap) map = { 0 };
  g_autoptr (GPtrArray) events = NULL;
  gboolean is_shared = FALSE;

  dp_host_limit_forget ();
  fixture->n_segments = 4;
  fetch = dp_test_fetch_start (fixture, url, NULL);
  dp_test_run_until (is_in_four_parts (fetch, &map));
  for (guint i = 0; i < map.n_lines; i++)
    g_assert_cmpuint (map.positions[i], <=, 16 * MIB);
  dp_test_fetch_wait (fetch);
  dp_test_fetch_assert_done (fetch, 16 * MIB);

  dp_trace_get_map (fetch->transfer->trace, &map);
  g_assert_cmpuint (map.n_lines, ==, 0);
  events = dup_events (fetch);
  for (guint i = 0; i < events->len; i++)
    is_shared |= get_event (events, i)->kind == DP_EVENT_SHARED;
  g_assert_true (is_shared);
  dp_engine_fixture_assert_files (fixture, "a.bin");
}

static void
assert_no_secret (const char *text)
{
  if (text != NULL && strstr (text, SECRET) != NULL)
    g_error ("it tells: %s", text);
}

/* Everything that can be said for a link, a server that asks, and one that sends us on. */
static void
test_secrets (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (20);
  g_autofree char *plain = dp_engine_fixture_dup_url (
      fixture, "/redirect?to=/auth-basic/a.bin%3Fpassword=" SECRET "%26user=ann&token=" SECRET);
  g_autofree char *url = g_strdup_printf ("http://ann:" SECRET "@%s", plain + strlen ("http://"));
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_start (fixture, url, NULL);
  g_autoptr (GPtrArray) events = NULL;
  guint n_requests = 0;

  dp_test_fetch_wait (fetch);
  events = dup_events (fetch);
  for (guint i = 0; i < events->len; i++)
    {
      const DpEvent *event = get_event (events, i);

      n_requests += event->kind == DP_EVENT_REQUEST;
      assert_no_secret (event->link);
      assert_no_secret (event->said);
      assert_no_secret (event->answer);
      assert_no_secret (event->reason);
    }
  g_assert_cmpuint (n_requests, ==, 3);
  g_assert_cmpuint (get_event (events, 0)->status, ==, 302);
  dp_test_assert_has (get_event (events, 0)->answer, "Location: /auth-basic/a.bin?password=•••");
  g_assert_cmpuint (get_event (events, 1)->status, ==, 401);
  dp_test_assert_has (get_event (events, 2)->said, "Authorization: •••");
  g_assert_cmpuint (get_event (events, 2)->status, ==, 200);
  g_assert_cmpint (get_event (events, 3)->kind, ==, DP_EVENT_BEGUN);
  dp_test_fetch_assert_done (fetch, 100000);
  dp_engine_fixture_assert_files (fixture, "a.bin");
}

/* What a server calls its headers is no better than what it says in them. */
static void
test_odd_header (void)
{
  static const char *const answers[] = {
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nX-\xff: b\r\nServer: caf\xe9\r\n\r\na", NULL
  };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (20);
  g_autoptr (DpScriptServer) server = dp_script_server_new (answers);
  g_autofree char *url = dp_script_server_dup_url (server, "/a.bin");
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_start (fixture, url, NULL);
  g_autoptr (GPtrArray) events = NULL;
  const DpEvent *event;

  dp_test_fetch_wait (fetch);
  events = dup_events (fetch);
  event = get_event (events, 0);
  g_assert_cmpstr (event->link, ==, url);
  g_assert_cmpstr (event->answer, ==, "Content-Length: 1\nServer: caf\uFFFD\nX-\uFFFD: •••");
}

static void
test_no_answer (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (20);
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, "/refuse/a.bin", NULL);
  g_autoptr (GPtrArray) events = dup_events (fetch);

  g_assert_cmpint (fetch->outcome->kind, ==, DP_OUTCOME_DROPPED);
  g_assert_cmpuint (events->len, ==, 1);
  g_assert_cmpuint (get_event (events, 0)->status, ==, 0);
  g_assert_cmpint (get_event (events, 0)->took_usec, >, 0);
  g_assert_cmpstr (get_event (events, 0)->reason, ==, fetch->outcome->reason);
  dp_engine_fixture_assert_files (fixture, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trace/waits", test_waits);
  g_test_add_func ("/trace/map", test_map);
  g_test_add_func ("/trace/mean", test_mean);
  g_test_add_func ("/trace/traces", test_traces);
  g_test_add_func ("/trace/no-journals", test_no_journals);
  g_test_add_func ("/trace/slow-server", test_slow_server);
  g_test_add_func ("/trace/slow-network", test_slow_network);
  g_test_add_func ("/trace/stall", test_stall);
  g_test_add_func ("/trace/segments", test_segments);
  g_test_add_func ("/trace/secrets", test_secrets);
  g_test_add_func ("/trace/odd-header", test_odd_header);
  g_test_add_func ("/trace/no-answer", test_no_answer);

  return g_test_run ();
}
