/* test-exchange.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists from files of other programs come into the window, and its list goes into files for them.
 */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "dp-app-fixture.h"

static void
import_text (DpAppFixture *self, const char *name, const char *text)
{
  g_autofree char *path = dp_engine_fixture_dup_path (self->engine, name);

  dp_engine_fixture_write (self->engine, name, text);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "import-file",
                                  g_variant_new_bytestring (path));
  dp_test_run_until (dp_app_fixture_is_toast_shown (self));
  g_unlink (path);
}

static void
test_metalink (DpAppFixture *self)
{
  g_autofree char *url = dp_engine_fixture_dup_url (self->engine, "/file/x?size=70000");
  g_autofree char *text = g_strdup_printf ("<metalink><file name='a.bin'><size>70000</size>"
                                           "<url>http://127.0.0.1:9/gone</url>"
                                           "<url>%s</url></file></metalink>",
                                           url);
  g_autoptr (DpDownload) download = NULL;

  import_text (self, "list.meta4", text);
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "1 link added");
  download = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  g_assert_cmpstr (dp_download_get_name (download), ==, "a.bin");
  g_assert_cmpuint (dp_download_get_offer (download)->mirrors->len, ==, 2);
}

static void
test_aria2_dropped (DpAppFixture *self)
{
  g_autofree char *path = dp_engine_fixture_dup_path (self->engine, "list.txt");
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autoptr (DpDownload) download = NULL;

  dp_engine_fixture_write (self->engine, "list.txt", "http://127.0.0.1:9/1\n  out=b.bin\n");
  dp_app_fixture_paste (self, "text/uri-list", uri);
  dp_test_run_until (dp_app_fixture_count (self) == 1);
  download = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  g_assert_cmpstr (dp_download_get_name (download), ==, "b.bin");
  g_unlink (path);
}

static char *
export_text (DpAppFixture *self, const char *form, const char *path)
{
  char *text = NULL;

  g_action_group_activate_action (G_ACTION_GROUP (self->application), "export-file",
                                  g_variant_new ("(s^ay)", form, path));
  dp_test_run_until (strstr (dp_app_fixture_get_toast (self), "ritten") != NULL);
  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static void
test_export (DpAppFixture *self)
{
  g_autofree char *path = dp_engine_fixture_dup_path (self->engine, "list.csv");
  g_autofree char *text = NULL;
  struct stat status;

  dp_app_fixture_add (self, "http://u:secret@127.0.0.1:9/1 http://127.0.0.1:9/2", 2);
  text = export_text (self, "csv", path);
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "2 entries written");
  dp_test_assert_has (text, "http://127.0.0.1:9/1");
  g_assert_null (strstr (text, "secret"));
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_unlink (path);
}

/* In the order that the person gave it. */
static void
test_export_order (DpAppFixture *self)
{
  g_autofree char *path = dp_engine_fixture_dup_path (self->engine, "list.txt");
  g_autofree char *text = NULL;

  dp_app_fixture_add (self, "http://127.0.0.1:9/1 http://127.0.0.1:9/2 http://127.0.0.1:9/3", 3);
  g_action_group_activate_action (
      G_ACTION_GROUP (self->application), "move-to-top",
      g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, &(const guint64){ 3 }, 1, 8));
  text = export_text (self, "links", path);
  g_assert_cmpstr (text, ==, "http://127.0.0.1:9/3\nhttp://127.0.0.1:9/1\nhttp://127.0.0.1:9/2\n");
  g_unlink (path);
}

static void
test_export_fails (DpAppFixture *self)
{
  g_autofree char *path = dp_engine_fixture_dup_path (self->engine, "missing/list.txt");
  g_autofree char *text = NULL;

  dp_app_fixture_add (self, "http://127.0.0.1:9/1", 1);
  text = export_text (self, "links", path);
  g_assert_null (text);
  dp_test_assert_has (dp_app_fixture_get_toast (self), "The list could not be written: ");
}

/* Both dialogs come up, and leave nothing behind. */
static void
test_dialogs (DpAppFixture *self)
{
  dp_app_fixture_activate (self, "app.import");
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "export",
                                  g_variant_new_string ("metalink"));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/exchange/metalink", test_metalink, dp_app_fixture_run_data);
  g_test_add_data_func ("/exchange/aria2-dropped", test_aria2_dropped, dp_app_fixture_run_data);
  g_test_add_data_func ("/exchange/export", test_export, dp_app_fixture_run_data);
  g_test_add_data_func ("/exchange/export-order", test_export_order, dp_app_fixture_run_data);
  g_test_add_data_func ("/exchange/export-fails", test_export_fails, dp_app_fixture_run_data);
  g_test_add_data_func ("/exchange/dialogs", test_dialogs, dp_app_fixture_run_data);

  return g_test_run ();
}
