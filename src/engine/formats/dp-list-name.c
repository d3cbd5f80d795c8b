/* dp-list-name.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The name that a list gives to a file, with folders in front of it: "images/disk 1.iso".
 *
 * A list comes from anywhere.  Folders are believed as far as dp-offer believes any, and only such as
 * lead downwards: else the file has its name and no folder.
 *
 * Thread: any.
 */

#include "dp-list-name.h"

#include <string.h>

#include "dp-filename.h"

/**
 * dp_list_name_take:
 * @offer: an offer that nobody else has yet; its folder is said already, if it is
 * @path: what the list calls the file
 *
 * Thread: any.
 */
void
dp_list_name_take (DpOffer *offer, const char *path)
{
  g_autofree char *name = dp_filename_sanitize (path);
  const char *slash = strrchr (path, '/');
  g_autofree char *below = NULL;
  g_autofree char *folder = NULL;

  dp_offer_set_name (offer, name);
  if (slash == NULL || *path == '/')
    return;
  below = g_strndup (path, (gsize) (slash - path));
  folder = offer->folder != NULL ? g_build_filename (offer->folder, below, NULL) : g_strdup (below);
  dp_offer_set_folder (offer, folder);
}
