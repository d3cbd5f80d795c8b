/* dp-test-server.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A loopback HTTP/1.1 server that misbehaves by path (README.md lists the paths).  It writes its
 * replies by hand, so that no library corrects them.  A thread accepts, a thread per connection
 * answers; every function here may be called from any thread.
 *
 * Where a function takes a path: "/file" means every request for that path, "/file?size=7" only
 * those with exactly that query, NULL every request.
 */

#pragma once

#include <gio/gio.h>

#include "dp-test-body.h"

G_BEGIN_DECLS

typedef enum
{
  DP_TEST_SERVER_PLAIN = 0,
  DP_TEST_SERVER_TLS = 1 << 0,
  DP_TEST_SERVER_WRONG_HOST = 1 << 1,  /* with TLS: a certificate for elsewhere.example */
  DP_TEST_SERVER_SELF_SIGNED = 1 << 2, /* with TLS: a certificate that vouches for itself */
  DP_TEST_SERVER_EXPIRED = 1 << 3,     /* with TLS: a certificate of 2020 */
} DpTestServerFlags;

typedef struct _DpTestServer DpTestServer;

DpTestServer *dp_test_server_new (DpTestServerFlags flags, GError **error);
/* Port 0: the kernel chooses.  A port that a stopped server had: that server comes back. */
DpTestServer *dp_test_server_new_on_port (DpTestServerFlags flags, guint16 port, GError **error);
/* Closes the listening socket and every connection, and joins their threads. */
void dp_test_server_stop (DpTestServer *server);
/* Stops first; takes NULL. */
void dp_test_server_free (DpTestServer *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpTestServer, dp_test_server_free)

/* "http://127.0.0.1:PORT" and the path. */
char *dp_test_server_dup_url (DpTestServer *server, const char *path);
guint16 dp_test_server_get_port (DpTestServer *server);
/* The absolute name of the authority (PEM) that signed the certificates. */
const char *dp_test_server_get_ca_path (void);

/* What happened.  A request counts when its header block is read, before anything is sent. */
guint dp_test_server_get_n_connections (DpTestServer *server);        /* accepted so far */
guint dp_test_server_get_n_open_connections (DpTestServer *server);   /* being served */
guint dp_test_server_get_max_open_connections (DpTestServer *server); /* held by clients at once */
guint dp_test_server_get_n_requests (DpTestServer *server, const char *path);
guint64 dp_test_server_get_body_bytes (DpTestServer *server); /* handed to the kernel so far */
/* The last request's header block as it came, with its empty line; NULL if there was none. */
char *dp_test_server_dup_request (DpTestServer *server, const char *path);
/* The Range of every request in turn, each with a space behind it: "none bytes=5-9 bytes=7- ".  One
 * without If-Range has an exclamation mark. */
char *dp_test_server_dup_ranges (DpTestServer *server, const char *path);
/* Counts anew from zero (so /busy and /flaky misbehave again); gates stay. */
void dp_test_server_forget (DpTestServer *server);

/* FALSE after timeout_msec without n requests since the start or the last forget. */
gboolean dp_test_server_wait_requests (DpTestServer *server,
                                       const char *path,
                                       guint n_requests,
                                       guint timeout_msec);
/* FALSE if after timeout_msec somebody is still being served. */
gboolean dp_test_server_wait_alone (DpTestServer *server, guint timeout_msec);

/* Gates.  A held path's requests are read and counted, but nothing is sent before release; a body
 * that is under way stops, too. */
void dp_test_server_hold (DpTestServer *server, const char *path);
/* The same, but the header block and the body's bytes before this offset of the file do pass. */
void dp_test_server_hold_at (DpTestServer *server, const char *path, guint64 offset);
void dp_test_server_release (DpTestServer *server, const char *path);

G_END_DECLS
