/* test-cases-names.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names that servers and links propose, most of them with bad intent, and what the file is called
 * on disk.
 */

#include "dp-test-case.h"

#define TEN_TIMES(text)   text text text text text text text text text text
#define FORTY_TIMES(text) TEN_TIMES (text) TEN_TIMES (text) TEN_TIMES (text) TEN_TIMES (text)
#define LONG \
  TEN_TIMES ("abcdefghij") TEN_TIMES ("abcdefghij") "abcdefghijabcdefghijabcdefghijabcdefghij"
#define OK  "HTTP/1.1 200 OK\r\n"
#define TEN "Content-Length: 10\r\n\r\n" DP_TEST_CASE_BODY
#define PLAIN \
  DP_TEST_CASE_DONE, NULL, { OK TEN }
#define SAID(v) \
  DP_TEST_CASE_DONE, NULL, { OK "Content-Disposition: " v "\r\n" TEN }
#define TYPE(v) \
  DP_TEST_CASE_DONE, NULL, { OK "Content-Type: " v "\r\n" TEN }
#define NAME(v) SAID ("attachment; filename=\"" v "\"")
#define STAR(v) SAID ("attachment; filename*=" v)

const DpTestCase dp_test_name_cases[] = {
  /* Good ones stay. */
  { "token", SAID ("attachment; filename=a.txt"), .file = "a.txt" },
  { "quoted", NAME ("a b.txt"), .file = "a b.txt" },
  { "inline", SAID ("inline; filename=\"a.txt\""), .file = "a.txt" },
  { "no-kind", SAID ("filename=\"a.txt\""), .file = "a.txt" },
  { "capitals", SAID ("ATTACHMENT; FILENAME=\"a.txt\""), .file = "a.txt" },
  { "escaped-quote", NAME ("it\\'s \\\"a\\\".txt"), .file = "it's _a_.txt" },
  { "semicolon-quoted", NAME ("a;b.txt"), .file = "a;b.txt" },
  { "semicolon-stray", SAID ("attachment; filename=a.txt;"), .file = "a.txt" },
  { "blanks-around", SAID ("attachment ; filename = \"a.txt\" "), .file = "a.txt" },
  { "star-first", STAR ("UTF-8''%c3%a9.txt; filename=\"e.txt\""), .file = "\xc3\xa9.txt" },
  { "star-last", SAID ("attachment; filename=\"e.txt\"; filename*=UTF-8''%c3%a9.txt"),
    .file = "\xc3\xa9.txt" },
  { "star-latin1", STAR ("ISO-8859-1''%e9.txt"), .file = "\xc3\xa9.txt" },
  { "star-language", STAR ("utf-8'de'%c3%a9.txt"), .file = "\xc3\xa9.txt" },
  { "star-broken", SAID ("attachment; filename*=UTF-8''%e9%zz; filename=\"e.txt\""),
    .file = "e.txt" },
  { "star-unknown", SAID ("attachment; filename*=KOI8-R''%c1; filename=\"e.txt\""),
    .file = "e.txt" },
  { "utf-8", NAME ("\xe6\x97\xa5\xe6\x9c\xac.txt"), .file = "\xe6\x97\xa5\xe6\x9c\xac.txt" },
  { "latin-1", NAME ("na\xefve caf\xe9.txt"), .file = "na\xc3\xafve caf\xc3\xa9.txt" },
  { "latin-1-token", SAID ("attachment; filename=caf\xe9.txt"), .file = "caf\xc3\xa9.txt" },
  { "windows-1252", NAME ("5 \x80 \x96 x.txt"), .file = "5 \xe2\x82\xac \xe2\x80\x93 x.txt" },
  { "latin-1-beside-star", STAR ("UTF-8''%c3%a9.txt; filename=\"\xe8.txt\""),
    .file = "\xc3\xa9.txt" },
  { "percent", NAME ("%c3%a9%20b.txt"), .file = "\xc3\xa9 b.txt" },
  { "rfc-2047", NAME ("=?UTF-8?B?w6kudHh0?="), .file = "\xc3\xa9.txt" },
  { "none", SAID ("attachment") },
  { "empty", NAME ("") },
  { "nonsense", SAID (";;;=\"") },

  /* Never outside the folder. */
  { "up", NAME ("../a.txt"), .file = "a.txt" },
  { "up-far", NAME ("../../../../../../tmp/a.txt"), .file = "a.txt" },
  { "up-escaped", NAME ("..%2f..%2fa.txt"), .file = "a.txt" },
  { "up-star", STAR ("UTF-8''..%2f..%2fa.txt"), .file = "a.txt" },
  { "up-backslash", NAME ("..\\\\..\\\\a.txt"), .file = "a.txt" },
  { "up-mixed", NAME ("..\\\\../a.txt"), .file = "a.txt" },
  { "up-alone", NAME (".."), .file = "f.bin" },
  { "dot-alone", NAME ("."), .file = "f.bin" },
  { "slash-alone", NAME ("/"), .file = "f.bin" },
  { "absolute", NAME ("/etc/passwd"), .file = "passwd" },
  { "absolute-home", NAME ("~/.bashrc"), .file = "bashrc" },
  { "home", NAME ("~root"), .file = "~root" },
  { "drive", NAME ("C:\\\\Windows\\\\a.txt"), .file = "a.txt" },
  { "drive-alone", NAME ("C:a.txt"), .file = "C_a.txt" },
  { "share", NAME ("\\\\\\\\server\\\\share\\\\a.txt"), .file = "a.txt" },
  { "stream", NAME ("a.txt::$DATA"), .file = "a.txt__$DATA" },
  { "folder", NAME ("folder/"), .file = "folder" },
  { "slash-overlong",
    NAME ("a\xc0\xaf"
          "b.txt"),
    .file = "a\xc3\x80\xc2\xaf"
            "b.txt" },
  { "slash-fullwidth",
    NAME ("..\xef\xbc\x8f"
          "a.txt"),
    .file = "\xef\xbc\x8f"
            "a.txt" },
  { "link-up", PLAIN, .link = "..%2f..%2fa.txt", .file = "a.txt" },
  { "link-up-twice", PLAIN, .link = "..%252fa.txt", .file = "%2fa.txt" },
  { "link-backslash", PLAIN, .link = "..%5c..%5ca.txt", .file = "a.txt" },
  { "link-nul", PLAIN, .link = "a%00b.txt", .file = "ab.txt" },
  { "link-newline", PLAIN, .link = "a%0d%0ab.txt", .file = "ab.txt" },
  { "link-latin1", PLAIN, .link = "%e9.txt", .file = "\xc3\xa9.txt" },
  { "link-query", PLAIN, .link = "a.txt?x=/../../b.txt", .file = "a.txt" },
  { "link-slash", PLAIN, .link = "a.txt/", .file = "a.txt" },
  { "link-session", PLAIN, .link = "a.txt;jsessionid=12345", .file = "a.txt" },
  { "link-hidden", PLAIN, .link = ".bashrc", .file = "bashrc" },
  { "link-dash", PLAIN, .link = "-rf", .file = "rf" },

  /* Never hidden, never an option, nothing that cannot be copied elsewhere. */
  { "hidden", NAME (".bashrc"), .file = "bashrc" },
  { "hidden-twice", NAME ("..bashrc"), .file = "bashrc" },
  { "hidden-blank", NAME (" .bashrc"), .file = "bashrc" },
  { "hidden-empty-mark", NAME ("\xe2\x80\x8b.bashrc"), .file = "bashrc" },
  { "hidden-byte-order", NAME ("\xef\xbb\xbf.bashrc"), .file = "bashrc" },
  { "dash", NAME ("-rf"), .file = "rf" },
  { "dash-long", NAME ("--help.txt"), .file = "help.txt" },
  { "blank-behind", NAME ("a.txt   "), .file = "a.txt" },
  { "dot-behind", NAME ("a.txt..."), .file = "a.txt" },
  { "blanks-alone", NAME ("   "), .file = "f.bin" },
  { "dots-alone", NAME ("....."), .file = "f.bin" },
  { "device", NAME ("con"), .file = "_con" },
  { "device-extension", NAME ("NUL.txt"), .file = "_NUL.txt" },
  { "wildcards", NAME ("a*b?c<d>e|f.txt"), .file = "a_b_c_d_e_f.txt" },
  { "shell", NAME ("$(reboot) `id` & ;.sh"), .file = "$(reboot) `id` & ;.sh" },
  { "desktop", NAME ("a.desktop"), .file = "a.desktop" },
  { "part", NAME ("a.bin.part"), .file = "a.bin.part" },

  /* It reads the way it is stored. */
  { "control",
    NAME ("a\x01\x1b[31m\x7f"
          "b.txt"),
    .file = "a[31mb.txt" },
  { "control-escaped", NAME ("a%1b%5b31mb.txt"), .file = "a[31mb.txt" },
  { "tab", NAME ("a\tb.txt"), .file = "ab.txt" },
  { "newline-escaped", NAME ("a%0d%0ab.txt"), .file = "ab.txt" },
  { "nul-escaped", STAR ("UTF-8''a%00b.txt"), .file = "ab.txt" },
  { "control-c1",
    NAME ("a\xc2\x9b"
          "31mb.txt"),
    .file = "a31mb.txt" },
  { "right-to-left", NAME ("photo\xe2\x80\xaegpj.exe"), .file = "photogpj.exe" },
  { "isolate",
    NAME ("a\xe2\x81\xa6"
          "b\xe2\x81\xa9.txt"),
    .file = "ab.txt" },
  { "zero-width",
    NAME ("a\xe2\x80\x8b"
          "b\xe2\x80\x8d.txt"),
    .file = "ab.txt" },
  { "line-separator",
    NAME ("a\xe2\x80\xa8"
          "b.txt"),
    .file = "ab.txt" },
  { "tags", NAME ("a\xf3\xa0\x81\x81.txt"), .file = "a.txt" },
  { "markup", NAME ("<b>a&amp;.txt"), .file = "_b_a&amp;.txt" },

  /* Length */
  { "long", NAME (FORTY_TIMES ("abcdefghij") ".txt"), .file = LONG "abcdef.txt" },
  { "long-wide", NAME (FORTY_TIMES ("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e") ".txt"),
    .file = TEN_TIMES ("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e")
        TEN_TIMES ("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e") "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"
                                                           "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"
                                                           "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"
                                                           "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"
                                                           "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"
                                                           "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"
                                                           "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"
                                                           "\xe6\x97\xa5.txt" },
  { "long-extension", NAME ("a." FORTY_TIMES ("abcdefghij")), .file = "a." LONG "abcdefgh" },
  { "long-link", PLAIN, .link = FORTY_TIMES ("abcdefghij") ".txt", .file = LONG "abcdef.txt" },
  { "long-path", NAME (FORTY_TIMES ("abcdefghij/") "a.txt"), .file = "a.txt" },

  /* The type says what the name does not. */
  { "type", TYPE ("image/png"), .link = "a", .file = "a.png" },
  { "type-and-extension", TYPE ("image/png"), .link = "a.jpg", .file = "a.jpg" },
  { "type-parameters", TYPE ("text/html; charset=utf-8"), .link = "a", .file = "a.html" },
  { "type-hostile", TYPE ("../../etc/passwd"), .link = "a", .file = "a" },
  { "type-nonsense", TYPE ("\"; rm -rf /"), .link = "a", .file = "a" },
  { "type-empty", TYPE (""), .link = "a", .file = "a" },
  { "type-control", TYPE ("image/\x1bpng"), .link = "a", .file = "a" },
  { NULL },
};
