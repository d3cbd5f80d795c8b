/* test-cases-body.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a body ends: lengths that lie, and chunks.  RFC 9112 sections 6 and 7.
 */

#include "dp-test-case.h"

#define OK      "HTTP/1.1 200 OK\r\n"
#define LENGTH  OK "Content-Length: "
#define END     "\r\n\r\n"
#define BODY    DP_TEST_CASE_BODY
#define CHUNKED OK "Transfer-Encoding: chunked\r\n\r\n"
#define LAST    "0\r\n\r\n"

#define DONE    DP_TEST_CASE_DONE, NULL
#define CUT     DP_TEST_CASE_DROPPED, "closed early"
#define DAMAGED DP_TEST_CASE_DROPPED, "arrived damaged"
#define LIES    DP_TEST_CASE_REFUSED, "contradicts itself about the length"
#define MORE    DP_TEST_CASE_REFUSED, "sent more than it had said"
#define WRAPPED DP_TEST_CASE_REFUSED, "in an unknown way"

const DpTestCase dp_test_length_cases[] = {
  { "right", DONE, { LENGTH "10" END BODY } },
  { "close", DONE, { LENGTH "10\r\nConnection: close" END BODY } },
  { "blanks", DONE, { LENGTH "  10  " END BODY } },
  { "zeros", DONE, { LENGTH "0000010" END BODY } },
  { "empty-file", DONE, { LENGTH "0" END }, .body = "" },
  { "empty-file-and-more", MORE, { LENGTH "0" END BODY } },
  { "short", CUT, { LENGTH "20" END BODY } },
  { "short-close", CUT, { LENGTH "20\r\nConnection: close" END BODY } },
  { "short-by-one", CUT, { LENGTH "11\r\nConnection: close" END BODY } },
  { "short-no-byte", CUT, { LENGTH "10\r\nConnection: close" END } },
  { "long", MORE, { LENGTH "5" END BODY } },
  { "long-close", MORE, { LENGTH "5\r\nConnection: close" END BODY } },
  { "long-by-one", MORE, { LENGTH "9" END BODY } },
  { "negative", LIES, { LENGTH "-5" END BODY } },
  { "negative-zero", LIES, { LENGTH "-0" END BODY } },
  { "plus", LIES, { LENGTH "+10" END BODY } },
  { "hexadecimal", LIES, { LENGTH "0xa" END BODY } },
  { "fraction", LIES, { LENGTH "10.0" END BODY } },
  { "word", LIES, { LENGTH "ten" END BODY } },
  { "two-words", LIES, { LENGTH "1 0" END BODY } },
  { "unit", LIES, { LENGTH "10 bytes" END BODY } },
  { "nothing", LIES, { LENGTH END BODY } },
  { "over-63-bits", LIES, { LENGTH "9223372036854775818" END BODY } },
  { "over-64-bits", LIES, { LENGTH "18446744073709551626" END BODY } },
  { "over-all-bits", LIES, { LENGTH "100000000000000000000000000000010" END BODY } },
  { "two-differ", LIES, { LENGTH "5\r\nContent-Length: 10" END BODY } },
  { "two-differ-long-first", LIES, { LENGTH "10\r\nContent-Length: 5" END BODY } },
  { "two-the-same", DONE, { LENGTH "10\r\nContent-Length: 10" END BODY } },
  { "list-the-same", WRAPPED, { LENGTH "10, 10" END BODY } },
  { "list-differs", LIES, { LENGTH "10, 5" END BODY } },
  { "list-with-hole", LIES, { LENGTH "10,, 10" END BODY } },
  { "part", LIES, { LENGTH "5\r\nContent-Range: bytes 0-4/10" END "01234" } },
  { "part-end", LIES, { LENGTH "5\r\nContent-Range: bytes 5-9/10" END "56789" } },
  { "part-that-is-all", DONE, { LENGTH "10\r\nContent-Range: bytes 0-9/10" END BODY } },
  { "part-of-unknown",
    DONE,
    { LENGTH "10\r\nContent-Range: bytes 0-9/*" END BODY },
    .is_unproven = TRUE },
  { "part-end-of-unknown", LIES, { LENGTH "5\r\nContent-Range: bytes 5-9/*" END "56789" } },
  { "none", DONE, { OK "\r\n" BODY }, .is_unproven = TRUE },
  { "none-close", DONE, { OK "Connection: close" END BODY }, .is_unproven = TRUE },
  { "none-empty", DP_TEST_CASE_DROPPED, "without an answer", { OK "\r\n" } },
  { "none-reset",
    DP_TEST_CASE_DROPPED,
    "broke off",
    { OK "\r\n" BODY "{pause}{reset}" },
    .is_unproven = TRUE },
  { "http-1.0", DONE, { "HTTP/1.0 200 OK\r\nContent-Length: 10" END BODY } },
  { "http-1.0-short", CUT, { "HTTP/1.0 200 OK\r\nContent-Length: 20" END BODY } },
  { "http-1.0-none", DONE, { "HTTP/1.0 200 OK" END BODY }, .is_unproven = TRUE },
  { NULL },
};

const DpTestCase dp_test_chunk_cases[] = {
  { "right", DONE, { CHUNKED "a\r\n" BODY "\r\n" LAST } },
  { "capitals", DONE, { OK "TRANSFER-ENCODING: Chunked" END "A\r\n" BODY "\r\n" LAST } },
  { "many", DONE, { CHUNKED "3\r\n012\r\n1\r\n3\r\n6\r\n456789\r\n" LAST } },
  { "leading-zeros", DONE, { CHUNKED "0000a\r\n" BODY "\r\n00000\r\n\r\n" } },
  { "extension", DONE, { CHUNKED "a;name=value\r\n" BODY "\r\n0;x\r\n\r\n" } },
  { "extension-quoted", DONE, { CHUNKED "a;x=\"\\\";5\"\r\n" BODY "\r\n" LAST } },
  { "trailer", DONE, { CHUNKED "a\r\n" BODY "\r\n0\r\nX-Sum: 1\r\n\r\n" } },
  { "trailers", DONE, { CHUNKED "a\r\n" BODY "\r\n0\r\nX-A: 1\r\nX-B: 2\r\nX-C: 3\r\n\r\n" } },
  { "trailer-length",
    DONE,
    { CHUNKED "a\r\n" BODY "\r\n0\r\nContent-Length: 3\r\nContent-Range: bytes 0-2/3" END } },
  { "empty-file", DONE, { CHUNKED LAST }, .body = "" },
  { "and-length",
    DONE,
    { OK "Content-Length: 5\r\nTransfer-Encoding: chunked" END "a\r\n" BODY "\r\n" LAST } },
  { "and-length-behind",
    DONE,
    { OK "Transfer-Encoding: chunked\r\nContent-Length: 5" END "a\r\n" BODY "\r\n" LAST } },
  { "slow",
    DONE,
    { CHUNKED "a{pause}\r{pause}\n01234{pause}56789\r{pause}\n0{pause}\r\n\r{pause}\n" } },
  { "cut-no-chunk", CUT, { CHUNKED } },
  { "cut-in-size", CUT, { CHUNKED "a" } },
  { "cut-in-size-return", CUT, { CHUNKED "a\r" } },
  { "cut-behind-size", CUT, { CHUNKED "a\r\n" } },
  { "cut-in-data", CUT, { CHUNKED "a\r\n01234" } },
  { "cut-behind-data", CUT, { CHUNKED "a\r\n" BODY } },
  { "cut-behind-data-return", CUT, { CHUNKED "a\r\n" BODY "\r" } },
  { "cut-no-final", CUT, { CHUNKED "a\r\n" BODY "\r\n" } },
  { "cut-between", CUT, { CHUNKED "5\r\n01234\r\n" } },
  { "cut-in-final", CUT, { CHUNKED "a\r\n" BODY "\r\n0" } },
  { "cut-behind-final", CUT, { CHUNKED "a\r\n" BODY "\r\n0\r\n" } },
  { "cut-in-trailer", CUT, { CHUNKED "a\r\n" BODY "\r\n0\r\nX-A" } },
  { "size-word", DAMAGED, { CHUNKED "zz\r\n" BODY "\r\n" LAST } },
  { "size-nothing", DAMAGED, { CHUNKED "\r\n" BODY "\r\n" LAST } },
  { "size-negative", DAMAGED, { CHUNKED "-a\r\n" BODY "\r\n" LAST } },
  { "size-prefix", DAMAGED, { CHUNKED "0xa\r\n" BODY "\r\n" LAST } },
  { "size-over-63-bits", DAMAGED, { CHUNKED "8000000000000000\r\n" BODY "\r\n" LAST } },
  { "size-over-64-bits", DAMAGED, { CHUNKED "1000000000000000a\r\n" BODY "\r\n" LAST } },
  { "size-all-bits", DAMAGED, { CHUNKED "ffffffffffffffff\r\n" BODY "\r\n" LAST } },
  { "size-too-small", DAMAGED, { CHUNKED "5\r\n" BODY "\r\n" LAST } },
  { "size-too-large", CUT, { CHUNKED "ff\r\n" BODY "\r\n" LAST } },
  { "second-size-word", DAMAGED, { CHUNKED "5\r\n01234\r\nzz\r\n56789\r\n" LAST } },
  { "page-in-between", DAMAGED, { CHUNKED "5\r\n01234\r\n<html>An error</html>" } },
  { "reset", DP_TEST_CASE_DROPPED, "broke off", { CHUNKED "5\r\n01234\r\n{pause}{reset}" } },
  { "not-last", WRAPPED, { OK "Transfer-Encoding: chunked, gzip" END BODY } },
  { "gzip", WRAPPED, { OK "Transfer-Encoding: gzip" END BODY } },
  { "gzip-chunked",
    WRAPPED,
    { OK "Transfer-Encoding: gzip, chunked" END "a\r\n" BODY "\r\n" LAST } },
  { "identity-and-length",
    DONE,
    { OK "Transfer-Encoding: identity\r\nContent-Length: 10" END BODY } },
  { "behind-end", DONE, { CHUNKED "a\r\n" BODY "\r\n" LAST "junk" } },
  { "bare-newlines", DONE, { CHUNKED "a\n" BODY "\n0\n\n" } },
  { "gzip-and-length", WRAPPED, { OK "Transfer-Encoding: gzip\r\nContent-Length: 10" END BODY } },
  { "unknown", WRAPPED, { OK "Transfer-Encoding: xchunked" END "a\r\n" BODY "\r\n" LAST } },
  { NULL },
};
