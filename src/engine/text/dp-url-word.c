/* dp-url-word.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A word without a scheme: a link, the name of a file, or just a word?
 *
 * It is a link if it looks like a host with a path (`example.com/a.zip`), begins with `www.`, or is a
 * domain alone on its line.
 *
 * Thread: any.
 */

#include "dp-url-word.h"

#include <string.h>

#define HOST_MAX_BYTES 1024 /* before IDNA */

/* Of a name alone on a line: top-level domains that nobody gives to a file.  Two letters are a
 * country, see looks_like_host(). */
static const char *const common_domains[] = {
  "app", "arpa", "biz", "cloud",  "com", "dev",  "edu",  "gov",  "info", "int",
  "mil", "name", "net", "online", "org", "site", "tech", "test", "xyz",  NULL,
};

/* Endings of file names that are no top-level domain ... */
static const char *const file_endings[] = {
  "bz",   "cfg", "conf", "cs",  "css",  "csv", "deb",  "dll",  "doc", "docx", "exe",  "flac", "gif",
  "go",   "gz",  "hs",   "htm", "html", "ini", "iso",  "jpeg", "jpg", "js",   "json", "ko",   "log",
  "lua",  "odt", "pdf",  "php", "png",  "ppt", "po",   "pptx", "rb",  "rpm",  "svg",  "tar",  "tex",
  "toml", "ts",  "txt",  "vb",  "webp", "xls", "xlsx", "xml",  "xz",  "yaml", "yml",  NULL,
};

/* ... and those that are a country, too. */
static const char *const file_countries[] = {
  "ac", "am", "cc", "in", "la", "md", "mk", "ml", "mo",
  "pl", "pm", "ps", "py", "rs", "sh", "so", NULL,
};

static gboolean
looks_like_domain (const char *domain)
{
  gsize length = strspn (domain, "abcdefghijklmnopqrstuvwxyz");

  return (length >= 2 && domain[length] == '\0') || g_str_has_prefix (domain, "xn--");
}

/* A path makes a host of what else is a word or the name of a file. */
static gboolean
looks_like_host (const DpUrl *url, gboolean has_port, gboolean has_path, gboolean is_alone)
{
  const char *dot = strrchr (url->host, '.');

  if (g_str_equal (url->host, "localhost"))
    return has_path || (has_port && is_alone);
  if (g_hostname_is_ip_address (url->host)) /* but `10.0.0.0/8` is a network */
    return (has_port && (has_path || is_alone)) ||
           strcspn (url->path, "abcdefghijklmnopqrstuvwxyz") < strlen (url->path);
  if (dot == NULL || !looks_like_domain (dot + 1))
    return FALSE;
  if (g_str_has_prefix (url->host, "www."))
    return dot > url->host + strlen ("www");
  if (has_path)
    return !g_strv_contains (file_endings, dot + 1);

  return is_alone &&
         (g_strv_contains (common_domains, dot + 1) || g_str_has_prefix (dot, ".xn--") ||
          (strlen (dot + 1) == 2 && !g_strv_contains (file_endings, dot + 1) &&
           !g_strv_contains (file_countries, dot + 1)));
}

/**
 * dp_url_word_parse:
 * @prose: the text
 * @word: where a word without a scheme begins in it
 * @end: where the word ends
 * @is_alone: nothing else is on its line
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): the link that is meant, if it is one; https, unless a port or
 *   a host nearby makes that unlikely
 */
DpUrl *
dp_url_word_parse (const DpUrlProse *prose, const char *word, const char *end, gboolean is_alone)
{
  g_autoptr (DpUrl) url = NULL;
  g_autofree char *text = NULL;
  g_autofree char *link = NULL;
  gsize host_length;
  gboolean has_port;
  gboolean has_path;
  gboolean is_local;

  while (word < end && strchr ("([{'*_~", *word) != NULL)
    word++;

  end = dp_url_prose_trim_end (word, end, word > prose->text ? word[-1] : '\0');
  if (end - word > DP_URL_PROSE_MAX_BYTES)
    return NULL;

  text = g_strndup (word, end - word);
  host_length = strcspn (text, "/?#");
  has_port = memchr (text, ':', host_length) != NULL;
  has_path = text[host_length] == '/';
  if (host_length > HOST_MAX_BYTES || memchr (text, '@', host_length) != NULL ||
      (!is_alone && !has_path && g_ascii_strncasecmp (text, "www.", 4) != 0))
    return NULL;

  link = g_strconcat ("https://", text, NULL);
  url = dp_url_parse (link, NULL);
  if (url == NULL || !looks_like_host (url, has_port, has_path, is_alone))
    return NULL;

  is_local = g_str_equal (url->host, "localhost") || g_hostname_is_ip_address (url->host);
  if (has_port ? url->port != 443 : is_local)
    {
      g_autofree char *plain_link = g_strconcat ("http://", text, NULL);

      g_clear_pointer (&url, dp_url_free);
      url = dp_url_parse (plain_link, NULL);
    }

  return g_steal_pointer (&url);
}
