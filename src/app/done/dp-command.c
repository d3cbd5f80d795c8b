/* dp-command.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A command that the person wants to be run: words, as a shell reads them, but for no shell.
 *
 * What is put in for a place stays part of its word, whatever a server has put into a name.
 *
 * Thread: home.
 */

#include "dp-command.h"

#include "dp-url.h"

static char *
dup_link (DpDownload *download)
{
  g_autoptr (DpUrl) url = dp_url_parse (dp_download_get_url (download), NULL);

  return url != NULL ? dp_url_to_display (url) : g_strdup ("");
}

/* NULL: it is no place. */
static char *
dup_value (char place, DpDownload *download)
{
  const char *path = download != NULL ? dp_download_get_path (download) : NULL;

  switch (place)
    {
    case '%':
      return g_strdup ("%");
    case 'f':
      return g_strdup (path != NULL ? path : "");
    case 'd':
      return g_strdup (download != NULL ? dp_download_get_folder (download) : "");
    case 'n':
      return g_strdup (download != NULL ? dp_download_get_name (download) : "");
    case 'u':
      return download != NULL ? dup_link (download) : g_strdup ("");
    default:
      return NULL;
    }
}

static char *
fill_in (const char *word, DpDownload *download)
{
  GString *filled = g_string_new (NULL);

  for (const char *p = word; *p != '\0'; p++)
    {
      g_autofree char *value = *p == '%' ? dup_value (p[1], download) : NULL;

      if (value == NULL)
        {
          g_string_append_c (filled, *p);
          continue;
        }
      g_string_append (filled, value);
      p++;
    }
  return g_string_free (filled, FALSE);
}

/**
 * dp_command_parse:
 * @text: a command with quotes as a shell has them, and places: %f for the file, %d for its folder,
 *   %n for its name, %u for its link without a password, %% for a percent sign
 * @download: (nullable): what stands there, or %NULL for nothing
 * @error: return location for a #GShellError
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable) (type filename): the words, to be run as they are
 */
char **
dp_command_parse (const char *text, DpDownload *download, GError **error)
{
  char **words;

  if (!g_shell_parse_argv (text, NULL, &words, error))
    return NULL;
  for (char **word = words; *word != NULL; word++)
    {
      char *filled = fill_in (*word, download);

      g_free (*word);
      *word = filled;
    }
  return words;
}
