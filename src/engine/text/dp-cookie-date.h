/* dp-cookie-date.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DP_COOKIE_DATE_NEVER:
 *
 * Later than any date.
 */
#define DP_COOKIE_DATE_NEVER G_MAXINT64

gint64 dp_cookie_date_parse (const char *text);

G_END_DECLS
