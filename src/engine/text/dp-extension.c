/* dp-extension.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The end of a name that says what the file is: where it begins, and which belongs to a media type.
 *
 * Thread: any.
 */

#include "dp-extension.h"

#include <string.h>

/* An extension is a dot and this many ASCII letters and digits: `.7z` to `.safetensors`. */
#define EXTENSION_MAX_CHARS 11

/* `.tar.gz.asc` */
#define EXTENSION_MAX_PARTS 3

/* Types whose files are lost without their extension. Not here: types which servers send for want
 * of a better one (application/octet-stream, text/plain, which would rename `SHA256SUMS`), and
 * programs, which a server shall not make of a file. */
static const struct
{
  const char *type;
  const char *extension;
} type_extensions[] = {
  { "application/epub+zip", ".epub" },
  { "application/gzip", ".gz" },
  { "application/json", ".json" },
  { "application/metalink4+xml", ".meta4" },
  { "application/msword", ".doc" },
  { "application/ogg", ".ogg" },
  { "application/pdf", ".pdf" },
  { "application/postscript", ".ps" },
  { "application/rtf", ".rtf" },
  { "application/vnd.debian.binary-package", ".deb" },
  { "application/vnd.ms-excel", ".xls" },
  { "application/vnd.ms-powerpoint", ".ppt" },
  { "application/vnd.oasis.opendocument.presentation", ".odp" },
  { "application/vnd.oasis.opendocument.spreadsheet", ".ods" },
  { "application/vnd.oasis.opendocument.text", ".odt" },
  { "application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx" },
  { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx" },
  { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx" },
  { "application/vnd.rar", ".rar" },
  { "application/x-7z-compressed", ".7z" },
  { "application/x-bittorrent", ".torrent" },
  { "application/x-bzip2", ".bz2" },
  { "application/x-cd-image", ".iso" },
  { "application/x-compressed-tar", ".tar.gz" },
  { "application/x-debian-package", ".deb" },
  { "application/x-gzip", ".gz" },
  { "application/x-iso9660-image", ".iso" },
  { "application/x-rar-compressed", ".rar" },
  { "application/x-rpm", ".rpm" },
  { "application/x-tar", ".tar" },
  { "application/x-xz", ".xz" },
  { "application/x-zip-compressed", ".zip" },
  { "application/xhtml+xml", ".xhtml" },
  { "application/xml", ".xml" },
  { "application/zip", ".zip" },
  { "application/zstd", ".zst" },
  { "audio/aac", ".aac" },
  { "audio/flac", ".flac" },
  { "audio/mp4", ".m4a" },
  { "audio/mpeg", ".mp3" },
  { "audio/ogg", ".ogg" },
  { "audio/opus", ".opus" },
  { "audio/wav", ".wav" },
  { "audio/x-wav", ".wav" },
  { "image/avif", ".avif" },
  { "image/bmp", ".bmp" },
  { "image/gif", ".gif" },
  { "image/heic", ".heic" },
  { "image/jpeg", ".jpg" },
  { "image/jxl", ".jxl" },
  { "image/png", ".png" },
  { "image/svg+xml", ".svg" },
  { "image/tiff", ".tiff" },
  { "image/webp", ".webp" },
  { "text/calendar", ".ics" },
  { "text/css", ".css" },
  { "text/csv", ".csv" },
  { "text/html", ".html" },
  { "text/markdown", ".md" },
  { "text/xml", ".xml" },
  { "video/mp4", ".mp4" },
  { "video/mpeg", ".mpg" },
  { "video/ogg", ".ogv" },
  { "video/quicktime", ".mov" },
  { "video/webm", ".webm" },
  { "video/x-matroska", ".mkv" },
  { "video/x-msvideo", ".avi" },
};

/* Extensions that say how a file is wrapped; the one before says what it is. */
static const char *const wrapper_extensions[] = {
  ".gz", ".bz2", ".xz",  ".zst", ".lz",  ".lz4",    ".lzma",   ".lzo", ".z",
  ".br", ".asc", ".sig", ".gpg", ".md5", ".sha256", ".sha512", NULL,
};

/* The last `.x` before @end, or NULL. A number is a version (`v1.2`) or a manual's section
 * (`ls.1`), but for the first volumes of a split archive (`.001`). */
static const char *
find_last_part (const char *name, const char *end)
{
  const char *start = end;
  gboolean is_number = TRUE;

  while (start > name && g_ascii_isalnum (start[-1]))
    {
      start--;
      is_number = is_number && g_ascii_isdigit (*start);
    }

  if (start == end || end - start > EXTENSION_MAX_CHARS)
    return NULL;

  if (is_number && !(end - start == 3 && *start == '0'))
    return NULL;

  /* The dot needs something before it, or it hides the file. */
  return start - name >= 2 && start[-1] == '.' ? start - 1 : NULL;
}

/**
 * dp_extension_find:
 * @name: a base name
 *
 * Finds where the extension of @name begins, its dot included: `.tar.gz` of `a-1.2.tar.gz`, nothing
 * of `a-1.2` or `.gz`. It is never longer than three parts of eleven characters.
 *
 * Thread: any
 *
 * Returns: (transfer none): the extension, or the empty end of @name
 */
const char *
dp_extension_find (const char *name)
{
  const char *extension;

  g_return_val_if_fail (name != NULL, NULL);

  extension = name + strlen (name);

  for (guint i = 0; i < EXTENSION_MAX_PARTS; i++)
    {
      const char *part = find_last_part (name, extension);
      g_autofree char *lower = NULL;

      if (part == NULL)
        break;

      lower = g_ascii_strdown (part, extension - part);
      extension = part;
      if (!g_strv_contains (wrapper_extensions, lower))
        break;
    }

  return extension;
}

/**
 * dp_extension_from_type:
 * @content_type: (nullable): the value of a Content-Type header (RFC 9110, 8.3.1)
 *
 * Looks up the extension for a media type; its parameters do not matter.
 *
 * Thread: any
 *
 * Returns: (transfer none): the extension with its dot, or "" for types that say nothing
 */
const char *
dp_extension_from_type (const char *content_type)
{
  gsize length;

  if (content_type == NULL)
    return "";

  content_type += strspn (content_type, " \t");
  length = strcspn (content_type, " \t;,");

  for (guint i = 0; i < G_N_ELEMENTS (type_extensions); i++)
    {
      const char *type = type_extensions[i].type;

      if (strlen (type) == length && g_ascii_strncasecmp (type, content_type, length) == 0)
        return type_extensions[i].extension;
    }

  return "";
}
