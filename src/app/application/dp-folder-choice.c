/* dp-folder-choice.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which of the links that come in go to another folder than the others, by the person's rules.
 *
 * A worker applies them: there may be a hundred thousand links, and many rules.
 *
 * Thread: home; what a worker does says so.
 */

#include "dp-folder-choice.h"

typedef struct
{
  DpKnown *known;       /* (owned) (nullable): until somebody took it */
  DpFolderRules *rules; /* (owned) */
} Choice;

static void
choice_free (Choice *self)
{
  dp_known_free (self->known);
  dp_folder_rules_unref (self->rules);
  g_free (self);
}

/* As people write it. */
static char *
dup_full_path (const char *folder)
{
  return g_str_has_prefix (folder, "~/") ? g_build_filename (g_get_home_dir (), folder + 2, NULL)
                                         : g_strdup (folder);
}

/**
 * dp_folder_choice_dup_rules:
 * @settings: the program's settings
 *
 * Thread: home.
 *
 * Returns: (transfer full): the rules that hold now
 */
DpFolderRules *
dp_folder_choice_dup_rules (GSettings *settings)
{
  g_autoptr (GVariant) rows = g_settings_get_value (settings, "folder-rules");
  DpFolderRules *rules = dp_folder_rules_new ();
  GVariantIter iter;
  const char *pattern;
  const char *folder;

  g_variant_iter_init (&iter, rows);
  while (g_variant_iter_next (&iter, "(&s&s)", &pattern, &folder))
    {
      g_autofree char *path = dup_full_path (folder);

      dp_folder_rules_add (rules, pattern, path);
    }
  return rules;
}

/* Worker. */
static void
choose_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Choice *self = task_data;
  const DpUrlList *fresh = self->known->fresh;
  GPtrArray *folders = g_ptr_array_new_full (fresh->urls->len, g_free);

  for (guint i = 0; i < fresh->urls->len; i++)
    {
      const DpOffer *offer = fresh->offers->pdata[i];

      g_ptr_array_add (folders,
                       g_strdup (dp_folder_rules_find (self->rules, fresh->urls->pdata[i],
                                                       offer != NULL ? offer->name : NULL)));
    }
  g_task_return_pointer (task, folders, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * dp_folder_choice_async:
 * @known: (transfer full): links
 * @rules: rules
 * @cancellable: (nullable): a cancellable
 * @callback: called once
 * @user_data: for @callback
 *
 * Thread: home.
 */
void
dp_folder_choice_async (DpKnown *known,
                        DpFolderRules *rules,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Choice *choice = g_new (Choice, 1);

  *choice = (Choice){ known, dp_folder_rules_ref (rules) };
  g_task_set_source_tag (task, dp_folder_choice_async);
  g_task_set_task_data (task, choice, (GDestroyNotify) choice_free);
  g_task_run_in_thread (task, choose_job);
}

/**
 * dp_folder_choice_finish:
 * @result: what the callback got
 * @folders: (out) (transfer full) (element-type filename): for each of the new links the folder that a
 *   rule has for it, or %NULL
 * @error: return location for a #GError
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): the links, or %NULL with @error set if it was cancelled
 */
DpKnown *
dp_folder_choice_finish (GAsyncResult *result, GPtrArray **folders, GError **error)
{
  Choice *choice;

  g_return_val_if_fail (g_async_result_is_tagged (result, dp_folder_choice_async), NULL);

  *folders = g_task_propagate_pointer (G_TASK (result), error);
  if (*folders == NULL)
    return NULL;
  choice = g_task_get_task_data (G_TASK (result));
  return g_steal_pointer (&choice->known);
}
