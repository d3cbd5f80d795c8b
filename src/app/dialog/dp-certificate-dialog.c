/* dp-certificate-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A certificate that nobody vouches for: what is wrong with it, what there is to compare it by, and
 * a button to trust it all the same.  That one is neither where the keys begin nor what Return
 * presses.
 *
 * It trusts nothing itself: it says "accepted", and the application asks for the question.
 *
 * Thread: home.
 */

#include "dp-certificate-dialog.h"

#include <glib/gi18n.h>

#include "dp-certificate-words.h"
#include <string.h>

#define UNKNOWN_DAY "?"

struct _DpCertificateDialog
{
  GtkWindow parent_instance;

  DpQuestion *question; /* (owned) */

  GtkLabel *sentence;
  GtkLabel *problems;
  GtkLabel *host;
  GtkLabel *issuer;
  GtkLabel *validity;
  GtkLabel *fingerprint;
};

static guint accepted_signal;

G_DEFINE_FINAL_TYPE (DpCertificateDialog, dp_certificate_dialog, GTK_TYPE_WINDOW)

/**
 * dp_certificate_dialog_get_question:
 * @self: a dialog
 *
 * Thread: home.
 *
 * Returns: (transfer none): what is asked; what is trusted is what was shown
 */
const DpQuestion *
dp_certificate_dialog_get_question (DpCertificateDialog *self)
{
  return self->question;
}

static void
accept (DpCertificateDialog *self)
{
  g_signal_emit (self, accepted_signal, 0);
  gtk_window_close (GTK_WINDOW (self));
}

static char *
get_day (GDateTime *time)
{
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;

  if (local == NULL)
    return g_strdup (UNKNOWN_DAY);
  /* Translators: a date, as in "1 January 2025", in the way of g_date_time_format(). */
  return g_date_time_format (local, _ ("%-d %B %Y"));
}

static void
show_question (DpCertificateDialog *self)
{
  const DpQuestion *question = self->question;
  g_autofree char *sentence =
      /* Translators: %s is the name of a server. */
      g_strdup_printf (_ ("The server “%s” can't prove who it is"), question->host);
  g_autofree char *problems = dp_certificate_words_for_problems (question);
  g_autofree char *host = g_strdup_printf ("%s:%u", question->host, question->port);
  g_autofree char *begin = get_day (question->not_before);
  g_autofree char *end = get_day (question->not_after);
  /* Translators: two dates. */
  g_autofree char *validity = g_strdup_printf (_ ("%s – %s"), begin, end);
  g_autofree char *groups = dp_certificate_words_for_fingerprint (question->fingerprint);

  gtk_label_set_label (self->sentence, sentence);
  gtk_label_set_label (self->problems, problems);
  gtk_label_set_label (self->host, host);
  gtk_label_set_label (self->issuer,
                       question->issuer != NULL ? question->issuer : _ ("It does not say"));
  gtk_label_set_label (self->validity, validity);
  gtk_label_set_label (self->fingerprint, groups);
}

static void
dp_certificate_dialog_dispose (GObject *object)
{
  g_clear_pointer (&DP_CERTIFICATE_DIALOG (object)->question, dp_question_free);
  G_OBJECT_CLASS (dp_certificate_dialog_parent_class)->dispose (object);
}

static void
dp_certificate_dialog_class_init (DpCertificateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_certificate_dialog_dispose;

  /**
   * DpCertificateDialog::accepted:
   * @self: the dialog
   *
   * The person trusts the certificate.
   */
  accepted_signal = g_signal_new ("accepted", DP_TYPE_CERTIFICATE_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/downpour/Downpour/dp-certificate-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DpCertificateDialog, sentence);
  gtk_widget_class_bind_template_child (widget_class, DpCertificateDialog, problems);
  gtk_widget_class_bind_template_child (widget_class, DpCertificateDialog, host);
  gtk_widget_class_bind_template_child (widget_class, DpCertificateDialog, issuer);
  gtk_widget_class_bind_template_child (widget_class, DpCertificateDialog, validity);
  gtk_widget_class_bind_template_child (widget_class, DpCertificateDialog, fingerprint);
  gtk_widget_class_bind_template_callback (widget_class, accept);
}

static void
dp_certificate_dialog_init (DpCertificateDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dp_certificate_dialog_new:
 * @parent: (nullable): the window that asks
 * @question: the question about a certificate
 *
 * Thread: home.
 *
 * Returns: (transfer none): a dialog, owned by GTK, not yet shown
 */
DpCertificateDialog *
dp_certificate_dialog_new (GtkWindow *parent, const DpQuestion *question)
{
  DpCertificateDialog *self =
      g_object_new (DP_TYPE_CERTIFICATE_DIALOG, "transient-for", parent, NULL);

  self->question = dp_question_copy (question);
  show_question (self);
  return self;
}
