/* dp-sign-in-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A server or a proxy wants to know who we are: who asks, and fields for a user name and a password.
 *
 * It tells nobody: it says "accepted", and the application asks for what was typed.
 *
 * Thread: home.
 */

#include "dp-sign-in-dialog.h"

#include <glib/gi18n.h>

struct _DpSignInDialog
{
  GtkWindow parent_instance;

  DpQuestion *question; /* (owned) */

  GtkLabel *sentence;
  GtkLabel *realm;
  GtkLabel *warning;
  GtkEntry *user;
  GtkPasswordEntry *password;
  GtkButton *sign_in_button;
};

static guint accepted_signal;

G_DEFINE_FINAL_TYPE (DpSignInDialog, dp_sign_in_dialog, GTK_TYPE_WINDOW)

/**
 * dp_sign_in_dialog_get_question:
 * @self: a dialog
 *
 * Thread: home.
 *
 * Returns: (transfer none): what is asked
 */
const DpQuestion *
dp_sign_in_dialog_get_question (DpSignInDialog *self)
{
  return self->question;
}

/**
 * dp_sign_in_dialog_get_user:
 * @self: a dialog that was accepted
 *
 * Thread: home.
 *
 * Returns: (transfer none): the user name
 */
const char *
dp_sign_in_dialog_get_user (DpSignInDialog *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->user));
}

/**
 * dp_sign_in_dialog_get_password:
 * @self: a dialog that was accepted
 *
 * Thread: home.
 *
 * Returns: (transfer none): the password
 */
const char *
dp_sign_in_dialog_get_password (DpSignInDialog *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->password));
}

static void
update_button (DpSignInDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_in_button),
                            *dp_sign_in_dialog_get_user (self) != '\0' ||
                                *dp_sign_in_dialog_get_password (self) != '\0');
}

static void
accept (DpSignInDialog *self)
{
  g_signal_emit (self, accepted_signal, 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
show_line (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
show_question (DpSignInDialog *self)
{
  const DpQuestion *question = self->question;
  g_autofree char *sentence = dp_question_dup_sentence (question);
  g_autofree char *realm = NULL;

  if (question->realm != NULL)
    /* Translators: who asks for a password; what it says it is. */
    realm = g_strdup_printf (_ ("%s says: “%s”"), question->host, question->realm);
  show_line (self->sentence, sentence);
  show_line (self->realm, realm);
  show_line (
      self->warning,
      question->is_secure
          ? NULL
          : _ ("The connection is not encrypted: others on the way can read what you send."));
}

static void
dp_sign_in_dialog_dispose (GObject *object)
{
  g_clear_pointer (&DP_SIGN_IN_DIALOG (object)->question, dp_question_free);
  G_OBJECT_CLASS (dp_sign_in_dialog_parent_class)->dispose (object);
}

static void
dp_sign_in_dialog_class_init (DpSignInDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_sign_in_dialog_dispose;

  /**
   * DpSignInDialog::accepted:
   * @self: the dialog
   *
   * The person answers with what was typed.
   */
  accepted_signal = g_signal_new ("accepted", DP_TYPE_SIGN_IN_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-sign-in-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DpSignInDialog, sentence);
  gtk_widget_class_bind_template_child (widget_class, DpSignInDialog, realm);
  gtk_widget_class_bind_template_child (widget_class, DpSignInDialog, warning);
  gtk_widget_class_bind_template_child (widget_class, DpSignInDialog, user);
  gtk_widget_class_bind_template_child (widget_class, DpSignInDialog, password);
  gtk_widget_class_bind_template_child (widget_class, DpSignInDialog, sign_in_button);
  gtk_widget_class_bind_template_callback (widget_class, accept);
  gtk_widget_class_bind_template_callback (widget_class, update_button);
}

static void
dp_sign_in_dialog_init (DpSignInDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A password that is pasted often brings the end of its line along. */
  g_object_set (gtk_editable_get_delegate (GTK_EDITABLE (self->password)), "truncate-multiline",
                TRUE, NULL);
}

/**
 * dp_sign_in_dialog_new:
 * @parent: (nullable): the window that asks
 * @question: a server's or proxy's question
 *
 * Thread: home.
 *
 * Returns: (transfer none): a dialog, owned by GTK, not yet shown
 */
DpSignInDialog *
dp_sign_in_dialog_new (GtkWindow *parent, const DpQuestion *question)
{
  DpSignInDialog *self = g_object_new (DP_TYPE_SIGN_IN_DIALOG, "transient-for", parent, NULL);

  self->question = dp_question_copy (question);
  show_question (self);
  return self;
}
