/* test-done.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens when a file is done, and when all are.
 */

#include "dp-add-dialog.h"
#include "dp-app-fixture.h"
#include "dp-command-dialog.h"
#include "dp-command-entry.h"
#include "dp-command.h"
#include "dp-when-done.h"
#include "dp-words.h"

#include <string.h>

#define FIELD "\x1f"

static const struct
{
  const char *command;
  const char *words; /* NULL: refused */
} commands[] = {
  { "notify-send Done", "notify-send" FIELD "Done" },
  { "a 'b c' \"d %n\" e\\ f", "a" FIELD "b c" FIELD "d x; y.bin" FIELD "e f" },
  { "cp %f --to=%d/%n", "cp" FIELD FIELD "--to=/some where/x; y.bin" },
  { "open %u", "open" FIELD "http://a.example/x%3B%20y.bin" },
  { "100%% %x %", "100%" FIELD "%x" FIELD "%" },
  { "$(touch a) `b` | c > d",
    "$(touch" FIELD "a)" FIELD "`b`" FIELD "|" FIELD "c" FIELD ">" FIELD "d" },
  { "unfinished 'quote", NULL },
  { "", NULL },
};

static void
test_commands (void)
{
  g_autoptr (DpDownload) download =
      dp_download_new (1, "http://me:secret@a.example/x%3B%20y.bin", "/some where");

  dp_download_set_name (download, "x; y.bin");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) words = dp_command_parse (commands[i].command, download, &error);
      g_autofree char *joined = words != NULL ? g_strjoinv (FIELD, words) : NULL;

      g_assert_cmpstr (joined, ==, commands[i].words);
      g_assert_cmpint (error != NULL, ==, words == NULL);
    }
}

static void
add_file (DpAppFixture *self, const char *path)
{
  g_autofree char *link = g_strdup_printf ("http://127.0.0.1:%u/file/%s",
                                           dp_test_server_get_port (self->engine->server), path);

  dp_app_fixture_add (self, link, 1);
}

static gboolean
has_text (const char *path, const char *expected)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && g_str_equal (text, expected);
}

/* One after the other, and a name is a word and nothing else. */
static void
test_each_file (DpAppFixture *self)
{
  g_autofree char *log = dp_engine_fixture_dup_path (self->engine, "log");
  g_autofree char *command = g_strdup_printf (
      "sh -c 'echo \"<$1>\" >> \"$2\"; sleep 0.2; echo \"</>\" >> \"$2\"' sh %%n %s", log);

  g_settings_set_string (self->settings, "file-done-command", command);
  g_settings_set_int (self->settings, "parallel-downloads", 1);
  add_file (self, "a;%20exit%20$(b).bin?size=10");
  add_file (self, "c.bin?size=10");
  dp_test_run_until (has_text (log, "<a; exit $(b).bin>\n</>\n<c.bin>\n</>\n"));

  g_settings_set_string (self->settings, "file-done-command", "/no/such/program");
  add_file (self, "d.bin?size=10");
  dp_test_run_until (dp_app_fixture_is_toast_shown (self) &&
                     strstr (dp_app_fixture_get_toast (self), "could not be run") != NULL);
}

/* Of one alone, said before it is done: in place of the other command, in the file's folder, and not
 * behind it. */
static void
test_own (DpAppFixture *self)
{
  g_autofree char *own = dp_engine_fixture_dup_path (self->engine, "own");
  DpCommandDialog *dialog;
  GtkWidget *entry;
  GtkWidget *apply;

  g_settings_set_string (self->settings, "file-done-command", "sleep 60");
  add_file (self, "common.bin?size=10");
  dp_test_run_until (dp_queue_count (self->queue, DP_STATE_DONE) == 1);
  g_settings_set_string (self->settings, "file-done-command", "false");

  dp_test_server_hold (self->engine->server, NULL);
  add_file (self, "a%20b.bin?size=10");
  g_action_group_activate_action (
      G_ACTION_GROUP (self->application), "run-when-done",
      g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, ((guint64[]){ 1, 2 }), 2, 8));
  dialog = dp_app_fixture_find_window (DP_TYPE_COMMAND_DIALOG);
  g_assert_nonnull (dialog);
  g_assert_cmpuint (g_variant_n_children (dp_command_dialog_get_ids (dialog)), ==, 1);
  entry = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (dialog), DP_TYPE_COMMAND_DIALOG, "command"));
  apply = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (dialog), DP_TYPE_COMMAND_DIALOG, "apply_button"));
  dp_command_entry_set_command (DP_COMMAND_ENTRY (entry), "sh 'half");
  g_assert_false (gtk_widget_get_sensitive (apply));
  dp_command_entry_set_command (DP_COMMAND_ENTRY (entry), "sh -c 'echo \"$0\" > own' %n");
  g_assert_true (gtk_widget_get_sensitive (apply));
  g_signal_emit_by_name (apply, "clicked");
  dp_test_run_until (dp_app_fixture_find_window (DP_TYPE_COMMAND_DIALOG) == NULL);
  dp_test_server_release (self->engine->server, NULL);
  dp_test_run_until (has_text (own, "a b.bin\n"));
  g_assert_null (dp_download_get_reason (dp_queue_find (self->queue, 2)));
}

/* What went wrong is said, and stands in the row. */
static const struct
{
  const char *command;
  const char *reason;
} failures[] = {
  { "sh -c 'exit 3'", "The command failed with status 3" },
  { "sh -c 'kill -9 $$'", "The command was ended by signal 9" },
  { "/no/such/program", "The command could not be run: " },
};

static void
test_failures (DpAppFixture *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.bin?size=10", i);
      g_autofree char *said = g_strdup_printf ("“%u.bin”: %s", i, failures[i].reason);
      g_autofree char *status = NULL;
      DpDownload *download;

      g_settings_set_string (self->settings, "file-done-command", failures[i].command);
      add_file (self, name);
      dp_test_run_until (g_str_has_prefix (dp_app_fixture_get_toast (self), said));
      download = dp_queue_find (self->queue, i + 1);
      dp_test_assert_has (dp_download_get_reason (download), failures[i].reason);
      status = dp_words_for_status (download, 0);
      g_assert_true (g_str_has_prefix (status, "Done · 10"));
      dp_test_assert_has (status, failures[i].reason);
    }
}

/* Said of all links of a dialog. */
static void
test_own_in_dialog (DpAppFixture *self)
{
  g_autofree char *link = dp_engine_fixture_dup_url (self->engine, "/file/a.bin?size=10");
  g_autofree char *made = dp_engine_fixture_dup_path (self->engine, "made");
  DpAddDialog *dialog;
  GtkWidget *widget;
  DpCommandEntry *entry;
  GtkWidget *add_button;

  dp_app_fixture_activate (self, "app.add");
  dialog = dp_app_fixture_find_window (DP_TYPE_ADD_DIALOG);
  widget = GTK_WIDGET (dialog);
  entry = DP_COMMAND_ENTRY (gtk_widget_get_template_child (widget, DP_TYPE_ADD_DIALOG, "command"));
  add_button =
      GTK_WIDGET (gtk_widget_get_template_child (widget, DP_TYPE_ADD_DIALOG, "add_button"));
  gtk_text_buffer_set_text (
      GTK_TEXT_BUFFER (gtk_widget_get_template_child (widget, DP_TYPE_ADD_DIALOG, "buffer")), link,
      -1);
  dp_test_run_until (gtk_widget_get_sensitive (add_button));
  dp_command_entry_set_command (entry, "touch 'made");
  g_assert_false (gtk_widget_get_sensitive (add_button));
  dp_command_entry_set_command (entry, "touch made");
  g_assert_true (gtk_widget_get_sensitive (add_button));
  g_signal_emit_by_name (add_button, "clicked");
  dp_test_run_until (g_file_test (made, G_FILE_TEST_EXISTS));
  g_assert_cmpstr (dp_download_get_command (dp_queue_find (self->queue, 1)), ==, "touch made");
}

typedef struct
{
  char *notice;
  char *complaint;
} Said;

static void
on_notice (const char *sentence, gpointer user_data)
{
  Said *said = user_data;

  g_free (said->notice);
  said->notice = g_strdup (sentence);
}

static void
on_complaint (const char *sentence, gpointer user_data)
{
  Said *said = user_data;

  g_free (said->complaint);
  said->complaint = g_strdup (sentence);
}

static void
choose (DpAppFixture *self, const char *choice)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "when-done",
                                  g_variant_new_string (choice));
}

static const char *
get_choice (DpAppFixture *self)
{
  g_autoptr (GVariant) state =
      g_action_group_get_action_state (G_ACTION_GROUP (self->application), "when-done");

  return g_intern_string (g_variant_get_string (state, NULL));
}

static void
test_all (DpAppFixture *self)
{
  static const DpWhenDoneFuncs funcs = { on_notice, on_complaint };
  g_autofree char *log = dp_engine_fixture_dup_path (self->engine, "log");
  g_autofree char *command = g_strdup_printf ("sh -c 'echo done > \"$0\"' %s", log);
  Said said = { 0 };
  DpWhenDone *when_done = dp_when_done_new (G_APPLICATION (self->application), self->queue,
                                            self->settings, 2, &funcs, &said);

  g_settings_set_string (self->settings, "all-done-command", command);
  /* Nothing was to download since it was chosen. */
  choose (self, "command");
  dp_test_iterate ();
  g_assert_null (said.notice);

  add_file (self, "a.bin?size=10");
  dp_test_run_until (said.notice != NULL);
  dp_test_assert_has (said.notice, "in 2 seconds");
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  dp_app_fixture_activate (self, "app.cancel-when-done");
  g_assert_null (said.notice);
  g_assert_cmpstr (get_choice (self), ==, "nothing");

  /* What comes meanwhile comes first; then it happens, once. */
  choose (self, "command");
  add_file (self, "b.bin?size=10");
  dp_test_run_until (said.notice != NULL);
  dp_test_server_hold (self->engine->server, NULL);
  add_file (self, "c.bin?size=10");
  dp_test_run_until (said.notice == NULL);
  dp_test_server_release (self->engine->server, NULL);
  dp_test_run_until (has_text (log, "done\n"));
  g_assert_cmpstr (get_choice (self), ==, "nothing");
  g_assert_null (said.notice);
  g_assert_null (said.complaint);

  g_settings_set_string (self->settings, "all-done-command", "/no/such/program");
  choose (self, "command");
  add_file (self, "d.bin?size=10");
  dp_test_run_until (said.complaint != NULL);
  g_free (said.complaint);
  g_free (said.notice);
  dp_when_done_free (when_done);
}

static void
test_banner (DpAppFixture *self)
{
  choose (self, "suspend");
  add_file (self, "a.bin?size=10");
  dp_test_run_until (strstr (dp_app_fixture_get_banner (self), "goes to sleep in 60 seconds"));
  dp_app_fixture_activate (self, "app.cancel-when-done");
  g_assert_cmpstr (dp_app_fixture_get_banner (self), ==, "");
}

/* It would be cut off by what happens at the end. */
static void
test_waits_for_command (DpAppFixture *self)
{
  g_autofree char *begun = dp_engine_fixture_dup_path (self->engine, "begun");

  g_settings_set_string (
      self->settings, "file-done-command",
      "sh -c 'touch begun; for i in $(seq 300); do [ -e go ] && exit; sleep 0.1; done'");
  choose (self, "suspend");
  add_file (self, "a.bin?size=10");
  dp_test_run_until (strstr (dp_app_fixture_get_banner (self), "waits for the command") != NULL);
  dp_test_run_until (g_file_test (begun, G_FILE_TEST_EXISTS));
  dp_engine_fixture_write (self->engine, "go", "");
  dp_test_run_until (strstr (dp_app_fixture_get_banner (self), "goes to sleep in") != NULL);

  /* Also while it waits it can be cancelled. */
  dp_app_fixture_activate (self, "app.cancel-when-done");
  g_assert_cmpstr (dp_app_fixture_get_banner (self), ==, "");
  g_settings_set_string (self->settings, "file-done-command", "sleep 30");
  choose (self, "suspend");
  add_file (self, "b.bin?size=10");
  dp_test_run_until (strstr (dp_app_fixture_get_banner (self), "waits for the command") != NULL);
  dp_app_fixture_activate (self, "app.cancel-when-done");
  g_assert_cmpstr (dp_app_fixture_get_banner (self), ==, "");
}

#define add(path, test) g_test_add_data_func (path, test, dp_app_fixture_run_data)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/done/commands", test_commands);
  add ("/done/each-file", test_each_file);
  add ("/done/own", test_own);
  add ("/done/failures", test_failures);
  add ("/done/own-in-dialog", test_own_in_dialog);
  add ("/done/all", test_all);
  add ("/done/banner", test_banner);
  add ("/done/waits-for-command", test_waits_for_command);

  return g_test_run ();
}
