/* dp-get-run.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-get-links.h"
#include "dp-get-options.h"
#include "dp-get-output.h"

G_BEGIN_DECLS

/**
 * DP_GET_STATUS_WHOLE:
 *
 * Every file is whole.
 */
#define DP_GET_STATUS_WHOLE 0

/**
 * DP_GET_STATUS_NOT_WHOLE:
 *
 * At least one file is not, or a link was refused.
 */
#define DP_GET_STATUS_NOT_WHOLE 1

/**
 * DP_GET_STATUS_NOT_BEGUN:
 *
 * The command line was not understood, or what it names could not be used.
 */
#define DP_GET_STATUS_NOT_BEGUN 2

/**
 * DP_GET_STATUS_SIGNAL:
 *
 * Added to the number of the signal that interrupted us, as shells do.
 */
#define DP_GET_STATUS_SIGNAL 128

int dp_get_run (const DpGetOptions *options,
                const DpGetLinks *links,
                DpGetOutput *out,
                DpGetOutput *err,
                GError **error);

G_END_DECLS
