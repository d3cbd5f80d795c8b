/* test-filename.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Safe names out of hostile and of careless ones, and out of links.  Every result of every row is also
 * checked for what all names promise.
 */

#include "dp-filename.h"

#include "dp-name-fixture.h"

/* Sanitising */

static const DpNameRow sanitize_rows[] = {
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
  dp_name_fixture_check_rows (sanitize_rows, G_N_ELEMENTS (sanitize_rows), dp_filename_sanitize);
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
      dp_name_fixture_assert_safe (name);
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

          dp_name_fixture_assert_safe (name);
          dp_name_fixture_assert_safe (name_with_extension);
          g_assert_true (g_str_has_suffix (name_with_extension, ".tar.gz"));
          g_string_append (given, characters[i]);
        }
    }
}

/* Links */

static const DpNameRow url_rows[] = {
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
  dp_name_fixture_check_rows (url_rows, G_N_ELEMENTS (url_rows), dp_filename_from_url);
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

  return g_test_run ();
}
