/* dp-published.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether an unfinished file was finished after all: it got its name, and before anybody could write
 * that down the program was killed.  Fetched again it would be there twice.
 *
 * The proof is on the disk: an inode that was claimed for a download before a byte was in it, and a
 * length that was claimed when all of it was there, before the file got its name.  What was claimed
 * earlier proves nothing: a file that is gone leaves its inode to another one.
 *
 * Thread: worker.
 */

#include "dp-published.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-filename.h"
#include "dp-folder.h"
#include "dp-rate.h"

static gboolean
is_it (DpFolder *folder, const char *name, const DpPartial *partial)
{
  struct stat st;

  return fstatat (dp_folder_get_fd (folder), name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISREG (st.st_mode) && st.st_ino == partial->inode &&
         (guint64) st.st_size == partial->total_bytes &&
         !g_str_has_suffix (name, DP_FILENAME_PART_SUFFIX);
}

/* The name that it was to get may have been taken, or a better one free. */
static char *
search (DpFolder *folder, const DpPartial *partial)
{
  int fd = openat (dp_folder_get_fd (folder), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = fd >= 0 ? fdopendir (fd) : NULL;
  const struct dirent *found;
  char *name = NULL;

  if (dir == NULL)
    {
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  while (name == NULL && (found = readdir (dir)) != NULL)
    if (found->d_ino == partial->inode && is_it (folder, found->d_name, partial))
      name = g_strdup (found->d_name);
  closedir (dir);
  return name;
}

/**
 * dp_published_find:
 * @partial: what is remembered of an unfinished file
 *
 * Thread: worker.
 *
 * Returns: (transfer full) (nullable) (type filename): the finished file, if it is one
 */
char *
dp_published_find (const DpPartial *partial)
{
  g_autoptr (DpFolder) folder = dp_folder_open (partial->folder);
  g_autofree char *name = NULL;

  if (folder == NULL || !partial->is_whole || partial->total_bytes == DP_SIZE_UNKNOWN)
    return NULL;
  name =
      is_it (folder, partial->name, partial) ? g_strdup (partial->name) : search (folder, partial);
  return name != NULL ? g_build_filename (partial->folder, name, NULL) : NULL;
}
