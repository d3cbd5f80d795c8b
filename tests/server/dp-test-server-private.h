/* dp-test-server-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a connection tells its server and asks of it.  Any thread.
 */

#pragma once

#include "dp-test-server.h"

G_BEGIN_DECLS

/* The position before the first byte of the body: that of the header block. */
#define DP_TEST_POSITION_HEAD (-1)

/* Counts a request; returns how many there were for the target, with this one. */
guint dp_test_server_note_request (DpTestServer *server,
                                   const char *target,
                                   const char *path,
                                   const char *head);
/* How often this was called for a key, with this. */
guint dp_test_server_count (DpTestServer *server, const char *key);
/* How many are under way at a key, after one came (1) or left (-1). */
guint dp_test_server_enter (DpTestServer *server, const char *key, int change);
/* When so many more bytes are due, if all of a target together get no more than that. */
gint64 dp_test_server_share (DpTestServer *server,
                             const char *target,
                             guint64 size_bytes,
                             guint64 bytes_per_sec);
void dp_test_server_note_body (DpTestServer *server, guint64 size_bytes);
/* The first position that a gate holds back.  If that is this one, first waits a moment for it
 * to open. */
gint64 dp_test_server_wait_limit (DpTestServer *server,
                                  const char *target,
                                  const char *path,
                                  gint64 position);

G_END_DECLS
