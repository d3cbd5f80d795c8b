/* dp-test-exchange.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One connection of the test server and the request it is at: what was asked, and raw bytes back.
 * Only that connection's thread.
 *
 * A function that returns gboolean says whether to go on: FALSE once the client or the server has
 * gone.  Why does not matter, so there is no GError.
 */

#pragma once

#include <gio/gio.h>

#include "dp-test-server.h"

G_BEGIN_DECLS

typedef struct
{
  DpTestServer *server;      /* lent */
  GCancellable *cancellable; /* lent: the server stops */
  GSocket *socket;           /* lent */
  GIOStream *stream;         /* lent: plain or TLS, above the socket */
  GString *input;            /* read, but behind the current request */
  GString *output;           /* put, but not yet flushed */

  char *head;    /* the request's header block */
  char *method;  /* "GET" */
  char *target;  /* "/file?size=7" */
  char *path;    /* "/file" */
  guint nth;     /* how many requests for this target there were, with this */
  gboolean mute; /* a HEAD that has been answered: what is put now is dropped */

  guint64 rate_bytes_per_sec;       /* of the body; 0: as fast as it goes */
  guint64 total_rate_bytes_per_sec; /* of all with this target; 0: the same */
  gint64 began_usec;                /* the request was read */
  guint64 body_bytes;               /* of this answer, put so far */
  guint64 unflushed_body_bytes;
} DpTestExchange;

DpTestExchange *dp_test_exchange_new (DpTestServer *server,
                                      GSocket *socket,
                                      GIOStream *stream,
                                      GCancellable *cancellable);
void dp_test_exchange_free (DpTestExchange *x);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpTestExchange, dp_test_exchange_free)

/* Waits for the next request on this connection. */
gboolean dp_test_exchange_read (DpTestExchange *x);
/* Whether the client wants more on this connection. */
gboolean dp_test_exchange_keeps_alive (DpTestExchange *x);

/* What was asked.  A parameter is percent-decoded raw bytes (which may be any but NUL). */
char *dp_test_exchange_dup_header (DpTestExchange *x, const char *name);
char *dp_test_exchange_dup_param (DpTestExchange *x, const char *name, const char *fallback);
guint64 dp_test_exchange_get_number (DpTestExchange *x, const char *name, guint64 fallback);
gboolean
dp_test_exchange_has_param (DpTestExchange *x, const char *name, const char *expected_value);

/* The answer.  Putting collects; flushing sends; the end of the answer flushes by itself. */
void dp_test_exchange_put (DpTestExchange *x, const char *format, ...) G_GNUC_PRINTF (2, 3);
void dp_test_exchange_put_data (DpTestExchange *x, gconstpointer data, gsize size_bytes);
/* Body bytes, at the rate asked for and no further than a gate; from content, or else the seed. */
gboolean dp_test_exchange_put_body (DpTestExchange *x,
                                    GBytes *content,
                                    guint64 seed,
                                    guint64 offset,
                                    guint64 size_bytes);
gboolean dp_test_exchange_flush (DpTestExchange *x);

/* Waiting flushes first and ends early, with FALSE, if the client hangs up or the server stops. */
gboolean dp_test_exchange_pause (DpTestExchange *x, gint64 usec);
gboolean dp_test_exchange_pass_gate (DpTestExchange *x, gint64 position);
/* Always FALSE. */
gboolean dp_test_exchange_stall (DpTestExchange *x);
/* Ends the connection under TLS's feet, with FIN or with RST; what was flushed still arrives. */
gboolean dp_test_exchange_hang_up (DpTestExchange *x);
gboolean dp_test_exchange_reset (DpTestExchange *x);

G_END_DECLS
