/* test-ask.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A client without an opinion: it sends a request, and gives back all bytes until the connection
 * ends, and how it ended.  Blocks, and asserts that connecting works.  The test's thread.
 */

#pragma once

#include "dp-test-server.h"

G_BEGIN_DECLS

#define TIMEOUT_MSEC 30000

/* One whole answer, as it came. */
typedef struct
{
  char *text; /* NUL-terminated, but may hold more */
  gsize length;
  GError *error; /* how it ended; NULL: FIN */
  guint status;
  const guint8 *body; /* in text; NULL: no end of the header block */
  gsize body_bytes;
} DpTestAnswered;

void dp_test_answered_clear (DpTestAnswered *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DpTestAnswered, dp_test_answered_clear)

DpTestServer *dp_test_start (DpTestServerFlags flags);
GSocketConnection *dp_test_dial (DpTestServer *server);
/* A GET; headers are lines with their ends, or "". */
void dp_test_say (GIOStream *stream, const char *path, const char *headers);
/* Reads until the connection ends, however it does. */
DpTestAnswered dp_test_hear (GIOStream *stream);
void dp_test_hear_exactly (GIOStream *stream, void *buffer, gsize size_bytes);
/* Up to and with the empty line. */
void dp_test_hear_head (GIOStream *stream);
gboolean dp_test_hears_within (GSocketConnection *connection, guint msec);
/* All of it on one connection of its own, with Connection: close. */
DpTestAnswered dp_test_ask (DpTestServer *server, const char *path, const char *headers);
gboolean dp_test_contains (const DpTestAnswered *answer, const char *needle);

G_END_DECLS
