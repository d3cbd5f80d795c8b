/* test-cases-head.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What comes before the body, how the network ends it, and what never ends.
 */

#include "dp-test-case.h"

#define OK    "HTTP/1.1 200 OK\r\n"
#define TEN   "Content-Length: 10\r\n"
#define BODY  DP_TEST_CASE_BODY
#define WHOLE OK TEN "\r\n" BODY

#define DONE    DP_TEST_CASE_DONE, NULL
#define DROPPED DP_TEST_CASE_DROPPED
#define REFUSED DP_TEST_CASE_REFUSED
#define SILENT  DP_TEST_CASE_DROPPED, "sent nothing for"

const DpTestCase dp_test_head_cases[] = {
  { "no-phrase", DONE, { "HTTP/1.1 200\r\n" TEN "\r\n" BODY } },
  { "empty-phrase", DONE, { "HTTP/1.1 200 \r\n" TEN "\r\n" BODY } },
  { "phrase-latin1", DONE, { "HTTP/1.1 200 D\xe9j\xe0 vu\r\n" TEN "\r\n" BODY } },
  { "capitals", DONE, { "HTTP/1.1 200 OK\r\nCONTENT-LENGTH: 10\r\n\r\n" BODY } },
  { "no-blank", DONE, { OK "Content-Length:10\r\n\r\n" BODY } },
  { "tab", DONE, { OK "Content-Length:\t10\t\r\n\r\n" BODY } },
  { "bare-newlines", DONE, { "HTTP/1.1 200 OK\nContent-Length: 10\n\n" BODY } },
  { "no-colon", DONE, { OK "Nonsense\r\n" TEN "\r\n" BODY } },
  { "no-name", DONE, { OK ": nonsense\r\n" TEN "\r\n" BODY } },
  { "no-value", DONE, { OK "X-Empty:\r\n" TEN "\r\n" BODY } },
  { "folded", DONE, { OK "X-Folded: a\r\n b\r\n\tc\r\n" TEN "\r\n" BODY } },
  { "folded-length", DONE, { OK "Content-Length:\r\n 10\r\n\r\n" BODY } },
  { "latin1", DONE, { OK "X-Name: \xe9\xff\r\n" TEN "\r\n" BODY } },
  { "60-kib", DONE, { OK "X-Long: {fill 60000}\r\n" TEN "\r\n" BODY } },
  { "continue", DONE, { "HTTP/1.1 100 Continue\r\n\r\n" WHOLE } },
  { "processing", DONE, { "HTTP/1.1 102 Processing\r\n\r\n" WHOLE } },
  { "early-hints", DONE, { "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" WHOLE } },
  { "many-hints",
    DONE,
    { "HTTP/1.1 103 A\r\nX: 1\r\n\r\nHTTP/1.1 100 B\r\n\r\nHTTP/1.1 103 C\r\n\r\n" WHOLE } },
  { "hint-with-length", DONE, { "HTTP/1.1 103 A\r\nContent-Length: 5\r\n\r\n" WHOLE } },
  { "continue-alone", DROPPED, "", { "HTTP/1.1 100 Continue\r\n\r\n" } },
  { "switching", DROPPED, "", { "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n" BODY } },
  { "nothing", DROPPED, "without an answer", { "" } },
  { "only-newlines", DROPPED, "", { "\r\n\r\n\r\n" } },
  { "cut-in-status", DROPPED, "", { "HTTP/1.1 20" } },
  { "cut-in-header", DROPPED, "", { OK "Content-Le" } },
  { "cut-behind-status", DROPPED, "without an answer", { OK } },
  { "cut-before-end", DROPPED, "", { OK TEN } },
  { "no-status-line", DROPPED, "", { TEN "\r\n" BODY } },
  { "body-alone", DROPPED, "", { BODY } },
  { "garbage", DROPPED, "", { "\x01\x02\xfe\xff garbage\r\n\r\n" BODY } },
  { "icy", DONE, { "ICY 200 OK\r\n" TEN "\r\n" BODY } },
  { "ssh", DROPPED, "", { "SSH-2.0-OpenSSH_9.2p1 Debian\r\n\r\n" } },
  { "smtp", DROPPED, "", { "220 mail.example ESMTP\r\n\r\n" } },
  { "status-word", DROPPED, "", { "HTTP/1.1 abc OK\r\n" TEN "\r\n" BODY } },
  { "status-negative", DROPPED, "", { "HTTP/1.1 -200 OK\r\n" TEN "\r\n" BODY } },
  { "status-two-digits", DROPPED, "", { "HTTP/1.1 20 OK\r\n" TEN "\r\n" BODY } },
  { "status-four-digits", DROPPED, "", { "HTTP/1.1 2000 OK\r\n" TEN "\r\n" BODY } },
  { "status-000", DROPPED, "", { "HTTP/1.1 000 OK\r\n" TEN "\r\n" BODY } },
  { "nul-in-header", DROPPED, "", { OK "X-Nul: a{nul}b\r\n" TEN "\r\n" BODY } },
  { "nul-in-length", DROPPED, "", { OK "Content-Length: 10{nul}0\r\n\r\n" BODY } },
  { NULL },
};

const DpTestCase dp_test_network_cases[] = {
  { "reset-at-once", DROPPED, "", { "{reset}" } },
  { "reset-in-header", DROPPED, "", { OK "Content-Le{pause}{reset}" } },
  { "reset-behind-header", DROPPED, "", { OK TEN "\r\n{pause}{reset}" } },
  { "reset-in-body", DROPPED, "", { OK TEN "\r\n01234{pause}{reset}" } },
  { "reset-behind-body", DONE, { WHOLE "{pause}{reset}" } },
  { "stall-at-once", SILENT, { "{stall}" } },
  { "stall-in-status", SILENT, { "HTTP/1.1 2{stall}" } },
  { "stall-in-header", SILENT, { OK "Content-Le{stall}" } },
  { "stall-behind-header", SILENT, { OK TEN "\r\n{stall}" } },
  { "stall-in-body", SILENT, { OK TEN "\r\n01234{stall}" } },
  { "stall-last-byte", SILENT, { OK TEN "\r\n012345678{stall}" } },
  { "stall-in-chunk-size",
    SILENT,
    { OK "Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n5{stall}" } },
  { "stall-behind-body", DONE, { WHOLE "{stall}" } },
  { "stall-behind-hint", SILENT, { "HTTP/1.1 103 A\r\n\r\n{stall}" } },
  { "drip",
    DONE,
    { OK TEN "\r\n0{pause}1{pause}2{pause}3{pause}4{pause}5{pause}6{pause}7{pause}8{pause}9" } },
  { "slow-header",
    DONE,
    { "HT{pause}TP/1.1 200 OK\r{pause}\nContent-Length: {pause}10\r\n\r{pause}\n" BODY } },
  { "cut-then-good", DONE, { OK TEN "\r\n01234", WHOLE }, .n_attempts = 2 },
  { "no-answer-then-good", DONE, { "", WHOLE }, .n_attempts = 2 },
  { "reset-then-good", DONE, { "{reset}", WHOLE }, .n_attempts = 2 },
  { "busy-then-good",
    DONE,
    { "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", WHOLE },
    .n_attempts = 2 },
  { "stall-then-good", DONE, { OK TEN "\r\n01234{stall}", WHOLE }, .n_attempts = 2 },
  { "other-length-then",
    DONE,
    { OK TEN "\r\n01234", OK "Content-Length: 7\r\n\r\nabcdefg" },
    .body = "abcdefg",
    .n_attempts = 2 },
  { NULL },
};

/* What would cost a program without bounds all its memory. */
const DpTestCase dp_test_limit_cases[] = {
  { "status-line", DROPPED, "", { "HTTP/1.1 200 {endless}" } },
  { "header-line", DROPPED, "", { OK "X-Endless: {endless}" } },
  { "header-name", DROPPED, "", { OK "{endless}" } },
  { "header-70-kib",
    DROPPED,
    "",
    { OK "X-Long: {fill 70000}\r\n{fill 70000}: x\r\n" TEN "\r\n" BODY } },
  { "headers", DROPPED, "", .path = "/endless-headers/f.bin" },
  { "hints", DROPPED, "announced an answer again and again", { "{hints}" } },
  { "chunk-size", DROPPED, "", { OK "Transfer-Encoding: chunked\r\n\r\n{endless}" } },
  { "chunk-extension", DROPPED, "", { OK "Transfer-Encoding: chunked\r\n\r\na;{endless}" } },
  { "trailers",
    DROPPED,
    "",
    { OK "Transfer-Encoding: chunked\r\n\r\na\r\n" BODY "\r\n0\r\nX: {endless}" } },
  { "error-page", REFUSED, "404", { "HTTP/1.1 404 No\r\n\r\n{endless}" } },
  { "error-page-chunked", REFUSED, "404", .path = "/error-endless-body/f.bin" },
  { "misdirected-page", REFUSED, "421", { "HTTP/1.1 421 No\r\n\r\n{endless}" } },
  { "misdirected-page-chunked", REFUSED, "421", .path = "/error-endless-body/f.bin?status=421" },
  { "challenge-page",
    DP_TEST_CASE_ASKS,
    "wants a user name and a password",
    { "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"r\"\r\n\r\n{endless}" } },
  { "redirect-page", DONE, .path = "/redirect-endless-body/f.bin", .file = "file",
    .size_bytes = DP_TEST_BODY_SIZE_BYTES },
  { "bomb", DONE, .path = "/gzip/f.bin?zeros=1&size=67108864", .size_bytes = 67108864,
    .timeout_sec = 20 },
  { NULL },
};
