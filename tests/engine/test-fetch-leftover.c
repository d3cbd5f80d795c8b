/* test-fetch-leftover.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part file that nobody remembers and nobody can continue: the next transfer of its link takes its
 * place, when it has something better.  That of another link, or of another program, is left alone.
 */

#include "dp-fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "dp-engine-fixture.h"
#include "dp-part-sign.h"

#define HAVE 50000
#define LESS 20000

static gboolean
is_signed (DpEngineFixture *fixture, const char *name)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);
  char sign[128];
  gssize n = getxattr (path, "user.downpour.part", sign, sizeof sign);

  g_assert_true (n == 64 || errno == ENODATA || errno == EOPNOTSUPP);
  return n == 64;
}

/* It runs until it has so much. */
static DpTestFetch *
run_until (DpEngineFixture *fixture, const char *path, guint64 bytes)
{
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, path);
  DpTestFetch *fetch;

  dp_test_server_hold_at (fixture->server, path, bytes);
  fetch = dp_test_fetch_start (fixture, url, NULL);
  dp_test_run_until (dp_counter_get_received (fetch->transfer->counter) == bytes);
  return fetch;
}

static void
stop (DpEngineFixture *fixture, DpTestFetch *fetch, const char *path)
{
  g_cancellable_cancel (fetch->cancellable);
  dp_test_fetch_wait (fetch);
  dp_test_run_until (dp_test_server_get_n_open_connections (fixture->server) == 0);
  dp_test_server_release (fixture->server, path);
}

/* What it left is forgotten, as when the program is killed.  FALSE where nothing can be signed. */
static gboolean
leave (DpEngineFixture *fixture, const char *path, guint64 bytes)
{
  g_autoptr (DpTestFetch) fetch = run_until (fixture, path, bytes);

  stop (fixture, fetch, path);
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
  if (is_signed (fixture, "a.bin.part"))
    return TRUE;
  g_test_message ("no extended attributes here");
  return FALSE;
}

static const struct
{
  const char *name;
  const char *path;
} rows[] = {
  { "small", "/file/a.bin" },
  { "no-version", "/file/a.bin?etag=no&modified=no&size=3000000" },
  { "no-length", "/no-length/a.bin" },
  { "chunked", "/chunked/a.bin" },
  { "named", "/file/link?type=application/x-zip-compressed&etag=no&modified=no"
             "&name=a.bin" },
};

static void
test_replaced (gconstpointer data)
{
  const char *path = rows[GPOINTER_TO_UINT (data)].path;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = NULL;

  if (!leave (fixture, path, HAVE))
    return;
  fetch = dp_test_fetch_run (fixture, path, NULL);
  g_assert_cmpint (fetch->outcome->kind, ==, DP_OUTCOME_DONE);
  dp_engine_fixture_assert_files (fixture, "a.bin");
  dp_engine_fixture_assert_content (fixture, "a.bin", 1, fetch->outcome->total_bytes);
  g_assert_false (is_signed (fixture, "a.bin"));
}

/* The longest stays until there is something better, and only that. */
static void
test_kept (void)
{
  const char *path = "/no-length/a.bin";
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) first = NULL;
  g_autoptr (DpTestFetch) second = NULL;

  if (!leave (fixture, path, HAVE))
    return;
  first = run_until (fixture, path, LESS);
  dp_engine_fixture_assert_files (fixture, "a (2).bin.part|a.bin.part");
  stop (fixture, first, path);
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
  dp_engine_fixture_assert_content (fixture, "a.bin.part", 1, HAVE);

  second = dp_test_fetch_run (fixture, path, NULL);
  dp_engine_fixture_assert_files (fixture, "a.bin");
}

/* Killed while it began anew beside what was remembered: there is a second one, which nobody knows. */
static void
test_beside_remembered (void)
{
  const char *path = "/file/a.bin?etag=no&modified=no&size=3000000";
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, path);
  g_autofree char *second_path = dp_engine_fixture_dup_path (fixture, "a (2).bin.part");
  g_autoptr (DpTestFetch) first = run_until (fixture, path, HAVE);
  g_autoptr (DpTestFetch) last = NULL;
  int fd;

  stop (fixture, first, path);
  g_assert_nonnull (first->outcome->partial);
  dp_engine_fixture_write (fixture, "a (2).bin.part", "the beginning");
  fd = open (second_path, O_RDWR | O_CLOEXEC);
  dp_part_sign_put (fd, url);
  close (fd);
  if (!is_signed (fixture, "a (2).bin.part"))
    return;
  last = dp_test_fetch_run (fixture, path, first->outcome->partial);
  g_assert_cmpint (last->outcome->kind, ==, DP_OUTCOME_DONE);
  dp_engine_fixture_assert_files (fixture, "a.bin");
}

static void
test_of_other_link (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = NULL;

  if (!leave (fixture, "/file/a.bin?seed=2", HAVE))
    return;
  fetch = dp_test_fetch_run (fixture, "/file/a.bin", NULL);
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a.bin.part");
  dp_engine_fixture_assert_content (fixture, "a.bin.part", 2, HAVE);
}

/* It may be empty: another program is about to write to it. */
static void
test_of_other_program (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_engine_fixture_write (fixture, "a.bin.part", "");
  fetch = dp_test_fetch_run (fixture, "/file/a.bin", NULL);
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a.bin.part");
}

static void
test_locked (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) first = run_until (fixture, "/file/a.bin", HAVE);
  g_autoptr (DpTestFetch) second = NULL;
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, "/file/a.bin");

  second = dp_test_fetch_start (fixture, url, NULL);
  dp_test_run_until (dp_counter_get_received (second->transfer->counter) == HAVE);
  dp_engine_fixture_assert_files (fixture, "a (2).bin.part|a.bin.part");
  dp_test_server_release (fixture->server, "/file/a.bin");
  dp_test_fetch_wait (first);
  dp_test_fetch_wait (second);
  dp_engine_fixture_assert_files (fixture, "a (2).bin|a.bin");
}

/* One that describes itself bears no sign: damaged, it is never taken for a leftover. */
static void
test_described (void)
{
  const char *path = "/file/a.bin?size=3000000";
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpTestFetch) first = run_until (fixture, path, HAVE);

  stop (fixture, first, path);
  dp_engine_fixture_assert_files (fixture, "a.bin.part");
  g_assert_false (is_signed (fixture, "a.bin.part"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/fetch-leftover/replaced/%s", rows[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_replaced);
    }
  g_test_add_func ("/fetch-leftover/kept", test_kept);
  g_test_add_func ("/fetch-leftover/beside-remembered", test_beside_remembered);
  g_test_add_func ("/fetch-leftover/of-other-link", test_of_other_link);
  g_test_add_func ("/fetch-leftover/of-other-program", test_of_other_program);
  g_test_add_func ("/fetch-leftover/locked", test_locked);
  g_test_add_func ("/fetch-leftover/described", test_described);

  return g_test_run ();
}
