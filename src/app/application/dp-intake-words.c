/* dp-intake-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has become of the links in a text, in words.
 *
 * Thread: any.
 */

#include "dp-intake-words.h"

#include <glib/gi18n.h>

/* As in "20 links added, 3 are in the list already, 2 refused". */
static void
append_part (GString *text, guint count, const char *part)
{
  if (count > 0 && text->len > 0)
    /* Translators: between two parts, as in "20 links added, 3 refused". */
    g_string_append (text, _ (", "));
  if (count > 0)
    g_string_append (text, part);
}

static char *
get_counts_text (guint n_added, guint n_known, guint n_refused)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *added =
      g_strdup_printf (ngettext ("%'u link added", "%'u links added", n_added), n_added);
  g_autofree char *known = g_strdup_printf (
      ngettext ("%'u is in the list already", "%'u are in the list already", n_known), n_known);
  g_autofree char *refused =
      g_strdup_printf (ngettext ("%'u refused", "%'u refused", n_refused), n_refused);

  append_part (text, n_added, added);
  append_part (text, n_known, known);
  append_part (text, n_refused, refused);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * dp_intake_words_for_addition:
 * @list: what was understood of a text
 * @n_added: how many of the links were not in the list before
 *
 * Thread: any.
 *
 * Returns: (transfer full): that in words
 */
char *
dp_intake_words_for_addition (const DpUrlList *list, guint n_added)
{
  guint n_refused = list->refused->len;
  guint n_known = list->urls->len - n_added;
  const DpRefusedUrl *first = n_refused > 0 ? list->refused->pdata[0] : NULL;

  if (n_added == 0 && n_known > 0 && n_refused == 0)
    return g_strdup_printf (ngettext ("The link is in the list already",
                                      "All %'u links are in the list already", n_known),
                            n_known);
  if (n_added > 0 || n_known > 0)
    return get_counts_text (n_added, n_known, n_refused);
  if (n_refused > 0)
    /* Translators: what stood in the text; why it is no link for us. */
    return g_strdup_printf (_ ("“%s” was refused: %s"), first->text, first->reason);
  return g_strdup (_ ("There are no links in it"));
}
