/* dp-size-spin.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A spin button for an amount of room on a disk: its value is in megabytes, and it shows and takes
 * words such as "500 MB" and "1.5 GB".
 *
 * The units are not translated: what is shown must be understood when it is read again.
 *
 * Thread: home.
 */

#include "dp-size-spin.h"

#include <glib/gi18n.h>

#include "dp-speed.h"

#define MB        (1000 * 1000)
#define MB_PER_GB 1000

/**
 * dp_size_spin_show:
 * @spin: a spin button, whose "output" this is for
 *
 * Thread: home.
 *
 * Returns: %TRUE: it shows its value
 */
gboolean
dp_size_spin_show (GtkSpinButton *spin)
{
  int size_mb = gtk_spin_button_get_value_as_int (spin);
  g_autofree char *text = NULL;

  if (size_mb == 0)
    /* Translators: how much of the disk shall stay free, in place of a size. */
    text = g_strdup (C_ ("size", "Nothing"));
  else if (size_mb < MB_PER_GB)
    text = g_strdup_printf ("%d MB", size_mb);
  else
    text = g_strdup_printf ("%.10g GB", (double) size_mb / MB_PER_GB);
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (spin)), text))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

/**
 * dp_size_spin_read:
 * @spin: a spin button, whose "input" this is for
 * @size_mb: (out): what was typed, or the value as it was if that is no size
 *
 * A size is written as a speed is, without its "/s".
 *
 * Thread: home.
 *
 * Returns: %TRUE: it is read
 */
int
dp_size_spin_read (GtkSpinButton *spin, double *size_mb)
{
  guint64 size_bytes;

  /* Not GTK_INPUT_ERROR, which makes the lowest of what is no number. */
  *size_mb = gtk_spin_button_get_value (spin);
  if (dp_speed_parse (gtk_editable_get_text (GTK_EDITABLE (spin)), MB, &size_bytes))
    *size_mb = (double) ((size_bytes + MB / 2) / MB);
  return TRUE;
}
