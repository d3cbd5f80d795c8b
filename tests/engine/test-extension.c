/* test-extension.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The end of a name: what the type of an answer makes it, and what a number leaves of it.
 */

#include "dp-extension.h"

#include "dp-filename.h"
#include "dp-name-fixture.h"

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
  { NULL, "text/html", "http://example.com/a.safetensors", "a.safetensors" },
  { NULL, "text/html", "http://example.com/a.abcdefghijkl", "a.abcdefghijkl.html" },
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

      dp_name_fixture_tell (type_rows[i].expected);
      g_assert_cmpstr (name, ==, type_rows[i].expected);
      dp_name_fixture_assert_safe (name);
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

      dp_name_fixture_tell (number_rows[i].expected);
      g_assert_cmpstr (name, ==, number_rows[i].expected);
      dp_name_fixture_assert_fits (name);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/extension/type", test_type);
  g_test_add_func ("/extension/numbered", test_numbered);

  return g_test_run ();
}
