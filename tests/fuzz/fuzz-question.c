/* fuzz-question.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a server says of itself when it asks for a password: whatever it is, what is shown of it is
 * one short line that nothing reorders.
 */

#include "dp-question.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* No g_assert: it is not there in every build. */
static void
require (gboolean condition)
{
  if (!condition)
    g_abort ();
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *said = g_strndup ((const char *) data, size);
  g_autoptr (DpUrl) url = dp_url_parse ("https://a.test/", NULL);
  g_autoptr (DpQuestion) question = dp_question_new_server (url, said);
  g_autoptr (DpQuestion) copy = dp_question_copy (question);

  require (g_strcmp0 (question->realm, copy->realm) == 0);
  if (question->realm == NULL)
    return 0;
  require (*question->realm != '\0' && g_utf8_validate (question->realm, -1, NULL));
  require (g_utf8_strlen (question->realm, -1) <= 200);
  for (const char *p = question->realm; *p != '\0'; p = g_utf8_next_char (p))
    {
      GUnicodeType type = g_unichar_type (g_utf8_get_char (p));

      require (type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT &&
               type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR);
    }
  return 0;
}
