/* test-behaviours.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the test server does at which path.  A connection's thread.
 */

#pragma once

#include "dp-test-exchange.h"

G_BEGIN_DECLS

/* Answers one request.  FALSE: this connection ends here. */
typedef gboolean (*DpTestAnswer) (DpTestExchange *x);

typedef struct
{
  const char *path; /* also with anything behind it: /file/holiday.png; NULL ends a table */
  DpTestAnswer answer;
  const char *what; /* one line, with the parameters and their defaults */
} DpTestBehaviour;

extern const DpTestBehaviour dp_test_file_behaviours[];
extern const DpTestBehaviour dp_test_framing_behaviours[];
extern const DpTestBehaviour dp_test_reply_behaviours[];

/* TRUE: the connection is kept for another request. */
gboolean dp_test_behave (DpTestExchange *x);
char *dp_test_behaviours_dup_list (void);

/* What answers are made of. */
char *dp_test_format_date (gint64 unix_sec);
/* The status line and Date.  The header block is not yet ended. */
void dp_test_put_status (DpTestExchange *x, guint status);
/* A whole answer; more_headers are lines with their ends, or "". */
gboolean dp_test_send_text (DpTestExchange *x,
                            guint status,
                            const char *type,
                            const char *more_headers,
                            const char *body);
/* A page as web servers make them for errors and redirects. */
gboolean dp_test_send_page (DpTestExchange *x, guint status, const char *more_headers);
/* What /file does. */
gboolean dp_test_send_file (DpTestExchange *x);

G_END_DECLS
