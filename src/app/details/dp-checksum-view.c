/* dp-checksum-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The checksum of a finished file, when somebody asks for it, and whether it is the one that its
 * publisher says.
 *
 * Thread: home.
 */

#include "dp-checksum-view.h"

#include <glib/gi18n.h>

#include "dp-checksum.h"

#define LOOK_MSEC 250

struct _DpChecksumView
{
  DpComposite parent_instance;

  char *path;                /* (owned) (nullable) */
  char *checksum;            /* (owned) (nullable): of it */
  GCancellable *cancellable; /* (owned) (nullable): while it is computed */
  DpCounter *counter;        /* (owned) (nullable): while it is computed */
  guint look_id;

  GtkStack *stack;
  GtkProgressBar *bar;
  GtkLabel *result;
  GtkEditable *entry;
  GtkLabel *verdict;
};

G_DEFINE_FINAL_TYPE (DpChecksumView, dp_checksum_view, DP_TYPE_COMPOSITE)

static void
show_fraction (DpChecksumView *self, double fraction)
{
  /* Translators: a share, in percent. */
  g_autofree char *percent = g_strdup_printf (_ ("%u %%"), (guint) (fraction * 100));

  gtk_progress_bar_set_fraction (self->bar, fraction);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  percent, -1);
}

static gboolean
on_look (gpointer user_data)
{
  DpChecksumView *self = user_data;
  const DpProgress progress = {
    .received_bytes = dp_counter_get_received (self->counter),
    .total_bytes = dp_counter_get_total (self->counter),
  };

  show_fraction (self, dp_progress_get_fraction (&progress));
  return G_SOURCE_CONTINUE;
}

static void
stop (DpChecksumView *self)
{
  g_clear_handle_id (&self->look_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->counter, dp_counter_unref);
}

static void
compare (DpChecksumView *self)
{
  const char *pasted = gtk_editable_get_text (self->entry);
  gboolean is_same = self->checksum != NULL && dp_checksum_is_same (self->checksum, pasted);
  const char *words = is_same ? _ ("It is the same: the file is what it should be.")
                              : _ ("It is another one: the file is not what it should be. Fetch it "
                                   "again, or ask where the checksum came from.");

  gtk_widget_set_visible (GTK_WIDGET (self->verdict), *pasted != '\0');
  gtk_label_set_label (self->verdict, *pasted != '\0' ? words : "");
  if (is_same || *pasted == '\0')
    gtk_widget_remove_css_class (GTK_WIDGET (self->verdict), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->verdict), "error");
}

static void
on_computed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *checksum = dp_checksum_finish (result, &error);
  DpChecksumView *self;

  /* The view shows something else by now, or is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  stop (self);
  self->checksum = g_steal_pointer (&checksum);
  gtk_label_set_label (self->result, error != NULL ? error->message : self->checksum);
  gtk_widget_set_visible (GTK_WIDGET (self->result), TRUE);
  gtk_stack_set_visible_child_name (self->stack, error != NULL ? "unknown" : "known");
  compare (self);
}

static void
compute (DpChecksumView *self)
{
  stop (self);
  self->cancellable = g_cancellable_new ();
  self->counter = dp_counter_new (NULL);
  show_fraction (self, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->result), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "computing");
  self->look_id = g_timeout_add_full (DP_PRIORITY_PROGRESS, LOOK_MSEC, on_look, self, NULL);
  dp_checksum_async (self->path, G_CHECKSUM_SHA256, self->counter, self->cancellable, on_computed,
                     self);
}

static void
cancel (DpChecksumView *self)
{
  stop (self);
  gtk_stack_set_visible_child_name (self->stack, "unknown");
}

static void
copy (DpChecksumView *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->checksum);
}

/**
 * dp_checksum_view_set_path:
 * @self: a view
 * @path: (type filename) (nullable): a finished file
 *
 * What is computed of another one is given up.
 *
 * Thread: home.
 */
void
dp_checksum_view_set_path (DpChecksumView *self, const char *path)
{
  gtk_widget_set_visible (GTK_WIDGET (self), path != NULL);
  if (g_strcmp0 (path, self->path) == 0)
    return;
  stop (self);
  g_free (self->path);
  self->path = g_strdup (path);
  g_clear_pointer (&self->checksum, g_free);
  gtk_editable_set_text (self->entry, "");
  gtk_widget_set_visible (GTK_WIDGET (self->result), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "unknown");
}

static void
dp_checksum_view_dispose (GObject *object)
{
  DpChecksumView *self = DP_CHECKSUM_VIEW (object);

  stop (self);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->checksum, g_free);
  G_OBJECT_CLASS (dp_checksum_view_parent_class)->dispose (object);
}

static void
dp_checksum_view_class_init (DpChecksumViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_checksum_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-checksum-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DpChecksumView, stack);
  gtk_widget_class_bind_template_child (widget_class, DpChecksumView, bar);
  gtk_widget_class_bind_template_child (widget_class, DpChecksumView, result);
  gtk_widget_class_bind_template_child (widget_class, DpChecksumView, entry);
  gtk_widget_class_bind_template_child (widget_class, DpChecksumView, verdict);
  gtk_widget_class_bind_template_callback (widget_class, compute);
  gtk_widget_class_bind_template_callback (widget_class, cancel);
  gtk_widget_class_bind_template_callback (widget_class, copy);
  gtk_widget_class_bind_template_callback (widget_class, compare);
}

static void
dp_checksum_view_init (DpChecksumView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
