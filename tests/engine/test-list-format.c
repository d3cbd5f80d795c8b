/* test-list-format.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists of all kinds: which one it is, what is in it, and what nobody shall believe of it.
 */

#include "dp-list-format.h"

#include <string.h>

#include "dp-engine-fixture.h"

#define BIG_BYTES (512 * 1024)
#define BIG_SEC   10 /* it takes tenths; what is not linear takes hours */

typedef struct
{
  const char *name;
  DpUrlListType type;
  const char *text;
  const char *said; /* a line for each link, and for each refusal */
} Row;

#define MD5    "d41d8cd98f00b204e9800998ecf8427e"
#define SHA1   "da39a3ee5e6b4b0d3255bfef95601890afd80709"
#define SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

#define V4(inside) \
  "<?xml version='1.0'?><metalink xmlns='urn:ietf:params:xml:ns:metalink'>" inside "</metalink>"
#define V3(inside)                                                                         \
  "<metalink version='3.0' xmlns='http://www.metalinker.org/'><files>" inside "</files></" \
  "metalink>"

/* clang-format off: a table is read by its columns. */
static const Row rows[] = {
  /* which one it is */
  { "plain", DP_URL_LIST_PLAIN, "see http://a.test/1 and http://a.test/2",
    "http://a.test/1\nhttp://a.test/2\n" },
  { "plain-indented", DP_URL_LIST_PLAIN, "http://a.test/1\n  b=c\n  is a link",
    "http://a.test/1\n" },
  { "html-is-plain", DP_URL_LIST_PLAIN, "<a href=\"http://a.test/metalink\">",
    "http://a.test/metalink\n" },
  { "guess-aria2", DP_URL_LIST_PLAIN, "http://a.test/1\n out=x\n", "http://a.test/1 name=x\n" },
  { "guess-aria2-session", DP_URL_LIST_PLAIN, "http://a.test/1\thttp://b.test/1\r\n pause=true\r\n",
    "http://a.test/1 mirror=http://b.test/1\n" },
  { "guess-metalink", DP_URL_LIST_PLAIN,
    "\xef\xbb\xbf\n<!-- a metalink -->"
    "<metalink><file name='x'><url>http://a.test/1</url></file></metalink>",
    "http://a.test/1 name=x\n" },
  { "uri-list", DP_URL_LIST_URI_LIST, "http://a.test/1\r\n# out=x", "http://a.test/1\n" },

  /* aria2 */
  { "all-options", DP_URL_LIST_ARIA2,
    "# a comment\n"
    "https://one.test/a?x=%2F\thttps://two.test/a\n"
    "  out=b c.iso\n  dir=images/new\n\tchecksum=sha-256=" SHA256 "\n"
    "  header=X-A: 1\n  header=X-B: 2\n  referer=http://page.test/\n  user-agent=Me\n"
    "  http-user=me\n  http-passwd=p:w\n  split=8\n  gid=0123\n",
    "https://one.test/a?x=%2F name=b c.iso folder=images/new sha-256=" SHA256
    " mirror=https://two.test/a "
    "X-A: 1 X-B: 2 referer=http://page.test/ agent=Me user=me:p%3Aw\n" },
  { "crlf", DP_URL_LIST_ARIA2, "\xef\xbb\xbfhttp://a.test/1\r\n out=x\r\n\r\nhttp://a.test/2\r\n",
    "http://a.test/1 name=x\nhttp://a.test/2\n" },
  { "option-first", DP_URL_LIST_ARIA2, " out=x\nhttp://a.test/1\n", "http://a.test/1\n" },
  { "out-escapes", DP_URL_LIST_ARIA2, "http://a.test/1\n out=../../.bashrc\n",
    "http://a.test/1 name=bashrc\n" },
  { "out-folder", DP_URL_LIST_ARIA2,
    "http://a.test/1\n out=x/y z.iso\n dir=/mnt/iso\nhttp://a.test/2\n\t  out=./x/y.iso\n"
    "http://a.test/3\n out=.config/y\nhttp://a.test/4\n out=/etc/y\nhttp://a.test/5\n out=x/../y\n",
    "http://a.test/1 name=y z.iso folder=/mnt/iso/x\nhttp://a.test/2 name=y.iso folder=x\n"
    "http://a.test/3 name=y\nhttp://a.test/4 name=y\nhttp://a.test/5 name=y\n" },
  { "dir-escapes", DP_URL_LIST_ARIA2,
    "http://a.test/1\n dir=../x\nhttp://a.test/2\n dir=/home/me/.config\nhttp://a.test/3\n dir=\n",
    "http://a.test/1\nhttp://a.test/2\nhttp://a.test/3\n" },
  { "dir-absolute", DP_URL_LIST_ARIA2,
    "http://a.test/1\n dir=/mnt/iso\nhttp://a.test/2\n dir=./x/y",
    "http://a.test/1 folder=/mnt/iso\nhttp://a.test/2 folder=x/y\n" },
  { "other-scheme", DP_URL_LIST_ARIA2, "ftp://a.test/1\thttp://a.test/1\nmagnet:?x\n",
    "http://a.test/1\n!magnet:?x: " },
  { "twice", DP_URL_LIST_ARIA2, "http://a.test/1\nhttp://a.test/1#x\n", "http://a.test/1\n+1\n" },
  { "bad-checksum", DP_URL_LIST_ARIA2, "http://me:secret@a.test/1\n checksum=adler32=1\n",
    "!http://a.test/1: checksum" },
  { "short-checksum", DP_URL_LIST_ARIA2, "http://a.test/1\n checksum=md5=12\n",
    "!http://a.test/1: checksum" },
  { "bad-header", DP_URL_LIST_ARIA2, "http://a.test/1\n header=x\n",
    "!http://a.test/1: Name: value" },
  { "referer-self", DP_URL_LIST_ARIA2, "http://a.test/1\thttp://b.test/1\n referer=*\n",
    "http://a.test/1 mirror=http://b.test/1 referer=http://a.test/1\n" },
  { "empty", DP_URL_LIST_ARIA2, "", "" },

  /* Metalink */
  { "version-4", DP_URL_LIST_METALINK,
    V4 ("<generator>g</generator><published>2009-05-15T12:23:23Z</published>"
        "<file name='example.ext'><identity>I</identity><size>14471447</size>"
        "<hash type='sha-256'>" SHA256 "</hash><hash type='md5'> " MD5 " </hash>"
        "<pieces length='262144' type='sha-1'><hash>" SHA1 "</hash></pieces>"
        "<url location='de' priority='2'>http://two.test/e</url>"
        "<url priority='1'>http://one.test/e?a=1&amp;b=2</url>"
        "<url>http://three.test/e</url><metaurl "
        "mediatype='torrent'>http://t.test/e.torrent</metaurl></file>"
        "<file name='other'><url><![CDATA[http://a.test/o]]></url></file>"),
    "http://one.test/e?a=1&b=2 name=example.ext size=14471447 md5=" MD5 " sha-256=" SHA256
    " mirror=http://two.test/e mirror=http://three.test/e\nhttp://a.test/o name=other\n" },
  { "version-3", DP_URL_LIST_METALINK,
    V3 ("<file name='e'><size>5</size><verification><hash type='sha1'>" SHA1 "</hash>"
        "<pieces length='1' type='sha1'><hash piece='0' type='md5'>" MD5
        "</hash></pieces></verification>"
        "<resources maxconnections='1'><url type='bittorrent' "
        "preference='100'>http://a.test/e.torrent</url>"
        "<url type='ftp' preference='99'>ftp://a.test/e</url><url type='http' "
        "preference='10'>http://b.test/e</url>"
        "<url type='http' preference='90'>http://a.test/e</url></resources></file>"),
    "http://a.test/e name=e size=5 sha-1=" SHA1 " mirror=http://b.test/e\n" },
  /* who made it, and under which terms, is no place of the file */
  { "version-3-pages", DP_URL_LIST_METALINK,
    V3 ("<publisher><name>P</name><url>http://page.test/all</url></publisher><file name='e'>"
        "<publisher><name>P</name><url>http://page.test/</url></publisher><license><name>L</name>"
        "<url>http://page.test/l</url></license><screenshot>http://page.test/s</screenshot>"
        "<resources><url type='http'>http://a.test/e</url></resources></file>"),
    "http://a.test/e name=e\n" },
  { "prefixed", DP_URL_LIST_METALINK,
    "<m:metalink xmlns:m='x'><m:file name='a'><m:url>http://a.test/1</m:url></m:file></m:metalink>",
    "http://a.test/1 name=a\n" },
  { "name-escapes", DP_URL_LIST_METALINK,
    V4 ("<file name='../../.ssh/authorized_keys'><url>http://a.test/1</url></file>"),
    "http://a.test/1 name=authorized_keys\n" },
  { "name-folder", DP_URL_LIST_METALINK,
    V4 ("<file name='disks/1/a.iso'><url>http://a.test/1</url></file>"
        "<file name='/etc/cron.d/b'><url>http://a.test/2</url></file>"
        "<file name='x/../../c'><url>http://a.test/3</url></file>"),
    "http://a.test/1 name=a.iso folder=disks/1\nhttp://a.test/2 name=b\nhttp://a.test/3 name=c\n" },
  { "no-link", DP_URL_LIST_METALINK, V4 ("<file name='a'><url>rsync://a.test/1</url></file>"),
    "!a: http://" },
  { "no-kind", DP_URL_LIST_METALINK,
    V4 ("<file name='a'><hash>x</hash><hash "
        "type='crc32'>x</hash><size>-1</size><url>http://a.test/1</url></file>"),
    "http://a.test/1 name=a\n" },
  { "nested", DP_URL_LIST_METALINK,
    V4 ("<file name='a'><url>http://a.test/<b><url>1</url></b></url><file name='b'/></file>"),
    "http://a.test/1 name=a\n" },
  { "cut", DP_URL_LIST_METALINK,
    "<metalink><file name='a'><url>http://a.test/1</url></file>\n<file name='b'><url>http://a.te",
    "http://a.test/1 name=a\n!metalink: line 2" },
  { "entities", DP_URL_LIST_METALINK,
    "<!DOCTYPE m [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><metalink><file "
    "name='a'><url>http://a.test/&a;</url></file></metalink>",
    "!metalink: damaged" },
  { "doctype", DP_URL_LIST_METALINK,
    "<!DOCTYPE metalink SYSTEM 'http://evil.test/m.dtd'><metalink><file "
    "name='a'><url>http://a.test/1</url></file></metalink>",
    "http://a.test/1 name=a\n" },
  { "other-xml", DP_URL_LIST_METALINK,
    "<rss><file name='a'><url>http://a.test/1</url></file></rss>", "!metalink: damaged" },
  { "no-xml", DP_URL_LIST_METALINK, "http://a.test/1", "!metalink: damaged" },
  { "latin-1", DP_URL_LIST_METALINK,
    "<metalink><file name='\xe4'><url>http://a.test/1</url></file></metalink>",
    "!metalink: damaged" },
};
/* clang-format on */

static void
append_request (GString *text, const DpRequest *request)
{
  g_autofree char *referer = request->referer != NULL ? dp_url_to_string (request->referer) : NULL;

  for (char **line = request->headers; line != NULL && *line != NULL; line++)
    g_string_append_printf (text, " %s", *line);
  if (referer != NULL)
    g_string_append_printf (text, " referer=%s", referer);
  if (request->user_agent != NULL)
    g_string_append_printf (text, " agent=%s", request->user_agent);
  if (request->userinfo != NULL)
    g_string_append_printf (text, " user=%s", request->userinfo);
}

static void
append_offer (GString *text, const DpOffer *offer)
{
  if (offer->name != NULL)
    g_string_append_printf (text, " name=%s", offer->name);
  if (offer->folder != NULL)
    g_string_append_printf (text, " folder=%s", offer->folder);
  if (offer->size_bytes > 0)
    g_string_append_printf (text, " size=%" G_GUINT64_FORMAT, offer->size_bytes);
  for (guint i = 0; i < DP_OFFER_N_DIGESTS; i++)
    if (offer->digests[i] != NULL)
      g_string_append_printf (text, " %s=%s", dp_offer_get_digest_name ((GChecksumType) i),
                              offer->digests[i]);
  for (guint i = 1; i < offer->mirrors->len; i++)
    g_string_append_printf (text, " mirror=%s", (char *) offer->mirrors->pdata[i]);
}

/* Compares, and of a reason only the words that are expected. */
static void
assert_list (const DpUrlList *list, const char *said)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length;

  for (guint i = 0; i < list->urls->len; i++)
    {
      g_string_append (text, list->urls->pdata[i]);
      if (list->offers->pdata[i] != NULL)
        append_offer (text, list->offers->pdata[i]);
      if (list->requests->pdata[i] != NULL)
        append_request (text, list->requests->pdata[i]);
      g_string_append_c (text, '\n');
    }
  if (list->n_duplicates > 0)
    g_string_append_printf (text, "+%u\n", list->n_duplicates);
  length = text->len;
  for (guint i = 0; i < list->refused->len; i++)
    {
      const DpRefusedUrl *refused = list->refused->pdata[i];
      g_autofree char *begin = g_strdup_printf ("!%s: ", refused->text);

      g_assert_true (g_str_has_prefix (said + length, begin));
      dp_test_assert_has (refused->reason, said + length + strlen (begin));
      g_assert_null (strstr (refused->reason, "secret"));
      g_string_append (text, said + length);
    }
  g_assert_cmpstr (text->str, ==, said);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  /* A copy of just that size: what is read beyond it is an error under ASan. */
  g_autofree char *text = g_memdup2 (row->text, strlen (row->text));
  g_autoptr (DpUrlList) list = dp_list_format_parse (text, strlen (row->text), row->type);

  assert_list (list, row->said);
}

/* Whatever is repeated, time grows no faster than the text. */
static void
test_big (gconstpointer data)
{
  const char *const *parts = data;
  g_autoptr (GString) text = g_string_new (parts[0]);
  gint64 begin_usec = dp_test_get_work_usec ();
  g_autoptr (DpUrlList) list = NULL;

  while (text->len < BIG_BYTES)
    g_string_append (text, parts[1]);
  list = dp_list_format_parse (text->str, text->len, DP_URL_LIST_PLAIN);
  g_assert_nonnull (list);
  g_assert_cmpint (dp_test_get_work_usec () - begin_usec, <, BIG_SEC * G_USEC_PER_SEC);
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new ("http://a.test/0");
  g_autoptr (DpUrlList) list = NULL;
  const DpOffer *offer;

  for (guint i = 1; i < 500; i++)
    g_string_append_printf (text, "\thttp://a.test/%u", i);
  list = dp_list_format_parse (text->str, text->len, DP_URL_LIST_ARIA2);
  offer = list->offers->pdata[0];
  g_assert_cmpuint (offer->mirrors->len, ==, DP_OFFER_MAX_MIRRORS);
}

/* What is stored of an offer comes back; what would not be let in today does not. */
static void
test_offer_text (void)
{
  static const char stored[] =
      "size 7\nmd5 " MD5 "\nsha-256 " SHA256 "\nmirror http://a.test/1\nmirror http://b.test/1\n";
  g_autoptr (DpOffer) offer = dp_offer_from_text (stored);
  g_autoptr (DpOffer) odd = dp_offer_from_text ("size x\nmd5 1\nmirror file:///x\nnews 1\n\n");
  g_autofree char *text = dp_offer_to_text (offer);
  GChecksumType kind;

  g_assert_cmpstr (text, ==, stored);
  g_assert_null (odd);
  g_assert_null (dp_offer_from_text (NULL));
  g_assert_null (dp_offer_to_text (NULL));
  g_assert_true (dp_offer_get_best_digest (offer, &kind));
  g_assert_cmpint (kind, ==, G_CHECKSUM_SHA256);
  g_assert_cmpstr (dp_offer_get_next_mirror (offer, "http://a.test/1"), ==, "http://b.test/1");
  g_assert_cmpstr (dp_offer_get_next_mirror (offer, "http://A.test:80/1"), ==, "http://b.test/1");
  g_assert_null (dp_offer_get_next_mirror (offer, "http://b.test/1"));
  g_assert_null (dp_offer_get_next_mirror (offer, "http://c.test/1"));
  g_assert_null (dp_offer_get_next_mirror (NULL, "http://a.test/1"));
}

/* A list as Notepad and PowerShell write it. */
static void
test_utf16 (void)
{
  static const struct
  {
    const char *text;
    gsize length;
    const char *said;
  } few[] = {
    { "\xff\xfe", 2, "" },
    { "\xff\xfeh", 3, "" },
    { "\xff\xfe\0\xd8", 4, "" },
    { "\xff", 1, "" },
  };
  static const char text[] = "http://a.test/\303\251\360\237\230\200\r\nhttp://a.test/2";
  static const char said[] = "http://a.test/%C3%A9%F0%9F%98%80\nhttp://a.test/2\n";

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *utf16 =
          g_convert (text, -1, i == 0 ? "UTF-16LE" : "UTF-16BE", "UTF-8", NULL, NULL, NULL);
      gsize length = 2 * g_utf8_strlen (text, -1) + 2;
      g_autofree char *marked = g_malloc (length + 2);
      g_autoptr (DpUrlList) list = NULL;

      memcpy (marked, i == 0 ? "\xff\xfe" : "\xfe\xff", 2);
      memcpy (marked + 2, utf16, length);
      list = dp_list_format_parse (marked, length + 2, DP_URL_LIST_PLAIN);
      assert_list (list, said);
    }
  for (guint i = 0; i < G_N_ELEMENTS (few); i++)
    {
      g_autofree char *copy = g_memdup2 (few[i].text, few[i].length);
      g_autoptr (DpUrlList) list = dp_list_format_parse (copy, few[i].length, DP_URL_LIST_PLAIN);

      assert_list (list, few[i].said);
    }
}

int
main (int argc, char **argv)
{
  static const char *const bigs[][2] = {
    { "http://a.test/\n out=x\n", " header=A: b\n" },
    { "http://a.test/\n out=x\n", "http://a.test/\t" },
    { "http://a.test/\n out=x\n", " checksum=md5=1\n" },
    { "http://a.test/\n out=x\n", "h\n" },
    { "http://a.test/\n", " x" },
    { "http://a.test/\n", " \n" },
    { "<metalink>", "<file name='a'><url>http://a.test/</url></file>" },
    { "<metalink>", "<file>" },
    { "<metalink><file name='a'>", "<url>http://a.test/</url>" },
    { "<metalink><file name='a'>", "<hash type='md5'>" },
    { "<metalink><file name='a'><url>", "x" },
    { "<metalink><file name='a'><url>", "&amp;" },
    { "<metalink ", "a='b' " },
    { "<metalink><!--", "-" },
    { "<!DOCTYPE metalink [", "<" },
    { "<", "metalink" },
    { "<metalink>", "<![CDATA[]]>" },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/list-format/row/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bigs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/list-format/big/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, bigs[i], test_big);
    }
  g_test_add_func ("/list-format/utf-16", test_utf16);
  g_test_add_func ("/list-format/limits", test_limits);
  g_test_add_func ("/list-format/offer-text", test_offer_text);

  return g_test_run ();
}
