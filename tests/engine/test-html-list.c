/* test-html-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The links of a page of the web, and what is none.
 */

#include "dp-html-list.h"

#include <string.h>

#include "dp-engine-fixture.h"
#include "dp-html.h"
#include "dp-list-format.h"

#define BIG_BYTES (1024 * 1024)
#define BIG_SEC   10 /* it takes tenths; what is not linear takes hours */

typedef struct
{
  const char *name;
  const char *base;
  const char *text;
  const char *said; /* a line for each link, for each refusal, and for what stands there twice */
} Row;

#define BASE "https://a.test/b/c?d"

/* clang-format off: a table is read by its columns. */
static const Row rows[] = {
  /* where links stand */
  { "empty", NULL, "", "" },
  { "no-markup", NULL, "see http://a.test/1, please", "http://a.test/1\n" },
  { "one", NULL, "<a href=\"http://a.test/1\">x</a>", "http://a.test/1\n" },
  { "single-quotes", NULL, "<a href='http://a.test/1'>x</a>", "http://a.test/1\n" },
  { "unquoted", NULL, "<a href=http://a.test/1/>x</a>", "http://a.test/1/\n" },
  { "upper-case", NULL, "<A HREF=\"http://a.test/A\">x</A>", "http://a.test/A\n" },
  { "spaces", NULL, "<a\n\thref\r\n=\f \" http://a.test/1 \" >", "http://a.test/1\n" },
  { "other-attributes", NULL, "<a class=x data-href='http://no.test/' href='http://a.test/1' id>",
    "http://a.test/1\n" },
  { "first-attribute", NULL, "<a href='http://a.test/1' href='http://no.test/'>",
    "http://a.test/1\n" },
  { "slash", NULL, "<img/src='http://a.test/1'/>", "http://a.test/1\n" },
  { "no-value", NULL, "<a href><a href=>", "" },
  { "src", NULL,
    "<img src=http://a.test/1><video src=http://a.test/2><source src=http://a.test/3>"
    "<audio src=http://a.test/4><embed src=http://a.test/5><iframe src=http://a.test/6></iframe>"
    "<area href=http://a.test/7><object data=http://a.test/8><track src=http://a.test/9>",
    "http://a.test/1\nhttp://a.test/2\nhttp://a.test/3\nhttp://a.test/4\nhttp://a.test/5\n"
    "http://a.test/6\nhttp://a.test/7\nhttp://a.test/8\nhttp://a.test/9\n" },
  { "made-of", NULL,
    "<link href=http://a.test/1.css><script src=http://a.test/2.js></script>"
    "<form action=http://a.test/3><p src=http://a.test/4>",
    "" },
  { "twice", NULL, "<a href=http://a.test/1#x><img src=http://a.test/1></a>",
    "http://a.test/1#x\n+1\n" },
  { "order", NULL, "http://a.test/1<img src=http://a.test/2>http://a.test/3<p>http://a.test/4",
    "http://a.test/1\nhttp://a.test/2\nhttp://a.test/3\nhttp://a.test/4\n" },

  /* byte for byte */
  { "signed", NULL, "<a href=\"https://s3.test/a%2Fb?X=%3d&amp;Y=a/../b&amp;copy=1&lt=2\">",
    "https://s3.test/a%2Fb?X=%3d&Y=a/../b&copy=1&lt=2\n" },
  { "references", NULL, "<a href='h&#116;tp&colon;&sol;&#X2F;a.test/&quot;&#x41;&nosuch;&'>",
    "http://a.test/\"A&nosuch;&\n" },
  { "letters", NULL, "<a href='http://a.test/&eacute;&Auml;é'>",
    "http://a.test/%C3%A9%C3%84%C3%A9\n" },
  { "number-too-big", NULL, "<a href='http://a.test/&#99999999999999;&#0;&#xD800;'>",
    "http://a.test/%EF%BF%BD%EF%BF%BD%EF%BF%BD\n" },
  { "space-within", NULL, "<a href='http://a.test/a b'>", "http://a.test/a%20b\n" },
  { "line-break-within", NULL, "<a href='http://a.test/a\n  b'>", "http://a.test/a%20%20b\n" },
  { "dots-kept", BASE, "<a href='http://a.test/x/../y'>", "http://a.test/x/../y\n" },

  /* where relative ones begin */
  { "no-base", NULL, "<a href=/1>", "!/1: nothing says which" },
  { "relative", BASE, "<a href=1><a href=/2><a href=../3><a href=//b.test/4><a href='?5'>",
    "https://a.test/b/1\nhttps://a.test/2\nhttps://a.test/3\nhttps://b.test/4\n"
    "https://a.test/b/c?5\n" },
  { "no-scheme", NULL, "<a href=//b.test/4>", "https://b.test/4\n" },
  { "base-of-page", BASE, "<a href=1><base href='http://b.test/x/'><a href=2><base href=/no/>",
    "http://b.test/x/1\nhttp://b.test/x/2\n" },
  { "base-of-page-relative", BASE, "<base href='/x/'><a href=1>", "https://a.test/x/1\n" },
  { "base-is-nonsense", BASE, "<base href='mailto:x'><a href=1>", "https://a.test/b/1\n" },
  { "base-in-comment", BASE, "<!-- <base href='http://no.test/'> --><a href=1>",
    "https://a.test/b/1\n" },
  { "base-in-script", BASE, "<script>\"<base href='http://no.test/'>\"</script><a href=1>",
    "https://a.test/b/1\n" },
  { "saved-from", NULL, "<!-- saved from url=(0019)https://a.test/b/c/ --><img src=d>",
    "https://a.test/b/c/d\n" },
  { "saved-from-given", BASE, "<!-- saved from url=(0014)http://b.test/ --><img src=d>",
    "https://a.test/b/d\n" },
  { "saved-from-nowhere", NULL, "<!-- saved from url=(0014)about:internet --><img src=d>",
    "!d: nothing says which" },
  { "in-the-page", BASE, "<a href='#top'><a href=''><a href='c#x'>", "https://a.test/b/c\n" },

  /* what is refused */
  { "refused", BASE,
    "<a href='javascript:alert(1)'><a href='mailto:me@a.test'>"
    "<a href='javascript:alert(1)'><img src='data:image/png;base64,AAAA'><a "
    "href='file:///etc/passwd'>",
    "!javascript:alert(1): script\n!mailto:me@a.test: e-mail\n!data:image/png;base64,AAAA: data\n"
    "!file:///etc/passwd: file" },
  { "hidden-script", BASE, "<a href=' java\nscript&colon;alert(1)'>",
    "!javascript:alert(1): script" },
  { "hides-password", BASE, "<a href='http://me:secret@a b/'>", "!http://a b/: host" },

  /* text */
  { "text", NULL, "<p>http://a.test/1</p>http://a.test/<b>2</b>x<br>http://a.test/3",
    "http://a.test/1\nhttp://a.test/2x\nhttp://a.test/3\n" },
  { "text-references", NULL, "<pre>http://a.test/?a&amp;b http://a.test/2</pre>",
    "http://a.test/?a&b\nhttp://a.test/2\n" },
  { "cells", NULL, "<table><tr><td>http://a.test/1<td>http://a.test/2</table>",
    "http://a.test/1\nhttp://a.test/2\n" },
  { "words", NULL, "<td>example.com</td><td>www.example.com/a.zip</td>", "" },
  { "name-of-link", NULL, "<a href=http://a.test/long>http://a.test/lo…</a> http://a.test/2",
    "http://a.test/long\nhttp://a.test/2\n" },
  { "anchor-without-link", NULL, "<a name=x>http://a.test/1</a>", "http://a.test/1\n" },
  { "textarea", NULL,
    "<textarea>http://a.test/1\nhttp://a.test/2 <a href='http://a.test/3'></textarea>",
    "http://a.test/1\nhttp://a.test/2\nhttp://a.test/3\n" },
  { "script", NULL, "<script>x='http://no.test/' </scrip></script >http://a.test/1",
    "http://a.test/1\n" },
  { "script-ended-twice", NULL, "<script></script></script><a href=http://a.test/1>",
    "http://a.test/1\n" },
  { "style", NULL, "<STYLE>a{b:url(http://no.test/)}</STYLE>http://a.test/1", "http://a.test/1\n" },
  { "script-without-end", NULL, "http://a.test/1<script><a href=http://no.test/>",
    "http://a.test/1\n" },
  { "comment", NULL,
    "<!--<a href=http://no.test/1>--><!--><a href=http://a.test/2>"
    "<!---><a href=http://a.test/3><!-- - -- > --!x --><a href=http://a.test/4>",
    "http://a.test/2\nhttp://a.test/3\nhttp://a.test/4\n" },
  { "declarations", NULL,
    "<!DOCTYPE html><?xml x?><![CDATA[<a href=http://a.test/1>]]></ x></>"
    "<a href=http://a.test/2>",
    "http://a.test/2\n" },
  { "not-markup", NULL, "a < b <3 http://a.test/1 < ", "http://a.test/1\n" },
  { "tag-without-end", NULL, "http://a.test/1 <a href='http://no.test/'", "http://a.test/1\n" },
  { "quote-without-end", NULL, "http://a.test/1 <a href='http://no.test/><a href=x>",
    "http://a.test/1\n" },
  { "quote-in-name", NULL, "<a \"x\" href=http://a.test/1>", "http://a.test/1\n" },
  { "greater-in-value", NULL, "<a title='>' href=http://a.test/1>", "http://a.test/1\n" },
  { "long-name", NULL, "<aaaaaaaaaaaaaaaaaaaaaaaaaa href=http://no.test/><a href=http://a.test/1>",
    "http://a.test/1\n" },
};

/* What plain text is when it is looked at. */
static const Row guess_rows[] = {
  { "doctype", NULL, "\xef\xbb\xbf \n<!doctype HTML><a href=http://a.test/1>x",
    "http://a.test/1\n" },
  { "html", NULL, "<html lang=en><a href=http://a.test/1?a&amp;b>x", "http://a.test/1?a&b\n" },
  { "saved", NULL,
    "<!DOCTYPE html>\n<!-- saved from url=(0014)http://a.test/ -->\n<html><img src=x>",
    "http://a.test/x\n" },
  { "xhtml", NULL, "<?xml version='1.0'?><html xmlns=x><a href='http://a.test/1'/></html>",
    "http://a.test/1\n" },
  { "piece", NULL, "<a href='http://a.test/1?a&amp;b'>", "http://a.test/1?a&amp;b\n" },
  { "prose", NULL, "x <html> http://a.test/1?a&amp;b", "http://a.test/1?a&amp;b\n" },
};
/* clang-format on */

static char *
tell (const DpUrlList *list, const Row *row)
{
  GString *said = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (row->said, "\n", -1);
  guint n_refused = 0;

  for (guint i = 0; i < list->urls->len; i++)
    g_string_append_printf (said, "%s\n", (const char *) list->urls->pdata[i]);
  /* A refusal is told as the table has it, if its text is that and its reason has that word. */
  for (char **line = lines; *line != NULL; line++)
    if (**line == '!' && n_refused < list->refused->len)
      {
        const DpRefusedUrl *refused = list->refused->pdata[n_refused++];
        g_autofree char *begin = g_strdup_printf ("!%s: ", refused->text);

        if (g_str_has_prefix (*line, begin) &&
            strstr (refused->reason, *line + strlen (begin)) != NULL)
          g_string_append_printf (said, "%s%s", *line, line[1] != NULL ? "\n" : "");
        else
          g_string_append_printf (said, "%s%s\n", begin, refused->reason);
      }
  g_assert_cmpuint (n_refused, ==, list->refused->len);
  if (list->n_duplicates > 0)
    g_string_append_printf (said, "+%u\n", list->n_duplicates);
  return g_string_free (said, FALSE);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (DpUrl) base = row->base != NULL ? dp_url_parse (row->base, NULL) : NULL;
  g_autoptr (DpUrlList) list = dp_html_list_parse (row->text, strlen (row->text), base);
  g_autofree char *said = tell (list, row);

  g_assert_cmpstr (said, ==, row->said);
}

static void
test_guess (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (DpUrlList) list =
      dp_list_format_parse (row->text, strlen (row->text), DP_URL_LIST_PLAIN);
  g_autofree char *said = tell (list, row);

  g_assert_cmpstr (said, ==, row->said);
}

/* As some programs have it in the clipboard. */
static void
test_wide (void)
{
  static const char *const charsets[] = { "UTF-16", "UTF-16LE" };

  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    {
      gsize length;
      g_autofree char *text =
          g_convert ("<a href='http://a.test/é'>", -1, charsets[i], "UTF-8", NULL, &length, NULL);
      g_autoptr (DpUrlList) list = dp_html_list_parse (text, length, NULL);

      g_assert_cmpuint (list->urls->len, ==, 1);
      g_assert_cmpstr (list->urls->pdata[0], ==, "http://a.test/%C3%A9");
    }
}

static void
test_nothing (void)
{
  g_autoptr (DpUrlList) list = dp_html_list_parse (NULL, 0, NULL);
  g_autoptr (DpUrlList) cut = dp_html_list_parse ("<a href=http://a.test/>", 10, NULL);

  g_assert_cmpuint (list->urls->len, ==, 0);
  g_assert_cmpuint (cut->urls->len, ==, 0);
}

/* What a page repeats, with something in front of it. */
static const char *const bigs[][2] = {
  { "", "<" },
  { "", "<a" },
  { "", "<a " },
  { "", "</" },
  { "", "<!" },
  { "", "<!--" },
  { "", "<!-- -- " },
  { "", "<?" },
  { "", "<a href='" },
  { "<a ", "x " },
  { "<a ", "x=y/" },
  { "<a href=", "x" },
  { "<script>", "</script" },
  { "<script>", "</scrip>" },
  { "", "<script></script>" },
  { "", "<textarea>http://a.test/</textarea>" },
  { "", "<title>" },
  { "", "<a href=x>" },
  { "", "<a href='javascript:x'>" },
  { "", "<base href=x>" },
  { "", "<b>://" },
  { "", "<p>://" },
  { "", "&" },
  { "", "&#" },
  { "", "&#1" },
  { "", "&abcdefghij" },
  { "<a href='", "&eacute;" },
  { "<a href='http://a.test/", "../" },
  { "<a href=/", "\n" },
};

static void
test_big (gconstpointer data)
{
  const char *const *big = data;
  g_autoptr (DpUrl) base = dp_url_parse (BASE, NULL);
  g_autoptr (GString) text = g_string_new (big[0]);
  gint64 start_usec = dp_test_get_work_usec ();
  DpUrlList *list;

  while (text->len < BIG_BYTES)
    g_string_append (text, big[1]);
  list = dp_html_list_parse (text->str, text->len, base);
  g_assert_cmpuint (list->urls->len, <=, 1);
  dp_url_list_free (list);
  dp_url_list_free (dp_list_format_parse (text->str, text->len, DP_URL_LIST_PLAIN));
  g_assert_cmpint (dp_test_get_work_usec () - start_usec, <, BIG_SEC * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/html-list/row/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (guess_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/html-list/guess/", guess_rows[i].name, NULL);

      g_test_add_data_func (path, &guess_rows[i], test_guess);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bigs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/html-list/big/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, bigs[i], test_big);
    }
  g_test_add_func ("/html-list/wide", test_wide);
  g_test_add_func ("/html-list/nothing", test_nothing);

  return g_test_run ();
}
