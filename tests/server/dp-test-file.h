/* dp-test-file.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file as an answer with a length, and what goes wrong with its ranges or its end.  A connection's
 * thread.
 */

#pragma once

#include "dp-test-exchange.h"

G_BEGIN_DECLS

typedef enum
{
  DP_TEST_RANGES_GOOD,
  DP_TEST_RANGES_IGNORED,
  DP_TEST_RANGES_WRONG_START,
  DP_TEST_RANGES_WRONG_TOTAL,
  DP_TEST_RANGES_OTHER_BYTES,
  DP_TEST_RANGES_CAPPED,
  DP_TEST_RANGES_AS_WHOLE,
  DP_TEST_RANGES_UNASKED,
  DP_TEST_RANGES_REFUSED,
} DpTestRanges;

typedef enum
{
  DP_TEST_END_WHOLE,
  DP_TEST_END_CUT,
  DP_TEST_END_STALL,
  DP_TEST_END_RESET,
} DpTestEnd;

typedef struct
{
  GBytes *content; /* owned; NULL: a function of seed */
  guint64 seed;
  guint64 size_bytes;
  char *etag;     /* with its quotes; NULL: none */
  char *modified; /* NULL: none */
  DpTestRanges ranges;
  DpTestEnd end;
  guint64 after_bytes; /* when the end comes */
  guint refusal;       /* the status, with DP_TEST_RANGES_REFUSED */
  const char *headers; /* more lines, or NULL */
} DpTestFile;

/* The file as the parameters describe it, in its n-th version (from 0); nothing goes wrong. */
void dp_test_file_init (DpTestFile *file, DpTestExchange *x, guint version);
void dp_test_file_clear (DpTestFile *file);
/* FALSE: this connection ends here. */
gboolean dp_test_file_send (DpTestExchange *x, const DpTestFile *file);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DpTestFile, dp_test_file_clear)

G_END_DECLS
