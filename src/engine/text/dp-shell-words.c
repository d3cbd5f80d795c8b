/* dp-shell-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of one command line, quoted as in bash (`'…'`, `"…"`, `$'…'`, `\`) or as in the Windows
 * command line (`^"…^"`, `^`).
 *
 * Only read, never run: no variable, no command and no file name in it means anything.  A quote ends
 * where it began, on one line: browsers write a line break as `\n`, and an apostrophe in prose shall
 * not swallow the list below it.  Every byte is looked at once, give or take two.
 *
 * Thread: any.
 */

#include "dp-shell-words.h"

#include <string.h>

static gboolean
is_line_end (const char *p, const char *end)
{
  return p >= end || *p == '\n' || *p == '\r' || *p == '\0';
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* Steps over a line break that the sign before it takes back. */
static gboolean
skip_continuation (DpShellWords *self)
{
  const char *p = self->p + 1;

  if (p >= self->end || (*p != '\n' && *p != '\r'))
    return FALSE;
  if (*p == '\r' && p + 1 < self->end && p[1] == '\n')
    p++;
  self->p = p + 1;
  return TRUE;
}

static gboolean
is_continuation_sign (char c)
{
  return c == '\\' || c == '^';
}

static void
skip_blanks (DpShellWords *self)
{
  while (!is_line_end (self->p, self->end))
    if (is_blank (*self->p))
      self->p++;
    else if (!is_continuation_sign (*self->p) || !skip_continuation (self))
      break;
}

static gboolean
is_operator_sign (const DpShellWords *self, const char *p)
{
  return p < self->end && (*p == ';' || *p == '&' || *p == '|');
}

/* One or two signs, and only before white space: an address that nobody quoted may hold them. */
static gboolean
is_operator (const DpShellWords *self, const char *p)
{
  for (guint i = 0; i < 2 && is_operator_sign (self, p); i++)
    if (is_line_end (++p, self->end) || is_blank (*p))
      return TRUE;

  return FALSE;
}

static void
read_single_quoted (DpShellWords *self)
{
  const char *start = self->p;

  while (!is_line_end (self->p, self->end) && *self->p != '\'')
    self->p++;
  g_string_append_len (self->word, start, self->p - start);
}

static void
read_double_quoted (DpShellWords *self)
{
  while (!is_line_end (self->p, self->end) && *self->p != '"')
    {
      if (*self->p == '\\' && skip_continuation (self))
        continue;
      if (*self->p == '\\' && !is_line_end (self->p + 1, self->end) &&
          strchr ("$`\"\\", self->p[1]) != NULL)
        self->p++;
      g_string_append_c (self->word, *self->p++);
    }
}

/* `^"…^"`: the command line takes the `^` away, then the program a `\` before `"` and `\`. */
static void
read_caret_quoted (DpShellWords *self)
{
  gboolean is_escaped = FALSE;

  while (!is_line_end (self->p, self->end))
    {
      if (*self->p == '^' && !is_line_end (self->p + 1, self->end))
        self->p++;
      if (*self->p == '"' && !is_escaped)
        return;
      if (*self->p == '\\' && !is_escaped)
        is_escaped = TRUE;
      else
        {
          if (is_escaped && *self->p != '"' && *self->p != '\\')
            g_string_append_c (self->word, '\\');
          g_string_append_c (self->word, *self->p);
          is_escaped = FALSE;
        }
      self->p++;
    }
}

/* Up to so many digits; nothing can be said with NUL, so that it is left out, too. */
static gunichar
read_number (DpShellWords *self, guint base, guint n_max)
{
  gunichar number = 0;

  for (guint i = 0; i < n_max && self->p < self->end; i++, self->p++)
    {
      int digit = g_ascii_xdigit_value (*self->p);

      if (digit < 0 || (guint) digit >= base)
        break;
      number = number * base + (guint) digit;
    }
  return number;
}

static void
append_number (DpShellWords *self, gunichar number, gboolean is_byte)
{
  if (is_byte && (number & 0xff) != 0)
    g_string_append_c (self->word, (char) number);
  else if (!is_byte && number != 0)
    g_string_append_unichar (self->word, g_unichar_validate (number) ? number : 0xfffd);
}

/* What follows a backslash in `$'…'`. */
static void
read_ansi_escape (DpShellWords *self)
{
  static const char letters[] = "abeEfnrtv";
  static const char meanings[] = "\a\b\033\033\f\n\r\t\v";
  char c = *self->p++;
  const char *letter = memchr (letters, c, strlen (letters));

  if (letter != NULL)
    g_string_append_c (self->word, meanings[letter - letters]);
  else if (c == 'x')
    append_number (self, read_number (self, 16, 2), TRUE);
  else if (c == 'u' || c == 'U')
    append_number (self, read_number (self, 16, c == 'u' ? 4 : 8), FALSE);
  else if (c >= '0' && c <= '7')
    {
      self->p--;
      append_number (self, read_number (self, 8, 3), TRUE);
    }
  else
    {
      if (strchr ("\\'\"?", c) == NULL)
        g_string_append_c (self->word, '\\');
      g_string_append_c (self->word, c);
    }
}

static void
read_ansi_quoted (DpShellWords *self)
{
  while (!is_line_end (self->p, self->end) && *self->p != '\'')
    if (*self->p == '\\' && !is_line_end (self->p + 1, self->end))
      {
        self->p++;
        read_ansi_escape (self);
      }
    else
      g_string_append_c (self->word, *self->p++);
}

static void
read_quoted (DpShellWords *self, const char *opener, void (*read) (DpShellWords *))
{
  self->p += strlen (opener);
  read (self);
  if (is_line_end (self->p, self->end))
    self->is_cut = TRUE;
  else
    self->p++;
}

static gboolean
begins (const DpShellWords *self, const char *text)
{
  gsize length = strlen (text);

  return (gsize) (self->end - self->p) >= length && memcmp (self->p, text, length) == 0;
}

/* One sign, or all between two quotes. */
static void
read_piece (DpShellWords *self)
{
  if (begins (self, "'"))
    read_quoted (self, "'", read_single_quoted);
  else if (begins (self, "\""))
    read_quoted (self, "\"", read_double_quoted);
  else if (begins (self, "$'"))
    read_quoted (self, "$'", read_ansi_quoted);
  else if (begins (self, "^\""))
    read_quoted (self, "^\"", read_caret_quoted);
  else if (!is_continuation_sign (*self->p) || !skip_continuation (self))
    {
      if (*self->p == '\\' && !is_line_end (self->p + 1, self->end))
        self->p++;
      g_string_append_c (self->word, *self->p++);
    }
}

/**
 * dp_shell_words_init:
 * @self: (out caller-allocates): words
 * @text: (array): where the command begins, any bytes
 * @end: where the text ends
 *
 * Thread: any.
 */
void
dp_shell_words_init (DpShellWords *self, const char *text, const char *end)
{
  *self = (DpShellWords){ .p = text, .end = end, .word = g_string_new (NULL) };
}

/**
 * dp_shell_words_clear:
 * @self: words
 *
 * Thread: any.
 */
void
dp_shell_words_clear (DpShellWords *self)
{
  g_string_free (self->word, TRUE);
  self->word = NULL;
}

/**
 * dp_shell_words_next:
 * @self: words
 *
 * Thread: any.
 *
 * Returns: whether there was one more word before the end of the command
 */
gboolean
dp_shell_words_next (DpShellWords *self)
{
  g_string_truncate (self->word, 0);
  skip_blanks (self);
  if (is_line_end (self->p, self->end) || *self->p == '#' || is_operator (self, self->p))
    return FALSE;

  while (!is_line_end (self->p, self->end) && !is_blank (*self->p) && !is_operator (self, self->p))
    read_piece (self);
  return TRUE;
}

/**
 * dp_shell_words_skip_line:
 * @self: words
 *
 * Goes on behind the line in which the last word ended.
 *
 * Thread: any.
 */
void
dp_shell_words_skip_line (DpShellWords *self)
{
  while (!is_line_end (self->p, self->end))
    self->p++;
  if (self->p < self->end)
    self->p++;
}

/**
 * dp_shell_words_skip_operator:
 * @self: words without a next one
 *
 * Goes on where the next command begins: behind `;`, `&`, `|`, or the line.
 *
 * Thread: any.
 */
void
dp_shell_words_skip_operator (DpShellWords *self)
{
  if (!is_operator_sign (self, self->p))
    dp_shell_words_skip_line (self);
  while (is_operator_sign (self, self->p))
    self->p++;
}
