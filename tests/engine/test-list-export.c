/* test-list-export.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list as text for others: what can be read in again comes back as it was, what is made to be shown
 * around holds no password, and no cell of the table is a formula.
 */

#include "dp-list-export.h"

#include <string.h>

#include "dp-csv.h"
#include "dp-engine-fixture.h"
#include "dp-list-format.h"
#include "dp-request-text.h"

#define SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static DpEntry *
make_entry (guint64 id, const char *url, const char *name)
{
  DpEntry *entry = g_new0 (DpEntry, 1);

  entry->id = id;
  entry->url = g_ref_string_new (url);
  entry->folder = g_ref_string_new_intern ("/downloads");
  entry->name = g_strdup (name);
  entry->total_bytes = DP_SIZE_UNKNOWN;
  return entry;
}

/* One with all that can be said, and one of which nothing is known. */
static GPtrArray *
make_entries (void)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_entry_free);
  DpEntry *full = make_entry (1, "http://me:secret@a.test/1?x=%2F&y", "=1&<é>\".iso");

  full->request = dp_request_from_text ("user-agent Me\nreferer http://page.test/\n"
                                        "userinfo u:p%20w\nheader X-Key: secret\n");
  full->offer = dp_offer_from_text ("sha-256 " SHA256 "\nmirror http://a.test/1\n"
                                    "mirror http://b.test/1\n");
  full->state = DP_STATE_DONE;
  full->received_bytes = full->total_bytes = 7;
  full->added_usec = G_GINT64_CONSTANT (1700000000000000);
  full->finished_usec = full->added_usec + 61 * G_USEC_PER_SEC;
  full->path = g_strdup ("/downloads/=1&<é>\".iso");
  full->reason = g_strdup ("one\ntwo");
  g_ptr_array_add (entries, full);
  g_ptr_array_add (entries, make_entry (2, "https://b.test/", NULL));
  return entries;
}

static char *export(DpListExport form)
{
  g_autoptr (GPtrArray) entries = make_entries ();
  gsize length;
  char *text = dp_list_export (entries, form, &length);

  g_assert_cmpuint (strlen (text), ==, length);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  return text;
}

static void
test_links (void)
{
  g_autofree char *text = export(DP_LIST_EXPORT_LINKS);

  g_assert_cmpstr (text, ==, "http://me:secret@a.test/1?x=%2F&y\nhttps://b.test/\n");
}

static void
test_aria2 (void)
{
  g_autofree char *text = export(DP_LIST_EXPORT_ARIA2);
  g_autoptr (DpUrlList) list = dp_list_format_parse (text, strlen (text), DP_URL_LIST_PLAIN);
  g_autofree char *request = NULL;
  const DpOffer *offer;

  g_assert_cmpuint (list->refused->len, ==, 0);
  g_assert_cmpuint (list->urls->len, ==, 2);
  g_assert_cmpstr (list->urls->pdata[0], ==, "http://me:secret@a.test/1?x=%2F&y");
  offer = list->offers->pdata[0];
  g_assert_cmpstr (offer->folder, ==, "/downloads");
  g_assert_cmpstr (offer->digests[G_CHECKSUM_SHA256], ==, SHA256);
  g_assert_cmpuint (offer->mirrors->len, ==, 3);
  request = dp_request_to_text (list->requests->pdata[0], list->urls->pdata[0], 0);
  g_assert_cmpstr (request, ==,
                   "user-agent Me\nreferer http://page.test/\n"
                   "userinfo u:p%20w\nheader X-Key: secret\n");
}

static void
test_metalink (void)
{
  g_autofree char *text = export(DP_LIST_EXPORT_METALINK);
  g_autoptr (DpUrlList) list = dp_list_format_parse (text, strlen (text), DP_URL_LIST_PLAIN);
  const DpOffer *offer;

  g_assert_null (strstr (text, "secret"));
  g_assert_cmpuint (list->refused->len, ==, 0);
  g_assert_cmpuint (list->urls->len, ==, 2);
  g_assert_cmpstr (list->urls->pdata[0], ==, "http://a.test/1?x=%2F&y");
  offer = list->offers->pdata[0];
  g_assert_cmpuint (offer->size_bytes, ==, 7);
  g_assert_cmpstr (offer->digests[G_CHECKSUM_SHA256], ==, SHA256);
  g_assert_cmpuint (offer->mirrors->len, ==, 3);
}

static void
test_csv (void)
{
  g_autofree char *text = export(DP_LIST_EXPORT_CSV);
  g_auto (GStrv) rows = g_strsplit (text, "\r\n", -1);

  g_assert_null (strstr (text, "secret"));
  g_assert_cmpuint (g_strv_length (rows), ==, 4);
  g_assert_cmpstr (rows[0], ==,
                   "Name,Link,State,Bytes received,Size in bytes,Added,Done,File,Folder,Reason");
  g_assert_cmpstr (rows[1], ==,
                   "\"'=1&<é>\"\".iso\",http://a.test/1?x=%2F&y,Done,7,7,2023-11-14T22:13:20Z,"
                   "2023-11-14T22:14:21Z,\"/downloads/=1&<é>\"\".iso\",/downloads,\"one\ntwo\"");
  g_assert_cmpstr (rows[2], ==, ",https://b.test/,Waiting,0,,,,,/downloads,");
  g_assert_cmpstr (rows[3], ==, "");
}

static void
test_cells (void)
{
  static const struct
  {
    const char *cell;
    const char *text;
  } cells[] = {
    { NULL, "" },
    { "", "" },
    { "a b", "a b" },
    { "a,b", "\"a,b\"" },
    { "a\"b", "\"a\"\"b\"" },
    { "=1", "\"'=1\"" },
    { "+1", "\"'+1\"" },
    { "-1", "\"'-1\"" },
    { "@a", "\"'@a\"" },
    { "\ta", "\"'\ta\"" },
    { "\ra", "\"'\ra\"" },
    { "a=1", "a=1" },
    { "a\xff", "a\xef\xbf\xbd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr (GString) csv = g_string_new (NULL);
      g_autofree char *expected = g_strconcat (cells[i].text, "\r\n", NULL);

      dp_csv_append_row (csv, &cells[i].cell, 1);
      g_assert_cmpstr (csv->str, ==, expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/list-export/links", test_links);
  g_test_add_func ("/list-export/aria2", test_aria2);
  g_test_add_func ("/list-export/metalink", test_metalink);
  g_test_add_func ("/list-export/csv", test_csv);
  g_test_add_func ("/list-export/cells", test_cells);

  return g_test_run ();
}
