/* dp-filename.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From what a server and a link say to the base name of a file that is safe to create and to show.
 *
 * A safe name is one component of a path, reads the way it is stored (no control, zero-width or
 * bidirectional characters: `exe.gpj` must not show as `jpg.exe`), is neither hidden nor an option
 * to a command, and is also possible on the FAT and NTFS sticks it will be copied to. So
 * `<>:"|?*` become `_` and `CON` becomes `_CON`; ext4 would take them, and the copy would fail
 * months later.
 *
 * Names keep their normal form. Composing them would break checksum lists and other links between
 * files, and nothing here compares two names.
 *
 * Thread: any.
 */

#include "dp-filename.h"

#include <string.h>

#include "dp-disposition.h"
#include "dp-extension.h"

#define FALLBACK_NAME  "download"
#define NAME_MAX_BYTES (DP_FILENAME_MAX_BYTES - (sizeof DP_FILENAME_PART_SUFFIX - 1))

/* Length */

static gboolean
is_trimmed_last (gunichar c)
{
  return c == '.' || g_unichar_isspace (c);
}

static gboolean
is_trimmed_first (gunichar c)
{
  return c == '-' || is_trimmed_last (c);
}

static gsize
trimmed_length (const char *text, gsize length)
{
  const char *end = text + length;
  const char *last;

  while ((last = g_utf8_find_prev_char (text, end)) != NULL &&
         is_trimmed_last (g_utf8_get_char_validated (last, end - last)))
    end = last;

  return end - text;
}

/* How much of @text, which is longer, fits into @room bytes: whole characters, and no character
 * without the accents that follow it. Endures what is not UTF-8. */
static gsize
fitting_length (const char *text, gsize room)
{
  const char *end = text + room;
  const char *base;

  while (end > text && (*end & 0xC0) == 0x80)
    end--;

  base = end;
  while (base != NULL && g_unichar_ismark (g_utf8_get_char_validated (base, -1)))
    base = g_utf8_find_prev_char (text, base);

  if (base != NULL && base > text)
    end = base;

  return trimmed_length (text, end - text);
}

/* Puts @middle between stem and extension of @name, whose stem is cut if that grows too long. */
static char *
insert_to_fit (const char *name, const char *middle)
{
  const char *extension;
  gsize stem_bytes;
  gsize room;
  g_autofree char *stem = NULL;

  if (*middle == '\0' && strlen (name) <= NAME_MAX_BYTES)
    return g_strdup (name);

  extension = dp_extension_find (name);
  stem_bytes = extension - name;
  room = NAME_MAX_BYTES - strlen (middle) - strlen (extension);
  if (stem_bytes > room)
    stem_bytes = fitting_length (name, room);

  stem = g_strndup (name, stem_bytes);
  return g_strconcat (stem, middle, extension, NULL);
}

/* Characters */

/* Whether @c shows nothing, or changes how others show. */
static gboolean
is_unwanted (gunichar c)
{
  GUnicodeType type;

  if (c >= ' ' && c <= '~')
    return FALSE;

  type = g_unichar_type (c);
  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
         type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR ||
         (c >= 0x2060 && c <= 0x206F) ||            /* one of them not yet assigned */
         c == 0x2800 || c == 0x3164 || c == 0xFFA0; /* blank, though no spaces */
}

/* Windows finds a device under these names in every folder, whatever the extension. */
static gboolean
is_reserved (const char *name)
{
  static const char *const devices[] = { "con", "prn", "aux", "nul", "conin$", "conout$", NULL };
  static const char *const digits[] = { "0", "1", "2", "3", "4", "5", "6",
                                        "7", "8", "9", "¹", "²", "³", NULL };
  g_autofree char *stem = g_strchomp (g_strndup (name, strcspn (name, ".")));
  g_autofree char *lower = g_ascii_strdown (stem, -1);

  if (g_str_has_prefix (lower, "com") || g_str_has_prefix (lower, "lpt"))
    return g_strv_contains (digits, lower + 3);

  return g_strv_contains (devices, lower);
}

/* Copies the characters that may stay; the others become `_` or nothing. */
static char *
filter (const char *name)
{
  GString *kept = g_string_sized_new (strlen (name));

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x80 && strchr ("<>:\"|?*", (int) c) != NULL)
        g_string_append_c (kept, '_');
      else if (!is_unwanted (c))
        g_string_append_unichar (kept, c);
    }

  return g_string_free (kept, FALSE);
}

static char *
last_component (const char *path)
{
  const char *end = path + strlen (path);
  const char *start;

  while (end > path && strchr ("/\\", end[-1]) != NULL)
    end--;

  start = end;
  while (start > path && strchr ("/\\", start[-1]) == NULL)
    start--;

  return g_strndup (start, end - start);
}

/* The safe name, or NULL if nothing of the name may stay. */
static char *
make_safe (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autofree char *component = last_component (valid);
  g_autofree char *kept = filter (component);
  g_autofree char *safe = NULL;
  const char *start = kept;

  while (*start != '\0' && is_trimmed_first (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);

  kept[start - kept + trimmed_length (start, strlen (start))] = '\0';
  if (*start == '\0')
    return NULL;

  safe = insert_to_fit (start, "");
  if (is_reserved (safe))
    {
      g_autofree char *prefixed = g_strconcat ("_", safe, NULL);

      return insert_to_fit (prefixed, "");
    }

  return g_steal_pointer (&safe);
}

/* Links */

/* Where the host begins, and behind it the path; NULL if the link is but a path. */
static const char *
find_authority (const char *url)
{
  const char *colon = url + strcspn (url, ":/\\?#");

  return g_str_has_prefix (colon, "://") ? colon + strlen ("://") : NULL;
}

/* The name that one segment of a path holds, or NULL. */
static char *
name_from_segment (const char *start, const char *end)
{
  g_autofree char *segment = g_strndup (start, end - start);
  g_autofree char *decoded = NULL;
  char *session = strcasestr (segment, ";jsessionid=");

  if (session != NULL) /* a secret, and no part of the name */
    *session = '\0';

  decoded = dp_disposition_decode_escapes (segment);
  return make_safe (decoded);
}

/* The name in the last segment of the link's path that has one. */
static char *
name_from_path (const char *url)
{
  const char *authority = find_authority (url);
  const char *path = authority != NULL ? authority + strcspn (authority, "/\\?#") : url;
  const char *end = path + strcspn (path, "?#");
  char *name = NULL;

  while (end > path && name == NULL)
    {
      const char *start = end;

      while (start > path && start[-1] != '/')
        start--;

      name = name_from_segment (start, end);
      end = start > path ? start - 1 : path;
    }

  return name;
}

/* The host without the user's name and password, and without the port. */
static char *
name_from_host (const char *url)
{
  const char *authority = find_authority (url);
  g_autofree char *text = NULL;
  const char *host;
  const char *userinfo_end;

  if (authority == NULL)
    return NULL;

  text = g_strndup (authority, strcspn (authority, "/\\?#"));
  userinfo_end = strrchr (text, '@');
  host = userinfo_end != NULL ? userinfo_end + 1 : text;
  if (*host == '[')
    text[strcspn (text, "]")] = '\0';
  else
    text[host - text + strcspn (host, ":")] = '\0';

  return make_safe (*host == '[' ? host + 1 : host);
}

static char *
name_from_disposition (const char *content_disposition)
{
  g_autofree char *name = NULL;

  if (content_disposition != NULL)
    name = dp_disposition_dup_filename (content_disposition);

  return name != NULL ? make_safe (name) : NULL;
}

static char *
add_type_extension (const char *name, const char *content_type)
{
  g_autofree char *extended = g_strconcat (name, dp_extension_from_type (content_type), NULL);

  return dp_filename_sanitize (extended);
}

/* Public */

/**
 * dp_filename_from_url:
 * @url: (nullable): a link
 *
 * Names a file by its link alone: what to show until the server has answered.
 *
 * Thread: any
 *
 * Returns: (transfer full): a safe base name, see dp_filename_sanitize()
 */
char *
dp_filename_from_url (const char *url)
{
  return dp_filename_from_response (NULL, NULL, url);
}

/**
 * dp_filename_from_response:
 * @content_disposition: (nullable): the header of that name
 * @content_type: (nullable): the header of that name
 * @url: (nullable): the link that was answered, after all redirects
 *
 * Names a file by its Content-Disposition (RFC 6266), else by the last segment of its link's path
 * that holds a name, decoded once (RFC 3986), else by its host. An extension is added from the
 * type if the name has none; the dots of a host name are not extensions.
 *
 * Thread: any
 *
 * Returns: (transfer full): a safe base name, see dp_filename_sanitize()
 */
char *
dp_filename_from_response (const char *content_disposition,
                           const char *content_type,
                           const char *url)
{
  g_autofree char *name = name_from_disposition (content_disposition);
  g_autofree char *host = NULL;

  if (name == NULL && url != NULL)
    name = name_from_path (url);

  if (name != NULL && *dp_extension_find (name) != '\0')
    return g_steal_pointer (&name);

  if (name != NULL)
    return add_type_extension (name, content_type);

  host = url != NULL ? name_from_host (url) : NULL;
  return add_type_extension (host != NULL ? host : FALLBACK_NAME, content_type);
}

/**
 * dp_filename_sanitize:
 * @name: (nullable): a name or path from anywhere, in any encoding
 *
 * Makes a name safe: its last component, without controls and characters that deceive the eye,
 * without leading dots, dashes and spaces or trailing dots and spaces, possible on Windows' file
 * systems, valid UTF-8, and short enough for %DP_FILENAME_PART_SUFFIX to fit behind it, the
 * extension kept. A safe name stays as it is; of a name without anything safe, `download` is made.
 *
 * Thread: any
 *
 * Returns: (transfer full): the safe base name, never empty
 */
char *
dp_filename_sanitize (const char *name)
{
  char *safe = name != NULL ? make_safe (name) : NULL;

  return safe != NULL ? safe : g_strdup (FALLBACK_NAME);
}

/**
 * dp_filename_numbered:
 * @name: a base name
 * @number: 1 for the name itself, 2 for the first other one, and so on
 *
 * Makes the name of the @number th file that wanted to be @name: `a (2).tar.gz`. The stem is cut
 * where number and %DP_FILENAME_PART_SUFFIX would not fit. Different numbers make different names,
 * but that a name of full length which ends in ` (2)` already is its own second.
 *
 * Thread: any
 *
 * Returns: (transfer full): the numbered base name
 */
char *
dp_filename_numbered (const char *name, guint number)
{
  g_autofree char *middle = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  middle = number > 1 ? g_strdup_printf (" (%u)", number) : g_strdup ("");
  return insert_to_fit (name, middle);
}
