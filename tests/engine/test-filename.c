/* test-filename.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names from hostile and from careless servers. Every result of every row is also checked for what
 * all names promise.
 */

#include <string.h>

#include "dp-disposition.h"
#include "dp-extension.h"
#include "dp-filename.h"

#define REPEAT_10(text) text text text text text text text text text text
#define REPEAT_50(text) \
  REPEAT_10 (text) REPEAT_10 (text) REPEAT_10 (text) REPEAT_10 (text) REPEAT_10 (text)
#define REPEAT_100(text) REPEAT_50 (text) REPEAT_50 (text)
#define REPEAT_200(text) REPEAT_100 (text) REPEAT_100 (text)

/* Written from the promise, not from the code. */
static void
assert_safe_character (gunichar c)
{
  g_assert_true (c >= 0x20 && !(c >= 0x7F && c <= 0x9F));
  g_assert_false (c < 0x80 && strchr ("/\\<>:\"|?*", (int) c) != NULL);
  g_assert_false (c >= 0x200B && c <= 0x200F);
  g_assert_false (c >= 0x2028 && c <= 0x202E);
  g_assert_false (c >= 0x2060 && c <= 0x2069);
  g_assert_false (c == 0x061C || c == 0xFEFF);
}

static void
assert_fits (const char *name)
{
  g_autofree char *part = g_strconcat (name, DP_FILENAME_PART_SUFFIX, NULL);

  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_cmpuint (strlen (part), <=, DP_FILENAME_MAX_BYTES);
}

static void
assert_safe (const char *name)
{
  g_autofree char *again = dp_filename_sanitize (name);
  gunichar first;
  gunichar last;

  assert_fits (name);
  g_assert_cmpstr (name, !=, "");
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    assert_safe_character (g_utf8_get_char (p));

  first = g_utf8_get_char (name);
  last = g_utf8_get_char (g_utf8_prev_char (name + strlen (name)));
  g_assert_false (first == '.' || first == '-' || g_unichar_isspace (first));
  g_assert_false (last == '.' || g_unichar_isspace (last));
  g_assert_cmpstr (again, ==, name);

  for (guint number = 1; number > 0; number *= 13)
    {
      g_autofree char *numbered = dp_filename_numbered (name, number);
      g_autofree char *numbered_again = dp_filename_sanitize (numbered);

      assert_fits (numbered);
      g_assert_cmpstr (numbered_again, ==, numbered);
      g_assert_true (g_str_has_suffix (numbered, dp_extension_find (name)));
      if (number > G_MAXUINT / 13)
        break;
    }
}

static void
tell (const char *text)
{
  g_autofree char *escaped = g_strescape (text, NULL);

  g_test_message ("%s", escaped);
}

typedef struct
{
  const char *given;
  const char *expected;
} Row;

typedef char *(*MakeName) (const char *given);

static void
check_rows (const Row *rows, gsize n_rows, MakeName make_name)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      g_autofree char *name = make_name (rows[i].given);

      tell (rows[i].given);
      g_assert_cmpstr (name, ==, rows[i].expected);
      assert_safe (name);
    }
}

/* Sanitising */

static const Row sanitize_rows[] = {
  /* Good names stay. */
  { "ubuntu-22.04.iso", "ubuntu-22.04.iso" },
  { "Übung \303\244\303\266.pdf", "Übung äö.pdf" },
  { "e\xCC\x81t\xC3\xA9.txt", "e\xCC\x81t\xC3\xA9.txt" },
  { "日本語.zip", "日本語.zip" },
  { "❤️ love.mp3", "❤️ love.mp3" },
  { "a b  c.txt", "a b  c.txt" },
  { "100%.pdf", "100%.pdf" },
  { "%2e%2e%2f.txt", "%2e%2e%2f.txt" },
  { "$(reboot) `id` & ;.sh", "$(reboot) `id` & ;.sh" },
  { "it's #1 [x] {y} ~.txt", "it's #1 [x] {y} ~.txt" },
  { "~root", "~root" },
  { "file.part", "file.part" },
  { "a..b", "a..b" },
  { "_", "_" },

  /* Only the last component. */
  { "/etc/passwd", "passwd" },
  { "../../etc/passwd", "passwd" },
  { "..\\..\\win.ini", "win.ini" },
  { "C:\\Windows\\system.ini", "system.ini" },
  { "C:autoexec.bat", "C_autoexec.bat" },
  { "\\\\server\\share\\file.txt", "file.txt" },
  { "a/b\\c/d.txt", "d.txt" },
  { "folder/", "folder" },
  { "folder\\/\\", "folder" },
  { "a/..", "download" },
  { "a/\x01", "download" },
  { "file.txt::$DATA", "file.txt__$DATA" },

  /* Nothing left. */
  { "", "download" },
  { ".", "download" },
  { "..", "download" },
  { "...", "download" },
  { "/", "download" },
  { "\\", "download" },
  { "../", "download" },
  { " ", "download" },
  { " . . ", "download" },
  { "--", "download" },
  { ".-. -.", "download" },
  { "\t\r\n", "download" },
  { "\xE2\x80\x8B\xEF\xBB\xBF", "download" },
  { "\xC2\xA0\xE3\x80\x80", "download" },
  { "\xE3\x85\xA4", "download" },
  { "\xE2\xA0\x80", "download" },

  /* Neither hidden nor an option. */
  { ".bashrc", "bashrc" },
  { "...bashrc", "bashrc" },
  { ".tar.gz", "tar.gz" },
  { "-rf", "rf" },
  { "--help", "help" },
  { " -rf", "rf" },
  { "- .x", "x" },
  { "  space.txt", "space.txt" },
  { "\xC2\xA0nbsp.txt", "nbsp.txt" },
  { "\xE3\x80\x80.hidden", "hidden" },
  { "\xE2\x80\x8E.hidden", "hidden" },
  { "\x01-rf", "rf" },

  /* The end. */
  { "name.", "name" },
  { "name...", "name" },
  { "name ", "name" },
  { "name . .", "name" },
  { "name.txt\xE3\x80\x80", "name.txt" },
  { "name.txt.\xE2\x80\x8F", "name.txt" },
  { "name.txt\r\n", "name.txt" },

  /* Controls, and what deceives the eye. */
  { "a\nb\tc\rd\x1b[31me\x7f.txt", "abcd[31me.txt" },
  { "a\xC2\x85\xC2\x9B"
    "b.txt",
    "ab.txt" },
  { "photo\xE2\x80\xAEgpj.exe", "photogpj.exe" },
  { "\xE2\x80\xAA\xE2\x80\xAB\xE2\x80\xAC\xE2\x80\xADx", "x" },
  { "a\xE2\x81\xA6\xE2\x81\xA7\xE2\x81\xA8\xE2\x81\xA9"
    "b",
    "ab" },
  { "a\xE2\x81\xA0\xE2\x81\xA4\xE2\x81\xA5"
    "b",
    "ab" },
  { "zero\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8Dwidth", "zerowidth" },
  { "a\xD8\x9C"
    "b",
    "ab" },
  { "a\xE2\x80\xA8"
    "b\xE2\x80\xA9"
    "c",
    "abc" },
  { "soft\xC2\xADhyphen", "softhyphen" },
  { "\xEF\xBB\xBF"
    "bom.txt",
    "bom.txt" },
  { "tag\xF3\xA0\x81\xA1.txt", "tag.txt" },
  { ".\xE2\x80\x8B./etc", "etc" },

  /* Not UTF-8. */
  { "caf\xE9.txt", "caf\xEF\xBF\xBD.txt" },
  { "\xC0\xAE\xC0\xAE\xC0\xAF",
    "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
  { "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
  { "cut\xE2\x82", "cut\xEF\xBF\xBD\xEF\xBF\xBD" },

  /* Windows. */
  { "a<b>c:d\"e|f?g*h.txt", "a_b_c_d_e_f_g_h.txt" },
  { "?", "_" },
  { "CON", "_CON" },
  { "con", "_con" },
  { "Aux.txt", "_Aux.txt" },
  { "nul.tar.gz", "_nul.tar.gz" },
  { "PRN .txt", "_PRN .txt" },
  { "COM1", "_COM1" },
  { "com0.log", "_com0.log" },
  { "LPT9.x", "_LPT9.x" },
  { "COM\xC2\xB9", "_COM\xC2\xB9" },
  { "CONIN$", "_CONIN$" },
  { ".con", "_con" },
  { "CON.", "_CON" },
  { "console", "console" },
  { "COM10", "COM10" },
  { "COM", "COM" },
  { "computer", "computer" },
  { "LPT1x.txt", "LPT1x.txt" },
  { "a.con", "a.con" },

  /* Length: 250 bytes are the name's. */
  { REPEAT_200 ("a") REPEAT_50 ("b"), REPEAT_200 ("a") REPEAT_50 ("b") },
  { REPEAT_200 ("a") REPEAT_50 ("b") "c", REPEAT_200 ("a") REPEAT_50 ("b") },
  { REPEAT_200 ("a") REPEAT_100 ("b") ".zip", REPEAT_200 ("a") REPEAT_10 ("bbbb") "bbbbbb.zip" },
  { REPEAT_200 ("a") REPEAT_100 ("b") ".tar.gz", REPEAT_200 ("a") REPEAT_10 ("bbbb") "bbb.tar.gz" },
  { REPEAT_200 ("a") REPEAT_100 ("b") ".tar.xz.asc",
    REPEAT_200 ("a") REPEAT_10 ("bbb") "bbbbbbbbb.tar.xz.asc" },
  { REPEAT_200 ("ä") ".txt", REPEAT_100 ("ä") REPEAT_10 ("ää") "äää.txt" },
  { REPEAT_200 ("€") ".txt", REPEAT_50 ("€") REPEAT_10 ("€€€") "€€.txt" },
  { REPEAT_200 ("😀"), REPEAT_50 ("😀") REPEAT_10 ("😀") "😀😀" },
  { REPEAT_200 ("a") REPEAT_10 ("....") "bbbbbbbbbbbb",
    REPEAT_200 ("a") REPEAT_10 ("....") "bbbbbbbbbb" },
  { REPEAT_200 ("a") REPEAT_100 (" ") ".txt", REPEAT_200 ("a") ".txt" },
  { REPEAT_200 ("a") REPEAT_100 (".") "b", REPEAT_200 ("a") ".b" },
  { "CON" REPEAT_200 ("  ") "x.txt", "_CON.txt" },
  { "CON" REPEAT_200 (" ") REPEAT_10 ("    ") "   .txt", "_CON.txt" },
  { "a." REPEAT_200 ("gz."), "a." REPEAT_50 ("gz.") REPEAT_10 ("gz.gz.gz.") "gz.gz.gz" },
  { "abc." REPEAT_200 ("xy"), "abc." REPEAT_100 ("xy") REPEAT_10 ("xyxy") "xyxyxy" },

  /* An accent goes with its letter, unless there are but accents. */
  { REPEAT_200 ("a") REPEAT_10 ("bbbb") "bbbbbbbbbe\xCC\x81",
    REPEAT_200 ("a") REPEAT_10 ("bbbb") "bbbbbbbbb" },
  { REPEAT_200 ("a") REPEAT_10 ("bbbb") "bbbbbbbe\xCC\x81",
    REPEAT_200 ("a") REPEAT_10 ("bbbb") "bbbbbbbe\xCC\x81" },
  { "a" REPEAT_200 ("\xCC\x81"),
    "a" REPEAT_100 ("\xCC\x81") REPEAT_10 ("\xCC\x81\xCC\x81") "\xCC\x81\xCC\x81\xCC\x81\xCC\x81" },
};

static void
test_sanitize (void)
{
  check_rows (sanitize_rows, G_N_ELEMENTS (sanitize_rows), dp_filename_sanitize);
}

static void
test_sanitize_null (void)
{
  g_autofree char *name = dp_filename_sanitize (NULL);

  g_assert_cmpstr (name, ==, "download");
}

/* Whatever one character does to a name, at each place. */
static void
test_every_character (void)
{
  for (gunichar c = 1; c < 0x3100; c++)
    {
      char text[7] = "";
      g_autofree char *given = NULL;
      g_autofree char *name = NULL;

      g_unichar_to_utf8 (c, text);
      given = g_strconcat (text, "a", text, "b.t", text, "t", text, NULL);
      name = dp_filename_sanitize (given);
      assert_safe (name);
    }
}

/* Whatever the length, and wherever the cut falls in characters of 1 to 4 bytes. */
static void
test_every_length (void)
{
  static const char *const characters[] = { "a", "é", "€", "😀", "e\xCC\x81", ". ", "a/" };

  for (guint i = 0; i < G_N_ELEMENTS (characters); i++)
    {
      g_autoptr (GString) given = g_string_new ("x");

      while (given->len < 300)
        {
          g_autofree char *with_extension = g_strconcat (given->str, "y.tar.gz", NULL);
          g_autofree char *name = dp_filename_sanitize (given->str);
          g_autofree char *name_with_extension = dp_filename_sanitize (with_extension);

          assert_safe (name);
          assert_safe (name_with_extension);
          g_assert_true (g_str_has_suffix (name_with_extension, ".tar.gz"));
          g_string_append (given, characters[i]);
        }
    }
}

/* Links */

static const Row url_rows[] = {
  { "http://example.com/file.zip", "file.zip" },
  { "https://example.com/a/b/c.tar.gz", "c.tar.gz" },
  { "http://example.com/file.zip?token=secret", "file.zip" },
  { "http://example.com/file.zip?next=/other.exe", "file.zip" },
  { "http://example.com/file.zip#part/2", "file.zip" },
  { "http://example.com/file.zip?a#b?c", "file.zip" },
  { "http://example.com/my%20file.zip", "my file.zip" },
  { "http://example.com/a+b.zip", "a+b.zip" },
  { "http://example.com/100%25.pdf", "100%.pdf" },
  { "http://example.com/100%2525.pdf", "100%25.pdf" },
  { "http://example.com/100%.pdf", "100%.pdf" },
  { "http://example.com/%zz%4", "%zz%4" },
  { "http://example.com/f%C3%BCr.pdf", "für.pdf" },
  { "http://example.com/für.pdf", "für.pdf" },
  { "http://example.com/f%FCr.pdf", "für.pdf" },
  { "http://example.com/%80uro.pdf", "€uro.pdf" },
  { "http://example.com/%E6%97%A5%E6%9C%AC.zip", "日本.zip" },
  { "http://example.com/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "passwd" },
  { "http://example.com/..%5c..%5cwin.ini", "win.ini" },
  { "http://example.com/a.exe%00.pdf", "a.exe.pdf" },
  { "http://example.com/a%0d%0ab.pdf", "ab.pdf" },
  { "http://example.com/%E2%80%AEfdp.exe", "fdp.exe" },
  { "http://example.com/.htaccess", "htaccess" },
  { "http://example.com/-rf", "rf" },
  { "http://example.com/dir/", "dir" },
  { "http://example.com/dir///", "dir" },
  { "http://example.com/dir/..", "dir" },
  { "http://example.com/dir/%20/", "dir" },
  { "http://example.com/dir/?file=x.zip", "dir" },
  { "http://example.com/download.do;jsessionid=0F1A?x=1", "download.do" },
  { "http://example.com/a;b=c.zip", "a;b=c.zip" },
  { "http://example.com/a/;jsessionid=0F1A", "a" },
  { "http://example.com", "example.com" },
  { "http://example.com/", "example.com" },
  { "http://example.com/?q=file.zip", "example.com" },
  { "http://example.com?q=/file.zip", "example.com" },
  { "http://example.com#/file.zip", "example.com" },
  { "http://example.com:8080/", "example.com" },
  { "http://user:secret@example.com/", "example.com" },
  { "http://user:secret@example.com:8080", "example.com" },
  { "http://user@x@example.com/", "example.com" },
  { "http://[::1]:8080/", "__1" },
  { "http://[::1", "__1" },
  { "http://user@[2001:db8::1]/", "2001_db8__1" },
  { "http://192.0.2.1/", "192.0.2.1" },
  { "http://example.com./", "example.com" },
  { "http:///", "download" },
  { "http://", "download" },
  { "http://@:/", "download" },
  { "http:///file.zip", "file.zip" },
  { "http://example.com\\file.zip", "file.zip" },
  { "file.zip", "file.zip" },
  { "dir/file.zip", "file.zip" },
  { "a/b?u=http://x/y.zip", "b" },
  { "", "download" },
  { "?", "download" },
  { "http://example.com/CON.txt", "_CON.txt" },
  { "http://example.com/File:Photo.jpg", "File_Photo.jpg" },
};

static void
test_url (void)
{
  check_rows (url_rows, G_N_ELEMENTS (url_rows), dp_filename_from_url);
}

/* Content-Disposition, of an answer to http://example.com/url.bin */

static char *
name_by_disposition (const char *content_disposition)
{
  return dp_filename_from_response (content_disposition, NULL, "http://example.com/url.bin");
}

static const Row disposition_rows[] = {
  /* As the standard has it. */
  { "attachment; filename=\"foo.html\"", "foo.html" },
  { "inline; filename=\"foo.html\"", "foo.html" },
  { "attachment; filename=foo.html", "foo.html" },
  { "filename=foo.html", "foo.html" },
  { "form-data; name=\"x\"; filename=\"foo.html\"", "foo.html" },
  { "ATTACHMENT; FileName=\"foo.html\"", "foo.html" },
  { "attachment; size=3; filename=foo.html; foo=bar", "foo.html" },
  { "attachment;filename=\"foo.html\";foo=\"bar\"", "foo.html" },
  { "attachment ; filename = \"foo.html\" ;", "foo.html" },
  { "attachment;\r\n\tfilename=\"foo.html\"", "foo.html" },
  { "attachment; filename=\"a \\\"b\\\" c.html\"", "a _b_ c.html" },
  { "attachment; filename=\"f\\oo.html\"", "foo.html" },
  { "attachment; filename=\"a;b.html\"", "a;b.html" },
  { "attachment; filename=\"a, b.html\"", "a, b.html" },
  { "attachment; foo=\"filename=bad.html\"; filename=good.html", "good.html" },
  { "attachment; foo=\"\\\"; filename=bad.html\"; filename=good.html", "good.html" },

  /* No name: the link's. */
  { "", "url.bin" },
  { ";;;", "url.bin" },
  { "=", "url.bin" },
  { "=;=\"", "url.bin" },
  { "attachment", "url.bin" },
  { "attachment;", "url.bin" },
  { "attachment; filename", "url.bin" },
  { "attachment; filename=", "url.bin" },
  { "attachment; filename=;", "url.bin" },
  { "attachment; filename=\"\"", "url.bin" },
  { "attachment; filename=\"", "url.bin" },
  { "attachment; filename=\"\\", "url.bin" },
  { "attachment; filename=..", "url.bin" },
  { "attachment; filename=\"/\"", "url.bin" },
  { "attachment; filename=\" . \"", "url.bin" },
  { "attachment; filename=\"\xE2\x80\x8B\"", "url.bin" },
  { "attachment; xfilename=foo.html", "url.bin" },
  { "attachment; filename-x=foo.html", "url.bin" },
  { "attachment; filename *=UTF-8''foo.html", "url.bin" },

  /* As servers have it. */
  { "attachment; filename=foo bar.html", "foo bar.html" },
  { "attachment; filename=foo bar.html;", "foo bar.html" },
  { "attachment; filename=foo bar.html; size=3", "foo bar.html" },
  { "attachment; filename=foo.html;size=3", "foo.html" },
  { "attachment; filename=foo;bar.html", "foo;bar.html" },
  { "attachment; filename=foo;;bar.html", "foo" },
  { "attachment; filename=foo.html; inline", "foo.html" },
  { "attachment; filename=a, b.html", "a, b.html" },
  { "attachment; filename=a=b.html", "a=b.html" },
  { "attachment;; filename=foo.html;;", "foo.html" },
  { "; filename=foo.html", "foo.html" },
  { "attachment filename=foo.html", "foo.html" },
  { "attachment, filename=foo.html", "foo.html" },
  { "attachment; filename=\"foo.html", "foo.html" },
  { "attachment; filename=\"a \"b\" c.html\"", "a _b_ c.html" },
  { "attachment; filename=\"foo.html\" size=3", "foo.html" },
  { "attachment; filename=\"foo.html\", attachment; filename=\"bar.html\"", "foo.html" },
  { "attachment; filename=foo.html; filename=bar.html", "foo.html" },
  { "attachment; filename=\"foo.html\"; FILENAME=\"bar.html\"", "foo.html" },
  { "attachment; filename='foo.html'", "'foo.html'" },

  /* Raw bytes. */
  { "attachment; filename=\"für.html\"", "für.html" },
  { "attachment; filename=für.html", "für.html" },
  { "attachment; filename=\"f\xFCr.html\"", "für.html" },
  { "attachment; filename=\"\x80uro \x96 \x93x\x94.html\"", "€uro – “x”.html" },
  { "attachment; filename=\"a\x81"
    "b.html\"",
    "ab.html" },
  { "attachment; filename=\"f\xEF\xBF\xBDr.html\"", "url.bin" },
  { "attachment; filename=\"f\xEF\xBF\xBDr.html\"; filename*=UTF-8''f%C3%BCr.html", "für.html" },

  /* Escapes where none belong. */
  { "attachment; filename=\"foo%20bar.html\"", "foo bar.html" },
  { "attachment; filename=f%C3%BCr.html", "für.html" },
  { "attachment; filename=\"f%FCr.html\"", "f%FCr.html" },
  { "attachment; filename=\"f%FCr \xFC.html\"", "f%FCr ü.html" },
  { "attachment; filename=\"100%.html\"", "100%.html" },
  { "attachment; filename=\"%2e%2e%2fpasswd\"", "passwd" },
  { "attachment; filename=\"%252e.html\"", "%2e.html" },
  { "attachment; filename=\"a%00b.html\"", "ab.html" },

  /* Paths and worse. */
  { "attachment; filename=\"/etc/passwd\"", "passwd" },
  { "attachment; filename=\"../../.ssh/authorized_keys\"", "authorized_keys" },
  { "attachment; filename=\"..\\\\..\\\\win.ini\"", "win.ini" },
  { "attachment; filename=\"..\\..\\win.ini\"", "win.ini" },
  { "attachment; filename=..\\..\\win.ini", "win.ini" },
  { "attachment; filename=.bashrc", "bashrc" },
  { "attachment; filename=\"a\x1b]0;x\x07.html\"", "a]0;x.html" },
  { "attachment; filename=\"a\r\nSet-Cookie: b.html\"", "aSet-Cookie_ b.html" },
  { "attachment; filename=\"gpj\xE2\x80\xAE.exe\"", "gpj.exe" },
  { "attachment; filename=\"<b>&amp;.html\"", "_b_&amp;.html" },

  /* filename* */
  { "attachment; filename*=UTF-8''f%C3%BCr.html", "für.html" },
  { "attachment; filename*=utf-8'de'f%c3%bcr.html", "für.html" },
  { "attachment; filename*=utf8''x.html", "x.html" },
  { "attachment; filename*=iso-8859-1'en'f%FCr.html", "für.html" },
  { "attachment; filename*=windows-1252''%80uro.html", "€uro.html" },
  { "attachment; filename*=\"UTF-8''f%C3%BCr.html\"", "für.html" },
  { "attachment; filename*= UTF-8''x.html", "x.html" },
  { "attachment; filename*=UTF-8''a b.html", "a b.html" },
  { "attachment; filename*=UTF-8''it's.html", "it's.html" },
  { "attachment; filename*=UTF-8''%e2%82%ac%20rates", "€ rates" },
  { "attachment; FILENAME*=UTF-8''x.html", "x.html" },
  { "attachment; filename=plain.html; filename*=UTF-8''star.html", "star.html" },
  { "attachment; filename*=UTF-8''star.html; filename=plain.html", "star.html" },
  { "attachment; filename=\"plain.html\" filename*=UTF-8''star.html", "star.html" },
  { "attachment; filename*=UTF-8''%2e%2e%2fpasswd", "passwd" },
  { "attachment; filename*=UTF-8''..%5c..%5cwin.ini", "win.ini" },
  { "attachment; filename*=UTF-8''a%0d%0a%00b.html", "ab.html" },
  { "attachment; filename*=UTF-8''%252e.html", "%2e.html" },

  /* filename* is broken: the plain one. */
  { "attachment; filename*=x.html; filename=plain.html", "plain.html" },
  { "attachment; filename*=UTF-8'x.html; filename=plain.html", "plain.html" },
  { "attachment; filename*=UTF-8''; filename=plain.html", "plain.html" },
  { "attachment; filename*=; filename=plain.html", "plain.html" },
  { "attachment; filename*=UTF-8''f%FCr.html; filename=plain.html", "plain.html" },
  { "attachment; filename*=UTF-8''x%.html; filename=plain.html", "plain.html" },
  { "attachment; filename*=UTF-8''x%4; filename=plain.html", "plain.html" },
  { "attachment; filename*=''x.html; filename=plain.html", "plain.html" },
  { "attachment; filename*=KOI8-R''%C1.html; filename=plain.html", "plain.html" },
  { "attachment; filename*=../../lib''x.html; filename=plain.html", "plain.html" },
  { "attachment; filename*=UTF-8''%EF%BF%BD; filename=plain.html", "plain.html" },
  { "attachment; filename*=UTF-8''f%FCr.html", "url.bin" },

  /* Continuations. */
  { "attachment; filename*0=\"foo.\"; filename*1=\"html\"", "foo.html" },
  { "attachment; filename*1=html; filename*0=foo.", "foo.html" },
  { "attachment; filename*0*=UTF-8''f%C3%BC; filename*1=\"r%.html\"", "für%.html" },
  { "attachment; filename*0*=UTF-8''f%C3; filename*1*=%BCr.html", "für.html" },
  { "attachment; filename*0*=ISO-8859-1''f%FC; filename*1*=r.html", "für.html" },
  { "attachment; filename*0=foo; filename*2=.html", "foo" },
  { "attachment; filename*00=bad.html", "url.bin" },
  { "attachment; filename*1=bad.html", "url.bin" },
  { "attachment; filename*0*=broken; filename=plain.html", "plain.html" },
  { "attachment; filename*0*=broken; filename*1=rest; filename=plain.html", "plain.html" },
  { "attachment; filename*0*=UTF-8''a; filename*1*=%x; filename=plain.html", "plain.html" },
  { "attachment; filename*0*=UTF-8''%C3; filename=plain.html", "plain.html" },
  { "attachment; filename*0=joined.html; filename=plain.html", "joined.html" },
  { "attachment; filename*0=joined.html; filename*=UTF-8''star.html", "star.html" },

  /* Encoded words. */
  { "attachment; filename=\"=?UTF-8?B?ZsO8ci5odG1s?=\"", "für.html" },
  { "attachment; filename==?utf-8?b?ZsO8ci5odG1s?=", "für.html" },
  { "attachment; filename=\"=?UTF-8?Q?f=C3=BCr_2.html?=\"", "für 2.html" },
  { "attachment; filename=\"=?ISO-8859-1?Q?f=FCr?=.html\"", "für.html" },
  { "attachment; filename=\"=?UTF-8*de?Q?f=C3=BCr?=.html\"", "für.html" },
  { "attachment; filename=\"=?UTF-8?B?ZsM=?= =?UTF-8?B?vHI=?=.html\"", "für.html" },
  { "attachment; filename=\"a =?UTF-8?Q?b?= c.html\"", "a b c.html" },
  { "attachment; filename=\"=?UTF-8?Q?=2E=2E=2Fpasswd?=\"", "passwd" },
  { "attachment; filename=\"=?UTF-8?Q?a=00b.html?=\"", "ab.html" },
  { "attachment; filename=\"=?UTF-8?Q?f=FCr.html?=\"", "url.bin" },
  { "attachment; filename=\"=?KOI8-R?B?wQ==?=.html\"", "url.bin" },
  { "attachment; filename=\"=?UTF-8?B?\?=\"", "url.bin" },
  { "attachment; filename=\"a=?b.html\"", "a=_b.html" },
  { "attachment; filename=\"=?UTF-8?X?abc?=.html\"", "=_UTF-8_X_abc_=.html" },
};

static void
test_disposition (void)
{
  check_rows (disposition_rows, G_N_ELEMENTS (disposition_rows), name_by_disposition);
}

/* Would not end if a megabyte of anything cost its square. */
static void
test_linear (void)
{
  static const char *const pieces[] = {
    ";",  "=", "\"", "a=b;",     "=?", "=?a?b?c", "%",   "a=\"\";", "a;b", "\" ", "\\\"filename=",
    "''", "/", "/.", "\xCC\x81", "@:", ". ",      "\xFF"
  };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) header = g_string_new ("attachment; filename=\"");
      g_autofree char *name = NULL;
      g_autofree char *linked = NULL;

      while (header->len < 1024 * 1024)
        g_string_append (header, pieces[i]);

      name = name_by_disposition (header->str);
      linked = dp_filename_from_url (header->str);
      assert_safe (name);
      assert_safe (linked);
    }
}

/* Types */

static const struct
{
  const char *disposition;
  const char *type;
  const char *url;
  const char *expected;
} type_rows[] = {
  { NULL, "text/html", "http://example.com/", "example.com.html" },
  { NULL, "text/html; charset=utf-8", "http://example.com/page", "page.html" },
  { NULL, "TEXT/HTML", "http://example.com/page", "page.html" },
  { NULL, " text/html;charset=x", "http://example.com/page/", "page.html" },
  { NULL, "text/html, text/plain", "http://example.com/page", "page.html" },
  { NULL, "text/html", "http://example.com/index.php", "index.php" },
  { NULL, "text/html", "http://example.com/file.zip", "file.zip" },
  { NULL, "application/zip", "http://example.com/v1.2", "v1.2.zip" },
  { NULL, "application/gzip", "http://example.com/archive.tar.gz", "archive.tar.gz" },
  { NULL, "application/pdf", "http://example.com/a.7z", "a.7z" },
  { NULL, "application/zip", "http://example.com/a.001", "a.001" },
  { NULL, "application/pdf", "http://example.com/Mr.%20Smith", "Mr. Smith.pdf" },
  { NULL, "application/pdf", "http://example.com/a.averyverylongword", "a.averyverylongword.pdf" },
  { NULL, "application/pdf", "http://example.com/report.", "report.pdf" },
  { NULL, "application/pdf", "http://example.com/.pdf", "pdf.pdf" },
  { NULL, "application/msword", "http://example.com/a.док", "a.док.doc" },
  { NULL, "application/octet-stream", "http://example.com/blob", "blob" },
  { NULL, "text/plain", "http://example.com/SHA256SUMS", "SHA256SUMS" },
  { NULL, "application/x-msdownload", "http://example.com/setup", "setup" },
  { NULL, "application/x-unheard-of", "http://example.com/x", "x" },
  { NULL, "application/zipx", "http://example.com/x", "x" },
  { NULL, "application/zi", "http://example.com/x", "x" },
  { NULL, "", "http://example.com/x", "x" },
  { NULL, ";", "http://example.com/x", "x" },
  { NULL, "image/jpeg", "http://example.com/img?id=3.png", "img.jpg" },
  { NULL, "image/svg+xml", "http://example.com/img", "img.svg" },
  { NULL, "video/mp4", "http://example.com/watch?v=1", "watch.mp4" },
  { NULL, "audio/mpeg", "http://example.com/song", "song.mp3" },
  { NULL, "application/x-iso9660-image", "http://example.com/dvd", "dvd.iso" },
  { NULL, "application/vnd.debian.binary-package", "http://example.com/pkg", "pkg.deb" },
  { NULL, "application/pdf", NULL, "download.pdf" },
  { NULL, "application/pdf", "", "download.pdf" },
  { NULL, NULL, NULL, "download" },
  { "attachment", NULL, NULL, "download" },
  { "attachment; filename=report", "application/pdf", "http://example.com/x.zip", "report.pdf" },
  { "attachment; filename=report.txt", "application/pdf", "http://example.com/x.zip",
    "report.txt" },
  { "attachment; filename=CON", "application/pdf", "http://example.com/x.zip", "_CON.pdf" },
  { "attachment; filename=..", "application/pdf", "http://example.com/x", "x.pdf" },
  { "attachment; filename=x.html", "text/html", NULL, "x.html" },
  { "attachment; filename=" REPEAT_200 ("aa"), "application/pdf", NULL,
    REPEAT_200 ("a") REPEAT_10 ("aaaa") "aaaaaa.pdf" },
};

static void
test_type (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (type_rows); i++)
    {
      g_autofree char *name =
          dp_filename_from_response (type_rows[i].disposition, type_rows[i].type, type_rows[i].url);

      tell (type_rows[i].expected);
      g_assert_cmpstr (name, ==, type_rows[i].expected);
      assert_safe (name);
    }
}

/* Numbers */

static const struct
{
  const char *name;
  guint number;
  const char *expected;
} number_rows[] = {
  { "file.zip", 0, "file.zip" },
  { "file.zip", 1, "file.zip" },
  { "file.zip", 2, "file (2).zip" },
  { "file.zip", 10, "file (10).zip" },
  { "file.zip", G_MAXUINT, "file (4294967295).zip" },
  { "file.tar.gz", 2, "file (2).tar.gz" },
  { "file.TAR.XZ", 2, "file (2).TAR.XZ" },
  { "file.tar.gz.asc", 2, "file (2).tar.gz.asc" },
  { "linux-6.1.7.tar.xz", 2, "linux-6.1.7 (2).tar.xz" },
  { "linux-6.1.gz", 2, "linux-6.1 (2).gz" },
  { "table.sql.gz", 2, "table (2).sql.gz" },
  { "photo.x.jpg", 2, "photo.x (2).jpg" },
  { "v1.2", 2, "v1.2 (2)" },
  { "linux-6.1.100", 2, "linux-6.1.100 (2)" },
  { "ls.1", 2, "ls.1 (2)" },
  { "a.7z", 2, "a (2).7z" },
  { "a.001", 2, "a (2).001" },
  { "README", 2, "README (2)" },
  { "Mr. Smith", 2, "Mr. Smith (2)" },
  { "file (2).zip", 3, "file (2) (3).zip" },
  { "file.part", 2, "file (2).part" },
  { ".bashrc", 2, ".bashrc (2)" },
  { ".gz", 2, ".gz (2)" },
  { "", 2, " (2)" },
  { "日本.zip", 2, "日本 (2).zip" },
  { REPEAT_200 ("a") REPEAT_10 ("aaaa") "aaaaaa.zip", 2,
    REPEAT_200 ("a") REPEAT_10 ("aaaa") "aa (2).zip" },
  { REPEAT_50 ("€€€"), 2, REPEAT_50 ("€") REPEAT_10 ("€€€") "€€ (2)" },
  { REPEAT_200 ("a") REPEAT_10 ("aaaa") "aaaaaa (2)", 2,
    REPEAT_200 ("a") REPEAT_10 ("aaaa") "aaaaaa (2)" },
  { REPEAT_200 ("aa"), 1, REPEAT_200 ("a") REPEAT_50 ("a") },
};

static void
test_numbered (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (number_rows); i++)
    {
      g_autofree char *name = dp_filename_numbered (number_rows[i].name, number_rows[i].number);

      tell (number_rows[i].expected);
      g_assert_cmpstr (name, ==, number_rows[i].expected);
      assert_fits (name);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/filename/sanitize", test_sanitize);
  g_test_add_func ("/filename/sanitize-null", test_sanitize_null);
  g_test_add_func ("/filename/every-character", test_every_character);
  g_test_add_func ("/filename/every-length", test_every_length);
  g_test_add_func ("/filename/url", test_url);
  g_test_add_func ("/filename/disposition", test_disposition);
  g_test_add_func ("/filename/linear", test_linear);
  g_test_add_func ("/filename/type", test_type);
  g_test_add_func ("/filename/numbered", test_numbered);

  return g_test_run ();
}
