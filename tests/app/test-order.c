/* test-order.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The order of the queue in the window: moved by keys and mouse, arranged, urgent, at once; and back.
 */

#include "dp-app-fixture.h"
#include "dp-download-row.h"
#include "dp-view.h"

#include <string.h>

static void
add_silent (DpAppFixture *self, guint n_links)
{
  g_autofree char *links = dp_app_fixture_dup_silent_links (self, n_links);

  dp_app_fixture_add (self, links, n_links);
  dp_test_run_until (
      g_list_model_get_n_items (G_LIST_MODEL (dp_app_fixture_get_selection (self))) == n_links);
}

/* What is shown, from the top; those that are selected with a star. */
static char *
list_shown (DpAppFixture *self)
{
  GtkSelectionModel *selection = dp_app_fixture_get_selection (self);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (selection)); i++)
    {
      g_autoptr (DpDownload) download = g_list_model_get_item (G_LIST_MODEL (selection), i);

      g_string_append_printf (text, "%s%u%s", i > 0 ? " " : "",
                              (guint) dp_download_get_id (download),
                              gtk_selection_model_is_selected (selection, i) ? "*" : "");
    }
  return g_string_free (text, FALSE);
}

static gboolean
is_shown (DpAppFixture *self, const char *expected)
{
  g_autofree char *shown = list_shown (self);

  return g_str_equal (shown, expected);
}

static void
assert_shown (DpAppFixture *self, const char *expected)
{
  g_autofree char *shown = list_shown (self);

  g_assert_cmpstr (shown, ==, expected);
}

static void
select_positions (DpAppFixture *self, guint first, guint n_rows)
{
  gtk_selection_model_select_range (dp_app_fixture_get_selection (self), first, n_rows, TRUE);
}

static void
change_state (DpAppFixture *self, const char *name, GVariant *state)
{
  g_action_group_change_action_state (G_ACTION_GROUP (self->window), name, state);
}

static void
pause_first (DpAppFixture *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "pause-all", NULL);
}

/* Keys */

static void
test_keys (DpAppFixture *self)
{
  add_silent (self, 5);
  select_positions (self, 3, 1);
  dp_app_fixture_activate (self, "win.move-up");
  assert_shown (self, "1 2 4* 3 5");
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "1 download moved");
  g_assert_true (dp_app_fixture_is_toast_shown (self));
  dp_app_fixture_activate (self, "win.move-to-top");
  assert_shown (self, "4* 1 2 3 5");
  /* There is nothing above. */
  dp_app_fixture_activate (self, "win.move-up");
  assert_shown (self, "4* 1 2 3 5");
  dp_app_fixture_activate (self, "win.move-down");
  assert_shown (self, "1 4* 2 3 5");
  dp_app_fixture_activate (self, "win.move-to-bottom");
  assert_shown (self, "1 2 3 5 4*");
  dp_app_fixture_activate (self, "win.move-down");
  assert_shown (self, "1 2 3 5 4*");

  dp_app_fixture_activate (self, "app.undo");
  assert_shown (self, "1 4* 2 3 5");
  g_assert_false (dp_app_fixture_is_toast_shown (self));
  for (guint i = 0; i < 3; i++)
    dp_app_fixture_activate (self, "app.undo");
  assert_shown (self, "1 2 3 4* 5");
  for (guint i = 0; i < 4; i++)
    dp_app_fixture_activate (self, "app.redo");
  assert_shown (self, "1 2 3 5 4*");

  /* Two that stand apart go together. */
  gtk_selection_model_select_item (dp_app_fixture_get_selection (self), 2, FALSE);
  dp_app_fixture_activate (self, "win.move-up");
  assert_shown (self, "1 3* 4* 2 5");
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "2 downloads moved");
}

/* Past what is shown: what is not shown stays on its side. */
static void
test_filtered (DpAppFixture *self)
{
  add_silent (self, 5);
  pause_first (self);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "cancel",
                                  g_variant_new_parsed ("[uint64 2, 3]"));
  change_state (self, "show-group", g_variant_new_string ("waiting"));
  dp_test_run_until (is_shown (self, "1 4 5"));
  select_positions (self, 0, 1);
  dp_app_fixture_activate (self, "win.move-down");
  assert_shown (self, "4 1* 5");
  dp_app_fixture_activate (self, "win.move-up");
  assert_shown (self, "1* 4 5");
  change_state (self, "show-group", g_variant_new_string ("all"));
  dp_test_run_until (is_shown (self, "2 3 1* 4 5"));
}

/* Sorted by something else, it says why not, and what to do. */
static void
test_sorted (DpAppFixture *self)
{
  add_silent (self, 3);
  change_state (self, "sort-by", g_variant_new_string ("name"));
  change_state (self, "sort-descending", g_variant_new_boolean (TRUE));
  dp_test_run_until (is_shown (self, "3 2 1"));
  select_positions (self, 0, 1);
  dp_app_fixture_activate (self, "win.move-down");
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==,
                   "Rows can be moved while the list is sorted by queue order");
  assert_shown (self, "3* 2 1");
  dp_app_fixture_activate (self, "win.sort-by-queue");
  dp_test_run_until (is_shown (self, "1 2 3*"));
  g_assert_false (dp_app_fixture_is_toast_shown (self));
  dp_app_fixture_activate (self, "win.move-up");
  assert_shown (self, "1 3* 2");
  /* To the top it goes in every order: of the queue. */
  change_state (self, "sort-by", g_variant_new_string ("name"));
  dp_app_fixture_activate (self, "win.move-to-top");
  dp_app_fixture_activate (self, "win.sort-by-queue");
  dp_test_run_until (is_shown (self, "3* 1 2"));
}

/* The mouse */

typedef struct
{
  guint position;
  GtkWidget *row;
} Wanted;

static void
find_row (GtkWidget *widget, gpointer user_data)
{
  Wanted *wanted = user_data;

  if (DP_IS_DOWNLOAD_ROW (widget) && gtk_widget_get_mapped (widget) &&
      dp_download_row_get_position (DP_DOWNLOAD_ROW (widget)) == wanted->position)
    wanted->row = widget;
}

static GtkWidget *
get_row (DpAppFixture *self, guint position)
{
  Wanted wanted = { position, NULL };

  dp_test_walk (GTK_WIDGET (self->window), find_row, &wanted);
  g_assert_nonnull (wanted.row);
  return wanted.row;
}

static gpointer
find_controller (GtkWidget *list, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (list);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  g_assert_not_reached ();
}

/* What GTK tells while a row is dragged over that part of another one, or below all, and dropped. */
static gboolean
drag (DpAppFixture *self, guint from, guint to, double part)
{
  GtkWidget *list = gtk_widget_get_ancestor (get_row (self, from), GTK_TYPE_LIST_VIEW);
  GtkDragSource *source = find_controller (list, GTK_TYPE_DRAG_SOURCE);
  GtkDropTarget *target = find_controller (list, GTK_TYPE_DROP_TARGET);
  g_autoptr (GdkContentProvider) content = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  graphene_rect_t bounds;
  GdkDragAction action;
  gboolean is_taken;
  double x;
  double y;

  g_assert_true (gtk_widget_compute_bounds (get_row (self, from), list, &bounds));
  x = bounds.origin.x + 60;
  y = bounds.origin.y + bounds.size.height / 2;
  g_signal_emit_by_name (source, "prepare", x, y, &content);
  if (content == NULL)
    return FALSE;
  g_assert_true (gtk_widget_compute_bounds (get_row (self, to), list, &bounds));
  y = bounds.origin.y + bounds.size.height * part;
  g_signal_emit_by_name (target, "motion", x, y, &action);
  g_assert_cmpint (action, ==, GDK_ACTION_MOVE);
  if (part < 1)
    g_assert_true (gtk_widget_has_css_class (gtk_widget_get_parent (get_row (self, to)),
                                             part > 0.5 ? "drop-behind" : "drop-before"));
  g_value_init (&value, DP_TYPE_DOWNLOAD);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  g_signal_emit_by_name (target, "drop", &value, x, y, &is_taken);
  g_assert_false (gtk_widget_has_css_class (gtk_widget_get_parent (get_row (self, to)),
                                            part > 0.5 ? "drop-behind" : "drop-before"));
  return is_taken;
}

static void
wait_for_rows (DpAppFixture *self)
{
  Wanted wanted = { 0, NULL };

  dp_test_run_until (({
    dp_test_walk (GTK_WIDGET (self->window), find_row, &wanted);
    wanted.row != NULL &&gtk_widget_get_height (wanted.row) > 0;
  }));
}

static void
test_mouse (DpAppFixture *self)
{
  add_silent (self, 5);
  wait_for_rows (self);
  g_assert_true (drag (self, 3, 1, 0.2));
  assert_shown (self, "1 4* 2 3 5");
  g_assert_true (drag (self, 0, 2, 0.8));
  assert_shown (self, "4 2 1* 3 5");
  /* One of two that are selected takes the other with it; below all is the end. */
  select_positions (self, 0, 2);
  g_assert_true (drag (self, 1, 4, 3.0));
  assert_shown (self, "1 3 5 4* 2*");
  /* Onto itself: nothing. */
  g_assert_true (drag (self, 3, 4, 0.8));
  assert_shown (self, "1 3 5 4* 2*");
  for (guint i = 0; i < 3; i++)
    dp_app_fixture_activate (self, "app.undo");
  g_assert_true (is_shown (self, "1 2* 3 4* 5"));

  change_state (self, "sort-by", g_variant_new_string ("size"));
  g_assert_false (drag (self, 1, 0, 0.2));
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==,
                   "Rows can be moved while the list is sorted by queue order");
}

static GtkDragSource *
find_source (DpAppFixture *self)
{
  GtkWidget *list = gtk_widget_get_ancestor (get_row (self, 0), GTK_TYPE_LIST_VIEW);

  return find_controller (list, GTK_TYPE_DRAG_SOURCE);
}

static gboolean
is_in_place (DpAppFixture *self, guint position)
{
  GtkWidget *list = gtk_widget_get_ancestor (get_row (self, position), GTK_TYPE_LIST_VIEW);
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (get_row (self, position), list, &bounds) &&
         bounds.size.height > 0 && bounds.origin.y >= position * bounds.size.height;
}

static GdkContentProvider *
take (DpAppFixture *self, guint position)
{
  GtkWidget *list = gtk_widget_get_ancestor (get_row (self, position), GTK_TYPE_LIST_VIEW);
  GdkContentProvider *content = NULL;
  graphene_rect_t bounds;
  double y;

  dp_test_run_until (is_in_place (self, position));
  g_assert_true (gtk_widget_compute_bounds (get_row (self, position), list, &bounds));
  y = bounds.origin.y + bounds.size.height / 2;
  g_signal_emit_by_name (find_source (self), "prepare", bounds.origin.x + 60.0, y, &content);
  g_assert_nonnull (content);
  return content;
}

static gboolean
has_type (GdkContentProvider *content, GType type)
{
  g_autoptr (GdkContentFormats) formats = gdk_content_provider_ref_formats (content);

  return gdk_content_formats_contain_gtype (formats, type);
}

static void
on_written (GObject *content, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  gdk_content_provider_write_mime_type_finish (GDK_CONTENT_PROVIDER (content), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* What another program reads. */
static void
assert_content (GdkContentProvider *content, const char *mime_type, const char *expected)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autofree char *text = NULL;
  gboolean is_written = FALSE;

  gdk_content_provider_write_mime_type_async (content, mime_type, stream, G_PRIORITY_DEFAULT, NULL,
                                              on_written, &is_written);
  dp_test_run_until (is_written);
  text = g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)));
  g_assert_cmpstr (text, ==, expected);
}

/* A row that is finished is a file for others, too, whatever the order; one that is not is none. */
static void
test_files (DpAppFixture *self)
{
  g_autofree char *link = dp_engine_fixture_dup_url (self->engine, "/file/a.bin?size=10");
  g_autoptr (GdkContentProvider) row = NULL;
  g_autoptr (GdkContentProvider) file = NULL;
  g_autoptr (GdkContentProvider) sorted = NULL;
  g_autofree char *path = NULL;
  g_autofree char *uris = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  GSList *files;

  add_silent (self, 1);
  dp_app_fixture_add (self, link, 1);
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_DONE) == 1);
  wait_for_rows (self);
  row = take (self, 0);
  g_assert_true (has_type (row, DP_TYPE_DOWNLOAD) && !has_type (row, GDK_TYPE_FILE_LIST));
  g_assert_cmpint (gtk_drag_source_get_actions (find_source (self)), ==, GDK_ACTION_MOVE);

  /* One of two that are selected: only what is there is dragged out. */
  select_positions (self, 0, 2);
  file = take (self, 1);
  g_assert_true (has_type (file, DP_TYPE_DOWNLOAD) && has_type (file, GDK_TYPE_FILE_LIST));
  g_assert_cmpint (gtk_drag_source_get_actions (find_source (self)), ==, GDK_ACTION_COPY);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_assert_true (gdk_content_provider_get_value (file, &value, NULL));
  files = gdk_file_list_get_files (g_value_get_boxed (&value));
  g_assert_cmpuint (g_slist_length (files), ==, 1);
  g_slist_free (files);
  path = dp_engine_fixture_dup_path (self->engine, "a.bin");
  uris = g_strconcat ("file://", path, "\r\n", NULL);
  assert_content (file, "text/uri-list", uris);
  assert_content (file, "text/plain;charset=utf-8", path);

  change_state (self, "sort-by", g_variant_new_string ("name"));
  wait_for_rows (self);
  sorted = take (self, 1);
  g_assert_true (has_type (sorted, GDK_TYPE_FILE_LIST));
}

/* Urgent */

static DpDownload *
get_download (DpAppFixture *self, guint64 id)
{
  return dp_queue_find (self->queue, id);
}

static const char *
get_priority_state (DpAppFixture *self)
{
  g_autoptr (GVariant) state =
      g_action_group_get_action_state (G_ACTION_GROUP (self->window), "set-priority");

  return g_intern_string (g_variant_get_string (state, NULL));
}

static void
count_images (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_IMAGE (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (widget)), "go-up-symbolic") == 0)
    (*(guint *) user_data)++;
}

static void
test_priority (DpAppFixture *self)
{
  guint n_images = 0;
  int height;

  g_settings_set_int (self->settings, "parallel-downloads", 1);
  add_silent (self, 4);
  wait_for_rows (self);
  height = gtk_widget_get_height (get_row (self, 2));
  select_positions (self, 2, 1);
  g_assert_cmpstr (get_priority_state (self), ==, "normal");
  change_state (self, "set-priority", g_variant_new_string ("high"));
  g_assert_cmpint (dp_download_get_priority (get_download (self, 3)), ==, DP_PRIORITY_HIGH);
  g_assert_cmpstr (get_priority_state (self), ==, "high");
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "Priority of 1 download changed");
  assert_shown (self, "1 2 3* 4");
  dp_test_walk (get_row (self, 2), count_images, &n_images);
  g_assert_cmpuint (n_images, ==, 1);
  for (guint i = 0; i < 20; i++)
    dp_test_iterate ();
  g_assert_cmpint (gtk_widget_get_height (get_row (self, 2)), ==, height);

  /* Who is urgent is next. */
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "pause",
                                  g_variant_new_parsed ("[uint64 1]"));
  g_assert_cmpint (dp_download_get_state (get_download (self, 3)), ==, DP_STATE_RUNNING);
  select_positions (self, 1, 2);
  g_assert_cmpstr (get_priority_state (self), ==, "");
  change_state (self, "set-priority", g_variant_new_string ("low"));
  g_assert_cmpint (dp_download_get_priority (get_download (self, 2)), ==, DP_PRIORITY_LOW);
  dp_app_fixture_activate (self, "app.undo");
  g_assert_cmpint (dp_download_get_priority (get_download (self, 2)), ==, DP_PRIORITY_NORMAL);
  g_assert_cmpint (dp_download_get_priority (get_download (self, 3)), ==, DP_PRIORITY_HIGH);
  dp_app_fixture_activate (self, "app.undo");
  g_assert_cmpint (dp_download_get_priority (get_download (self, 3)), ==, DP_PRIORITY_NORMAL);
  dp_app_fixture_activate (self, "app.redo");
  g_assert_cmpint (dp_download_get_priority (get_download (self, 3)), ==, DP_PRIORITY_HIGH);
}

static void
test_start_now (DpAppFixture *self)
{
  g_settings_set_int (self->settings, "parallel-downloads", 1);
  add_silent (self, 3);
  select_positions (self, 2, 1);
  dp_app_fixture_activate (self, "win.start-now");
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_RUNNING), ==, 2);
  g_assert_cmpint (dp_download_get_state (get_download (self, 3)), ==, DP_STATE_RUNNING);
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "1 download started");
  dp_app_fixture_activate (self, "app.undo");
  g_assert_cmpint (dp_download_get_state (get_download (self, 3)), ==, DP_STATE_QUEUED);
  g_assert_cmpuint (dp_queue_count (self->queue, DP_STATE_RUNNING), ==, 1);
  dp_app_fixture_activate (self, "app.redo");
  dp_test_run_until (dp_download_get_state (get_download (self, 3)) == DP_STATE_RUNNING);
}

/* A rule */

static void
arrange (DpAppFixture *self, const char *rule)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "arrange",
                                  g_variant_new ("(s@at)", rule, g_variant_new_parsed ("@at []")));
}

static void
test_arrange (DpAppFixture *self)
{
  add_silent (self, 4);
  pause_first (self);
  for (guint64 id = 1; id <= 4; id++)
    {
      const DpProgress progress = { .total_bytes = 100 - id };

      dp_download_set_progress (get_download (self, id), &progress);
    }
  arrange (self, "size");
  dp_test_run_until (is_shown (self, "4 3 2 1"));
  g_assert_cmpstr (dp_app_fixture_get_toast (self), ==, "The queue is arranged");
  arrange (self, "host");
  dp_test_run_until (
      g_str_equal (dp_app_fixture_get_toast (self), "The queue is in that order already"));
  arrange (self, "unknown");
  dp_app_fixture_activate (self, "app.undo");
  assert_shown (self, "1 2 3 4");
  dp_app_fixture_activate (self, "app.redo");
  assert_shown (self, "4 3 2 1");
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  add ("/order/keys", test_keys);
  add ("/order/filtered", test_filtered);
  add ("/order/sorted", test_sorted);
  add ("/order/mouse", test_mouse);
  add ("/order/files", test_files);
  add ("/order/priority", test_priority);
  add ("/order/start-now", test_start_now);
  add ("/order/arrange", test_arrange);

  return g_test_run ();
}
