/* dp-intake.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How links come into the list: text that was pasted, dropped or handed over, and the dialog in which
 * one looks at it first ("app.add", "app.add-links").
 *
 * They come behind what is remembered of the last time, and wait while that is still on its way.
 *
 * Thread: home; text is read by a worker.
 */

#include "dp-intake.h"

#include <glib/gi18n.h>

#include "dp-add-dialog.h"
#include "dp-front.h"
#include "dp-link-reader.h"
#include "dp-preferences.h"

struct _DpIntake
{
  GObject parent_instance;

  GtkApplication *application; /* (unowned): outlives us */
  DpQueue *queue;              /* (owned) */
  DpUndo *undo;                /* (owned) */
  GSettings *settings;         /* (owned) */
  GCancellable *cancellable;   /* (owned) */
  gboolean is_open;            /* what is remembered is in the list */
  GQueue early;                /* (element-type DpText): read before that */
  gboolean is_dialog_wanted;   /* since before that */
};

G_DEFINE_FINAL_TYPE (DpIntake, dp_intake, G_TYPE_OBJECT)

/* Text on its way. */
typedef struct
{
  DpIntake *intake; /* (unowned): gone, if reading was cancelled */
  gboolean is_paused;
  DpUrlList *list; /* (owned) (nullable): when it is read */
} DpText;

static void
text_free (DpText *text)
{
  g_clear_pointer (&text->list, dp_url_list_free);
  g_free (text);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpText, text_free)

static char *
get_addition_text (const DpUrlList *list)
{
  guint n_added = list->urls->len;
  guint n_refused = list->refused->len;
  const DpRefusedUrl *first = n_refused > 0 ? list->refused->pdata[0] : NULL;
  g_autofree char *added =
      g_strdup_printf (ngettext ("%'u link added", "%'u links added", n_added), n_added);
  g_autofree char *refused =
      g_strdup_printf (ngettext ("%'u refused", "%'u refused", n_refused), n_refused);

  if (n_added > 0 && n_refused > 0)
    /* Translators: two counts, as in "20 links added, 3 refused". */
    return g_strdup_printf (_ ("%s, %s"), added, refused);
  if (n_added > 0)
    return g_steal_pointer (&added);
  if (n_refused > 0)
    /* Translators: what stood in the text; why it is no link for us. */
    return g_strdup_printf (_ ("“%s” was refused: %s"), first->text, first->reason);
  return g_strdup (_ ("There are no links in it"));
}

static void
add_list (DpIntake *self, const DpUrlList *list, const char *folder, gboolean is_paused)
{
  g_autofree char *text = get_addition_text (list);
  guint n_added = list->urls->len;
  guint64 first_id;

  if (n_added > 0)
    {
      first_id = dp_queue_add_offers (self->queue, list->urls, list->requests, list->offers, folder,
                                      is_paused ? DP_STATE_PAUSED : DP_STATE_QUEUED);
      dp_undo_note_addition (self->undo, first_id, n_added);
    }
  dp_front_say (self->application, text, n_added > 0 ? _ ("Undo") : NULL, "app.undo");
}

static void
take_text (DpIntake *self, DpText *text)
{
  g_autofree char *folder = dp_preferences_get_folder (self->settings);

  if (text->list != NULL)
    add_list (self, text->list, folder, text->is_paused);
  text_free (text);
  g_application_release (G_APPLICATION (self->application));
}

static void
on_links_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DpText) text = user_data;
  DpIntake *self = text->intake;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  text->list = dp_link_reader_read_finish (result, NULL);
  if (self->is_open)
    take_text (self, g_steal_pointer (&text));
  else
    g_queue_push_tail (&self->early, g_steal_pointer (&text));
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
  DpText *coming = g_new0 (DpText, 1);

  coming->intake = self;
  coming->is_paused = is_paused;
  g_application_hold (G_APPLICATION (self->application));
  dp_link_reader_read_async (text, type, folder, self->cancellable, on_links_read, coming);
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
  add_list (self, dp_add_dialog_get_list (dialog), dp_add_dialog_get_folder (dialog), FALSE);
}

static void
add (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpIntake *self = user_data;
  g_autofree char *folder = dp_preferences_get_folder (self->settings);
  DpAddDialog *dialog;

  g_application_activate (G_APPLICATION (self->application));
  self->is_dialog_wanted = !self->is_open;
  if (self->is_dialog_wanted)
    return;
  dialog = dp_add_dialog_new (GTK_WINDOW (dp_front_get_window (self->application)), folder);
  g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_dialog_accepted), self,
                           G_CONNECT_DEFAULT);
  gtk_window_present (GTK_WINDOW (dialog));
}

static const GActionEntry actions[] = {
  { .name = "add", .activate = add },
  { .name = "add-links", .activate = add_links, .parameter_type = "s" },
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
    take_text (self, g_queue_pop_head (&self->early));
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

  g_queue_clear_full (&self->early, (GDestroyNotify) text_free);
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
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->early);
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
