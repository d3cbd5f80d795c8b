/* dp-request-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said beyond a link, as text that can be stored: a line for each thing.  It may hold a
 * password, so the file must be nobody else's.
 *
 *   user-agent TEXT
 *   referer LINK
 *   userinfo NAME:PASSWORD      percent-encoded, as in a link
 *   header Name: value
 *
 * Of cookies from a file only those are kept that the link's server would be told: not a whole
 * browser's for every link.
 *
 * Thread: any.
 */

#include "dp-request-text.h"

#include <string.h>

#define USER_AGENT "user-agent "
#define REFERER    "referer "
#define USERINFO   "userinfo "
#define HEADER     "header "

static char *
dup_cookie (const DpRequest *self, const char *link, gint64 now_sec)
{
  g_autoptr (DpUrl) url = self->cookies != NULL ? dp_url_parse (link, NULL) : NULL;

  return url != NULL ? dp_cookies_dup_header (self->cookies, url, now_sec) : NULL;
}

/**
 * dp_request_to_text:
 * @self: (nullable): a request
 * @link: the link that it is for
 * @now_sec: the time, since 1970
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): its text, or %NULL if nothing is said
 */
char *
dp_request_to_text (const DpRequest *self, const char *link, gint64 now_sec)
{
  g_autoptr (GString) text = NULL;
  g_autofree char *cookie = NULL;

  if (self == NULL || dp_request_is_empty (self))
    return NULL;
  text = g_string_new (NULL);
  if (self->user_agent != NULL)
    g_string_append_printf (text, USER_AGENT "%s\n", self->user_agent);
  if (self->referer != NULL)
    {
      g_autofree char *referer = dp_url_to_display (self->referer);

      g_string_append_printf (text, REFERER "%s\n", referer);
    }
  if (self->userinfo != NULL)
    g_string_append_printf (text, USERINFO "%s\n", self->userinfo);
  for (char **line = self->headers; line != NULL && *line != NULL; line++)
    g_string_append_printf (text, HEADER "%s\n", *line);
  cookie = dup_cookie (self, link, now_sec);
  if (cookie != NULL)
    g_string_append_printf (text, HEADER "Cookie: %s\n", cookie);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* It is put into a link as it is. */
static gboolean
is_userinfo (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-._~%:", *p) == NULL)
      return FALSE;
  return strchr (text, ':') != NULL && strchr (text, ':') == strrchr (text, ':');
}

static void
take_line (DpRequest *self, const char *line)
{
  /* What a newer version says, or what would not be let in today, stays out. */
  if (g_str_has_prefix (line, USER_AGENT))
    dp_request_set_user_agent (self, line + strlen (USER_AGENT), NULL);
  else if (g_str_has_prefix (line, REFERER))
    dp_request_set_referer (self, line + strlen (REFERER), NULL);
  else if (g_str_has_prefix (line, HEADER))
    dp_request_add_header (self, line + strlen (HEADER), NULL);
  else if (g_str_has_prefix (line, USERINFO) && is_userinfo (line + strlen (USERINFO)))
    {
      g_free (self->userinfo);
      self->userinfo = g_strdup (line + strlen (USERINFO));
    }
}

/**
 * dp_request_from_text:
 * @text: (nullable): what dp_request_to_text() made
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): the request, or %NULL if nothing is said
 */
DpRequest *
dp_request_from_text (const char *text)
{
  g_autoptr (DpRequest) self = dp_request_new ();
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;

  for (char **line = lines; line != NULL && *line != NULL; line++)
    take_line (self, *line);
  return dp_request_is_empty (self) ? NULL : g_steal_pointer (&self);
}
