/* fuzz-filename.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A Content-Disposition, a Content-Type and a link, one a line (the rest is the link), to a name
 * that must be safe whatever they are.
 */

#include <string.h>

#include "dp-disposition.h"
#include "dp-extension.h"
#include "dp-filename.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* No g_assert: it is not there in every build. */
static void
require (gboolean condition)
{
  if (!condition)
    g_abort ();
}

static gboolean
is_safe_character (gunichar c)
{
  if (c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c < 0x80 && strchr ("/\\<>:\"|?*", (int) c) != NULL))
    return FALSE;

  return !(c >= 0x200B && c <= 0x200F) && !(c >= 0x2028 && c <= 0x202E) &&
         !(c >= 0x2060 && c <= 0x2069) && c != 0x061C && c != 0xFEFF;
}

static void
require_fits (const char *name)
{
  require (strlen (name) + strlen (DP_FILENAME_PART_SUFFIX) <= DP_FILENAME_MAX_BYTES);
}

static void
require_stable (const char *name)
{
  g_autofree char *again = dp_filename_sanitize (name);

  require (strcmp (again, name) == 0);
}

static void
require_safe (const char *name)
{
  g_autofree char *numbered = NULL;
  g_autofree char *last_number = NULL;
  gunichar last;

  require (*name != '\0' && g_utf8_validate (name, -1, NULL));
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    require (is_safe_character (g_utf8_get_char (p)));

  require (*name != '.' && *name != '-' && !g_unichar_isspace (g_utf8_get_char (name)));
  last = g_utf8_get_char (g_utf8_prev_char (name + strlen (name)));
  require (last != '.' && !g_unichar_isspace (last));
  require_fits (name);
  require_stable (name);

  numbered = dp_filename_numbered (name, 2);
  require_fits (numbered);
  require_stable (numbered);
  require (g_str_has_suffix (numbered, dp_extension_find (name)));

  last_number = dp_filename_numbered (name, G_MAXUINT);
  require_fits (last_number);
  require_stable (last_number);
  require (strcmp (last_number, numbered) != 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 3);
  const char *disposition = lines[0];
  const char *type = disposition != NULL ? lines[1] : NULL;
  const char *url = type != NULL ? lines[2] : NULL;
  g_autofree char *answered = dp_filename_from_response (disposition, type, url);
  g_autofree char *linked = dp_filename_from_url (url);
  g_autofree char *sanitized = dp_filename_sanitize (text);
  g_autofree char *numbered = dp_filename_numbered (text, 2);
  g_autofree char *proposed =
      disposition != NULL ? dp_disposition_dup_filename (disposition) : NULL;

  require_safe (answered);
  require_safe (linked);
  require_safe (sanitized);
  require_fits (numbered); /* of any bytes, though it is not safe then */
  require (proposed == NULL || (*proposed != '\0' && g_utf8_validate (proposed, -1, NULL)));

  return 0;
}
