/* test-link-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Links from lists whose lines may name files of this computer.
 */

#include "dp-link-reader.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "dp-engine-fixture.h"

#define MAX_FILE_BYTES (64 * 1024 * 1024)

typedef struct
{
  DpUrlList *list;
  GError *error;
  gboolean is_done;
} Reading;

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reading *reading = user_data;

  reading->list = dp_link_reader_read_finish (result, &reading->error);
  reading->is_done = TRUE;
}

static DpUrlList *
read_text (const char *text, DpUrlListType type, const char *folder)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  Reading reading = { 0 };

  dp_link_reader_read_async (bytes, type, folder, NULL, on_read, &reading);
  dp_test_run_until (reading.is_done);
  g_assert_no_error (reading.error);
  g_assert_nonnull (reading.list);
  return reading.list;
}

static void
assert_links (const DpUrlList *list, const char *expected)
{
  g_autoptr (GString) links = g_string_new (NULL);

  for (guint i = 0; i < list->urls->len; i++)
    g_string_append_printf (links, "%s%s", i > 0 ? " " : "", (char *) list->urls->pdata[i]);
  g_assert_cmpstr (links->str, ==, expected);
}

static void
assert_refused (const DpUrlList *list, guint n_refused)
{
  g_assert_cmpuint (list->refused->len, ==, n_refused);
  for (guint i = 0; i < list->refused->len; i++)
    {
      const DpRefusedUrl *refused = list->refused->pdata[i];

      g_assert_cmpuint (strlen (refused->text), >, 0);
      g_assert_cmpuint (strlen (refused->reason), >, 0);
    }
}

/* A list with this one line more; %s stands for the file's URI. */
static DpUrlList *
read_with_file (DpEngineFixture *fixture, const char *name, const char *format)
{
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, name);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_auto (GStrv) parts = g_strsplit (format, "%s", -1);
  g_autofree char *text = g_strjoinv (uri, parts);

  return read_text (text, DP_URL_LIST_URI_LIST, NULL);
}

static void
test_plain (void)
{
  g_autoptr (DpUrlList) list =
      read_text ("see http://a.example/1, and http://a.example/2.", DP_URL_LIST_PLAIN, NULL);

  assert_links (list, "http://a.example/1 http://a.example/2");
}

/* Text says nothing about files, whatever its lines look like. */
static void
test_plain_names_no_file (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpUrlList) list = NULL;

  dp_engine_fixture_write (fixture, "list", "http://a.example/1\n");
  list = read_text ("list", DP_URL_LIST_PLAIN, fixture->folder);
  assert_links (list, "");
}

static void
test_empty (void)
{
  g_autoptr (DpUrlList) plain = read_text ("", DP_URL_LIST_PLAIN, NULL);
  g_autoptr (DpUrlList) uris = read_text ("", DP_URL_LIST_URI_LIST, NULL);

  assert_links (plain, "");
  assert_links (uris, "");
  assert_refused (uris, 0);
}

static void
test_comments_and_crlf (void)
{
  g_autoptr (DpUrlList) list = read_text ("# http://a.example/no\r\nhttp://a.example/1\r\n\r\n"
                                          "http://a.example/2#part\r\n",
                                          DP_URL_LIST_URI_LIST, NULL);

  assert_links (list, "http://a.example/1 http://a.example/2#part");
  assert_refused (list, 0);
}

static void
test_file_uri (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpUrlList) list = NULL;

  dp_engine_fixture_write (fixture, "my list.txt",
                           "first http://a.example/1\r\nhttp://a.example/2");
  list = read_with_file (fixture, "my list.txt", "http://a.example/0\r\n%s\r\n");
  assert_links (list, "http://a.example/0 http://a.example/1 http://a.example/2");
  assert_refused (list, 0);
}

static void
test_two_files (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpUrlList) list = NULL;

  dp_engine_fixture_write (fixture, "1", "http://a.example/1");
  dp_engine_fixture_write (fixture, "2", "http://a.example/2 http://a.example/1");
  list = read_text ("1\n2", DP_URL_LIST_URI_LIST, fixture->folder);
  assert_links (list, "http://a.example/1 http://a.example/2");
  g_assert_cmpuint (list->n_duplicates, ==, 1);
}

static void
test_relative_file (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpUrlList) list = NULL;

  dp_engine_fixture_write (fixture, "list.txt", "http://a.example/1");
  list = read_text ("list.txt", DP_URL_LIST_URI_LIST, fixture->folder);
  assert_links (list, "http://a.example/1");
}

static void
test_absolute_file (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "list.txt");
  g_autoptr (DpUrlList) list = NULL;

  dp_engine_fixture_write (fixture, "list.txt", "http://a.example/1");
  list = read_text (path, DP_URL_LIST_URI_LIST, "/");
  assert_links (list, "http://a.example/1");
}

/* From a drop or over D-Bus: nobody stands in a folder there. */
static void
test_no_folder (void)
{
  g_autoptr (DpUrlList) list = read_text ("/etc/passwd", DP_URL_LIST_URI_LIST, NULL);

  assert_links (list, "");
}

/* A link is a link, also where a file of that name lies. */
static void
test_link_before_file (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *folder = dp_engine_fixture_dup_path (fixture, "http:");
  g_autoptr (DpUrlList) list = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  dp_engine_fixture_write (fixture, "http:/a.example", "http://b.example/");
  list = read_text ("http://a.example", DP_URL_LIST_URI_LIST, fixture->folder);
  assert_links (list, "http://a.example");
}

static void
test_missing_file (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpUrlList) list =
      read_with_file (fixture, "not-there.txt", "%s\r\nhttp://a.example/1\r\n");

  assert_links (list, "http://a.example/1");
  assert_refused (list, 1);
}

static void
test_folder_as_file (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autoptr (DpUrlList) list = read_with_file (fixture, "", "%s\r\nhttp://a.example/1\r\n");

  assert_links (list, "http://a.example/1");
  assert_refused (list, 1);
}

static void
test_binary_file (void)
{
  static const char content[] = "http://a.example/2\n\0http://a.example/3\n";
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *path = dp_engine_fixture_dup_path (fixture, "picture.png");
  g_autoptr (DpUrlList) list = NULL;

  g_assert_true (g_file_set_contents (path, content, sizeof content, NULL));
  list = read_with_file (fixture, "picture.png", "%s\r\nhttp://a.example/1\r\n");
  assert_links (list, "http://a.example/1");
  assert_refused (list, 1);
}

static void
test_large_file (void)
{
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *content = g_malloc (MAX_FILE_BYTES + 1);
  g_autoptr (DpUrlList) list = NULL;

  memset (content, '\n', MAX_FILE_BYTES);
  memcpy (content, "http://a.example/2", strlen ("http://a.example/2"));
  content[MAX_FILE_BYTES] = '\0';
  dp_engine_fixture_write (fixture, "film.txt", content);
  list = read_with_file (fixture, "film.txt", "%s\r\nhttp://a.example/1\r\n");
  assert_links (list, "http://a.example/1");
  assert_refused (list, 1);
}

/* Each says what is the matter with it; and one that never ends holds up nothing. */
static void
test_why_not (void)
{
  static const struct
  {
    const char *name;
    const char *content; /* or NULL for none that is made here */
    const char *reason;
  } rows[] = {
    { "missing.txt", NULL, "no such file" },
    { "", NULL, "folder" },
    { "pipe", NULL, "no text" },
    { "a.torrent", "d8:announce23:http://a.example/announce4:infode", "Torrents" },
    { "b.torrent", "d13:announce-listll23:http://a.example/announceeee", "Torrents" },
  };
  g_autoptr (DpEngineFixture) fixture = dp_engine_fixture_new (5);
  g_autofree char *pipe = dp_engine_fixture_dup_path (fixture, "pipe");

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DpUrlList) list = NULL;

      if (rows[i].content != NULL)
        dp_engine_fixture_write (fixture, rows[i].name, rows[i].content);
      list = read_with_file (fixture, rows[i].name, "%s\r\nhttp://a.example/1\r\n");
      assert_links (list, "http://a.example/1");
      assert_refused (list, 1);
      dp_test_assert_has (((DpRefusedUrl *) list->refused->pdata[0])->reason, rows[i].reason);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("http://a.example/", 17);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Reading reading = { 0 };

  dp_link_reader_read_async (bytes, DP_URL_LIST_PLAIN, NULL, cancellable, on_read, &reading);
  g_cancellable_cancel (cancellable);
  dp_test_run_until (reading.is_done);
  g_assert_error (reading.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (reading.list);
  g_clear_error (&reading.error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/link-reader/plain", test_plain);
  g_test_add_func ("/link-reader/plain-names-no-file", test_plain_names_no_file);
  g_test_add_func ("/link-reader/empty", test_empty);
  g_test_add_func ("/link-reader/comments-and-crlf", test_comments_and_crlf);
  g_test_add_func ("/link-reader/file-uri", test_file_uri);
  g_test_add_func ("/link-reader/two-files", test_two_files);
  g_test_add_func ("/link-reader/relative-file", test_relative_file);
  g_test_add_func ("/link-reader/absolute-file", test_absolute_file);
  g_test_add_func ("/link-reader/no-folder", test_no_folder);
  g_test_add_func ("/link-reader/link-before-file", test_link_before_file);
  g_test_add_func ("/link-reader/missing-file", test_missing_file);
  g_test_add_func ("/link-reader/folder-as-file", test_folder_as_file);
  g_test_add_func ("/link-reader/binary-file", test_binary_file);
  g_test_add_func ("/link-reader/large-file", test_large_file);
  g_test_add_func ("/link-reader/why-not", test_why_not);
  g_test_add_func ("/link-reader/cancelled", test_cancelled);

  return g_test_run ();
}
