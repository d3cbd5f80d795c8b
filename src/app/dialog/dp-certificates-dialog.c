/* dp-certificates-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The certificates that the person accepted although nobody vouches for them, each with a button that
 * takes it back.  They are few: the list is made anew when there are others.
 *
 * The dialog asks, the application does: "app.forget-certificate" names the server and the
 * fingerprint.
 *
 * Thread: home.
 */

#include "dp-certificates-dialog.h"

#include <glib/gi18n.h>

#include "dp-certificate-words.h"
#include "dp-line.h"
#include "dp-trust.h"

struct _DpCertificatesDialog
{
  GtkWindow parent_instance;

  DpQueue *queue;     /* (owned) */
  GPtrArray *trusted; /* (owned) (nullable) (element-type DpQuestion): what is shown */

  GtkWidget *none;
  GtkWidget *some;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (DpCertificatesDialog, dp_certificates_dialog, GTK_TYPE_WINDOW)

static GtkWidget *
new_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
new_description (const DpQuestion *question)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *place = g_strdup_printf ("%s:%u", question->host, question->port);
  g_autofree char *problems = dp_certificate_words_for_problems (question);
  g_autofree char *groups = dp_certificate_words_for_fingerprint (question->fingerprint);
  GtkWidget *fingerprint = new_label (groups, "caption");

  gtk_label_set_selectable (GTK_LABEL (fingerprint), TRUE);
  gtk_widget_add_css_class (fingerprint, "monospace");
  gtk_accessible_update_property (GTK_ACCESSIBLE (fingerprint), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  /* Translators: what a row of digits is. */
                                  _ ("Fingerprint (SHA-256)"), -1);
  gtk_box_append (GTK_BOX (box), new_label (place, NULL));
  gtk_box_append (GTK_BOX (box), new_label (problems, "dim-label"));
  gtk_box_append (GTK_BOX (box), fingerprint);
  return box;
}

static GtkWidget *
new_button (const DpQuestion *question)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Forget"));
  /* Translators: %s is the name of a server. */
  g_autofree char *name =
      g_strdup_printf (_ ("Don't trust this certificate of “%s” any more"), question->host);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", question->origin,
                                    question->fingerprint);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.forget-certificate");
  return button;
}

static GtkWidget *
new_row (const DpQuestion *question)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = g_object_new (DP_TYPE_LINE, NULL);

  gtk_widget_set_parent (new_description (question), line);
  gtk_widget_set_parent (new_button (question), line);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static gboolean
is_shown (DpCertificatesDialog *self, const GPtrArray *trusted)
{
  if (self->trusted == NULL || self->trusted->len != trusted->len)
    return FALSE;
  for (guint i = 0; i < trusted->len; i++)
    {
      const DpQuestion *one = self->trusted->pdata[i];
      const DpQuestion *other = trusted->pdata[i];

      if (!g_str_equal (one->origin, other->origin) ||
          !g_str_equal (one->fingerprint, other->fingerprint))
        return FALSE;
    }
  return TRUE;
}

/* The queue tells all that happens in it. */
static void
update (DpCertificatesDialog *self)
{
  g_autoptr (GPtrArray) trusted = dp_queue_list_trusted (self->queue);
  GtkWidget *row;

  if (is_shown (self, trusted))
    return;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < trusted->len; i++)
    gtk_list_box_append (self->list, new_row (trusted->pdata[i]));
  gtk_widget_set_visible (self->none, trusted->len == 0);
  gtk_widget_set_visible (self->some, trusted->len > 0);
  g_clear_pointer (&self->trusted, g_ptr_array_unref);
  self->trusted = g_steal_pointer (&trusted);
}

static void
dp_certificates_dialog_dispose (GObject *object)
{
  DpCertificatesDialog *self = DP_CERTIFICATES_DIALOG (object);

  g_clear_object (&self->queue);
  g_clear_pointer (&self->trusted, g_ptr_array_unref);
  G_OBJECT_CLASS (dp_certificates_dialog_parent_class)->dispose (object);
}

static void
dp_certificates_dialog_class_init (DpCertificatesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_certificates_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/downpour/Downpour/dp-certificates-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DpCertificatesDialog, none);
  gtk_widget_class_bind_template_child (widget_class, DpCertificatesDialog, some);
  gtk_widget_class_bind_template_child (widget_class, DpCertificatesDialog, list);
}

static void
dp_certificates_dialog_init (DpCertificatesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dp_certificates_dialog_new:
 * @parent: the window that asks
 * @queue: who trusts them
 *
 * Thread: home.
 *
 * Returns: (transfer none): a dialog, owned by GTK, not yet shown
 */
DpCertificatesDialog *
dp_certificates_dialog_new (GtkWindow *parent, DpQueue *queue)
{
  DpCertificatesDialog *self =
      g_object_new (DP_TYPE_CERTIFICATES_DIALOG, "transient-for", parent, "application",
                    gtk_window_get_application (parent), NULL);

  self->queue = g_object_ref (queue);
  g_signal_connect_object (queue, "scheduled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
