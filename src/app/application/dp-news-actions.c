/* dp-news-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking whether finished files have changed where they came from ("app.check"), and having once more
 * what is done ("app.download-again").  What has changed comes beside what is here.  What is no longer
 * here is offered ("app.download-gone"): the person may have put it away.
 *
 * Thread: home.
 */

#include "dp-news-actions.h"

#include <glib/gi18n.h>

#include "dp-again.h"
#include "dp-check.h"
#include "dp-front.h"
#include "dp-orders.h"

struct _DpNewsActions
{
  GObject parent_instance;

  GtkApplication *application; /* (unowned): outlives us */
  DpQueue *queue;              /* (owned) */
  DpLanes *lanes;              /* (unowned): outlives us */
  DpUndo *undo;                /* (owned) */
  GCancellable *cancellable;   /* (owned) */
  GArray *gone; /* (owned) (nullable) (element-type guint64): what the last look did not find */
};

G_DEFINE_FINAL_TYPE (DpNewsActions, dp_news_actions, G_TYPE_OBJECT)

/* Once more */

static guint
add_again (DpNewsActions *self, const guint64 *ids, gsize n_ids)
{
  guint n_added;
  guint64 first_id = dp_queue_add_again (self->queue, ids, n_ids, &n_added);

  if (n_added > 0)
    dp_undo_note_addition (self->undo, first_id, n_added);
  return n_added;
}

/* What is done comes once more, beside what is here; what has failed, is paused or was given up goes
 * on. */
static void
download_again (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpNewsActions *self = user_data;
  gsize n_ids;
  const guint64 *ids = g_variant_get_fixed_array (parameter, &n_ids, sizeof (guint64));
  guint n_added;
  g_autofree char *text = NULL;

  dp_queue_resume (self->queue, ids, n_ids);
  n_added = add_again (self, ids, n_ids);
  if (n_added == 0)
    return;
  text = g_strdup_printf (ngettext ("%'u link added", "%'u links added", n_added), n_added);
  dp_front_say (self->application, text, _ ("Undo"), "app.undo");
}

/* News */

static void
append_part (GString *text, guint count, const char *part)
{
  if (count > 0 && text->len > 0)
    /* Translators: between two parts, as in "20 links added, 3 refused". */
    g_string_append (text, _ (", "));
  if (count > 0)
    g_string_append (text, part);
}

static char *
get_checked_text (const DpChecked *checked)
{
  guint n_changed = checked->changed->len;
  guint n_gone = checked->gone->len;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *changed =
      g_strdup_printf (ngettext ("%'u has changed and is downloaded again",
                                 "%'u have changed and are downloaded again", n_changed),
                       n_changed);
  g_autofree char *gone = g_strdup_printf (
      /* Translators: how many files that were downloaded once. */
      ngettext ("%'u is no longer here as it was", "%'u are no longer here as they were", n_gone),
      n_gone);
  g_autofree char *unchanged =
      g_strdup_printf (ngettext ("%'u is unchanged", "%'u are unchanged", checked->n_unchanged),
                       checked->n_unchanged);
  g_autofree char *unknown = g_strdup_printf (
      ngettext ("%'u could not be checked", "%'u could not be checked", checked->n_unknown),
      checked->n_unknown);

  append_part (text, n_changed, changed);
  append_part (text, n_gone, gone);
  append_part (text, checked->n_unchanged, unchanged);
  append_part (text, checked->n_unknown, unknown);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE)
                       : g_strdup (_ ("None of them is finished"));
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const DpChecked *checked = dp_queue_check_finish (DP_QUEUE (source), result, NULL);
  DpNewsActions *self = user_data;
  g_autofree char *text = NULL;
  guint n_added;

  /* Only the end of the program cancels. */
  if (checked == NULL)
    return;
  text = get_checked_text (checked);
  n_added = add_again (self, (const guint64 *) checked->changed->data, checked->changed->len);
  g_clear_pointer (&self->gone, g_array_unref);
  self->gone = g_array_ref (checked->gone);
  /* What was added can be taken back with a key as well. */
  if (checked->gone->len > 0)
    dp_front_say (self->application, text, _ ("Download Again"), "app.download-gone");
  else
    dp_front_say (self->application, text, n_added > 0 ? _ ("Undo") : NULL, "app.undo");
}

static void
download_gone (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpNewsActions *self = user_data;
  g_autoptr (GArray) gone = g_steal_pointer (&self->gone);

  if (gone != NULL)
    g_action_group_activate_action (
        G_ACTION_GROUP (self->application), "download-again",
        g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, gone->data, gone->len, sizeof (guint64)));
}

static void
check (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpNewsActions *self = user_data;
  gsize n_ids;
  const guint64 *ids = g_variant_get_fixed_array (parameter, &n_ids, sizeof (guint64));

  dp_front_say (self->application, _ ("Asking the servers for changes…"), NULL, NULL);
  dp_queue_check_async (self->queue, self->lanes, ids, n_ids, self->cancellable, on_checked, self);
}

static const GActionEntry actions[] = {
  { .name = "download-again", .activate = download_again, .parameter_type = "at" },
  { .name = "download-gone", .activate = download_gone },
  { .name = "check", .activate = check, .parameter_type = "at" },
};

/* Life */

static void
dp_news_actions_dispose (GObject *object)
{
  DpNewsActions *self = DP_NEWS_ACTIONS (object);

  g_cancellable_cancel (self->cancellable);
  for (guint i = 0; self->application != NULL && i < G_N_ELEMENTS (actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->application), actions[i].name);
  self->application = NULL;
  g_clear_object (&self->undo);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (dp_news_actions_parent_class)->dispose (object);
}

static void
dp_news_actions_finalize (GObject *object)
{
  DpNewsActions *self = DP_NEWS_ACTIONS (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->gone, g_array_unref);
  G_OBJECT_CLASS (dp_news_actions_parent_class)->finalize (object);
}

static void
dp_news_actions_class_init (DpNewsActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dp_news_actions_dispose;
  G_OBJECT_CLASS (klass)->finalize = dp_news_actions_finalize;
}

static void
dp_news_actions_init (DpNewsActions *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * dp_news_actions_new:
 * @application: gets the actions, for as long as the result lives; outlives it
 * @queue: where the downloads are
 * @lanes: where the servers are asked
 * @undo: what can be taken back
 *
 * Thread: home.
 *
 * Returns: (transfer full): the actions
 */
DpNewsActions *
dp_news_actions_new (GtkApplication *application, DpQueue *queue, DpLanes *lanes, DpUndo *undo)
{
  DpNewsActions *self = g_object_new (DP_TYPE_NEWS_ACTIONS, NULL);

  self->application = application;
  self->queue = g_object_ref (queue);
  self->lanes = lanes;
  self->undo = g_object_ref (undo);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   self);
  return self;
}
