/* dp-origin.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a file came from, noted on the file as freedesktop.org's common extended attributes say.
 *
 * Who gets the file gets the note, so it holds no user, password, query or fragment: signed links
 * have their secrets there.
 *
 * Thread: worker.
 */

#include "dp-origin.h"

static void
note (DpPartFile *part, const char *attribute, const DpUrl *url)
{
  g_autoptr (DpUrl) bare = dp_url_copy (url);
  g_autofree char *shown = NULL;

  g_clear_pointer (&bare->query, g_free);
  shown = dp_url_to_display (bare);
  dp_part_file_set_attribute (part, attribute, shown);
}

/**
 * dp_origin_note:
 * @part: a part file whose every byte is written
 * @link: the link that the person gave
 * @referer: (nullable): the page that it stands on
 *
 * Where the file system can't, nothing is noted: the file counts.
 *
 * Thread: worker.
 */
void
dp_origin_note (DpPartFile *part, const DpUrl *link, const DpUrl *referer)
{
  note (part, "user.xdg.origin.url", link);
  if (referer != NULL)
    note (part, "user.xdg.referrer.url", referer);
}
