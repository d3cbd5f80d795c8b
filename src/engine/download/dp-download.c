/* dp-download.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a row shows: one link and how far it is.  Passive: it does no I/O and starts nothing; the
 * queue writes it, everybody else reads and watches it.
 *
 * There may be a hundred thousand of them: what is not needed yet (name, reason, partial) is not
 * allocated yet, and the folder is shared.
 *
 * Thread: home.
 */

#include "dp-download-private.h"

#include <string.h>

#include "dp-filename.h"

GParamSpec *dp_download_props[DP_DOWNLOAD_PROP_PRIORITY + 1];
GThread *dp_download_home;

G_DEFINE_FINAL_TYPE (DpDownload, dp_download, G_TYPE_OBJECT)

static void
dp_download_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DpDownload *self = DP_DOWNLOAD (object);

  switch ((DpDownloadProperty) prop_id)
    {
    case DP_DOWNLOAD_PROP_NAME:
      g_value_set_string (value, dp_download_get_name (self));
      break;
    case DP_DOWNLOAD_PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case DP_DOWNLOAD_PROP_PROGRESS:
      g_value_set_boxed (value, &self->progress);
      break;
    case DP_DOWNLOAD_PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    case DP_DOWNLOAD_PROP_URL:
      g_value_set_string (value, self->url);
      break;
    case DP_DOWNLOAD_PROP_FOUND:
      g_value_set_uint (value, self->found);
      break;
    case DP_DOWNLOAD_PROP_PRIORITY:
      g_value_set_enum (value, (int) self->priority);
      break;
    }
}

static void
dp_download_finalize (GObject *object)
{
  DpDownload *self = DP_DOWNLOAD (object);

  g_ref_string_release (self->url);
  dp_request_unref (self->request);
  dp_offer_unref (self->offer);
  g_free (self->validator);
  g_ref_string_release (self->folder);
  g_free (self->name);
  g_free (self->wish);
  g_free (self->path);
  g_free (self->reason);
  g_clear_pointer (&self->command, g_ref_string_release);
  g_clear_pointer (&self->partial, dp_partial_free);
  g_clear_pointer (&self->question, dp_question_free);
  g_clear_pointer (&self->trusted, dp_question_free);
  G_OBJECT_CLASS (dp_download_parent_class)->finalize (object);
}

static void
dp_download_class_init (DpDownloadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  dp_download_home = g_thread_self ();
  object_class->get_property = dp_download_get_property;
  object_class->finalize = dp_download_finalize;

  dp_download_props[DP_DOWNLOAD_PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  dp_download_props[DP_DOWNLOAD_PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, DP_TYPE_STATE, DP_STATE_QUEUED, flags);
  dp_download_props[DP_DOWNLOAD_PROP_PROGRESS] =
      g_param_spec_boxed ("progress", NULL, NULL, DP_TYPE_PROGRESS, flags);
  dp_download_props[DP_DOWNLOAD_PROP_REASON] =
      g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  dp_download_props[DP_DOWNLOAD_PROP_URL] = g_param_spec_string ("url", NULL, NULL, NULL, flags);
  dp_download_props[DP_DOWNLOAD_PROP_FOUND] = g_param_spec_uint (
      "found", NULL, NULL, DP_FINISHED_SAME, DP_FINISHED_MISSING, DP_FINISHED_SAME, flags);
  dp_download_props[DP_DOWNLOAD_PROP_PRIORITY] =
      g_param_spec_enum ("priority", NULL, NULL, DP_TYPE_PRIORITY, DP_PRIORITY_NORMAL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (dp_download_props),
                                     dp_download_props);
}

static void
dp_download_init (DpDownload *self)
{
  self->progress.total_bytes = DP_SIZE_UNKNOWN;
  self->progress.left_sec = DP_TIME_UNKNOWN;
  self->priority = DP_PRIORITY_NORMAL;
}

/**
 * dp_download_new:
 * @id: a number that no other download has
 * @url: an acceptable link
 * @folder: (type filename): where the file shall be
 *
 * Thread: home.
 *
 * Returns: (transfer full): a download that waits for its turn, in its place by its number
 */
DpDownload *
dp_download_new (guint64 id, const char *url, const char *folder)
{
  DpDownload *self = g_object_new (DP_TYPE_DOWNLOAD, NULL);

  self->id = id;
  self->place = (gint64) (id * (guint64) DP_PLACE_GAP);
  self->url = g_ref_string_new (url);
  self->folder = g_ref_string_new_intern (folder);
  return self;
}

/**
 * dp_download_get_id:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: the number under which the queue knows it
 */
guint64
dp_download_get_id (DpDownload *self)
{
  return self->id;
}

/**
 * dp_download_get_url:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none): the link as it is requested; it may hold a password, so show what
 *   dp_url_to_display() makes of it
 */
const char *
dp_download_get_url (DpDownload *self)
{
  return self->url;
}

/**
 * dp_download_get_request:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): what the person said for this link; it may hold a password,
 *   so it is never shown, and stored nowhere that others can read
 */
DpRequest *
dp_download_get_request (DpDownload *self)
{
  return self->request;
}

/**
 * dp_download_get_folder:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none) (type filename): where the file shall be
 */
const char *
dp_download_get_folder (DpDownload *self)
{
  return self->folder;
}

/**
 * dp_download_ref_texts:
 * @self: a download
 * @url: (out) (transfer full): the link
 * @folder: (out) (transfer full): where the file shall be
 *
 * No copies: references, to be given back with g_ref_string_release().
 *
 * Thread: home.
 */
void
dp_download_ref_texts (DpDownload *self, char **url, char **folder)
{
  *url = g_ref_string_acquire (self->url);
  *folder = g_ref_string_acquire (self->folder);
}

/**
 * dp_download_get_name:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none): the file's base name; a guess from the link until the server told it
 */
const char *
dp_download_get_name (DpDownload *self)
{
  if (self->name == NULL)
    self->name = dp_filename_from_url (self->url);
  return self->name;
}

/**
 * dp_download_get_wish:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): the name that the person gave it
 */
const char *
dp_download_get_wish (DpDownload *self)
{
  return self->wish;
}

/**
 * dp_download_get_known_name:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): the file's base name, if it is more than a guess
 */
const char *
dp_download_get_known_name (DpDownload *self)
{
  return self->name;
}

/**
 * dp_download_get_state:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: where it stands
 */
DpState
dp_download_get_state (DpDownload *self)
{
  return self->state;
}

/**
 * dp_download_get_progress:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none): how far it is
 */
const DpProgress *
dp_download_get_progress (DpDownload *self)
{
  return &self->progress;
}

/**
 * dp_download_get_reason:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): why it does not go on, a sentence
 */
const char *
dp_download_get_reason (DpDownload *self)
{
  return self->reason;
}

/**
 * dp_download_get_history:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: (transfer none): when it came, how often it failed, and when it is tried again
 */
const DpHistory *
dp_download_get_history (DpDownload *self)
{
  return &self->history;
}

/**
 * dp_download_is_unfinished:
 * @self: a download
 *
 * Thread: home.
 *
 * Returns: whether it will go on without the person
 */
gboolean
dp_download_is_unfinished (DpDownload *self)
{
  return self->state == DP_STATE_QUEUED || self->state == DP_STATE_RUNNING ||
         self->state == DP_STATE_WAITING;
}

/**
 * dp_download_set_request:
 * @self: a download
 * @request: (nullable): what the person said for this link
 *
 * Thread: home; the queue.
 */
void
dp_download_set_request (DpDownload *self, DpRequest *request)
{
  g_assert (dp_download_home == g_thread_self ());

  dp_request_unref (self->request);
  self->request = request != NULL ? dp_request_ref (request) : NULL;
}

static gboolean
is_same_origin (const char *link, const char *other)
{
  g_autoptr (DpUrl) url = dp_url_parse (link, NULL);
  g_autoptr (DpUrl) other_url = dp_url_parse (other, NULL);

  return url != NULL && other_url != NULL && dp_url_same_origin (url, other_url);
}

/**
 * dp_download_set_url:
 * @self: a download
 * @url: an acceptable link
 *
 * A name that was guessed from the old link, before anything came, is guessed anew.  What was said
 * for the old link is told to its origin only: another server never hears of it.
 *
 * Thread: home; the queue.
 */
void
dp_download_set_url (DpDownload *self, const char *url)
{
  g_assert (dp_download_home == g_thread_self ());

  if (strcmp (self->url, url) == 0)
    return;
  if (self->request != NULL && !is_same_origin (self->url, url))
    dp_download_set_request (self, NULL);
  g_ref_string_release (self->url);
  self->url = g_ref_string_new (url);
  if (self->partial == NULL && self->progress.received_bytes == 0 && self->wish == NULL &&
      self->name != NULL)
    {
      g_clear_pointer (&self->name, g_free);
      g_object_notify_by_pspec (G_OBJECT (self), dp_download_props[DP_DOWNLOAD_PROP_NAME]);
    }
  g_object_notify_by_pspec (G_OBJECT (self), dp_download_props[DP_DOWNLOAD_PROP_URL]);
}

/**
 * dp_download_set_state:
 * @self: a download
 * @state: one that may follow the present one
 *
 * Thread: home; the queue.
 */
void
dp_download_set_state (DpDownload *self, DpState state)
{
  g_assert (dp_download_home == g_thread_self ());
  g_assert (dp_state_may_follow (state, self->state));

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), dp_download_props[DP_DOWNLOAD_PROP_STATE]);
}

/**
 * dp_download_restore_state:
 * @self: a new download, which nobody has seen yet
 * @state: where an earlier run of the program left it
 *
 * Thread: home.
 */
void
dp_download_restore_state (DpDownload *self, DpState state)
{
  self->state = state;
}

/**
 * dp_download_write_history:
 * @self: a download
 *
 * Thread: home; the queue.
 *
 * Returns: (transfer none): the same, to be written
 */
DpHistory *
dp_download_write_history (DpDownload *self)
{
  g_assert (dp_download_home == g_thread_self ());

  return &self->history;
}

/**
 * dp_download_set_reason:
 * @self: a download
 * @reason: (nullable): a sentence
 *
 * Thread: home; the queue.
 */
void
dp_download_set_reason (DpDownload *self, const char *reason)
{
  g_assert (dp_download_home == g_thread_self ());

  if (g_strcmp0 (self->reason, reason) == 0)
    return;
  g_free (self->reason);
  self->reason = g_strdup (reason);
  g_object_notify_by_pspec (G_OBJECT (self), dp_download_props[DP_DOWNLOAD_PROP_REASON]);
}

/**
 * dp_download_set_name:
 * @self: a download
 * @name: a base name
 *
 * Thread: home; the queue.
 */
void
dp_download_set_name (DpDownload *self, const char *name)
{
  g_assert (dp_download_home == g_thread_self ());

  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), dp_download_props[DP_DOWNLOAD_PROP_NAME]);
}

/**
 * dp_download_set_wish:
 * @self: a download that is not %DP_STATE_DONE
 * @wish: (nullable): a safe base name, or %NULL for what the server or the link says
 *
 * Thread: home; the queue.
 */
void
dp_download_set_wish (DpDownload *self, const char *wish)
{
  g_autofree char *guess = wish == NULL ? dp_filename_from_url (self->url) : NULL;

  g_free (self->wish);
  self->wish = g_strdup (wish);
  dp_download_set_name (self, wish != NULL ? wish : guess);
}

/**
 * dp_download_set_progress:
 * @self: a download
 * @progress: how far it is
 *
 * Thread: home; the queue.
 */
void
dp_download_set_progress (DpDownload *self, const DpProgress *progress)
{
  g_assert (dp_download_home == g_thread_self ());

  if (memcmp (&self->progress, progress, sizeof *progress) == 0)
    return;
  self->progress = *progress;
  g_object_notify_by_pspec (G_OBJECT (self), dp_download_props[DP_DOWNLOAD_PROP_PROGRESS]);
}
