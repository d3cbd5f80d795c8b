/* fuzz-speed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A speed that somebody wrote: what is understood is in range, and as high with a space before it.
 */

#include "dp-speed.h"

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
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *spaced = g_strconcat (" ", text, " ", NULL);
  guint64 speed = 0;
  guint64 again = 0;
  gboolean is_speed = dp_speed_parse (text, 1000, &speed);

  require (dp_speed_parse (spaced, 1000, &again) == is_speed);
  require (speed == again && speed <= DP_SPEED_MAX);
  return 0;
}
