/* dp-exchange.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists from files, and the list into a file ("app.import", "app.export"; "app.import-file" and
 * "app.export-file" are the same with the file named).
 *
 * There may be a hundred thousand downloads: what is to be written of them is noted in portions, with
 * painting and input in between, and a worker makes the text and writes it.
 *
 * Thread: home; what a worker does says so.
 */

#include "dp-exchange.h"

#include <glib/gi18n.h>

#include "dp-desktop.h"
#include "dp-front.h"
#include "dp-list-export.h"

#define PORTION_USEC 5000

struct _DpExchange
{
  GObject parent_instance;

  GtkApplication *application; /* (unowned): outlives us */
  DpQueue *queue;              /* (owned) */
  DpIntake *intake;            /* (owned) */
  GCancellable *cancellable;   /* (owned) */
  DpListExport form;           /* while the person chooses a file */
};

typedef struct
{
  GPtrArray *downloads; /* (owned) (element-type DpDownload) */
  GPtrArray *entries;   /* (owned) (element-type DpEntry): of the first ones */
  DpListExport form;
  char *path; /* (owned) (type filename) */
} Export;

G_DEFINE_FINAL_TYPE (DpExchange, dp_exchange, G_TYPE_OBJECT)

/* By DpListExport. */
static const struct
{
  const char *id;
  const char *file_name;
} forms[] = {
  [DP_LIST_EXPORT_LINKS] = { "links", N_ ("downloads.txt") },
  [DP_LIST_EXPORT_ARIA2] = { "aria2", N_ ("downloads.aria2.txt") },
  [DP_LIST_EXPORT_METALINK] = { "metalink", N_ ("downloads.meta4") },
  [DP_LIST_EXPORT_CSV] = { "csv", N_ ("downloads.csv") },
};

/* In */

static void
take_file (const char *path, gpointer user_data)
{
  DpExchange *self = user_data;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr (GBytes) text = g_bytes_new (uri, strlen (uri));

  dp_intake_take_text (self->intake, text, DP_URL_LIST_URI_LIST, NULL, FALSE);
}

static void
import (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpExchange *self = user_data;

  g_application_activate (G_APPLICATION (self->application));
  dp_desktop_choose_file (GTK_WINDOW (dp_front_get_window (self->application)), take_file, self);
}

static void
import_file (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  take_file (g_variant_get_bytestring (parameter), user_data);
}

/* Out */

static void
export_free (Export *self)
{
  g_ptr_array_unref (self->downloads);
  g_ptr_array_unref (self->entries);
  g_free (self->path);
  g_free (self);
}

/* As the person has arranged them: read in again, they come in that order. */
static GPtrArray *
ref_downloads (DpQueue *queue)
{
  DpPlaces *places = dp_list_get_places (dp_scheduler_get_list (dp_queue_get_scheduler (queue)));
  guint n_places = dp_places_get_size (places);
  GPtrArray *downloads = g_ptr_array_new_full (n_places, g_object_unref);

  for (guint i = 0; i < n_places; i++)
    g_ptr_array_add (downloads, g_object_ref (dp_places_get (places, i)));
  return downloads;
}

/* Worker.  There may be passwords in it: the file is nobody else's. */
static void
write_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Export *self = task_data;
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree char *text = dp_list_export (self->entries, self->form, &length);

  if (g_file_replace_contents (file, text, length, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                               cancellable, &error))
    g_task_return_int (task, self->entries->len);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gssize n_entries = g_task_propagate_int (G_TASK (result), &error);
  DpExchange *self = user_data;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    /* Translators: the system's reason. */
    text = g_strdup_printf (_ ("The list could not be written: %s"), error->message);
  else
    text =
        g_strdup_printf (ngettext ("%'u entry written", "%'u entries written", (gulong) n_entries),
                         (guint) n_entries);
  dp_front_say (self->application, text, NULL, NULL);
}

static gboolean
note_portion (gpointer user_data)
{
  GTask *task = user_data;
  Export *export = g_task_get_task_data (task);
  gint64 end_usec = g_get_monotonic_time () + PORTION_USEC;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  while (export->entries->len < export->downloads->len)
    {
      if (g_get_monotonic_time () > end_usec)
        return G_SOURCE_CONTINUE;
      g_ptr_array_add (export->entries,
                       dp_entry_new (export->downloads->pdata[export->entries->len]));
    }
  /* They are the home thread's. */
  g_ptr_array_set_size (export->downloads, 0);
  g_task_run_in_thread (task, write_job);
  return G_SOURCE_REMOVE;
}

static void
write_list (DpExchange *self, const char *path, DpListExport form)
{
  GTask *task = g_task_new (NULL, self->cancellable, on_written, self);
  Export *export = g_new (Export, 1);

  *export = (Export){
    .downloads = ref_downloads (self->queue),
    .entries = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_entry_free),
    .form = form,
    .path = g_strdup (path),
  };
  g_task_set_source_tag (task, write_list);
  g_task_set_task_data (task, export, (GDestroyNotify) export_free);
  g_idle_add_full (G_PRIORITY_LOW, note_portion, task, g_object_unref);
}

static gboolean
find_form (const char *id, DpListExport *form)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (g_str_equal (forms[i].id, id))
      {
        *form = (DpListExport) i;
        return TRUE;
      }
  return FALSE;
}

static void
on_place_chosen (const char *path, gpointer user_data)
{
  DpExchange *self = user_data;

  write_list (self, path, self->form);
}

static void export(GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpExchange *self = user_data;

  if (!find_form (g_variant_get_string (parameter, NULL), &self->form))
    return;
  g_application_activate (G_APPLICATION (self->application));
  dp_desktop_choose_place (GTK_WINDOW (dp_front_get_window (self->application)),
                           _ (forms[self->form].file_name), on_place_chosen, self);
}

static void
export_file (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpListExport form;
  const char *id;
  const char *path;

  g_variant_get (parameter, "(&s^&ay)", &id, &path);
  if (find_form (id, &form))
    write_list (user_data, path, form);
}

static const GActionEntry actions[] = {
  { .name = "import", .activate = import },
  { .name = "import-file", .activate = import_file, .parameter_type = "ay" },
  { .name = "export", .activate = export, .parameter_type = "s" },
  { .name = "export-file", .activate = export_file, .parameter_type = "(say)" },
};

/* Life */

static void
dp_exchange_dispose (GObject *object)
{
  DpExchange *self = DP_EXCHANGE (object);

  g_cancellable_cancel (self->cancellable);
  for (guint i = 0; self->application != NULL && i < G_N_ELEMENTS (actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->application), actions[i].name);
  self->application = NULL;
  g_clear_object (&self->intake);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (dp_exchange_parent_class)->dispose (object);
}

static void
dp_exchange_finalize (GObject *object)
{
  g_clear_object (&DP_EXCHANGE (object)->cancellable);
  G_OBJECT_CLASS (dp_exchange_parent_class)->finalize (object);
}

static void
dp_exchange_class_init (DpExchangeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dp_exchange_dispose;
  G_OBJECT_CLASS (klass)->finalize = dp_exchange_finalize;
}

static void
dp_exchange_init (DpExchange *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * dp_exchange_new:
 * @application: gets the actions, for as long as the result lives; outlives it
 * @queue: the list
 * @intake: where links go
 *
 * Thread: home.
 *
 * Returns: (transfer full): the actions behind "Import" and "Export"
 */
DpExchange *
dp_exchange_new (GtkApplication *application, DpQueue *queue, DpIntake *intake)
{
  DpExchange *self = g_object_new (DP_TYPE_EXCHANGE, NULL);

  self->application = application;
  self->queue = g_object_ref (queue);
  self->intake = g_object_ref (intake);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   self);
  return self;
}
