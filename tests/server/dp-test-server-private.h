/* dp-test-server-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files know that the server is made of, and what a connection tells it and asks of it.  Any
 * thread; the lock guards every field after it.
 */

#pragma once

#include "dp-test-server.h"

G_BEGIN_DECLS

struct _DpTestServer
{
  guint16 port;
  GTlsCertificate *certificate; /* NULL: no TLS */
  GSocket *listener;
  GThread *acceptor;
  GCancellable *cancellable;

  GMutex lock;
  GCond changed;          /* a request, a gate */
  GPtrArray *connections; /* Connection, also those done but not joined */
  guint n_connections;
  guint n_open;
  guint max_open;
  guint64 body_bytes;
  GHashTable *asked;     /* char * (target, path, "") → Asked */
  GHashTable *shares;    /* char * (target) → Share */
  GHashTable *under_way; /* char * (any key) → how many */
  GHashTable *gates;     /* char * (target, path, "") → gint64 *, the first position held back */
};

/* How many connections no client has let go; the lock is held. */
guint dp_test_server_count_held (DpTestServer *server);
void dp_test_server_begin_traffic (DpTestServer *server);
void dp_test_server_end_traffic (DpTestServer *server);

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
