/* test-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One line of the list, in all states.
 */

#include "dp-app-fixture.h"
#include "dp-download-row.h"

#define LONG_REASON                                                                        \
  "The server at a.very.long.name.example answered with something that nobody could have " \
  "foreseen, and then it hung up, which it had done twice before; its page says why at length."

typedef struct
{
  DpDownload *download; /* (owned) */
  GtkWidget *window;    /* (owned by GTK) */
  GtkWidget *row;       /* lent */
} Fixture;

static Fixture
begin (const char *url)
{
  Fixture self = {
    .download = dp_download_new (7, url, "/tmp"),
    .window = gtk_window_new (),
    .row = g_object_new (DP_TYPE_DOWNLOAD_ROW, NULL),
  };

  gtk_window_set_child (GTK_WINDOW (self.window), self.row);
  g_object_set (self.row, "download", self.download, NULL);
  return self;
}

/* Nothing may be left of it. */
static void
end (Fixture *self)
{
  gpointer row = g_object_ref (self->row);

  gtk_window_destroy (GTK_WINDOW (self->window));
  g_assert_null (g_main_context_find_source_by_user_data (NULL, row));
  g_assert_finalize_object (row);
  g_assert_finalize_object (self->download);
}

static gpointer
get_child (Fixture *self, const char *name)
{
  return gtk_widget_get_template_child (self->row, DP_TYPE_DOWNLOAD_ROW, name);
}

static DpQuestion *
ask (DpQuestionKind kind)
{
  DpQuestion *question = g_new0 (DpQuestion, 1);

  question->kind = kind;
  return question;
}

/* As the queue would, by way of the states between. */
static void
set_state (DpDownload *download, DpState state, const char *reason)
{
  if (state == DP_STATE_WAITING || state == DP_STATE_FAILED || state == DP_STATE_ASKING)
    dp_download_set_state (download, DP_STATE_RUNNING);
  if (state == DP_STATE_WAITING)
    dp_download_write_history (download)->retry_at_usec =
        g_get_monotonic_time () + 9 * G_USEC_PER_SEC;
  if (state == DP_STATE_DONE)
    dp_download_finish (download, "/tmp/a.iso", 80000000, TRUE);
  if (state == DP_STATE_ASKING)
    dp_download_take_question (download, ask (DP_QUESTION_SERVER));
  dp_download_set_reason (download, reason);
  if (state != DP_STATE_QUEUED)
    dp_download_set_state (download, state);
}

static const struct
{
  DpState state;
  const char *name;
  const char *icon;
  const char *action;
  const char *label;
  const char *status;
} looks[] = {
  { DP_STATE_QUEUED, "queued", "media-playback-pause-symbolic", "app.pause", "Pause", "Why." },
  { DP_STATE_RUNNING, "running", "media-playback-pause-symbolic", "app.pause", "Pause",
    "Connecting…" },
  { DP_STATE_WAITING, "waiting", "view-refresh-symbolic", "app.resume", "Try Now",
    "Trying again in 9 s · Why." },
  { DP_STATE_PAUSED, "paused", "media-playback-start-symbolic", "app.resume", "Resume",
    "Paused · Why." },
  { DP_STATE_DONE, "done", "folder-open-symbolic", "app.show-in-folder", "Show in Folder",
    "Done · 80.0\u00a0MB · Why." },
  { DP_STATE_FAILED, "failed", "view-refresh-symbolic", "app.resume", "Try Again",
    "Failed · Why." },
  { DP_STATE_CANCELLED, "cancelled", "view-refresh-symbolic", "app.resume", "Try Again",
    "Cancelled" },
  { DP_STATE_ASKING, "asking", "dialog-password-symbolic", "app.answer", "Sign In…",
    "Sign in · Why." },
};

static void
assert_target_id (GtkActionable *actionable, guint64 expected_id)
{
  GVariant *target = gtk_actionable_get_action_target_value (actionable);
  gsize n_ids;
  const guint64 *ids = g_variant_get_fixed_array (target, &n_ids, sizeof *ids);

  g_assert_cmpstr (g_variant_get_type_string (target), ==, "at");
  g_assert_cmpuint (n_ids, ==, 1);
  g_assert_cmpuint (ids[0], ==, expected_id);
}

static gboolean
has_tooltip (GtkWidget *widget)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean is_shown = FALSE;

  g_signal_emit_by_name (widget, "query-tooltip", 1, 1, FALSE, tooltip, &is_shown);
  return is_shown;
}

static void
test_state (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  Fixture self = begin ("http://a.example/a.iso");
  GtkButton *button = get_child (&self, "button");

  set_state (self.download, looks[i].state, "Why.");
  g_assert_cmpstr (gtk_button_get_icon_name (button), ==, looks[i].icon);
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, looks[i].label);
  g_assert_true (has_tooltip (GTK_WIDGET (button)));
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, looks[i].action);
  assert_target_id (GTK_ACTIONABLE (button), 7);
  g_assert_cmpstr (gtk_label_get_label (get_child (&self, "status")), ==, looks[i].status);
  for (guint j = 0; j < G_N_ELEMENTS (looks); j++)
    g_assert_true (gtk_widget_has_css_class (self.row, looks[j].name) == (i == j));
  end (&self);
}

/* Two questions to one download, one after the other. */
static void
test_certificate (void)
{
  Fixture self = begin ("http://a.example/a.iso");
  GtkButton *button = get_child (&self, "button");

  set_state (self.download, DP_STATE_ASKING, "Why.");
  g_assert_cmpstr (gtk_button_get_icon_name (button), ==, "dialog-password-symbolic");
  dp_download_take_question (self.download, NULL);
  dp_download_set_state (self.download, DP_STATE_QUEUED);
  g_assert_cmpstr (gtk_button_get_icon_name (button), ==, "media-playback-pause-symbolic");
  dp_download_set_state (self.download, DP_STATE_RUNNING);
  dp_download_take_question (self.download, ask (DP_QUESTION_CERTIFICATE));
  dp_download_set_state (self.download, DP_STATE_ASKING);
  g_assert_cmpstr (gtk_button_get_icon_name (button), ==, "security-low-symbolic");
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "app.answer");
  g_assert_cmpstr (gtk_label_get_label (get_child (&self, "status")), ==,
                   "Check the certificate · Why.");
  end (&self);
}

/* The icon of an action must not be a hole. */
static void
test_icons_exist (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (!gtk_icon_theme_has_icon (theme, looks[i].icon))
      g_error ("no icon %s", looks[i].icon);
  g_assert_true (gtk_icon_theme_has_icon (theme, "security-low-symbolic"));
}

static int
measure (Fixture *self, int width)
{
  int natural;

  gtk_widget_measure (self->row, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

/* GTK 4.8 scrolls wildly in a list whose rows differ. */
static void
test_one_height (void)
{
  static const char *const urls[] = {
    "http://a.example/a",
    "http://a.example/"
    "%E6%97%A5%E6%9C%AC%E8%AA%9E-%D8%A7%D9%84%D8%B9%D8%B1%D8%A8%D9%8A%D8%A9-%F0%9F%8C%A7-long-"
    "long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-name.tar.gz",
  };
  static const char *const reasons[] = { "No.", LONG_REASON };
  Fixture first = begin (urls[0]);
  int height = measure (&first, 360);

  g_assert_cmpint (height, >, 32);
  for (guint i = 0; i < G_N_ELEMENTS (looks) * 4; i++)
    {
      Fixture self = begin (urls[i % 2]);

      set_state (self.download, looks[i / 4].state, reasons[i / 2 % 2]);
      g_assert_cmpint (measure (&self, 360), ==, height);
      g_assert_cmpint (measure (&self, 2000), ==, height);
      end (&self);
    }
  end (&first);
}

/* Usable at 360 px: whatever is said, the row gets narrow. */
static void
test_gets_narrow (void)
{
  Fixture self = begin ("http://a.example/"
                        "a-name-that-is-much-longer-than-any-window-in-which-it-is-shown.tar.gz");
  int minimum;

  set_state (self.download, DP_STATE_FAILED, LONG_REASON);
  gtk_widget_measure (self.row, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <, 300);
  end (&self);
}

/* Also when a number comes that makes no other words. */
static void
test_spoken_value (void)
{
  Fixture self = begin ("http://a.example/a.iso");
  GtkAccessible *bar = get_child (&self, "bar");

  set_state (self.download, DP_STATE_RUNNING, NULL);
  gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "downloading, 0 bytes");
  for (guint64 bytes = 12400000; bytes < 12400005; bytes++)
    {
      const DpProgress progress = { bytes, 80000000, 4200000, 18 };

      dp_download_set_progress (self.download, &progress);
      gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                           "downloading, 15 percent, 18 seconds left");
    }
  end (&self);
}

static void
test_progress (void)
{
  const DpProgress progress = { 12400000, 80000000, 4200000, 18 };
  Fixture self = begin ("http://a.example/a.iso");

  set_state (self.download, DP_STATE_RUNNING, NULL);
  dp_download_set_progress (self.download, &progress);
  g_assert_cmpfloat_with_epsilon (gtk_progress_bar_get_fraction (get_child (&self, "bar")), 0.155,
                                  0.0001);
  g_assert_cmpstr (gtk_label_get_label (get_child (&self, "status")), ==,
                   "12.4 of 80.0 MB · 4.2\u00a0MB/s · 18 s left");
  end (&self);
}

/* The whole sentence, where the row has no room for it. */
static void
test_reason_as_tooltip (void)
{
  Fixture self = begin ("http://a.example/a.iso");

  g_assert_false (has_tooltip (get_child (&self, "status")));
  set_state (self.download, DP_STATE_FAILED, LONG_REASON);
  g_assert_true (has_tooltip (get_child (&self, "status")));
  end (&self);
}

/* Rows are recycled: nothing of the former download may remain. */
static void
test_recycled (void)
{
  Fixture self = begin ("http://a.example/a.iso");
  DpDownload *other = dp_download_new (8, "http://a.example/b.iso", "/tmp");

  set_state (self.download, DP_STATE_FAILED, "Why.");
  g_object_set (self.row, "download", other, NULL);
  g_assert_true (dp_download_row_get_download (DP_DOWNLOAD_ROW (self.row)) == other);
  g_assert_false (gtk_widget_has_css_class (self.row, "failed"));
  g_assert_false (has_tooltip (get_child (&self, "status")));
  assert_target_id (get_child (&self, "button"), 8);

  dp_download_set_state (self.download, DP_STATE_QUEUED);
  dp_download_set_state (other, DP_STATE_CANCELLED);
  g_assert_cmpstr (gtk_label_get_label (get_child (&self, "status")), ==, "Cancelled");
  g_object_set (self.row, "download", NULL, NULL);
  g_assert_finalize_object (other);
  end (&self);
}

static gboolean
is_counting (Fixture *self)
{
  return g_main_context_find_source_by_user_data (NULL, self->row) != NULL;
}

static void
test_countdown_only_while_seen (void)
{
  Fixture self = begin ("http://a.example/a.iso");

  set_state (self.download, DP_STATE_WAITING, "Why.");
  g_assert_false (is_counting (&self));
  gtk_window_present (GTK_WINDOW (self.window));
  dp_test_run_until (gtk_widget_get_mapped (self.row));
  g_assert_true (is_counting (&self));
  gtk_widget_set_visible (self.row, FALSE);
  g_assert_false (is_counting (&self));
  gtk_widget_set_visible (self.row, TRUE);
  dp_test_run_until (is_counting (&self));
  end (&self);
}

static void
test_countdown_only_while_waiting (void)
{
  Fixture self = begin ("http://a.example/a.iso");

  gtk_window_present (GTK_WINDOW (self.window));
  dp_test_run_until (gtk_widget_get_mapped (self.row));
  g_assert_false (is_counting (&self));
  set_state (self.download, DP_STATE_WAITING, "Why.");
  g_assert_true (is_counting (&self));
  dp_download_set_state (self.download, DP_STATE_RUNNING);
  g_assert_false (is_counting (&self));
  dp_download_set_state (self.download, DP_STATE_WAITING);
  g_assert_true (is_counting (&self));
  g_object_set (self.row, "download", NULL, NULL);
  g_assert_false (is_counting (&self));
  end (&self);
}

static void
test_countdown_counts (void)
{
  Fixture self = begin ("http://a.example/a.iso");
  GtkLabel *status = get_child (&self, "status");

  gtk_window_present (GTK_WINDOW (self.window));
  set_state (self.download, DP_STATE_WAITING, "Why.");
  dp_test_run_until (g_str_equal (gtk_label_get_label (status), "Trying again in 8 s · Why."));
  end (&self);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  dp_test_load_style ();

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autofree char *path = g_strconcat ("/row/state/", looks[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_state);
    }
  g_test_add_func ("/row/certificate", test_certificate);
  g_test_add_func ("/row/icons-exist", test_icons_exist);
  g_test_add_func ("/row/one-height", test_one_height);
  g_test_add_func ("/row/gets-narrow", test_gets_narrow);
  g_test_add_func ("/row/progress", test_progress);
  g_test_add_func ("/row/spoken-value", test_spoken_value);
  g_test_add_func ("/row/reason-as-tooltip", test_reason_as_tooltip);
  g_test_add_func ("/row/recycled", test_recycled);
  g_test_add_func ("/row/countdown-only-while-seen", test_countdown_only_while_seen);
  g_test_add_func ("/row/countdown-only-while-waiting", test_countdown_only_while_waiting);
  g_test_add_func ("/row/countdown-counts", test_countdown_counts);

  return g_test_run ();
}
