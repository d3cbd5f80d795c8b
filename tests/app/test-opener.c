/* test-opener.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finished files and their folders in other programs; and a sentence where that can't be.
 */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "dp-app-fixture.h"

/* A program of the test's own, before those of this computer, that does what can be seen. */
static void
install_program (void)
{
  static const struct
  {
    const char *name;
    const char *content;
  } files[] = {
    { "seen.desktop", "[Desktop Entry]\nType=Application\nName=Seen\nExec=chmod 0400 %f\n" },
    { "mimeapps.list", "[Default Applications]\napplication/pdf=seen.desktop\n"
                       "[Added Associations]\napplication/pdf=seen.desktop\n" },
  };
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "applications", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i].name, NULL);

      g_assert_true (g_file_set_contents (path, files[i].content, -1, NULL));
    }
}

static void
assert_said (DpAppFixture *self, const char *words)
{
  dp_test_run_until (dp_app_fixture_is_toast_shown (self) &&
                     strstr (dp_app_fixture_get_toast (self), words) != NULL);
}

/* Downloads it and selects it; returns (transfer full) where it is. */
static char *
fetch (DpAppFixture *self, const char *path, const char *name)
{
  g_autofree char *url = dp_engine_fixture_dup_url (self->engine, path);

  dp_app_fixture_add (self, url, 1);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_DONE) == 1);
  gtk_selection_model_select_all (dp_app_fixture_get_selection (self));
  return dp_engine_fixture_dup_path (self->engine, name);
}

static gboolean
is_seen (const char *path)
{
  struct stat info;

  return stat (path, &info) == 0 && (info.st_mode & 0777) == 0400;
}

static void
test_opened (DpAppFixture *self)
{
  g_autofree char *path = fetch (self, "/file/a.pdf?size=10", "a.pdf");

  dp_app_fixture_activate (self, "win.open");
  dp_test_run_until (is_seen (path));
}

/* Nobody claims to open just any bytes. */
static void
test_no_program (DpAppFixture *self)
{
  g_autofree char *path = fetch (self, "/file/a.bin?size=10", "a.bin");

  dp_app_fixture_activate (self, "win.open");
  assert_said (self, "No program is set up to open “a.bin”.");
}

static void
test_file_gone (DpAppFixture *self)
{
  g_autofree char *path = fetch (self, "/file/a.pdf?size=10", "a.pdf");

  g_assert_cmpint (g_unlink (path), ==, 0);
  dp_app_fixture_activate (self, "win.open");
  assert_said (self, "“a.pdf” is not there any more. It can be downloaded again.");
}

/* As before the very first download. */
static void
test_folder_gone (DpAppFixture *self)
{
  g_autofree char *path = dp_engine_fixture_dup_path (self->engine, "not yet");

  g_settings_set_string (self->settings, "folder", path);
  dp_app_fixture_activate (self, "app.open-folder");
  assert_said (self, "The folder “not yet” is not there.");
}

static void
add (const char *path, DpAppTestFunc body)
{
  g_test_add_data_func (path, (gconstpointer) body, dp_app_fixture_run_data);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  install_program ();

  add ("/opener/opened", test_opened);
  add ("/opener/no-program", test_no_program);
  add ("/opener/file-gone", test_file_gone);
  add ("/opener/folder-gone", test_folder_gone);

  return g_test_run ();
}
