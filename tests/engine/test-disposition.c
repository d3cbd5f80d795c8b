/* test-disposition.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The name that a server proposes, however carelessly or hostilely it does so.
 */

#include "dp-disposition.h"

#include "dp-filename.h"
#include "dp-name-fixture.h"

/* Content-Disposition, of an answer to http://example.com/url.bin */

static char *
name_by_disposition (const char *content_disposition)
{
  return dp_filename_from_response (content_disposition, NULL, "http://example.com/url.bin");
}

static const DpNameRow disposition_rows[] = {
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
  dp_name_fixture_check_rows (disposition_rows, G_N_ELEMENTS (disposition_rows),
                              name_by_disposition);
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
      dp_name_fixture_assert_safe (name);
      dp_name_fixture_assert_safe (linked);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/disposition/names", test_disposition);
  g_test_add_func ("/disposition/linear", test_linear);

  return g_test_run ();
}
