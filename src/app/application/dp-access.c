/* dp-access.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the person says of servers and proxies beside the answers in a row: a password for the proxy,
 * and that a certificate is trusted no longer.
 *
 * No action takes a password or trusts anybody: actions can be reached over D-Bus.
 *
 * Thread: home.
 */

#include "dp-access.h"

#include "dp-certificates-dialog.h"
#include "dp-front.h"
#include "dp-http-proxy.h"
#include "dp-orders.h"
#include "dp-sign-in-dialog.h"
#include "dp-trust.h"

struct _DpAccess
{
  GtkApplication *application; /* (unowned): outlives us */
  DpQueue *queue;              /* (owned) */
};

static void
certificates (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DpAccess *self = user_data;
  GtkWindow *parent;

  /* From the preferences it shall not come before them. */
  if (dp_front_get_window (self->application) == NULL)
    g_application_activate (G_APPLICATION (self->application));
  parent = GTK_WINDOW (dp_front_get_window (self->application));
  gtk_window_present (GTK_WINDOW (dp_certificates_dialog_new (parent, self->queue)));
}

/* Whose, and which one */
static void
forget_certificate (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *origin;
  const char *fingerprint;

  g_variant_get (parameter, "(&s&s)", &origin, &fingerprint);
  dp_queue_distrust (((DpAccess *) user_data)->queue, origin, fingerprint);
}

static const GActionEntry actions[] = {
  { .name = "certificates", .activate = certificates },
  { .name = "forget-certificate", .activate = forget_certificate, .parameter_type = "(ss)" },
};

/**
 * dp_access_new:
 * @application: gets the actions, for as long as the result lives; outlives it
 * @queue: what they are about
 *
 * Thread: home.
 *
 * Returns: (transfer full): the actions
 */
DpAccess *
dp_access_new (GtkApplication *application, DpQueue *queue)
{
  DpAccess *self = g_new0 (DpAccess, 1);

  self->application = application;
  self->queue = g_object_ref (queue);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   self);
  return self;
}

/**
 * dp_access_free:
 * @self: (transfer full) (nullable): the actions
 *
 * Thread: home.
 */
void
dp_access_free (DpAccess *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->application), actions[i].name);
  g_object_unref (self->queue);
  g_free (self);
}

static void
on_proxy_answered (DpPreferences *preferences,
                   const char *proxy,
                   const char *userinfo,
                   DpQueue *queue)
{
  g_autoptr (DpQuestion) question = dp_http_proxy_dup_question (proxy);

  if (question != NULL)
    dp_queue_answer_userinfo (queue, question, userinfo);
}

static void
on_signed_in (DpSignInDialog *dialog, DpQueue *queue)
{
  dp_queue_answer_password (queue, dp_sign_in_dialog_get_question (dialog),
                            dp_sign_in_dialog_get_user (dialog),
                            dp_sign_in_dialog_get_password (dialog));
}

static void
on_sign_in (DpPreferences *preferences, const char *proxy, DpQueue *queue)
{
  g_autoptr (DpQuestion) question = dp_http_proxy_dup_question (proxy);
  DpSignInDialog *dialog;

  if (question == NULL)
    return;
  dialog = dp_sign_in_dialog_new (GTK_WINDOW (preferences), question);
  g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_signed_in), queue, G_CONNECT_DEFAULT);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * dp_access_follow_preferences:
 * @self: the actions
 * @preferences: where a password for the proxy may be typed
 *
 * Thread: home.
 */
void
dp_access_follow_preferences (DpAccess *self, DpPreferences *preferences)
{
  g_signal_connect_object (preferences, "proxy-answered", G_CALLBACK (on_proxy_answered),
                           self->queue, G_CONNECT_DEFAULT);
  g_signal_connect_object (preferences, "sign-in", G_CALLBACK (on_sign_in), self->queue,
                           G_CONNECT_DEFAULT);
}

/**
 * dp_access_take_proxy_password:
 * @settings: the program's settings
 * @queue: who tells it to the proxy
 *
 * Settings are a file that anybody may back up or show: a password that was written there moves into
 * memory, and is asked for again at the next start.
 *
 * Thread: home.
 */
void
dp_access_take_proxy_password (GSettings *settings, DpQueue *queue)
{
  g_autofree char *proxy = g_settings_get_string (settings, "proxy-uri");
  g_autofree char *userinfo = NULL;
  g_autofree char *bare = dp_http_proxy_dup_bare (proxy, &userinfo);

  if (userinfo == NULL)
    return;
  on_proxy_answered (NULL, bare, userinfo, queue);
  g_settings_set_string (settings, "proxy-uri", bare);
}
