/* dp-library-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-library-fixture.h"

#include <glib/gstdio.h>

static void
on_loaded (gpointer user_data)
{
  ((DpLibraryFixture *) user_data)->n_loaded++;
}

static void
on_complaint (const char *sentence, gpointer user_data)
{
  g_string_append_printf (((DpLibraryFixture *) user_data)->complaints, "%s|", sentence);
}

const DpLibraryFuncs dp_library_fixture_funcs = { on_loaded, on_complaint };

void
dp_library_fixture_load (DpLibraryFixture *self)
{
  self->n_loaded = 0;
  self->library = dp_library_new (self->run->queue, self->folder, &dp_library_fixture_funcs, self);
  dp_library_load (self->library, self->goes_on);
  g_assert_false (dp_library_is_loaded (self->library));
  dp_test_run_until (dp_library_is_loaded (self->library));
  g_assert_cmpuint (self->n_loaded, ==, 1);
  dp_queue_fixture_assert_consistent (self->run);
}

void
dp_library_fixture_set_up (DpLibraryFixture *self, gconstpointer unused)
{
  self->run = dp_queue_fixture_new (5);
  self->folder = g_dir_make_tmp ("downpour-list-XXXXXX", NULL);
  self->complaints = g_string_new (NULL);
  self->goes_on = TRUE;
  dp_library_fixture_load (self);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

void
dp_library_fixture_stop_queue (DpLibraryFixture *self)
{
  gboolean is_stopped = FALSE;

  dp_queue_stop_async (self->run->queue, 5000, on_stopped, &is_stopped);
  dp_test_run_until (is_stopped);
}

void
dp_library_fixture_restart (DpLibraryFixture *self)
{
  dp_library_fixture_stop_queue (self);
  g_assert_true (dp_library_close (self->library, 5000));
  dp_queue_fixture_renew (self->run);
  dp_library_fixture_load (self);
}

char *
dp_library_fixture_dup_path (DpLibraryFixture *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

void
dp_library_fixture_tear_down (DpLibraryFixture *self, gconstpointer unused)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  dp_library_close (self->library, 5000);
  dp_queue_fixture_free (self->run);
  dir = g_dir_open (self->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = dp_library_fixture_dup_path (self, name);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_assert_cmpstr (self->complaints->str, ==, "");
  g_string_free (self->complaints, TRUE);
  g_free (self->folder);
}

guint
dp_library_fixture_count (DpLibraryFixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->run->queue));
}

DpDownload *
dp_library_fixture_find (DpLibraryFixture *self, guint64 id)
{
  DpDownload *download = dp_queue_find (self->run->queue, id);

  g_assert_nonnull (download);
  return download;
}

void
dp_library_fixture_assert_state (DpLibraryFixture *self, guint64 id, DpState state)
{
  g_assert_cmpint (dp_download_get_state (dp_library_fixture_find (self, id)), ==, state);
}
