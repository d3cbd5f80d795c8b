/* dp-certificate-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A certificate in words and digits that people can compare.
 *
 * Thread: any.
 */

#include "dp-certificate-words.h"

#define GROUP_DIGITS 4
#define LINE_GROUPS  4

/**
 * dp_certificate_words_for_fingerprint:
 * @fingerprint: 64 hexadecimal digits
 *
 * Thread: any.
 *
 * Returns: (transfer full): in groups that can be read out: "3F2A 91BC …", four a line
 */
char *
dp_certificate_words_for_fingerprint (const char *fingerprint)
{
  g_autofree char *digits = g_ascii_strup (fingerprint, -1);
  GString *groups = g_string_new (NULL);

  for (gsize i = 0; digits[i] != '\0'; i++)
    {
      if (i > 0 && i % (GROUP_DIGITS * LINE_GROUPS) == 0)
        g_string_append_c (groups, '\n');
      else if (i > 0 && i % GROUP_DIGITS == 0)
        g_string_append_c (groups, ' ');
      g_string_append_c (groups, digits[i]);
    }
  return g_string_free (groups, FALSE);
}

/**
 * dp_certificate_words_for_problems:
 * @question: a question about a certificate
 *
 * Thread: any.
 *
 * Returns: (transfer full): what is wrong with it, a sentence a line
 */
char *
dp_certificate_words_for_problems (const DpQuestion *question)
{
  g_auto (GStrv) problems = dp_question_dup_problems (question);
  GString *lines = g_string_new (NULL);

  for (guint i = 0; problems[i] != NULL; i++)
    g_string_append_printf (lines, "%s%s.", i > 0 ? "\n" : "", problems[i]);
  return g_string_free (lines, FALSE);
}
