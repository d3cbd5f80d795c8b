/* dp-curl-command.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `curl 'https://…' -H 'Cookie: …'`, as browsers put it on the clipboard: a link together with what
 * the browser said when it asked for it.
 *
 * What we say ourselves (Range, Accept-Encoding, Host, ...) is left out, and so is what speaks of
 * files here, of looks, or of less care: certificates are always checked.  What would make another
 * request of it (data, another method) is a reason to refuse it.
 *
 * Thread: any.
 */

#include "dp-curl-command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dp-shell-words.h"

typedef enum
{
  OPTION_FLAG, /* nothing to us; also the unknown ones */
  OPTION_VALUE,
  OPTION_COOKIE,
  OPTION_DATA,
  OPTION_GLOBOFF,
  OPTION_HEAD,
  OPTION_HEADER,
  OPTION_METHOD,
  OPTION_NEXT,
  OPTION_REFERER,
  OPTION_URL,
  OPTION_USER,
  OPTION_USER_AGENT,
} Option;

/* Of those that are nothing to us, the ones whose value might look like a link or an option. */
static const struct
{
  char letter;
  const char *name;
  Option option;
} options[] = {
  { 'A', "user-agent", OPTION_USER_AGENT },
  { 'b', "cookie", OPTION_COOKIE },
  { 'C', "continue-at", OPTION_VALUE },
  { 'c', "cookie-jar", OPTION_VALUE },
  { 'D', "dump-header", OPTION_VALUE },
  { 'd', "data", OPTION_DATA },
  { '\0', "data-ascii", OPTION_DATA },
  { '\0', "data-binary", OPTION_DATA },
  { '\0', "data-raw", OPTION_DATA },
  { '\0', "data-urlencode", OPTION_DATA },
  { '\0', "doh-url", OPTION_VALUE },
  { 'E', "cert", OPTION_VALUE },
  { 'e', "referer", OPTION_REFERER },
  { 'F', "form", OPTION_DATA },
  { '\0', "form-string", OPTION_DATA },
  { 'g', "globoff", OPTION_GLOBOFF },
  { 'H', "header", OPTION_HEADER },
  { 'I', "head", OPTION_HEAD },
  { '\0', "json", OPTION_DATA },
  { 'K', "config", OPTION_VALUE },
  { 'm', "max-time", OPTION_VALUE },
  { ':', "next", OPTION_NEXT },
  { 'o', "output", OPTION_VALUE },
  { 'P', "ftp-port", OPTION_VALUE },
  { '\0', "preproxy", OPTION_VALUE },
  { '\0', "proxy-header", OPTION_VALUE },
  { '\0', "proxy1.0", OPTION_VALUE },
  { 'Q', "quote", OPTION_VALUE },
  { 'r', "range", OPTION_VALUE },
  { 'T', "upload-file", OPTION_DATA },
  { 't', "telnet-option", OPTION_VALUE },
  { 'U', "proxy-user", OPTION_VALUE },
  { 'u', "user", OPTION_USER },
  { '\0', "url", OPTION_URL },
  { '\0', "url-query", OPTION_DATA },
  { 'w', "write-out", OPTION_VALUE },
  { 'X', "request", OPTION_METHOD },
  { 'x', "proxy", OPTION_VALUE },
  { 'Y', "speed-limit", OPTION_VALUE },
  { 'y', "speed-time", OPTION_VALUE },
  { 'z', "time-cond", OPTION_VALUE },
};

typedef struct
{
  DpShellWords words;
  GPtrArray *urls;    /* (unowned) */
  DpRequest *request; /* (unowned) */
  GString *cookies;   /* (unowned): one header in the end, however often they are said */
  GError *error;      /* (owned) (nullable): the first thing that is in the way */
  guint n_options;
  gboolean is_globoff;
} Reader;

/* -- What words mean -- */

static void
refuse (Reader *self, const char *reason)
{
  if (self->error == NULL)
    self->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, reason);
}

/* What is wrong first is what is told. */
static GError **
first_error (Reader *self)
{
  return self->error == NULL ? &self->error : NULL;
}

/* What an exchange says itself, and what HTTP/2 has in place of a request line. */
static gboolean
is_dropped (const char *name)
{
  return *name == '\0' || g_ascii_strncasecmp (name, "if-", strlen ("if-")) == 0 ||
         g_ascii_strcasecmp (name, "authority") == 0 ||
         (dp_request_is_own_header (name) && g_ascii_strcasecmp (name, "Referer") != 0);
}

static void
take_cookies (Reader *self, const char *text)
{
  if (*text != '\0' && self->cookies->len > 0)
    g_string_append (self->cookies, "; ");
  g_string_append (self->cookies, text);
}

static void
take_cookie_option (Reader *self, const char *value)
{
  if (*value == '\0' || strchr (value, '=') != NULL)
    take_cookies (self, value);
  else
    refuse (self,
            _ ("The command wants cookies out of a file, which a pasted command can't name."));
}

static void
take_named_header (Reader *self, const char *name, const char *value)
{
  g_autofree char *header = NULL;

  if (g_ascii_strcasecmp (name, "User-Agent") == 0)
    dp_request_set_user_agent (self->request, value, first_error (self));
  else if (*value == '\0' || is_dropped (name))
    return;
  else if (g_ascii_strcasecmp (name, "Referer") == 0)
    dp_request_set_referer (self->request, value, first_error (self));
  else if (g_ascii_strcasecmp (name, "Cookie") == 0)
    take_cookies (self, value);
  else
    {
      header = g_strconcat (name, ": ", value, NULL);
      dp_request_add_header (self->request, header, first_error (self));
    }
}

/* curl says an empty one as `Name;`, and with `Name:` leaves its own out. */
static void
take_header (Reader *self, const char *line)
{
  gsize length = strcspn (line, ":");
  g_autofree char *name = g_strstrip (g_strndup (line, length));

  if (line[length] == ':')
    {
      g_autofree char *value = g_strchug (g_strdup (line + length + 1));

      take_named_header (self, name, value);
      return;
    }
  if (g_str_has_suffix (name, ";"))
    name[strlen (name) - 1] = ':';
  if (!is_dropped (name))
    dp_request_add_header (self->request, name, first_error (self));
}

/* Of what has no option before it, all that has a scheme: the rest are values of options that we
 * don't know. */
static void
take_word (Reader *self, const char *word)
{
  g_autofree char *scheme = g_uri_parse_scheme (word);

  if (scheme != NULL && g_str_has_prefix (word + strlen (scheme), "://"))
    g_ptr_array_add (self->urls, g_strdup (word));
}

static void
take_option (Reader *self, Option option, const char *value)
{
  switch (option)
    {
    case OPTION_FLAG:
    case OPTION_VALUE:
      break;
    case OPTION_COOKIE:
      take_cookie_option (self, value);
      break;
    case OPTION_DATA:
      refuse (self, _ ("The command sends data; a download can only ask."));
      break;
    case OPTION_GLOBOFF:
      self->is_globoff = TRUE;
      break;
    case OPTION_HEADER:
      take_header (self, value);
      break;
    case OPTION_HEAD:
      value = "HEAD";
      /* fall through */
    case OPTION_METHOD:
      if (g_ascii_strcasecmp (value, "GET") != 0)
        refuse (self, _ ("The command asks with another method than GET."));
      break;
    case OPTION_NEXT:
      refuse (self, _ ("There are several requests in the command; give each a command."));
      break;
    case OPTION_REFERER:
      if (*value != '\0')
        dp_request_set_referer (self->request, value, first_error (self));
      break;
    case OPTION_URL:
      take_word (self, value);
      break;
    case OPTION_USER:
      dp_request_set_user (self->request, value, first_error (self));
      break;
    case OPTION_USER_AGENT:
      dp_request_set_user_agent (self->request, value, first_error (self));
      break;
    }
}

static gboolean
has_value (Option option)
{
  return option != OPTION_FLAG && option != OPTION_GLOBOFF && option != OPTION_HEAD &&
         option != OPTION_NEXT;
}

static Option
find_option (char letter, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (name != NULL ? g_str_equal (options[i].name, name) : options[i].letter == letter)
      return options[i].option;

  return OPTION_FLAG;
}

/* With the word that follows, if it needs one. */
static void
read_option (Reader *self, Option option)
{
  if (!has_value (option))
    take_option (self, option, "");
  else if (dp_shell_words_next (&self->words))
    take_option (self, option, self->words.word->str);
}

/* `-sSLHname`: letters, until one has a value. */
static void
read_letters (Reader *self)
{
  g_autofree char *letters = g_strdup (self->words.word->str + 1);

  for (const char *p = letters; *p != '\0'; p++)
    {
      Option option = find_option (*p, NULL);

      if (has_value (option) && p[1] != '\0')
        {
          take_option (self, option, p + 1);
          return;
        }
      read_option (self, option);
    }
}

static void
read_words (Reader *self)
{
  dp_shell_words_next (&self->words); /* "curl" */
  while (dp_shell_words_next (&self->words))
    {
      const char *word = self->words.word->str;

      if (word[0] != '-' || word[1] == '\0')
        {
          take_word (self, word);
          continue;
        }
      self->n_options++;
      if (word[1] == '-')
        read_option (self, find_option ('\0', word + 2));
      else
        read_letters (self);
    }
}

/* -- The result -- */

/* `[`, `]`, `{` and `}` are escaped, for else curl would count. */
static void
unescape_brackets (char *url)
{
  char *to = url;

  for (const char *p = url; *p != '\0'; p++)
    if (*p != '\\' || p[1] == '\0' || strchr ("[]{}", p[1]) == NULL)
      *to++ = *p;
  *to = '\0';
}

static DpCurlCommand *
finish (Reader *self)
{
  DpCurlCommand *command;

  if (self->urls->len == 0 || self->n_options == 0)
    return NULL;
  if (self->words.is_cut)
    refuse (self, _ ("The command is cut off: a quotation mark is missing."));
  if (self->cookies->len > 0)
    {
      g_autofree char *header = g_strconcat ("Cookie: ", self->cookies->str, NULL);

      dp_request_add_header (self->request, header, first_error (self));
    }

  for (guint i = 0; i < self->urls->len && !self->is_globoff; i++)
    unescape_brackets (self->urls->pdata[i]);
  command = g_new0 (DpCurlCommand, 1);
  command->urls = g_ptr_array_ref (self->urls);
  if (self->error != NULL)
    command->reason = g_strdup (self->error->message);
  else if (!dp_request_is_empty (self->request))
    command->request = dp_request_ref (self->request);
  return command;
}

/**
 * dp_curl_command_begins:
 * @text: (array): the beginning of a line, any bytes
 * @end: where the text ends
 *
 * Thread: any.
 *
 * Returns: whether dp_curl_command_parse() is worth while
 */
gboolean
dp_curl_command_begins (const char *text, const char *end)
{
  static const char *const names[] = { "curl", "curl.exe" };

  while (text < end && (*text == ' ' || *text == '\t'))
    text++;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize length = strlen (names[i]);

      if ((gsize) (end - text) > length && memcmp (text, names[i], length) == 0 &&
          strchr (" \t\\^", text[length]) != NULL)
        return TRUE;
    }
  return FALSE;
}

/**
 * dp_curl_command_parse:
 * @text: (array): a line where dp_curl_command_begins(), and what follows it; any bytes
 * @end: where the text ends
 * @rest: (out): what comes after the command; if it is none, after the lines it takes
 *
 * Reads one command.  It is one if there is a link with a scheme and at least one option: else there
 * is nothing to learn from it that its words don't say.
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): the command, or %NULL if it is prose
 */
DpCurlCommand *
dp_curl_command_parse (const char *text, const char *end, const char **rest)
{
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DpRequest) request = dp_request_new ();
  g_autoptr (GString) cookies = g_string_new (NULL);
  Reader reader = { .urls = urls, .request = request, .cookies = cookies };
  DpCurlCommand *command;

  dp_shell_words_init (&reader.words, text, end);
  read_words (&reader);
  command = finish (&reader);
  if (command != NULL)
    dp_shell_words_skip_operator (&reader.words);
  else
    dp_shell_words_skip_line (&reader.words);
  *rest = reader.words.p;
  dp_shell_words_clear (&reader.words);
  g_clear_error (&reader.error);
  return command;
}

/**
 * dp_curl_command_free:
 * @self: (transfer full) (nullable): a command
 *
 * Thread: any.
 */
void
dp_curl_command_free (DpCurlCommand *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->urls);
  dp_request_unref (self->request);
  g_free (self->reason);
  g_free (self);
}
