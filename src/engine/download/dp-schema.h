/* dp-schema.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DP_SCHEMA_APPLICATION_ID:
 *
 * "Dpwr", in a list of ours: a database of somebody else is none.
 */
#define DP_SCHEMA_APPLICATION_ID 1148221298

/**
 * DP_SCHEMA_VERSION:
 *
 * So many steps lead to the table of today.
 */
#define DP_SCHEMA_VERSION 7

const char *dp_schema_get_step (guint version);

G_END_DECLS
