/* dp-number-spin.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A spin button for a number of which the lowest, 0, is a word: automatic.
 *
 * Thread: home.
 */

#include "dp-number-spin.h"

#include <glib/gi18n.h>

static const char *
get_automatic (void)
{
  /* Translators: instead of a number, of downloads at once, or of connections for each file. */
  return _ ("Automatic");
}

/**
 * dp_number_spin_show:
 * @spin: a spin button, whose "output" this is for
 *
 * Thread: home.
 *
 * Returns: whether it shows the word
 */
gboolean
dp_number_spin_show (GtkSpinButton *spin)
{
  if (gtk_spin_button_get_value_as_int (spin) != 0)
    return FALSE;
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (spin)), get_automatic ()))
    gtk_editable_set_text (GTK_EDITABLE (spin), get_automatic ());
  return TRUE;
}

/**
 * dp_number_spin_read:
 * @spin: a spin button, whose "input" this is for
 * @value: (out): what was typed; what is no number is automatic
 *
 * Thread: home.
 *
 * Returns: %TRUE: it is read
 */
int
dp_number_spin_read (GtkSpinButton *spin, double *value)
{
  *value = (double) g_ascii_strtoull (gtk_editable_get_text (GTK_EDITABLE (spin)), NULL, 10);
  return TRUE;
}
