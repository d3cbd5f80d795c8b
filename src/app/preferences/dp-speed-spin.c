/* dp-speed-spin.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A spin button for a speed: its value is in kilobytes per second, and it shows and takes words such
 * as "500 kB/s" and "1.5 MB/s".
 *
 * The units are not translated: what is shown must be understood when it is read again.
 *
 * Thread: home.
 */

#include "dp-speed-spin.h"

#include "dp-speed.h"

#define KB 1000

/**
 * dp_speed_spin_show:
 * @spin: a spin button, whose "output" this is for
 *
 * Thread: home.
 *
 * Returns: %TRUE: it shows its value
 */
gboolean
dp_speed_spin_show (GtkSpinButton *spin)
{
  int kb_per_sec = gtk_spin_button_get_value_as_int (spin);
  g_autofree char *text = kb_per_sec < KB
                              ? g_strdup_printf ("%d kB/s", kb_per_sec)
                              : g_strdup_printf ("%.10g MB/s", (double) kb_per_sec / KB);

  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (spin)), text))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

/**
 * dp_speed_spin_read:
 * @spin: a spin button, whose "input" this is for
 * @kb_per_sec: (out): what was typed, or the value as it was if that is no speed
 *
 * Thread: home.
 *
 * Returns: %TRUE: it is read
 */
int
dp_speed_spin_read (GtkSpinButton *spin, double *kb_per_sec)
{
  guint64 bytes_per_sec;

  /* Not GTK_INPUT_ERROR, which makes the lowest of what is no number. */
  *kb_per_sec = gtk_spin_button_get_value (spin);
  if (dp_speed_parse (gtk_editable_get_text (GTK_EDITABLE (spin)), KB, &bytes_per_sec))
    *kb_per_sec = (double) ((bytes_per_sec + KB / 2) / KB);
  return TRUE;
}
