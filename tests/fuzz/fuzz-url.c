/* fuzz-url.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A link, and on the next line what a server answers to it: a reference.  What is accepted must be
 * safe to request, and the same link when it is read again.
 */

#include <string.h>

#include "dp-url.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* No g_assert: it is not there in every build. */
static void
require (gboolean condition)
{
  if (!condition)
    g_abort ();
}

static void
require_equal (const DpUrl *a, const DpUrl *b)
{
  require (g_str_equal (a->scheme, b->scheme));
  require (g_strcmp0 (a->userinfo, b->userinfo) == 0);
  require (g_str_equal (a->host, b->host));
  require (a->port == b->port);
  require (g_str_equal (a->path, b->path));
  require (g_strcmp0 (a->query, b->query) == 0);
  require (dp_url_same_origin (a, b));
}

static void
require_graph (const char *text, const char *but)
{
  for (const char *p = text; *p != '\0'; p++)
    require (g_ascii_isgraph (*p) && strchr (but, *p) == NULL);
}

static void
check_url (const DpUrl *url)
{
  g_autofree char *text = dp_url_to_string (url);
  g_autofree char *shown = dp_url_to_display (url);
  g_autofree char *origin = dp_url_dup_origin (url);
  g_autoptr (DpUrl) again = dp_url_parse (text, NULL);
  g_autoptr (DpUrl) without_user = dp_url_parse (shown, NULL);
  g_autoptr (DpUrl) root = dp_url_parse (origin, NULL);

  require (g_str_equal (url->scheme, "http") || dp_url_is_secure (url));
  require_graph (url->host, "%/\\@?#[]");
  require (*url->host != '\0' && url->port != 0 && *url->path == '/');
  require_graph (text, "#");

  require (again != NULL);
  require_equal (url, again);
  require (without_user != NULL && without_user->userinfo == NULL);
  require (dp_url_same_origin (url, without_user));
  require (root != NULL && dp_url_same_origin (url, root));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  char *reference = strchr (text, '\n');
  g_autoptr (GError) error = NULL;
  g_autoptr (DpUrl) url = NULL;
  g_autoptr (DpUrl) resolved = NULL;

  if (reference != NULL)
    *reference++ = '\0';

  url = dp_url_parse (text, &error);
  require ((url == NULL) == (error != NULL));
  if (url == NULL)
    return 0;

  check_url (url);
  resolved = dp_url_resolve (url, reference != NULL ? reference : "", &error);
  require ((resolved == NULL) == (error != NULL));
  if (resolved != NULL)
    check_url (resolved);

  return 0;
}
