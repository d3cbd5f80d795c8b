/* dp-part-sign.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose part file it is, while it does not say so itself.
 *
 * A part file that can be continued describes itself (dp-part-trailer).  One that can't (a small one,
 * one of unknown length, one of a server that names no version) is of no use to anybody after a kill,
 * but nobody could tell it from the file of another program: it would stay for ever, and the next
 * attempt would have to take another name.  So it bears a sign, as an extended attribute: the checksum of
 * its link, which tells nothing to those who don't know the link.  Where the file system has no
 * attributes there is no sign.
 *
 * Thread: worker.
 */

#include "dp-part-sign.h"

#include <string.h>
#include <sys/xattr.h>

#define ATTRIBUTE "user.downpour.part"

static char *
dup_sign (const char *link)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, link, -1);
}

/**
 * dp_part_sign_put:
 * @fd: a part file
 * @link: where it comes from, without user and password
 *
 * Thread: worker.
 */
void
dp_part_sign_put (int fd, const char *link)
{
  g_autofree char *sign = dup_sign (link);

  (void) fsetxattr (fd, ATTRIBUTE, sign, strlen (sign), 0);
}

/**
 * dp_part_sign_is_of:
 * @fd: a file
 * @link: a link, without user and password
 *
 * Thread: worker.
 *
 * Returns: whether it is a part file of that link that does not describe itself
 */
gboolean
dp_part_sign_is_of (int fd, const char *link)
{
  g_autofree char *sign = dup_sign (link);
  char found[128];
  gssize n = fgetxattr (fd, ATTRIBUTE, found, sizeof found);

  return n == (gssize) strlen (sign) && memcmp (found, sign, (gsize) n) == 0;
}

/**
 * dp_part_sign_take_off:
 * @fd: a file that is finished, or describes itself now
 *
 * Thread: worker.
 */
void
dp_part_sign_take_off (int fd)
{
  (void) fremovexattr (fd, ATTRIBUTE);
}
