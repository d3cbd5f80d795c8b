/* dp-folder-picker.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where files shall be: a button that tells the folder and asks for another one, the folders of the
 * last times, and how much room there is.
 *
 * Thread: home; a worker looks at the volume, for a disk may take its time.
 */

#include "dp-folder-picker.h"

#include <glib/gi18n.h>

#include "dp-desktop.h"
#include "dp-preferences-values.h"
#include "dp-volume.h"

#define MAX_RECENT 8

struct _DpFolderPicker
{
  DpComposite parent_instance;

  GSettings *settings;       /* (owned) (nullable) */
  char *folder;              /* (owned) (nullable) (type filename) */
  gboolean is_chosen;        /* by the person, here */
  GCancellable *cancellable; /* (owned) (nullable): of whoever looks at the volume */

  GtkLabel *label;
  GtkMenuButton *recent;
  GtkLabel *free;
};

G_DEFINE_FINAL_TYPE (DpFolderPicker, dp_folder_picker, DP_TYPE_COMPOSITE)

/* Room */

/* Worker. */
static void
look_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  guint64 free_bytes = dp_volume_find_free (task_data);

  g_task_return_pointer (task, g_memdup2 (&free_bytes, sizeof free_bytes), g_free);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree guint64 *free_bytes = g_task_propagate_pointer (G_TASK (result), NULL);
  DpFolderPicker *self = user_data;
  g_autofree char *size = NULL;
  g_autofree char *text = NULL;

  /* Then another folder counts, or nobody is there to be told. */
  if (free_bytes == NULL)
    return;
  g_clear_object (&self->cancellable);
  if (*free_bytes == G_MAXUINT64)
    return;
  size = g_format_size (*free_bytes);
  /* Translators: how much room there is, as in "12.3 GB free". */
  text = g_strdup_printf (_ ("%s free"), size);
  gtk_label_set_label (self->free,
                       *free_bytes < DP_VOLUME_LEAST_BYTES ? _ ("There is no room there") : text);
}

static void
look (DpFolderPicker *self)
{
  g_autoptr (GTask) task = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_label_set_label (self->free, "");
  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, on_looked, self);
  g_task_set_task_data (task, g_strdup (self->folder), g_free);
  g_task_run_in_thread (task, look_job);
}

/* The folder */

static void
set_folder (DpFolderPicker *self, const char *folder)
{
  g_autofree char *copy = g_strdup (folder);
  g_autofree char *display = g_filename_display_name (folder);

  g_free (self->folder);
  self->folder = g_steal_pointer (&copy);
  gtk_label_set_label (self->label, display);
  look (self);
}

static void
on_chosen (const char *folder, gpointer user_data)
{
  DpFolderPicker *self = user_data;

  self->is_chosen = TRUE;
  set_folder (self, folder);
}

static void
choose (DpFolderPicker *self)
{
  dp_desktop_choose_folder (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->folder,
                            on_chosen, self);
}

static void
take (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  on_chosen (g_variant_get_string (parameter, NULL), widget);
}

/**
 * dp_folder_picker_get_folder:
 * @self: a picker
 *
 * Thread: home.
 *
 * Returns: (transfer none) (type filename): where the files shall be
 */
const char *
dp_folder_picker_get_folder (DpFolderPicker *self)
{
  return self->folder;
}

/**
 * dp_folder_picker_is_chosen:
 * @self: a picker
 *
 * Thread: home.
 *
 * Returns: whether the person said so here
 */
gboolean
dp_folder_picker_is_chosen (DpFolderPicker *self)
{
  return self->is_chosen;
}

/* The last times */

static void
show_recent (DpFolderPicker *self)
{
  g_auto (GStrv) folders = g_settings_get_strv (self->settings, "recent-folders");
  g_autoptr (GMenu) menu = g_menu_new ();

  for (char **folder = folders; *folder != NULL; folder++)
    {
      g_autofree char *display = g_filename_display_name (*folder);
      g_autoptr (GMenuItem) item = g_menu_item_new (display, NULL);

      g_menu_item_set_action_and_target (item, "folder.take", "s", *folder);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (self->recent, G_MENU_MODEL (menu));
  gtk_widget_set_visible (GTK_WIDGET (self->recent), *folders != NULL);
}

/**
 * dp_folder_picker_remember:
 * @self: a picker
 *
 * The folder is used: it is the first of the recent ones from now on.
 *
 * Thread: home.
 */
void
dp_folder_picker_remember (DpFolderPicker *self)
{
  g_auto (GStrv) folders = g_settings_get_strv (self->settings, "recent-folders");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) newer = NULL;
  guint n_folders = 1;

  /* The settings hold text. */
  if (!g_utf8_validate (self->folder, -1, NULL))
    return;
  g_strv_builder_add (builder, self->folder);
  for (char **folder = folders; *folder != NULL && n_folders < MAX_RECENT; folder++)
    if (!g_str_equal (*folder, self->folder))
      {
        g_strv_builder_add (builder, *folder);
        n_folders++;
      }
  newer = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "recent-folders", (const char *const *) newer);
}

/* Life */

static void
dp_folder_picker_dispose (GObject *object)
{
  DpFolderPicker *self = DP_FOLDER_PICKER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->folder, g_free);
  G_OBJECT_CLASS (dp_folder_picker_parent_class)->dispose (object);
}

static void
dp_folder_picker_class_init (DpFolderPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_folder_picker_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-folder-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, DpFolderPicker, label);
  gtk_widget_class_bind_template_child (widget_class, DpFolderPicker, recent);
  gtk_widget_class_bind_template_child (widget_class, DpFolderPicker, free);
  gtk_widget_class_bind_template_callback (widget_class, choose);
  gtk_widget_class_install_action (widget_class, "folder.take", "s", take);
}

static void
dp_folder_picker_init (DpFolderPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dp_folder_picker_attach:
 * @self: a picker
 * @settings: the program's settings: where files go, and where they went
 *
 * Thread: home.
 */
void
dp_folder_picker_attach (DpFolderPicker *self, GSettings *settings)
{
  g_autofree char *folder = dp_preferences_get_folder (settings);

  self->settings = g_object_ref (settings);
  set_folder (self, folder);
  show_recent (self);
}
