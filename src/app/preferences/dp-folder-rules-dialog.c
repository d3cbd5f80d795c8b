/* dp-folder-rules-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which files go to which folder, a row for each rule.  What is written counts from then on; a rule
 * that is not complete is kept here until it is.
 *
 * Thread: home.
 */

#include "dp-folder-rules-dialog.h"

#include "dp-folder-rule-row.h"

struct _DpFolderRulesDialog
{
  GtkWindow parent_instance;

  GSettings *settings; /* (owned) */
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (DpFolderRulesDialog, dp_folder_rules_dialog, GTK_TYPE_WINDOW)

static void
store (DpFolderRulesDialog *self)
{
  GVariantBuilder builder;
  GtkListBoxRow *row;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ss)"));
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      const char *pattern = dp_folder_rule_row_get_pattern (DP_FOLDER_RULE_ROW (row));
      const char *folder = dp_folder_rule_row_get_folder (DP_FOLDER_RULE_ROW (row));

      if (*pattern != '\0' && *folder != '\0')
        g_variant_builder_add (&builder, "(ss)", pattern, folder);
    }
  g_settings_set_value (self->settings, "folder-rules", g_variant_builder_end (&builder));
}

static void
append (DpFolderRulesDialog *self, const char *pattern, const char *folder)
{
  DpFolderRuleRow *row = dp_folder_rule_row_new (pattern, folder);

  g_signal_connect_object (row, "changed", G_CALLBACK (store), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list, GTK_WIDGET (row));
}

static void
add (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  DpFolderRulesDialog *self = DP_FOLDER_RULES_DIALOG (widget);

  append (self, "", "");
  gtk_widget_child_focus (gtk_widget_get_last_child (GTK_WIDGET (self->list)), GTK_DIR_TAB_FORWARD);
}

static void
dp_folder_rules_dialog_dispose (GObject *object)
{
  g_clear_object (&DP_FOLDER_RULES_DIALOG (object)->settings);
  G_OBJECT_CLASS (dp_folder_rules_dialog_parent_class)->dispose (object);
}

static void
dp_folder_rules_dialog_class_init (DpFolderRulesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_folder_rules_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/downpour/Downpour/dp-folder-rules-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DpFolderRulesDialog, list);
  gtk_widget_class_install_action (widget_class, "rules.add", NULL, add);
}

static void
dp_folder_rules_dialog_init (DpFolderRulesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dp_folder_rules_dialog_new:
 * @parent: the window that asks
 * @settings: the program's settings
 *
 * Thread: home.
 *
 * Returns: (transfer none): a dialog, owned by GTK, not yet shown
 */
DpFolderRulesDialog *
dp_folder_rules_dialog_new (GtkWindow *parent, GSettings *settings)
{
  DpFolderRulesDialog *self =
      g_object_new (DP_TYPE_FOLDER_RULES_DIALOG, "transient-for", parent, NULL);
  g_autoptr (GVariant) rules = g_settings_get_value (settings, "folder-rules");
  GVariantIter iter;
  const char *pattern;
  const char *folder;

  self->settings = g_object_ref (settings);
  g_variant_iter_init (&iter, rules);
  while (g_variant_iter_next (&iter, "(&s&s)", &pattern, &folder))
    append (self, pattern, folder);
  return self;
}
