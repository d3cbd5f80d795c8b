/* test-cases-range.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Continuing: the first answer is cut after half of the body, the second one is about the rest, and
 * the third one is a good whole.  What is not proven to be the rest of the same file starts again.
 */

#include "dp-test-case.h"

#define HEAD    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: \"v1\"\r\n"
#define CUT     HEAD "\r\n01234"
#define WHOLE   HEAD "\r\n0123456789"
#define V2      "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: \"v2\"\r\n\r\nabcdefghij"
#define PART    "HTTP/1.1 206 Partial Content\r\n"
#define V1      "ETag: \"v1\"\r\n"
#define RANGE   "Content-Range: bytes {first}-9/10\r\n"
#define LEFT    "Content-Length: {left}\r\n"
#define REST    "\r\n{rest}"
#define CHUNKED "Transfer-Encoding: chunked\r\n\r\n"

#define NO_ETAG "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"
#define DATED                                                        \
  "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nDate: Wed, 01 Jan 2025 " \
  "01:00:00 GMT\r\nLast-Modified: Wed, 01 Jan 2025 00:00:00 GMT\r\n\r\n"
#define FRESH "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nDate: {now}\r\nLast-Modified: {now}\r\n\r\n"

#define DONE    DP_TEST_CASE_DONE, NULL
#define DROPPED DP_TEST_CASE_DROPPED
#define REFUSED DP_TEST_CASE_REFUSED

#define AGAIN .n_attempts = 3

const DpTestCase dp_test_range_cases[] = {
  { "right", DONE, { CUT, PART V1 RANGE LEFT REST, WHOLE }, AGAIN },
  { "right-if-range",
    DONE,
    { CUT, "{need If-Range: \"v1\"}" PART V1 RANGE LEFT REST, WHOLE },
    AGAIN },
  { "right-by-date",
    DONE,
    { DATED "01234", "{need If-Range: Wed, 01 Jan 2025 00:00:00 GMT}" PART RANGE LEFT REST,
      DATED "0123456789" },
    AGAIN },
  { "right-chunked",
    DONE,
    { CUT, PART V1 RANGE CHUNKED "{size}\r\n{rest}\r\n0\r\n\r\n", WHOLE },
    AGAIN },
  { "right-cut-again", DONE, { CUT, PART V1 RANGE LEFT "\r\n", PART V1 RANGE LEFT REST }, AGAIN },
  { "wrong-start",
    DONE,
    { CUT, PART V1 "Content-Range: bytes {next}-9/10\r\n" LEFT REST, WHOLE },
    AGAIN },
  { "before-asked",
    DONE,
    { CUT,
      PART V1 "Content-Range: bytes 1-9/10\r\nContent-Length: 9\r\n\r\n"
              "123456789",
      WHOLE },
    AGAIN },
  { "wrong-end",
    DONE,
    { CUT, PART V1 "Content-Range: bytes {first}-8/10\r\n" LEFT REST, WHOLE },
    AGAIN },
  { "end-behind-total",
    DONE,
    { CUT, PART V1 "Content-Range: bytes {first}-19/10\r\n" LEFT REST, WHOLE },
    AGAIN },
  { "backward",
    DONE,
    { CUT, PART V1 "Content-Range: bytes 9-{first}/10\r\n" LEFT REST, WHOLE },
    AGAIN },
  { "wrong-total",
    DONE,
    { CUT, PART V1 "Content-Range: bytes {first}-9/20\r\n" LEFT REST, WHOLE },
    AGAIN },
  { "smaller-total",
    DONE,
    { CUT, PART V1 "Content-Range: bytes {first}-6/7\r\nContent-Length: 7\r\n\r\nabcdefg", WHOLE },
    AGAIN },
  { "no-total",
    DONE,
    { CUT, PART V1 "Content-Range: bytes {first}-9/*\r\n" LEFT REST, WHOLE },
    AGAIN },
  { "no-range", DONE, { CUT, PART V1 LEFT REST, WHOLE }, AGAIN },
  { "two-ranges",
    DONE,
    { CUT, PART V1 RANGE "Content-Range: bytes 0-4/10\r\n" LEFT REST, WHOLE },
    AGAIN },
  { "other-unit",
    DONE,
    { CUT, PART V1 "Content-Range: items {first}-9/10\r\n" LEFT REST, WHOLE },
    AGAIN },
  { "overflow",
    DONE,
    { CUT,
      PART V1 "Content-Range: bytes 18446744073709551616-18446744073709551625/10\r\n" LEFT REST,
      WHOLE },
    AGAIN },
  { "negative", DONE, { CUT, PART V1 "Content-Range: bytes -1-9/10\r\n" LEFT REST, WHOLE }, AGAIN },
  { "multipart",
    DONE,
    { CUT,
      PART V1 "Content-Type: multipart/byteranges; boundary=b\r\nContent-Length: 69\r\n\r\n"
              "--b\r\nContent-Range: bytes 5-9/10\r\nContent-Type: text/x\r\n\r\n56789\r\n--b--",
      WHOLE },
    AGAIN },
  { "other-etag",
    DONE,
    { CUT, PART "ETag: \"v2\"\r\n" RANGE LEFT "\r\n{other}", V2 },
    .body = "abcdefghij",
    AGAIN },
  { "other-bytes",
    DONE,
    { CUT, PART V1 RANGE LEFT "\r\n{other}", V2 },
    .body = "abcdefghij",
    AGAIN },
  { "packed", DONE, { CUT, PART V1 "Content-Encoding: gzip\r\n" RANGE LEFT REST, WHOLE }, AGAIN },
  { "ignored", DONE, { CUT, WHOLE }, AGAIN },
  { "changed", DONE, { CUT, V2 }, .body = "abcdefghij", AGAIN },
  { "changed-no-etag",
    DONE,
    { NO_ETAG "01234", "{lack Range:}" NO_ETAG "abcdefghij" },
    .body = "abcdefghij",
    AGAIN },
  { "weak",
    DONE,
    { "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: W/\"v\"\r\n\r\n01234",
      "{lack If-Range:}" NO_ETAG "abcdefghij" },
    .body = "abcdefghij",
    AGAIN },
  { "too-fresh",
    DONE,
    { FRESH "01234", "{lack If-Range:}" NO_ETAG "abcdefghij" },
    .body = "abcdefghij",
    AGAIN },
  { "rotating",
    DONE,
    { CUT, V2, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: \"v3\"\r\n\r\nABCDEFGHIJ" },
    .body = "abcdefghij",
    AGAIN },
  { "416-right",
    DONE,
    { "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\n" CHUNKED "a\r\n0123456789\r\n",
      "HTTP/1.1 416 No\r\nContent-Range: bytes */10\r\nContent-Length: 0\r\n\r\n", WHOLE },
    AGAIN },
  { "416-wrong",
    DONE,
    { CUT, "HTTP/1.1 416 No\r\nContent-Range: bytes */5\r\nContent-Length: 0\r\n\r\n", WHOLE },
    AGAIN },
  { "416-bare", DONE, { CUT, "HTTP/1.1 416 No\r\nContent-Length: 0\r\n\r\n", WHOLE }, AGAIN },
  { "403-to-range", DONE, { CUT, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", WHOLE }, AGAIN },
  { "404-to-range", DONE, { CUT, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", WHOLE }, AGAIN },
  { "503-to-range", DONE, { CUT, "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", WHOLE }, AGAIN },
  { "404-for-good",
    REFUSED,
    "404",
    { CUT, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n" },
    AGAIN },
  { "page",
    REFUSED,
    "web page",
    { CUT, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\nPlease pay" },
    .link = "f.zip",
    AGAIN },
  { "rest-short", DONE, { CUT, PART V1 RANGE CHUNKED "1\r\n0\r\n0\r\n\r\n", WHOLE }, AGAIN },
  { "rest-long",
    REFUSED,
    "sent more",
    { CUT, PART V1 RANGE CHUNKED "{size}\r\n{rest}\r\n5\r\nabcde\r\n0\r\n\r\n" },
    .n_attempts = 2 },
  { "unasked",
    REFUSED,
    "206",
    { PART V1 "Content-Range: bytes 0-9/10\r\nContent-Length: 10\r\n\r\n"
              "0123456789" } },
  { "unasked-from-5",
    REFUSED,
    "206",
    { PART V1 "Content-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\n56789" } },
  { NULL },
};
