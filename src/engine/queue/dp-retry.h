/* dp-retry.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64 dp_retry_get_delay_usec (guint n_failures, guint64 retry_after_sec, double random);

G_END_DECLS
