/* dp-request-details.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said to a server beyond the link: folded away until somebody needs it.  Whatever stands
 * there is judged at once, and what is wrong is told below, folded or not.
 *
 * Thread: home; the file with the cookies is read by a worker.
 */

#include "dp-request-details.h"

#include <glib/gi18n.h>

#include "dp-cookie-reader.h"
#include "dp-desktop.h"

/* What is judged at every key must be short; no server takes more. */
#define MAX_HEADERS_CHARS (16 * 1024)

struct _DpRequestDetails
{
  DpComposite parent_instance;

  DpRequest *request;        /* (owned) (nullable): what stands there, unless that is wrong */
  DpCookies *cookies;        /* (owned) (nullable): what the file holds */
  char *cookies_reason;      /* (owned) (nullable): why it holds nothing */
  GCancellable *cancellable; /* (owned) (nullable): while a worker reads it */

  GtkExpander *expander;
  GtkTextBuffer *headers;
  GtkEditable *referer;
  GtkEditable *user_agent;
  GtkEditable *user;
  GtkEditable *password;
  GtkLabel *cookies_label;
  GtkWidget *forget_button;
  GtkLabel *problem;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (DpRequestDetails, dp_request_details, DP_TYPE_COMPOSITE)

/**
 * dp_request_details_is_ready:
 * @self: details
 *
 * Thread: home.
 *
 * Returns: whether all that stands there can be said, and the cookies are read
 */
gboolean
dp_request_details_is_ready (DpRequestDetails *self)
{
  return self->request != NULL && self->cookies_reason == NULL && self->cancellable == NULL;
}

/**
 * dp_request_details_get_request:
 * @self: details that are ready
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): what is said; %NULL if that is nothing
 */
DpRequest *
dp_request_details_get_request (DpRequestDetails *self)
{
  return self->request != NULL && !dp_request_is_empty (self->request) ? self->request : NULL;
}

/* What stands there */

static gboolean
set_wrong (GError **error, const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);
  return FALSE;
}

static gboolean
add_headers (DpRequestDetails *self, DpRequest *request, GError **error)
{
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (gtk_text_buffer_get_char_count (self->headers) > MAX_HEADERS_CHARS)
    return set_wrong (error, _ ("The headers are longer than a server would listen to."));
  gtk_text_buffer_get_bounds (self->headers, &start, &end);
  text = gtk_text_buffer_get_text (self->headers, &start, &end, FALSE);
  lines = g_strsplit_set (text, "\r\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0' && !dp_request_add_header (request, *line, error))
      return FALSE;
  return TRUE;
}

static gboolean
set_user (DpRequestDetails *self, DpRequest *request, GError **error)
{
  const char *user = gtk_editable_get_text (self->user);
  const char *password = gtk_editable_get_text (self->password);
  g_autofree char *both = NULL;

  if (*user == '\0' && *password == '\0')
    return TRUE;
  if (strchr (user, ':') != NULL)
    return set_wrong (error, _ ("There can't be a colon in the user name."));
  both = g_strconcat (user, ":", password, NULL);
  return dp_request_set_user (request, both, error);
}

static DpRequest *
build_request (DpRequestDetails *self, GError **error)
{
  g_autoptr (DpRequest) request = dp_request_new ();
  const char *referer = gtk_editable_get_text (self->referer);
  const char *user_agent = gtk_editable_get_text (self->user_agent);

  if (!add_headers (self, request, error) ||
      (*referer != '\0' && !dp_request_set_referer (request, referer, error)) ||
      (*user_agent != '\0' && !dp_request_set_user_agent (request, user_agent, error)) ||
      !set_user (self, request, error))
    return NULL;
  dp_request_set_cookies (request, self->cookies);
  return g_steal_pointer (&request);
}

static void
update (DpRequestDetails *self)
{
  g_autoptr (GError) error = NULL;
  const char *problem;

  dp_request_unref (self->request);
  self->request = build_request (self, &error);
  problem = error != NULL ? error->message : self->cookies_reason;
  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  g_signal_emit (self, changed_signal, 0);
}

/* The file with the cookies */

static void
forget_cookies (DpRequestDetails *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->cookies, dp_cookies_unref);
  g_clear_pointer (&self->cookies_reason, g_free);
  gtk_label_set_label (self->cookies_label, _ ("None"));
  gtk_widget_set_visible (self->forget_button, FALSE);
  update (self);
}

static void
on_cookies_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DpCookies) cookies = dp_cookie_reader_read_finish (result, &error);
  DpRequestDetails *self = user_data;

  /* Then another file was chosen, or the details are gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  self->cookies = g_steal_pointer (&cookies);
  self->cookies_reason = error != NULL ? g_strdup (error->message) : NULL;
  update (self);
}

/**
 * dp_request_details_set_cookies_file:
 * @self: details
 * @path: (type filename): a cookies.txt, which is read now
 *
 * Thread: home.
 */
void
dp_request_details_set_cookies_file (DpRequestDetails *self, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);

  forget_cookies (self);
  gtk_label_set_label (self->cookies_label, name);
  gtk_widget_set_visible (self->forget_button, TRUE);
  self->cancellable = g_cancellable_new ();
  dp_cookie_reader_read_async (path, self->cancellable, on_cookies_read, self);
  update (self);
}

static void
on_file_chosen (const char *path, gpointer user_data)
{
  dp_request_details_set_cookies_file (user_data, path);
}

static void
choose_cookies (DpRequestDetails *self)
{
  dp_desktop_choose_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), on_file_chosen,
                          self);
}

/* Life */

static void
dp_request_details_dispose (GObject *object)
{
  DpRequestDetails *self = DP_REQUEST_DETAILS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->request, dp_request_unref);
  g_clear_pointer (&self->cookies, dp_cookies_unref);
  g_clear_pointer (&self->cookies_reason, g_free);
  G_OBJECT_CLASS (dp_request_details_parent_class)->dispose (object);
}

static void
dp_request_details_class_init (DpRequestDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_request_details_dispose;

  /**
   * DpRequestDetails::changed:
   * @self: the details
   *
   * Something else stands there, or it is ready now, or no more.
   */
  changed_signal = g_signal_new ("changed", DP_TYPE_REQUEST_DETAILS, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/downpour/Downpour/dp-request-details.ui");
  gtk_widget_class_bind_template_child (widget_class, DpRequestDetails, expander);
  gtk_widget_class_bind_template_child (widget_class, DpRequestDetails, headers);
  gtk_widget_class_bind_template_child (widget_class, DpRequestDetails, referer);
  gtk_widget_class_bind_template_child (widget_class, DpRequestDetails, user_agent);
  gtk_widget_class_bind_template_child (widget_class, DpRequestDetails, user);
  gtk_widget_class_bind_template_child (widget_class, DpRequestDetails, password);
  gtk_widget_class_bind_template_child (widget_class, DpRequestDetails, cookies_label);
  gtk_widget_class_bind_template_child (widget_class, DpRequestDetails, forget_button);
  gtk_widget_class_bind_template_child (widget_class, DpRequestDetails, problem);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, choose_cookies);
  gtk_widget_class_bind_template_callback (widget_class, forget_cookies);
}

static void
dp_request_details_init (DpRequestDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  forget_cookies (self);
}
