/* dp-partial-read.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part file that the person names, as the partial that a transfer can continue: what it says of
 * itself, or a sentence that says why it can't be continued.  Nothing of it is changed.
 *
 * Thread: home, but for what says so.
 */

#include "dp-partial-read.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-filename.h"
#include "dp-folder.h"
#include "dp-part-trailer.h"

/* One of the two. */
typedef struct
{
  DpPartial *partial; /* (owned) (nullable) */
  GError *error;      /* (owned) (nullable) */
} DpReading;

static void
reading_free (DpReading *self)
{
  g_clear_pointer (&self->partial, dp_partial_free);
  g_clear_error (&self->error);
  g_free (self);
}

/* Worker. */
static DpPartial *
new_partial (const char *folder,
             const char *part_name,
             const DpPartRecord *record,
             const DpRangeSet *safe,
             guint64 inode)
{
  DpPartial *self = g_new0 (DpPartial, 1);

  self->folder = g_strdup (folder);
  self->name = g_strndup (part_name, strlen (part_name) - strlen (DP_FILENAME_PART_SUFFIX));
  self->inode = inode;
  dp_range_set_assign (&self->safe, safe);
  self->total_bytes = record->total_bytes;
  self->validator = g_strdup (record->validator);
  self->link = g_strdup (record->link);
  return self;
}

/* Worker: looks into an open file. */
static DpPartial *
read_open (int fd, const char *folder, const char *part_name, GError **error)
{
  g_autofree char *shown = g_filename_display_name (part_name);
  g_autoptr (DpPartTrailer) trailer = NULL;
  g_auto (DpRangeSet) safe = { 0 };
  struct stat st;

  if (flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                   /* Translators: %s is the name of a file. */
                   _ ("“%s” is just being downloaded by another run of Downpour."), shown);
      return NULL;
    }
  if (fstat (fd, &st) == 0 && S_ISREG (st.st_mode))
    trailer = dp_part_trailer_load (fd, &safe);
  if (trailer == NULL || dp_part_trailer_get_record (trailer)->validator == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   /* Translators: %s is the name of a file. */
                   _ ("“%s” is no unfinished download of Downpour, or it is damaged. It stays as "
                      "it is; download the link anew."),
                   shown);
      return NULL;
    }
  return new_partial (folder, part_name, dp_part_trailer_get_record (trailer), &safe, st.st_ino);
}

/* Worker. */
static DpPartial *
read_path (const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *folder_path = g_path_get_dirname (path);
  g_autofree char *part_name = g_path_get_basename (path);
  g_autoptr (DpFolder) folder = NULL;
  DpPartial *partial;
  int fd;

  if (!g_str_has_suffix (part_name, DP_FILENAME_PART_SUFFIX) ||
      g_str_equal (part_name, DP_FILENAME_PART_SUFFIX) || !g_utf8_validate (part_name, -1, NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
                   /* Translators: the name of a file; the end of a name, as in ".part". */
                   _ ("“%s” is no unfinished download of Downpour: its name does not end in %s."),
                   shown, DP_FILENAME_PART_SUFFIX);
      return NULL;
    }
  folder = dp_folder_open (folder_path);
  fd = folder != NULL ? dp_folder_open_file (folder, part_name) : -1;
  if (fd < 0 && errno == EINVAL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                   /* Translators: %s is the name of a file. */
                   _ ("“%s” is no file, but a folder, a device or a link to a file."), shown);
      return NULL;
    }
  if (fd < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   /* Translators: the name of a file; the system's reason. */
                   _ ("Could not open “%s”: %s"), shown, g_strerror (errno));
      return NULL;
    }
  partial = read_open (fd, folder_path, part_name, error);
  close (fd);
  return partial;
}

static void
read_job (DpLane *lane, GTask *task)
{
  DpReading *reading = g_new0 (DpReading, 1);

  reading->partial = read_path (g_task_get_task_data (task), &reading->error);
  dp_lane_return (lane, task, reading, (GDestroyNotify) reading_free);
}

/**
 * dp_partial_read_async:
 * @path: (type filename): a part file
 * @lanes: where to do it
 * @callback: called on the home thread, once
 * @user_data: for @callback
 *
 * Thread: home.
 */
void
dp_partial_read_async (const char *path,
                       DpLanes *lanes,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  char *whole_path = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (whole_path);

  g_task_set_source_tag (task, dp_partial_read_async);
  g_task_set_task_data (task, whole_path, g_free);
  dp_lanes_run (lanes, folder, task, read_job);
}

/**
 * dp_partial_read_finish:
 * @result: what the callback got
 * @error: return location for a #GError, whose message is for the person
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): what can be continued, or %NULL with @error set
 */
DpPartial *
dp_partial_read_finish (GAsyncResult *result, GError **error)
{
  DpReading *reading;
  DpPartial *partial;

  g_return_val_if_fail (g_async_result_is_tagged (result, dp_partial_read_async), NULL);

  reading = g_task_propagate_pointer (G_TASK (result), NULL);
  partial = g_steal_pointer (&reading->partial);
  if (reading->error != NULL)
    g_propagate_error (error, g_steal_pointer (&reading->error));
  reading_free (reading);
  return partial;
}
