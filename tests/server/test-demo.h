/* test-demo.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of links that shows a download manager at work.  Any thread.
 */

#pragma once

#include "dp-test-server.h"

G_BEGIN_DECLS

#define DP_TEST_DEMO_N_LINKS 40

/* One link a line. */
char *dp_test_demo_dup_links (DpTestServer *server);

G_END_DECLS
