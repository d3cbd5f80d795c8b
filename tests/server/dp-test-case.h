/* dp-test-case.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of misbehaviours: what a server says, word for word, and what has to come of it.  One
 * table, read by the server (/case/GROUP/NAME/…), by the engine's tests, by those of downpour-get
 * and by the comparison in tests/bench.  Constant; any thread.
 *
 * In an answer {first} is the first byte that the request's Range asks for (0 without one), {next}
 * the one behind it, {rest} the body from {first} on ({other} that
 * of the next version) and {left} its length ({size} as that of a
 * chunk), {origin} this server,
 * {now} the date; {nul} is a byte 0, {fill N} so many letters, {endless} so many that nobody may
 * keep them, {hints} so many announcements of an answer; {pause} waits a moment, {stall} for ever; {reset} ends with RST, everything else with
 * FIN.  {need TEXT} answers 403 to a request without TEXT, {lack TEXT} to one with it.
 */

#pragma once

#include "dp-test-exchange.h"

G_BEGIN_DECLS

#define DP_TEST_CASE_BODY  "0123456789"
#define DP_TEST_CASE_OTHER "abcdefghij" /* the next version */

/* What is right.  There is a file of the final name after DONE, and after the others none. */
typedef enum
{
  DP_TEST_CASE_DONE,
  DP_TEST_CASE_DROPPED, /* another attempt makes sense */
  DP_TEST_CASE_REFUSED, /* it makes none */
  DP_TEST_CASE_ASKS,    /* the person knows what to say */
} DpTestCaseEnd;

typedef struct
{
  const char *name;
  DpTestCaseEnd end;
  const char *words;       /* in the reason; NULL after DONE */
  const char *answers[3];  /* to the first, second, third request; the last one to all others */
  const char *link;        /* the last segment of the link; NULL: "f.bin" */
  const char *file;        /* its name; NULL: that of the link */
  const char *body;        /* NULL: DP_TEST_CASE_BODY */
  const char *path;        /* where there are no answers: of another behaviour, which ends in… */
  guint64 size_bytes;      /* …so many bytes of seed 1 */
  guint n_attempts;        /* 0: 1 */
  guint timeout_sec;       /* 0: 1 */
  guint64 retry_after_sec; /* what the server asks for */
  gboolean is_unproven;    /* DONE, but nobody knows whether that was all */
} DpTestCase;

typedef struct
{
  const char *name;
  const DpTestCase *cases; /* the last one has no name */
} DpTestCaseGroup;

/* The last one has no name. */
extern const DpTestCaseGroup dp_test_case_groups[];

extern const DpTestCase dp_test_length_cases[];
extern const DpTestCase dp_test_chunk_cases[];
extern const DpTestCase dp_test_head_cases[];
extern const DpTestCase dp_test_range_cases[];
extern const DpTestCase dp_test_encoding_cases[];
extern const DpTestCase dp_test_redirect_cases[];
extern const DpTestCase dp_test_status_cases[];
extern const DpTestCase dp_test_network_cases[];
extern const DpTestCase dp_test_limit_cases[];
extern const DpTestCase dp_test_name_cases[];

const DpTestCase *dp_test_case_find (const char *group, const char *name);
/* "/case/GROUP/NAME/f.bin", or the path of another behaviour. */
char *dp_test_case_dup_path (const char *group, const DpTestCase *row);
const char *dp_test_case_get_file (const DpTestCase *row);
/* A line for each: group, name, path, end, file, length and SHA-256 of the body, attempts. */
char *dp_test_case_dup_list (void);
/* What /case does. */
gboolean dp_test_case_answer (DpTestExchange *x);

G_END_DECLS
