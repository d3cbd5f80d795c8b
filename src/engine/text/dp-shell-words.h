/* dp-shell-words.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DpShellWords:
 * @p: what comes next
 * @end: where the text ends
 * @word: the present one, without its quotes; any bytes but NUL
 * @is_cut: a quote was not closed
 *
 * A command, read word by word.
 */
typedef struct
{
  const char *p;
  const char *end;
  GString *word;
  gboolean is_cut;
} DpShellWords;

void dp_shell_words_init (DpShellWords *self, const char *text, const char *end);
void dp_shell_words_clear (DpShellWords *self);
gboolean dp_shell_words_next (DpShellWords *self);
void dp_shell_words_skip_line (DpShellWords *self);
void dp_shell_words_skip_operator (DpShellWords *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DpShellWords, dp_shell_words_clear)

G_END_DECLS
