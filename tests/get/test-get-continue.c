/* test-get-continue.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * --continue: an unfinished download, by another link to the same file.
 */

#include "dp-get-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define SIZE    3000000
#define HAVE    2000000
#define TRAILER 3002368 /* SIZE, rounded up to a page */
#define OLD     "/cut/a.bin?size=3000000&after=2000000"
#define NEW     "/file/moved?size=3000000"

/* What a link left that breaks off. */
static void
leave_part (DpGetFixture *self)
{
  g_autofree char *url = dp_test_server_dup_url (self->server, OLD "&times=1");
  g_autofree char *list = NULL;
  g_auto (DpGetRan) ran = { 0 };

  dp_get_run (self, &ran, NULL, (const char *[]){ "--tries=1", url, NULL });
  g_assert_cmpint (ran.status, ==, 1);
  list = dp_get_list (self);
  g_assert_cmpstr (list, ==, "a.bin.part");
  dp_test_server_forget (self->server);
}

static void
run_continue (DpGetFixture *self, DpGetRan *ran, const char *part_file, const char *path)
{
  g_autofree char *url = dp_test_server_dup_url (self->server, path);

  dp_get_run (self, ran, NULL, (const char *[]){ "--continue", part_file, url, NULL });
}

static void
assert_only_rest (DpGetFixture *self)
{
  g_autofree char *request = dp_test_server_dup_request (self->server, NULL);

  g_assert_cmpuint (dp_test_server_get_n_requests (self->server, NULL), ==, 1);
  dp_get_assert_contains (request, "\r\nRange: bytes=1983616-\r\n");
}

static void
test_continue (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *list = NULL;
  g_auto (DpGetRan) ran = { 0 };

  leave_part (self);
  run_continue (self, &ran, "a.bin.part", NEW);
  g_assert_cmpint (ran.status, ==, 0);
  g_assert_cmpstr (ran.err, ==, "");
  dp_get_assert_contains (ran.out, "a.bin");
  list = dp_get_list (self);
  g_assert_cmpstr (list, ==, "a.bin");
  dp_get_assert_file (self, "a.bin", DP_TEST_BODY_SEED, SIZE);
  assert_only_rest (self);
}

/* Where the part file is, not where we are. */
static void
test_folder (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *folder = dp_get_dup_path (self, "sub");
  g_autofree char *from = dp_get_dup_path (self, "a.bin.part");
  g_autofree char *to = dp_get_dup_path (self, "sub/b (3).bin.part");
  g_autofree char *list = NULL;
  g_auto (DpGetRan) ran = { 0 };

  leave_part (self);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (g_rename (from, to), ==, 0);
  run_continue (self, &ran, "sub/b (3).bin.part", NEW);
  g_assert_cmpint (ran.status, ==, 0);
  list = dp_get_list (self);
  g_assert_cmpstr (list, ==, "sub");
  dp_get_assert_file (self, "sub/b (3).bin", DP_TEST_BODY_SEED, SIZE);
  assert_only_rest (self);
}

/* Another file: the new one comes whole. */
static void
test_other_file (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *list = NULL;
  g_auto (DpGetRan) ran = { 0 };

  leave_part (self);
  run_continue (self, &ran, "a.bin.part", NEW "&seed=2");
  g_assert_cmpint (ran.status, ==, 0);
  list = dp_get_list (self);
  g_assert_cmpstr (list, ==, "a.bin");
  dp_get_assert_file (self, "a.bin", 2, SIZE);
}

static char *
get_content (DpGetFixture *self, gsize *size)
{
  g_autofree char *path = dp_get_dup_path (self, "a.bin.part");
  char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, size, NULL));
  return content;
}

/* The new link is as dead as the old one: nothing is lost, and the next one does it. */
static void
test_expired (DpGetFixture *self, gconstpointer unused)
{
  static const char *const paths[][2] = {
    { "/status/410", "410 Gone" },
    { "/html?id=5", "MB are safe: the server sent a web page" },
  };

  leave_part (self);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      gsize size_before;
      gsize size_after;
      g_autofree char *before = get_content (self, &size_before);
      g_autofree char *after = NULL;
      g_auto (DpGetRan) ran = { 0 };

      run_continue (self, &ran, "a.bin.part", paths[i][0]);
      g_assert_cmpint (ran.status, ==, 1);
      dp_get_assert_contains (ran.err, paths[i][1]);
      after = get_content (self, &size_after);
      g_assert_cmpmem (before, HAVE, after, HAVE);
      g_assert_cmpuint (size_before, ==, size_after);
    }
  dp_test_server_forget (self->server);
  {
    g_auto (DpGetRan) ran = { 0 };

    run_continue (self, &ran, "a.bin.part", NEW);
    g_assert_cmpint (ran.status, ==, 0);
    dp_get_assert_file (self, "a.bin", DP_TEST_BODY_SEED, SIZE);
    assert_only_rest (self);
  }
}

/* Status 1, one sentence, no request, and what is there is as it was. */
static void
assert_refused (DpGetFixture *self, const char *part_file, const char *sentence)
{
  g_autofree char *before = dp_get_list (self);
  g_autofree char *after = NULL;
  g_auto (DpGetRan) ran = { 0 };

  run_continue (self, &ran, part_file, NEW);
  g_assert_cmpint (ran.status, ==, 1);
  g_assert_cmpstr (ran.out, ==, "");
  g_assert_true (g_str_has_prefix (ran.err, "downpour-get: "));
  g_assert_true (strchr (ran.err, '\n') == ran.err + strlen (ran.err) - 1);
  dp_get_assert_contains (ran.err, sentence);
  g_assert_cmpuint (dp_test_server_get_n_requests (self->server, NULL), ==, 0);
  after = dp_get_list (self);
  g_assert_cmpstr (before, ==, after);
}

static void
assert_refused_as_it_is (DpGetFixture *self, const char *sentence)
{
  gsize size_before;
  gsize size_after;
  g_autofree char *before = get_content (self, &size_before);
  g_autofree char *after = NULL;

  assert_refused (self, "a.bin.part", sentence);
  after = get_content (self, &size_after);
  g_assert_cmpmem (before, size_before, after, size_after);
}

static void
test_no_part_file (DpGetFixture *self, gconstpointer unused)
{
  static const char *const contents[] = { "", "theirs" };
  g_autofree char *path = dp_get_dup_path (self, "a.bin.part");
  g_autofree char *folder = dp_get_dup_path (self, "b.part");
  g_autofree char *link = dp_get_dup_path (self, "c.part");

  assert_refused (self, "absent.part", "Could not open “");
  assert_refused (self, "absent/a.part", "No such file");
  assert_refused (self, "a.iso", "its name does not end in .part");
  assert_refused (self, ".part", "its name does not end in .part");
  assert_refused (self, "", "its name does not end in .part");
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  assert_refused (self, "b.part", "is no file, but a folder");
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_assert_true (g_file_set_contents (path, contents[i], -1, NULL));
      assert_refused_as_it_is (self, "“a.bin.part” is no unfinished download of Downpour, or");
    }
  g_assert_cmpint (symlink ("a.bin.part", link), ==, 0);
  assert_refused (self, "c.part", "is no file, but a folder");
}

static void
test_damaged (DpGetFixture *self, gconstpointer unused)
{
  static const goffset lengths[] = { TRAILER + 4096 + 65536 - 1, TRAILER, HAVE, 0 };
  g_autofree char *path = dp_get_dup_path (self, "a.bin.part");
  int fd;

  leave_part (self);
  fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  g_assert_cmpint (pwrite (fd, "damage", 6, TRAILER + 4096 + 20), ==, 6);
  g_assert_cmpint (pwrite (fd, "damage", 6, TRAILER + 4096 + 32768 + 20), ==, 6);
  assert_refused_as_it_is (self, "or it is damaged. It stays as it is;");
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_assert_cmpint (ftruncate (fd, lengths[i]), ==, 0);
      assert_refused_as_it_is (self, "or it is damaged. It stays as it is;");
    }
  close (fd);
}

static void
test_locked (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *path = dp_get_dup_path (self, "a.bin.part");
  int fd;

  leave_part (self);
  fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  assert_refused_as_it_is (self, "“a.bin.part” is just being downloaded by another run");
  close (fd);
}

static void
test_links (DpGetFixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *arguments[4];
    int status;
    const char *sentence;
  } rows[] = {
    { { "http://a.test/", "http://b.test/" }, 1, "name one link" },
    { { "ftp://a.test/" }, 1, "FTP" },
    { { "-d.", "http://a.test/" }, 2, "--folder" },
    { { NULL }, 2, "nothing to download" },
  };

  leave_part (self);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *list = NULL;
      g_auto (DpGetRan) ran = { 0 };

      dp_get_run (self, &ran, NULL,
                  (const char *[]){ "--continue=a.bin.part", rows[i].arguments[0],
                                    rows[i].arguments[1], NULL });
      g_assert_cmpint (ran.status, ==, rows[i].status);
      g_assert_cmpstr (ran.out, ==, "");
      dp_get_assert_contains (ran.err, rows[i].sentence);
      list = dp_get_list (self);
      g_assert_cmpstr (list, ==, "a.bin.part");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  dp_get_fixture_add_test ("/get/continue/continue", test_continue);
  dp_get_fixture_add_test ("/get/continue/folder", test_folder);
  dp_get_fixture_add_test ("/get/continue/other-file", test_other_file);
  dp_get_fixture_add_test ("/get/continue/expired", test_expired);
  dp_get_fixture_add_test ("/get/continue/no-part-file", test_no_part_file);
  dp_get_fixture_add_test ("/get/continue/damaged", test_damaged);
  dp_get_fixture_add_test ("/get/continue/locked", test_locked);
  dp_get_fixture_add_test ("/get/continue/links", test_links);

  return g_test_run ();
}
