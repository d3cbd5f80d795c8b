/* dp-checksum.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The checksum of a finished file, to be compared with what its publisher says.
 *
 * A file may take a minute to read, so each gets a thread of its own: a lane would leave its other
 * transfers alone for so long.
 *
 * Thread: each function says whose it is.
 */

#include "dp-checksum.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_BYTES (1024 * 1024)

typedef struct
{
  char *path; /* (owned) */
  GChecksumType type;
  DpCounter *counter; /* (owned) */
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_free (self->path);
  dp_counter_unref (self->counter);
  g_free (self);
}

static char *
set_unreadable (Job *job, GError **error)
{
  int saved_errno = errno;
  g_autofree char *name = g_path_get_basename (job->path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
               /* Translators: a file's name; the system's reason. */
               _ ("Reading “%s” failed: %s"), name, g_strerror (saved_errno));
  return NULL;
}

static char *
read_all (Job *job, int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (job->type);
  g_autofree guint8 *buffer = g_malloc (BUFFER_BYTES);
  guint64 read_bytes = 0;
  struct stat st;

  if (fstat (fd, &st) != 0)
    return set_unreadable (job, error);
  dp_counter_set (job->counter, 0, (guint64) st.st_size);
  while (!g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      gssize n = read (fd, buffer, BUFFER_BYTES);

      if (n == 0)
        return g_strdup (g_checksum_get_string (checksum));
      if (n < 0 && errno != EINTR)
        return set_unreadable (job, error);
      if (n < 0)
        continue;
      g_checksum_update (checksum, buffer, n);
      read_bytes += (guint64) n;
      dp_counter_set_received (job->counter, read_bytes);
    }
  return NULL;
}

static gpointer
run (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  int fd = open (job->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  char *checksum = fd >= 0 ? read_all (job, fd, g_task_get_cancellable (task), &error)
                           : set_unreadable (job, &error);

  if (fd >= 0)
    close (fd);
  if (checksum != NULL)
    g_task_return_pointer (task, checksum, g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
  return NULL;
}

/**
 * dp_checksum_async:
 * @path: (type filename): a file
 * @type: which checksum
 * @counter: gets to know how much of it was read
 * @cancellable: (nullable): ends it
 * @callback: called on the home thread, once
 * @user_data: for @callback
 *
 * Thread: home.
 */
void
dp_checksum_async (const char *path,
                   GChecksumType type,
                   DpCounter *counter,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->path = g_strdup (path);
  job->type = type;
  job->counter = dp_counter_ref (counter);
  g_task_set_source_tag (task, dp_checksum_async);
  g_task_set_task_data (task, job, job_free);
  g_task_set_priority (task, DP_PRIORITY_OUTCOME);
  /* The thread has the task, and ends by itself. */
  g_thread_unref (g_thread_new ("dp-checksum", run, task));
}

/**
 * dp_checksum_finish:
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): the checksum in lower-case hexadecimal digits, or %NULL with
 *   @error set
 */
char *
dp_checksum_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dp_checksum_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
is_word_of (const char *digits, gsize length, const char *checksum)
{
  return length == strlen (checksum) && g_ascii_strncasecmp (digits, checksum, length) == 0;
}

/**
 * dp_checksum_is_same:
 * @checksum: a checksum in hexadecimal digits
 * @pasted: what a person copied from somewhere: the same, a line of a list of checksums, or one with
 *   its name before it
 *
 * Thread: any.
 *
 * Returns: whether @checksum stands in @pasted as a word of its own
 */
gboolean
dp_checksum_is_same (const char *checksum, const char *pasted)
{
  const char *p = pasted;

  while (*p != '\0')
    {
      const char *begin = p;

      while (g_ascii_isalnum (*p))
        p++;
      if (is_word_of (begin, (gsize) (p - begin), checksum))
        return TRUE;
      if (*p != '\0')
        p++;
    }
  return FALSE;
}
