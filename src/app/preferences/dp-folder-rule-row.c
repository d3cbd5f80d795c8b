/* dp-folder-rule-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One rule: for which names or which server a folder is.
 *
 * Thread: home.
 */

#include "dp-folder-rule-row.h"

#include <glib/gi18n.h>

#include "dp-desktop.h"

struct _DpFolderRuleRow
{
  GtkListBoxRow parent_instance;

  char *folder; /* (owned) (type filename) */

  GtkEditable *pattern;
  GtkLabel *label;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (DpFolderRuleRow, dp_folder_rule_row, GTK_TYPE_LIST_BOX_ROW)

static void
tell (DpFolderRuleRow *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
set_folder (DpFolderRuleRow *self, const char *folder)
{
  g_autofree char *copy = g_strdup (folder);
  g_autofree char *display = g_filename_display_name (folder);

  g_free (self->folder);
  self->folder = g_steal_pointer (&copy);
  gtk_label_set_label (self->label, *folder != '\0' ? display : _ ("Choose a Folder"));
}

static void
on_chosen (const char *folder, gpointer user_data)
{
  /* The settings hold text. */
  if (!g_utf8_validate (folder, -1, NULL))
    return;
  set_folder (user_data, folder);
  tell (user_data);
}

static void
choose (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  DpFolderRuleRow *self = DP_FOLDER_RULE_ROW (widget);

  dp_desktop_choose_folder (GTK_WINDOW (gtk_widget_get_root (widget)),
                            *self->folder != '\0' ? self->folder : NULL, on_chosen, self);
}

/* The first that fits counts. */
static void
raise_rule (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  GtkListBox *list = GTK_LIST_BOX (gtk_widget_get_parent (widget));
  int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (widget));

  if (index < 1)
    return;
  g_object_ref (widget);
  gtk_list_box_remove (list, widget);
  gtk_list_box_insert (list, widget, index - 1);
  tell (DP_FOLDER_RULE_ROW (widget));
  g_object_unref (widget);
}

static void
remove_rule (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_object_ref (widget);
  gtk_list_box_remove (GTK_LIST_BOX (gtk_widget_get_parent (widget)), widget);
  tell (DP_FOLDER_RULE_ROW (widget));
  g_object_unref (widget);
}

/**
 * dp_folder_rule_row_get_pattern:
 * @self: a row
 *
 * Thread: home.
 *
 * Returns: (transfer none): for what it is
 */
const char *
dp_folder_rule_row_get_pattern (DpFolderRuleRow *self)
{
  return gtk_editable_get_text (self->pattern);
}

/**
 * dp_folder_rule_row_get_folder:
 * @self: a row
 *
 * Thread: home.
 *
 * Returns: (transfer none) (type filename): where it goes; empty if nobody said yet
 */
const char *
dp_folder_rule_row_get_folder (DpFolderRuleRow *self)
{
  return self->folder;
}

static void
dp_folder_rule_row_finalize (GObject *object)
{
  g_free (DP_FOLDER_RULE_ROW (object)->folder);
  G_OBJECT_CLASS (dp_folder_rule_row_parent_class)->finalize (object);
}

static void
dp_folder_rule_row_class_init (DpFolderRuleRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dp_folder_rule_row_finalize;

  /**
   * DpFolderRuleRow::changed:
   * @self: the row
   *
   * It says something else, stands elsewhere, or is gone.
   */
  changed_signal = g_signal_new ("changed", DP_TYPE_FOLDER_RULE_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/downpour/Downpour/dp-folder-rule-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DpFolderRuleRow, pattern);
  gtk_widget_class_bind_template_child (widget_class, DpFolderRuleRow, label);
  gtk_widget_class_bind_template_callback (widget_class, tell);
  gtk_widget_class_install_action (widget_class, "rule.choose", NULL, choose);
  gtk_widget_class_install_action (widget_class, "rule.raise", NULL, raise_rule);
  gtk_widget_class_install_action (widget_class, "rule.remove", NULL, remove_rule);
}

static void
dp_folder_rule_row_init (DpFolderRuleRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dp_folder_rule_row_new:
 * @pattern: for what it is
 * @folder: (type filename): where it goes; empty if nobody said yet
 *
 * Thread: home.
 *
 * Returns: (transfer floating): a row
 */
DpFolderRuleRow *
dp_folder_rule_row_new (const char *pattern, const char *folder)
{
  DpFolderRuleRow *self = g_object_new (DP_TYPE_FOLDER_RULE_ROW, NULL);

  gtk_editable_set_text (self->pattern, pattern);
  set_folder (self, folder);
  return self;
}
