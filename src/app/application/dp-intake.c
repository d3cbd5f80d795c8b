/* dp-intake.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How links come into the list: text that was pasted, dropped or handed over, and the dialog in which
 * one looks at it first ("app.add", "app.add-links").
 *
 * They come behind what is remembered of the last time, and wait while that is still on its way.  Of
 * those that are in the list already the person is told, and shown where; "app.download-known" and
 * "app.check-known" are for who wants them all the same, or what has changed of them.
 *
 * Where the person says no folder, their rules do, for some of them (dp-folder-choice).
 *
 * Thread: home; text is read by a worker, and another one looks what is in the list already.
 */

#include "dp-intake.h"

#include <glib/gi18n.h>

#include "dp-add-dialog.h"
#include "dp-addition.h"
#include "dp-errands.h"
#include "dp-folder-choice.h"
#include "dp-front.h"
#include "dp-intake-words.h"
#include "dp-known.h"
#include "dp-link-reader.h"
#include "dp-preferences-values.h"

struct _DpIntake
{
  GObject parent_instance;

  GtkApplication *application; /* (unowned): outlives us */
  DpQueue *queue;              /* (owned) */
  DpUndo *undo;                /* (owned) */
  GSettings *settings;         /* (owned) */
  GCancellable *cancellable;   /* (owned) */
  gboolean is_open;            /* what is remembered is in the list */
  GQueue early;                /* (element-type Addition): read before that */
  gboolean is_dialog_wanted;   /* since before that */
  GQueue additions;            /* (element-type Addition): the first is being looked at */
  guint prepared_id;           /* its downloads are made */
  GArray *known_ids;           /* (owned) (nullable): of the links that were in the list already */
};

G_DEFINE_FINAL_TYPE (DpIntake, dp_intake, G_TYPE_OBJECT)

/* Links on their way. */
typedef struct
{
  DpIntake *intake; /* (unowned): gone, if reading was cancelled */
  DpState state;    /* in which they come into the list */
  gboolean is_page; /* there may be more links in it than anybody wants */
  DpUrlList *list;  /* (owned) (nullable): when it is read, until it is looked at */
  char *folder; /* (owned) (nullable) (type filename): where the files shall be, if that is said */
  DpFolderRules *rules; /* (owned) (nullable): if it is not */
  char *command;        /* (owned) (nullable): what is run when each of them is done */
  GPtrArray *downloads; /* (owned) (nullable) (element-type DpDownload): when they are made */
  char *said;           /* (owned) (nullable): when they are in the list */
} Addition;

static void
addition_free (Addition *self)
{
  dp_url_list_free (self->list);
  g_clear_pointer (&self->downloads, g_ptr_array_unref);
  dp_folder_rules_unref (self->rules);
  g_free (self->folder);
  g_free (self->command);
  g_free (self->said);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Addition, addition_free)

static Addition *
addition_new (DpIntake *intake, DpState state)
{
  Addition *self = g_new0 (Addition, 1);

  self->intake = intake;
  self->state = state;
  return self;
}

/* Coming in */

/* What can be done about links that are in the list already: nothing if they will come anyway; if they
 * are a list of files that are all here, looking what has changed. */
static const char *
get_known_action (DpIntake *self)
{
  guint n_done = 0;
  guint n_at_rest = 0;

  for (guint i = 0; i < self->known_ids->len; i++)
    {
      DpDownload *download =
          dp_queue_find (self->queue, g_array_index (self->known_ids, guint64, i));

      if (download != NULL && dp_download_get_state (download) == DP_STATE_DONE)
        n_done++;
      if (download != NULL && !dp_download_is_unfinished (download))
        n_at_rest++;
    }
  if (n_at_rest == 0)
    return NULL;
  return n_done > 1 && n_done == self->known_ids->len ? "app.check-known" : "app.download-known";
}

static void
say_known (DpIntake *self, const char *text)
{
  const char *action = get_known_action (self);

  if (action == NULL)
    dp_front_say (self->application, text, NULL, NULL);
  else if (g_str_equal (action, "app.check-known"))
    dp_front_say (self->application, text, _ ("Check for Changes"), action);
  else
    dp_front_say (self->application, text, _ ("Download Again"), action);
}

static void
show_known (DpIntake *self)
{
  DpWindow *window = dp_front_get_window (self->application);

  if (window != NULL && self->known_ids->len > 0)
    dp_window_select (window, self->known_ids);
}

static void look_at_next (DpIntake *self);

static void
end_addition (DpIntake *self)
{
  addition_free (g_queue_pop_head (&self->additions));
  g_application_release (G_APPLICATION (self->application));
  look_at_next (self);
}

/* They are made: with that in a turn of the main loop of its own, no number of them holds it up. */
static gboolean
on_prepared (gpointer user_data)
{
  DpIntake *self = user_data;
  Addition *addition = g_queue_peek_head (&self->additions);
  guint64 first_id = dp_download_get_id (addition->downloads->pdata[0]);
  guint n_added = addition->downloads->len;

  self->prepared_id = 0;
  dp_queue_add_prepared (self->queue, addition->downloads);
  dp_undo_note_addition (self->undo, first_id, n_added);
  dp_front_say (self->application, addition->said, _ ("Undo"), "app.undo");
  end_addition (self);
  return G_SOURCE_REMOVE;
}

static void
prepare (DpIntake *self, const DpUrlList *fresh, const GPtrArray *folders, Addition *addition)
{
  addition->downloads = dp_queue_prepare (self->queue, fresh->urls, fresh->requests, fresh->offers,
                                          folders, addition->folder, addition->state);
  dp_errands_give (addition->downloads, addition->command);
  self->prepared_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_prepared, self, NULL);
}

static void
on_folders_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (DpKnown) known = dp_folder_choice_finish (result, &folders, NULL);
  DpIntake *self = user_data;

  /* Only the end of the program cancels. */
  if (known != NULL)
    prepare (self, known->fresh, folders, g_queue_peek_head (&self->additions));
}

static void
on_sorted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DpUrlList) list = NULL;
  g_autoptr (DpKnown) known = dp_known_sort_finish (result, &list, NULL);
  DpIntake *self = user_data;
  Addition *addition;

  /* Only the end of the program cancels. */
  if (known == NULL)
    return;
  addition = g_queue_peek_head (&self->additions);
  addition->said = dp_intake_words_for_addition (list, known->fresh->urls->len);
  g_clear_pointer (&self->known_ids, g_array_unref);
  self->known_ids = g_array_ref (known->ids);
  show_known (self);
  if (known->fresh->urls->len > 0 && addition->rules == NULL)
    {
      prepare (self, known->fresh, NULL, addition);
      return;
    }
  if (known->fresh->urls->len > 0)
    {
      dp_folder_choice_async (g_steal_pointer (&known), addition->rules, self->cancellable,
                              on_folders_chosen, self);
      return;
    }
  if (known->ids->len > 0)
    say_known (self, addition->said);
  else
    dp_front_say (self->application, addition->said, NULL, NULL);
  end_addition (self);
}

/* One after the other, so that what comes twice in a moment is in the list when it comes again. */
static void
look_at_next (DpIntake *self)
{
  Addition *addition = g_queue_peek_head (&self->additions);

  if (addition != NULL)
    dp_known_sort_async (self->queue, g_steal_pointer (&addition->list), self->cancellable,
                         on_sorted, self);
}

static DpAddDialog *show_dialog (DpIntake *self);

/* What a page was copied for, only the person knows. */
static void
ask_which (DpIntake *self, Addition *addition)
{
  dp_add_dialog_set_links (show_dialog (self), addition->list);
  addition_free (addition);
  g_application_release (G_APPLICATION (self->application));
}

/* The folder and the rules of the moment, if none was said. */
static void
take_addition (DpIntake *self, Addition *addition)
{
  if (addition->is_page && addition->list->urls->len > 1)
    {
      ask_which (self, addition);
      return;
    }
  if (addition->folder == NULL)
    {
      addition->folder = dp_preferences_get_folder (self->settings);
      addition->rules = dp_folder_choice_dup_rules (self->settings);
    }
  g_queue_push_tail (&self->additions, addition);
  if (g_queue_get_length (&self->additions) == 1)
    look_at_next (self);
}

static void
activate_for_known (DpIntake *self, const char *action_name)
{
  if (self->known_ids != NULL)
    g_action_group_activate_action (
        G_ACTION_GROUP (self->application), action_name,
        g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, self->known_ids->data,
                                   self->known_ids->len, sizeof (guint64)));
}

static void
download_known (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  activate_for_known (user_data, "download-again");
}

static void
check_known (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  activate_for_known (user_data, "check");
}

static void
on_links_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Addition) addition = user_data;
  DpIntake *self = addition->intake;

  /* Only the end of the program cancels. */
  addition->list = dp_link_reader_read_finish (result, NULL);
  if (addition->list == NULL)
    return;
  if (self->is_open)
    take_addition (self, g_steal_pointer (&addition));
  else
    g_queue_push_tail (&self->early, g_steal_pointer (&addition));
}

/**
 * dp_intake_take_text:
 * @self: an intake
 * @text: what was pasted, dropped or handed over
 * @type: what kind of text that is
 * @folder: (nullable) (type filename): where file names in it begin
 * @is_paused: whether they wait for the person
 *
 * Adds the links in it to the list, soon.
 *
 * Thread: home.
 */
void
dp_intake_take_text (DpIntake *self,
                     GBytes *text,
                     DpUrlListType type,
                     const char *folder,
                     gboolean is_paused)
{
  Addition *addition = addition_new (self, is_paused ? DP_STATE_PAUSED : DP_STATE_QUEUED);

  addition->is_page = type == DP_URL_LIST_HTML;
  g_application_hold (G_APPLICATION (self->application));
  dp_link_reader_read_async (text, type, folder, self->cancellable, on_links_read, addition);
}

static void
add_links (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *links = g_variant_get_string (parameter, NULL);
  g_autoptr (GBytes) text = g_bytes_new (links, strlen (links));

  dp_intake_take_text (user_data, text, DP_URL_LIST_PLAIN, NULL, FALSE);
}

/* The dialog */

static void
on_dialog_accepted (DpAddDialog *dialog, DpIntake *self)
{
  Addition *addition = addition_new (self, dp_add_dialog_get_state (dialog));

  addition->list = dp_add_dialog_take_list (dialog);
  addition->folder = g_strdup (dp_add_dialog_get_folder (dialog));
  addition->command = g_strdup (dp_add_dialog_get_command (dialog));
  g_application_hold (G_APPLICATION (self->application));
  take_addition (self, addition);
}

static DpAddDialog *
show_dialog (DpIntake *self)
{
  DpAddDialog *dialog;

  g_application_activate (G_APPLICATION (self->application));
  dialog = dp_add_dialog_new (GTK_WINDOW (dp_front_get_window (self->application)), self->queue,
                              self->settings);
  g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_dialog_accepted), self,
                           G_CONNECT_DEFAULT);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

static void
add (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpIntake *self = user_data;

  self->is_dialog_wanted = !self->is_open;
  if (self->is_open && !dp_front_raise (DP_TYPE_ADD_DIALOG))
    show_dialog (self);
  else if (!self->is_open)
    g_application_activate (G_APPLICATION (self->application));
}

static const GActionEntry actions[] = {
  { .name = "add", .activate = add },
  { .name = "add-links", .activate = add_links, .parameter_type = "s" },
  { .name = "download-known", .activate = download_known },
  { .name = "check-known", .activate = check_known },
};

/* Life */

/**
 * dp_intake_open:
 * @self: an intake
 *
 * What is remembered of the last time is in the list: whatever has come since may follow.
 *
 * Thread: home.
 */
void
dp_intake_open (DpIntake *self)
{
  self->is_open = TRUE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  while (!g_queue_is_empty (&self->early))
    take_addition (self, g_queue_pop_head (&self->early));
  if (self->is_dialog_wanted)
    g_action_group_activate_action (G_ACTION_GROUP (self->application), "add", NULL);
}

/**
 * dp_intake_close:
 * @self: an intake
 *
 * The program ends: what is still being read is dropped.
 *
 * Thread: home.
 */
void
dp_intake_close (DpIntake *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->prepared_id, g_source_remove);
}

static void
dp_intake_dispose (GObject *object)
{
  DpIntake *self = DP_INTAKE (object);

  dp_intake_close (self);
  for (guint i = 0; self->application != NULL && i < G_N_ELEMENTS (actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->application), actions[i].name);
  self->application = NULL;
  g_clear_object (&self->settings);
  g_clear_object (&self->undo);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (dp_intake_parent_class)->dispose (object);
}

static void
dp_intake_finalize (GObject *object)
{
  DpIntake *self = DP_INTAKE (object);

  g_clear_pointer (&self->known_ids, g_array_unref);
  g_queue_clear_full (&self->early, (GDestroyNotify) addition_free);
  g_queue_clear_full (&self->additions, (GDestroyNotify) addition_free);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (dp_intake_parent_class)->finalize (object);
}

static void
dp_intake_class_init (DpIntakeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dp_intake_dispose;
  G_OBJECT_CLASS (klass)->finalize = dp_intake_finalize;
}

static void
dp_intake_init (DpIntake *self)
{
  g_queue_init (&self->early);
  g_queue_init (&self->additions);
  self->cancellable = g_cancellable_new ();
}

/**
 * dp_intake_new:
 * @application: gets the actions, for as long as the result lives; outlives it
 * @queue: where links go
 * @undo: what can be taken back
 * @settings: the program's settings
 *
 * Thread: home.
 *
 * Returns: (transfer full): an intake that keeps back what comes until dp_intake_open()
 */
DpIntake *
dp_intake_new (GtkApplication *application, DpQueue *queue, DpUndo *undo, GSettings *settings)
{
  DpIntake *self = g_object_new (DP_TYPE_INTAKE, NULL);

  self->application = application;
  self->queue = g_object_ref (queue);
  self->undo = g_object_ref (undo);
  self->settings = g_object_ref (settings);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   self);
  return self;
}
