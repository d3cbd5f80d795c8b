/* dp-command-entry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A field for a command, which is kept when it is complete and can be understood: in a setting, or by
 * whoever asks for it.
 *
 * Thread: home.
 */

#include "dp-command-entry.h"

#include <glib/gi18n.h>

#include "dp-command.h"

struct _DpCommandEntry
{
  GtkBox parent_instance;

  GSettings *settings; /* (owned) (nullable): until it is bound */
  char *key;           /* (owned) (nullable) */

  GtkLabel *title;
  GtkLabel *hint;
  GtkLabel *complaint;
  GtkEntry *entry;
};

enum
{
  PROP_TITLE = 1,
  PROP_HINT,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (DpCommandEntry, dp_command_entry, GTK_TYPE_BOX)

/* Says what is wrong while it is typed. */
static gboolean
check (DpCommandEntry *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = dp_command_parse (text, NULL, &error);
  /* Nothing is no command, and a good one. */
  gboolean is_good =
      words != NULL || g_error_matches (error, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING);

  if (is_good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               is_good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  gtk_widget_set_visible (GTK_WIDGET (self->complaint), !is_good);
  return is_good;
}

static void
on_changed (DpCommandEntry *self)
{
  check (self);
  g_signal_emit (self, changed_signal, 0);
}

/* Half a command would be run as well: it counts when the person is done with it. */
static void
take (DpCommandEntry *self)
{
  g_autofree char *known = NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (self->settings == NULL || !check (self))
    return;
  known = g_settings_get_string (self->settings, self->key);
  if (!g_str_equal (known, text))
    g_settings_set_string (self->settings, self->key, text);
}

/**
 * dp_command_entry_bind:
 * @self: a field
 * @settings: the program's settings
 * @key: of a command
 *
 * Shows what the key holds, and keeps there what is typed.
 *
 * Thread: home.
 */
void
dp_command_entry_bind (DpCommandEntry *self, GSettings *settings, const char *key)
{
  gtk_label_set_label (self->complaint,
                       _ ("A quotation mark is not closed, or a backslash stands at the end. Until "
                          "that is mended, the command from before counts."));
  self->settings = g_object_ref (settings);
  self->key = g_strdup (key);
  g_settings_bind (settings, key, self->entry, "text",
                   G_SETTINGS_BIND_GET | G_SETTINGS_BIND_NO_SENSITIVITY);
}

/**
 * dp_command_entry_set_command:
 * @self: a field
 * @command: (nullable): what to begin with
 *
 * Thread: home.
 */
void
dp_command_entry_set_command (DpCommandEntry *self, const char *command)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), command != NULL ? command : "");
}

/**
 * dp_command_entry_get_command:
 * @self: a field
 *
 * Thread: home.
 *
 * Returns: (transfer none): what stands there, or "" if nothing does
 */
const char *
dp_command_entry_get_command (DpCommandEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/**
 * dp_command_entry_is_good:
 * @self: a field
 *
 * Thread: home.
 *
 * Returns: whether nothing stands there, or something that can be run
 */
gboolean
dp_command_entry_is_good (DpCommandEntry *self)
{
  return check (self);
}

static gboolean
dp_command_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DP_COMMAND_ENTRY (widget)->entry));
}

static void
dp_command_entry_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DpCommandEntry *self = DP_COMMAND_ENTRY (object);

  if (id == PROP_TITLE)
    gtk_label_set_label (self->title, g_value_get_string (value));
  else if (id == PROP_HINT)
    gtk_label_set_label (self->hint, g_value_get_string (value));
  gtk_widget_set_visible (GTK_WIDGET (self->hint), *gtk_label_get_label (self->hint) != '\0');
}

static void
dp_command_entry_dispose (GObject *object)
{
  DpCommandEntry *self = DP_COMMAND_ENTRY (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->key, g_free);
  G_OBJECT_CLASS (dp_command_entry_parent_class)->dispose (object);
}

static void
dp_command_entry_class_init (DpCommandEntryClass *klass)
{
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dp_command_entry_dispose;
  object_class->set_property = dp_command_entry_set_property;
  widget_class->grab_focus = dp_command_entry_grab_focus;

  /**
   * DpCommandEntry::changed:
   * @self: the field
   *
   * Something else stands there.
   */
  changed_signal = g_signal_new ("changed", DP_TYPE_COMMAND_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);

  /**
   * DpCommandEntry:title:
   *
   * When the command is run.
   */
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);

  /**
   * DpCommandEntry:hint:
   *
   * More about that.
   */
  props[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-command-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, DpCommandEntry, title);
  gtk_widget_class_bind_template_child (widget_class, DpCommandEntry, hint);
  gtk_widget_class_bind_template_child (widget_class, DpCommandEntry, complaint);
  gtk_widget_class_bind_template_child (widget_class, DpCommandEntry, entry);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, take);
}

static void
dp_command_entry_init (DpCommandEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
