/* test-get-crash.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * kill -9, again and again, at moments that --seed brings back: what was written is not fetched
 * again but for the overlap that proves it, and in the end the files are right and alone.
 * With -m slow five rounds of each.
 */

#include "dp-get-fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_FILES       3
#define N_KILLS       30
#define SIZE          8388608 /* a whole number of pages */
#define OVERLAP       16384
#define LOSS_BYTES    65536 /* the most that a kill may cost a connection, the overlap included */
#define LATE_BYTES    32768 /* and what the kernel takes meanwhile, for who gets no turn */
#define TRAILER_BYTES (4096 + 2 * 32768)
#define WRITTEN       (SIZE + 56) /* the end in the first cell of the mark: one range from 0 */

/* From the start of the program to its end. */
#define SOONEST_MSEC 1
#define LATEST_MSEC  90

static const char *const names[N_FILES] = { "a.bin", "b.bin", "c.bin" };

typedef struct
{
  DpGetFixture *fixture;
  char *paths[N_FILES];           /* (owned) */
  char *urls[N_FILES];            /* (owned) */
  guint64 written_bytes[N_FILES]; /* at the last kill */
  guint n_requests[N_FILES];      /* at the last kill */
  const char *option;             /* (nullable): beside the links */
  guint n_kills;
  guint n_in_window;
  guint n_unclaimed; /* data behind what the part file says it has */
} Round;

static void
round_init (Round *self, DpGetFixture *fixture, const char *format)
{
  *self = (Round){ .fixture = fixture };
  for (guint i = 0; i < N_FILES; i++)
    {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      self->paths[i] = g_strdup_printf (format, names[i], SIZE, 10 * i);
#pragma GCC diagnostic pop
      self->urls[i] = dp_test_server_dup_url (fixture->server, self->paths[i]);
    }
}

static void
round_clear (Round *self)
{
  for (guint i = 0; i < N_FILES; i++)
    {
      g_free (self->paths[i]);
      g_free (self->urls[i]);
    }
}

static gboolean
is_done (Round *self, const char *name)
{
  g_autofree char *path = dp_get_dup_path (self->fixture, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* With what is not there yet: a finished file would be fetched once more, under another name. */
static GSubprocess *
start (Round *self)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();

  for (guint i = 0; i < N_FILES; i++)
    if (!is_done (self, names[i]))
      g_ptr_array_add (arguments, self->urls[i]);
  if (arguments->len == 0)
    return NULL;
  if (self->option != NULL)
    g_ptr_array_add (arguments, (char *) self->option);
  g_ptr_array_add (arguments, NULL);
  return dp_get_start (self->fixture,
                       G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                       (const char *const *) arguments->pdata);
}

/* FALSE: it has ended well. */
static gboolean
run_and_kill (Round *self)
{
  g_autoptr (GSubprocess) process = start (self);

  if (process == NULL)
    return FALSE;
  g_usleep ((gulong) g_test_rand_int_range (SOONEST_MSEC * 1000, LATEST_MSEC * 1000));
  g_subprocess_send_signal (process, SIGKILL);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  if (g_subprocess_get_if_signaled (process))
    {
      g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGKILL);
      /* What it asked for last is counted by then. */
      g_assert_true (dp_test_server_wait_alone (self->fixture->server, DP_GET_LONG_MSEC));
      self->n_kills++;
      return TRUE;
    }
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  return FALSE;
}

/* There are two moments of less than a millisecond when a part file has no trailer: between its
 * first name and its trailer, and between its trailer's end and its last name.  Who is killed there
 * leaves a file that nobody can continue.  They are counted and removed. */
static void
remove_killed_in_window (Round *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = dp_get_dup_path (self->fixture, name);
      struct stat st;

      g_assert_cmpint (stat (path, &st), ==, 0);
      if (!g_str_has_suffix (name, ".part") || st.st_size == SIZE + TRAILER_BYTES)
        continue;
      g_test_message ("killed in the window: %s has %" G_GINT64_FORMAT " bytes", name,
                      (gint64) st.st_size);
      g_assert_cmpint (unlink (path), ==, 0);
      self->n_in_window++;
    }
}

static guint64
get_written (Round *self, guint i)
{
  guint8 data[4096];
  g_autofree char *part_name = g_strconcat (names[i], ".part", NULL);
  g_autofree char *path = dp_get_dup_path (self->fixture, part_name);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  guint64 bytes = 0;

  if (fd < 0)
    return 0;
  g_assert_cmpint (pread (fd, &bytes, sizeof bytes, WRITTEN), ==, sizeof bytes);
  if (pread (fd, data, sizeof data, (off_t) bytes) == sizeof data &&
      dp_test_body_check (10 * i, bytes, data, MIN (sizeof data, SIZE - bytes)) && bytes < SIZE)
    self->n_unclaimed++;
  close (fd);
  return bytes;
}

/* The server was asked for exactly what had not been written, and the overlap. */
static void
check_request (Round *self, guint i)
{
  g_autofree char *request = NULL;
  g_autofree char *range = NULL;
  guint64 before = self->written_bytes[i];
  guint n_requests = dp_test_server_get_n_requests (self->fixture->server, self->paths[i]);

  if (n_requests == self->n_requests[i] || before == 0)
    return;
  g_assert_cmpuint (n_requests, ==, self->n_requests[i] + 1);
  request = dp_test_server_dup_request (self->fixture->server, self->paths[i]);
  range = g_strdup_printf ("\r\nRange: bytes=%" G_GUINT64_FORMAT "-\r\n",
                           before - MIN (before, OVERLAP));
  dp_get_assert_contains (request, range);
  dp_get_assert_contains (request, "\r\nIf-Range: \"");
}

static void
look (Round *self, gboolean is_same_version)
{
  remove_killed_in_window (self);
  for (guint i = 0; i < N_FILES; i++)
    {
      guint64 written_bytes = get_written (self, i);

      if (is_same_version)
        {
          check_request (self, i);
          /* Nothing that was written is lost. */
          if (!is_done (self, names[i]) && self->n_in_window == 0)
            g_assert_cmpuint (written_bytes, >=, self->written_bytes[i]);
        }
      self->written_bytes[i] = written_bytes;
      self->n_requests[i] = dp_test_server_get_n_requests (self->fixture->server, self->paths[i]);
    }
}

static void
finish (Round *self, guint more_seed)
{
  g_autoptr (GSubprocess) process = start (self);
  g_autofree char *list = NULL;

  if (process != NULL)
    g_assert_cmpint (dp_get_wait (process, DP_GET_LONG_MSEC), ==, 0);
  list = dp_get_list (self->fixture);
  for (guint i = 0; i < N_FILES; i++)
    {
      /* Killed before it had asked for anything the first time is not asked for a second time. */
      guint n = dp_test_server_get_n_requests (self->fixture->server, self->paths[i]);

      dp_get_assert_file (self->fixture, names[i], 10 * i + (n > 1 ? more_seed : 0), SIZE);
    }
  g_test_message ("%u kills, %u of them in the window", self->n_kills, self->n_in_window);
  /* Where workers lose their turns in it there are more, but by no means nearly all. */
  g_assert_cmpuint (self->n_in_window, <=, N_KILLS * N_FILES / 4);
  g_assert_cmpstr (list, ==, "a.bin b.bin c.bin");
}

static void
remove_files (Round *self)
{
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *path = dp_get_dup_path (self->fixture, names[i]);

      g_assert_cmpint (unlink (path), ==, 0);
    }
  dp_test_server_forget (self->fixture->server);
}

static void
test_killed (DpGetFixture *fixture, gconstpointer unused)
{
  for (guint i = 0; i < (g_test_slow () ? 5 : 1); i++)
    {
      Round round;
      guint64 again_bytes;

      round_init (&round, fixture, "/file/%s?size=%u&rate=6000000&seed=%u");
      while (round.n_kills < N_KILLS && run_and_kill (&round))
        look (&round, TRUE);
      g_test_message ("written when killed last: %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
                      " %" G_GUINT64_FORMAT,
                      round.written_bytes[0], round.written_bytes[1], round.written_bytes[2]);
      finish (&round, 0);
      again_bytes = dp_test_server_get_body_bytes (fixture->server) - N_FILES * SIZE;
      g_test_message ("sent again: %" G_GUINT64_FORMAT " bytes", again_bytes);
      /* Between a write and its mark a worker may lose its turn on a busy machine; without marks it
       * would be nearly all of them. */
      g_assert_cmpuint (round.n_unclaimed, <=, N_KILLS * N_FILES / 4);
      g_assert_cmpuint (again_bytes, <=, N_FILES * round.n_kills * (LOSS_BYTES + LATE_BYTES));
      remove_files (&round);
      round_clear (&round);
    }
}

/* The server has another version after the first request. */
static void
test_changed (DpGetFixture *fixture, gconstpointer unused)
{
  for (guint i = 0; i < (g_test_slow () ? 5 : 1); i++)
    {
      Round round;

      round_init (&round, fixture, "/changed-after-first/%s?size=%u&rate=6000000&seed=%u");
      while (round.n_kills < N_KILLS && run_and_kill (&round))
        look (&round, FALSE);
      finish (&round, 1);
      remove_files (&round);
      round_clear (&round);
    }
}

/* Of each file there are several ranges; nearly all of them are there after the kill. */
static void
test_segments (DpGetFixture *fixture, gconstpointer unused)
{
  for (guint i = 0; i < (g_test_slow () ? 5 : 1); i++)
    {
      Round round;
      guint64 again_bytes;

      round_init (&round, fixture, "/file/%s?size=%u&rate=1000000&seed=%u");
      round.option = "--segments=4";
      while (round.n_kills < N_KILLS && run_and_kill (&round))
        look (&round, FALSE);
      finish (&round, 0);
      again_bytes = dp_test_server_get_body_bytes (fixture->server) - N_FILES * SIZE;
      g_test_message ("sent again: %" G_GUINT64_FORMAT " bytes", again_bytes);
      g_assert_cmpuint (again_bytes, <=, N_FILES * round.n_kills * 4 * (LOSS_BYTES + LATE_BYTES));
      g_assert_cmpuint (dp_test_server_get_max_open_connections (fixture->server), >, N_FILES);
      remove_files (&round);
      round_clear (&round);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  dp_get_fixture_add_test ("/get/crash/killed", test_killed);
  dp_get_fixture_add_test ("/get/crash/changed", test_changed);
  dp_get_fixture_add_test ("/get/crash/segments", test_segments);

  return g_test_run ();
}
