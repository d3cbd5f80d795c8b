/* test-fetch-torture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As curl does it: every call that touches the disk in one download is counted, and then the
 * download runs once for each with that call failing.  Never a crash, never a wrong file under the
 * final name, and afterwards, when the disk is well again, the file is made.
 */

#include "dp-fetch.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "dp-engine-fixture.h"

#define SIZE 3000000
#define HAVE 2000000
#define PATH "/file/a.bin?size=3000000"

/* Only what happens on a lane, below the folder of the test, is counted; only a lane's thread or,
 * while nothing runs, the test's changes this. */
static struct
{
  gboolean is_armed;
  guint n_calls;
  guint fail_at; /* 0: never */
  int error;
  gboolean is_lasting; /* all after it fail, too */
  const char *failed;  /* the name of the call */
} disk;

#define REAL(function, name) ((typeof (&function)) dlsym (RTLD_NEXT, name))

static gboolean
is_ours (int fd)
{
  char link[64];
  char path[4096];
  ssize_t size;

  g_snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  size = readlink (link, path, sizeof path - 1);
  if (size < 0)
    return FALSE;
  path[size] = '\0';
  return strstr (path, "downpour-test-") != NULL;
}

static gboolean
fails (int fd, const char *call)
{
  int saved_errno = errno;
  gboolean does;

  if (!disk.is_armed || !is_ours (fd))
    {
      errno = saved_errno;
      return FALSE;
    }
  disk.n_calls++;
  does = disk.fail_at != 0 &&
         (disk.n_calls == disk.fail_at || (disk.is_lasting && disk.n_calls > disk.fail_at));
  if (disk.n_calls == disk.fail_at)
    disk.failed = call;
  errno = does ? disk.error : saved_errno;
  return does;
}

int
openat (int fd, const char *name, int flags, ...)
{
  va_list args;
  mode_t mode;

  va_start (args, flags);
  mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg (args, mode_t) : 0;
  va_end (args);
  return fails (fd, "openat") ? -1 : REAL (openat, "openat64") (fd, name, flags, mode);
}

ssize_t
pwrite (int fd, const void *data, size_t size, off_t offset)
{
  return fails (fd, "pwrite") ? -1 : REAL (pwrite, "pwrite64") (fd, data, size, offset);
}

ssize_t
pread (int fd, void *data, size_t size, off_t offset)
{
  return fails (fd, "pread") ? -1 : REAL (pread, "pread64") (fd, data, size, offset);
}

int
fsync (int fd)
{
  return fails (fd, "fsync") ? -1 : REAL (fsync, "fsync") (fd);
}

int
fdatasync (int fd)
{
  return fails (fd, "fdatasync") ? -1 : REAL (fdatasync, "fdatasync") (fd);
}

int
fallocate (int fd, int mode, off_t offset, off_t size)
{
  return fails (fd, "fallocate") ? -1 : REAL (fallocate, "fallocate64") (fd, mode, offset, size);
}

int
ftruncate (int fd, off_t size)
{
  return fails (fd, "ftruncate") ? -1 : REAL (ftruncate, "ftruncate64") (fd, size);
}

int
renameat2 (int old_fd, const char *old_name, int new_fd, const char *new_name, unsigned int flags)
{
  return fails (old_fd, "renameat2")
             ? -1
             : REAL (renameat2, "renameat2") (old_fd, old_name, new_fd, new_name, flags);
}

int
linkat (int old_fd, const char *old_name, int new_fd, const char *new_name, int flags)
{
  return fails (new_fd, "linkat")
             ? -1
             : REAL (linkat, "linkat") (old_fd, old_name, new_fd, new_name, flags);
}

ssize_t
fgetxattr (int fd, const char *name, void *value, size_t size)
{
  return fails (fd, "fgetxattr") ? -1 : REAL (fgetxattr, "fgetxattr") (fd, name, value, size);
}

int
fsetxattr (int fd, const char *name, const void *value, size_t size, int flags)
{
  return fails (fd, "fsetxattr") ? -1
                                 : REAL (fsetxattr, "fsetxattr") (fd, name, value, size, flags);
}

int
fremovexattr (int fd, const char *name)
{
  return fails (fd, "fremovexattr") ? -1 : REAL (fremovexattr, "fremovexattr") (fd, name);
}

int
unlinkat (int fd, const char *name, int flags)
{
  return fails (fd, "unlinkat") ? -1 : REAL (unlinkat, "unlinkat") (fd, name, flags);
}

int
fstatat (int fd, const char *name, struct stat *st, int flags)
{
  return fails (fd, "fstatat") ? -1 : REAL (fstatat, "fstatat64") (fd, name, st, flags);
}

int
fstat (int fd, struct stat *st)
{
  return fails (fd, "fstat") ? -1 : REAL (fstat, "fstat64") (fd, st);
}

/* One download */

typedef enum
{
  FROM_NOTHING,
  FROM_PARTIAL, /* remembered */
  FROM_FOLDER,  /* adopted */
  FROM_OLD,     /* remembered, but there is another version now */
  IN_PARTS,     /* from nothing, over several connections */
  N_STARTS,
} Start;

static const char *const start_names[] = { "nothing", "partial", "folder", "old", "parts" };

static const char *
get_path (Start start)
{
  return start == FROM_OLD   ? "/changed-after-first/a.bin?size=3000000"
         : start == IN_PARTS ? "/file/a.bin?size=3000000&rate=20000000"
                             : PATH;
}

static guint64
get_seed (Start start)
{
  return start == FROM_OLD ? 2 : 1;
}

static gboolean
has_partial (Start start)
{
  return start != FROM_NOTHING && start != IN_PARTS;
}

static DpPartial *
make_partial (DpEngineFixture *fixture, const char *path)
{
  g_autofree char *url = dp_engine_fixture_dup_url (fixture, path);
  g_autoptr (DpTestFetch) fetch = NULL;

  dp_test_server_hold_at (fixture->server, path, HAVE);
  fetch = dp_test_fetch_start (fixture, url, NULL);
  dp_test_run_until (dp_counter_get_received (fetch->transfer->counter) == HAVE);
  g_cancellable_cancel (fetch->cancellable);
  dp_test_fetch_wait (fetch);
  dp_test_server_release (fixture->server, path);
  g_assert_nonnull (fetch->outcome->partial);
  return g_steal_pointer (&fetch->outcome->partial);
}

/* No name without ".part" but those of whole files. */
static void
assert_no_wrong_file (DpEngineFixture *fixture, Start start)
{
  g_autofree char *list = dp_engine_fixture_list (fixture);
  g_auto (GStrv) names = g_strsplit (list, "|", -1);

  for (guint i = 0; names[i] != NULL && *names[i] != '\0'; i++)
    if (!g_str_has_suffix (names[i], ".part"))
      dp_engine_fixture_assert_content (fixture, names[i], get_seed (start), SIZE);
}

typedef struct
{
  guint n_calls;
  guint n_done;
  guint n_disk;
} Tally;

/* What is left after the disk is well again, beside the file: nothing, unless even the removing
 * had failed. */
static void
try_again (DpEngineFixture *fixture, Start start, const DpPartial *partial)
{
  g_autoptr (DpTestFetch) fetch = dp_test_fetch_run (fixture, get_path (start), partial);

  g_assert_cmpint (fetch->outcome->kind, ==, DP_OUTCOME_DONE);
  g_assert_cmpuint (fetch->outcome->total_bytes, ==, SIZE);
  g_assert_true (g_file_test (fetch->outcome->path, G_FILE_TEST_IS_REGULAR));
  assert_no_wrong_file (fixture, start);
}

/* One download with a fault at call number @fail_at, or none at 0. */
static void
run_once (Start start, guint fail_at, int error, gboolean is_lasting, Tally *tally)
{
  gboolean is_full;
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  const char *path = get_path (start);
  g_autoptr (DpPartial) partial = has_partial (start) ? make_partial (fixture, path) : NULL;
  const DpPartial *known = start == FROM_FOLDER ? NULL : partial;
  g_autoptr (DpTestFetch) fetch = NULL;
  g_autofree char *list = NULL;

  fixture->n_segments = start == IN_PARTS ? 4 : 1;
  disk = (typeof (disk)){ TRUE, 0, fail_at, error, is_lasting, NULL };
  fetch = dp_test_fetch_run (fixture, path, known);
  disk.is_armed = FALSE;
  tally->n_calls = disk.n_calls;

  list = dp_engine_fixture_list (fixture);
  g_test_message ("%u %s %s: %s, %s", fail_at, disk.failed != NULL ? disk.failed : "nothing",
                  g_strerror (error), fetch->outcome->reason ? fetch->outcome->reason : "done",
                  list);
  assert_no_wrong_file (fixture, start);
  if (fetch->outcome->kind == DP_OUTCOME_DONE)
    {
      tally->n_done++;
      dp_test_fetch_assert_done (fetch, SIZE);
      return;
    }
  tally->n_disk++;
  g_assert_nonnull (fetch->outcome->reason);
  is_full = strstr (fetch->outcome->reason, g_strerror (ENOSPC)) != NULL ||
            strstr (fetch->outcome->reason, g_strerror (EDQUOT)) != NULL;
  g_assert_cmpint (fetch->outcome->kind, ==, is_full ? DP_OUTCOME_FULL : DP_OUTCOME_DISK);
  dp_test_assert_has (fetch->outcome->reason, ": ");
  /* What a flush failed for may be gone, and is not claimed; before an old version is given up all
   * of the new one has been flushed already. */
  if (fetch->outcome->partial != NULL && start != FROM_OLD && g_strcmp0 (disk.failed, "fsync") == 0)
    g_assert_cmpuint (fetch->outcome->partial->safe.covered_bytes, <=,
                      has_partial (start) ? HAVE : 0);
  try_again (fixture, start, fetch->outcome->partial);
}

typedef struct
{
  Start start;
  int error;
  gboolean is_lasting;
} Row;

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  Tally tally = { 0 };
  guint n_calls;

  run_once (row->start, 0, 0, FALSE, &tally);
  g_assert_cmpuint (tally.n_done, ==, 1);
  n_calls = tally.n_calls;
  g_assert_cmpuint (n_calls, >, 15);
  for (guint i = 1; i <= n_calls; i++)
    run_once (row->start, i, row->error, row->is_lasting, &tally);
  g_test_message ("%u calls: %u downloads stopped, %u went on", n_calls, tally.n_disk,
                  tally.n_done - 1);
  g_assert_cmpuint (tally.n_disk, >, 5);
}

static const Row rows[] = {
  { FROM_NOTHING, EIO, FALSE },   { FROM_NOTHING, ENOSPC, TRUE },  { FROM_PARTIAL, EIO, FALSE },
  { FROM_PARTIAL, ENOSPC, TRUE }, { FROM_FOLDER, EIO, FALSE },     { FROM_FOLDER, ENOSPC, TRUE },
  { FROM_OLD, EIO, FALSE },       { FROM_OLD, ENOSPC, TRUE },      { FROM_NOTHING, EROFS, TRUE },
  { FROM_NOTHING, EDQUOT, TRUE }, { FROM_NOTHING, EACCES, FALSE }, { IN_PARTS, EIO, FALSE },
  { IN_PARTS, ENOSPC, TRUE },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dp_http_init_process ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *error_name = strerrorname_np (rows[i].error);
      g_autofree char *path =
          g_strdup_printf ("/fetch-torture/%s/%s-%s", start_names[rows[i].start], error_name,
                           rows[i].is_lasting ? "from-then" : "once");

      g_test_add_data_func (path, &rows[i], test_row);
    }

  return g_test_run ();
}
