/* test-previews.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Previews in the rows of the list.
 */

#include <glib/gstdio.h>

#include "dp-app-fixture.h"
#include "dp-download-row.h"
#include "dp-previews.h"

typedef struct
{
  GtkWidget *window; /* (owned by GTK) */
  GtkWidget *row;    /* lent */
} Fixture;

static Fixture
begin (void)
{
  Fixture self = {
    .window = gtk_window_new (),
    .row = g_object_new (DP_TYPE_DOWNLOAD_ROW, NULL),
  };

  gtk_window_set_child (GTK_WINDOW (self.window), self.row);
  gtk_window_present (GTK_WINDOW (self.window));
  dp_test_run_until (gtk_widget_get_mapped (self.row));
  return self;
}

static void
end (Fixture *self)
{
  gpointer row = g_object_ref (self->row);
  gpointer previews = dp_previews_dup_default ();

  gtk_window_destroy (GTK_WINDOW (self->window));
  g_assert_finalize_object (row);
  dp_test_run_until (G_OBJECT (previews)->ref_count == 1);
  g_assert_finalize_object (previews);
}

static void
save_picture (const char *path)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 300, 150);
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (picture, 0x3366ccff);
  gdk_pixbuf_save (picture, path, "png", &error, NULL);
  g_assert_no_error (error);
}

static DpDownload *
make_finished (const char *path)
{
  DpDownload *download = dp_download_new (7, "http://a.example/a.png", "/tmp");
  g_autofree char *name = g_path_get_basename (path);

  dp_download_set_name (download, name);
  dp_download_finish (download, path, 1000, TRUE);
  dp_download_set_state (download, DP_STATE_DONE);
  return download;
}

static GtkImage *
get_icon (Fixture *self)
{
  return GTK_IMAGE (gtk_widget_get_template_child (self->row, DP_TYPE_DOWNLOAD_ROW, "icon"));
}

static gboolean
has_picture (Fixture *self)
{
  return gtk_image_get_storage_type (get_icon (self)) == GTK_IMAGE_PAINTABLE;
}

/* Whatever is wanted is decoded, or is not. */
static void
settle (void)
{
  gint64 until_usec = g_get_monotonic_time () + G_USEC_PER_SEC / 5;

  dp_test_run_until (g_get_monotonic_time () >= until_usec);
}

static void
test_shown (void)
{
  g_autoptr (DpEngineFixture) engine = dp_engine_fixture_new (20);
  g_autofree char *path = dp_engine_fixture_dup_path (engine, "a.png");
  g_autoptr (DpDownload) download = make_finished (path);
  g_autoptr (DpDownload) other = dp_download_new (8, "http://a.example/b.png", "/tmp");
  Fixture self = begin ();
  int height;

  save_picture (path);
  g_object_set (self.row, "download", download, NULL);
  g_assert_false (has_picture (&self));
  gtk_widget_measure (self.row, GTK_ORIENTATION_VERTICAL, 400, NULL, &height, NULL, NULL);
  dp_test_run_until (has_picture (&self));
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (gtk_image_get_paintable (get_icon (&self))),
                   ==, 80);

  /* The next one has none; and this one is remembered. */
  g_object_set (self.row, "download", other, NULL);
  g_assert_false (has_picture (&self));
  g_object_set (self.row, "download", download, NULL);
  g_assert_true (has_picture (&self));

  dp_download_set_found (download, DP_FINISHED_MISSING);
  g_assert_false (has_picture (&self));
  end (&self);
}

/* All rows of a list have one height. */
static void
test_height (void)
{
  g_autoptr (DpEngineFixture) engine = dp_engine_fixture_new (20);
  g_autofree char *path = dp_engine_fixture_dup_path (engine, "a.png");
  g_autoptr (DpDownload) download = make_finished (path);
  Fixture self = begin ();
  int before;
  int after;

  save_picture (path);
  g_object_set (self.row, "download", download, NULL);
  gtk_widget_measure (self.row, GTK_ORIENTATION_VERTICAL, 400, NULL, &before, NULL, NULL);
  dp_test_run_until (has_picture (&self));
  gtk_widget_measure (self.row, GTK_ORIENTATION_VERTICAL, 400, NULL, &after, NULL, NULL);
  g_assert_cmpint (before, ==, after);
  end (&self);
}

/* Whose row is gone is not decoded, and nobody is told. */
static void
test_gone (void)
{
  g_autoptr (DpEngineFixture) engine = dp_engine_fixture_new (20);
  g_autofree char *path = dp_engine_fixture_dup_path (engine, "a.png");
  g_autoptr (DpDownload) download = make_finished (path);
  Fixture self = begin ();

  save_picture (path);
  g_object_set (self.row, "download", download, NULL);
  gtk_widget_set_visible (self.row, FALSE);
  settle ();
  g_assert_false (has_picture (&self));
  gtk_widget_set_visible (self.row, TRUE);
  dp_test_run_until (has_picture (&self));
  g_object_set (self.row, "download", NULL, NULL);
  end (&self);
}

static void
test_disabled (void)
{
  g_autoptr (DpEngineFixture) engine = dp_engine_fixture_new (20);
  g_autofree char *path = dp_engine_fixture_dup_path (engine, "a.png");
  g_autoptr (DpDownload) download = make_finished (path);
  g_autoptr (DpPreviews) previews = dp_previews_dup_default ();
  Fixture self = begin ();

  save_picture (path);
  g_object_set (previews, "enabled", FALSE, NULL);
  g_object_set (self.row, "download", download, NULL);
  settle ();
  g_assert_false (has_picture (&self));
  g_object_set (previews, "enabled", TRUE, NULL);
  dp_test_run_until (has_picture (&self));
  g_object_set (previews, "enabled", FALSE, NULL);
  g_assert_false (has_picture (&self));
  g_clear_object (&previews);
  end (&self);
}

/* What is no picture is looked at once. */
static void
test_no_picture (void)
{
  g_autoptr (DpEngineFixture) engine = dp_engine_fixture_new (20);
  g_autofree char *path = dp_engine_fixture_dup_path (engine, "a.png");
  g_autoptr (DpDownload) download = make_finished (path);
  Fixture self = begin ();

  g_assert_true (g_file_set_contents (path, "<html>", -1, NULL));
  g_object_set (self.row, "download", download, NULL);
  settle ();
  save_picture (path);
  g_object_set (self.row, "download", NULL, NULL);
  g_object_set (self.row, "download", download, NULL);
  settle ();
  g_assert_false (has_picture (&self));
  end (&self);
}

static void
test_setting (DpAppFixture *self)
{
  g_autoptr (DpPreviews) previews = dp_previews_dup_default ();
  gboolean is_enabled;

  g_settings_set_boolean (self->settings, "previews", FALSE);
  g_object_get (previews, "enabled", &is_enabled, NULL);
  g_assert_false (is_enabled);
  g_settings_set_boolean (self->settings, "previews", TRUE);
  g_object_get (previews, "enabled", &is_enabled, NULL);
  g_assert_true (is_enabled);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  dp_test_load_style ();

  g_test_add_func ("/previews/shown", test_shown);
  g_test_add_func ("/previews/height", test_height);
  g_test_add_func ("/previews/gone", test_gone);
  g_test_add_func ("/previews/disabled", test_disabled);
  g_test_add_func ("/previews/no-picture", test_no_picture);
  g_test_add_data_func ("/previews/setting", test_setting, dp_app_fixture_run_data);

  return g_test_run ();
}
