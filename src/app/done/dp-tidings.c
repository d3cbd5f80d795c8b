/* dp-tidings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What became of downloads while nobody looked, in one sentence for all of them, and when to say it:
 * a moment after the last one; while more is under way soon after the first, and then seldom, for who
 * is told of each file stops listening.
 *
 * Names and reasons come from servers, and some desktops read marks in the body of a notification as
 * formatting: a name stands in the title, where all of them show it as it is, and a reason with such
 * marks is left to the window.
 *
 * Thread: home.  Never reads a clock: callers hand in the time.
 */

#include "dp-tidings.h"

#include <glib/gi18n.h>
#include <string.h>

/* Files that end together are told of together. */
#define QUIET_USEC (2 * G_USEC_PER_SEC)

/* Who has gone for a coffee wants to hear of the first, though others come. */
#define PATIENCE_USEC (10 * G_USEC_PER_SEC)

/* But not of every other one. */
#define PAUSE_USEC (5 * 60 * G_USEC_PER_SEC)

/**
 * dp_tidings_are_in:
 * @state: one that a download has come to
 *
 * Thread: any.
 *
 * Returns: whether that is worth telling
 */
gboolean
dp_tidings_are_in (DpState state)
{
  return state == DP_STATE_DONE || state == DP_STATE_FAILED || state == DP_STATE_ASKING;
}

/**
 * dp_tidings_add:
 * @self: tidings
 * @download: one whose state has changed
 * @now_usec: the time
 *
 * Thread: home.
 *
 * Returns: whether that is worth telling
 */
gboolean
dp_tidings_add (DpTidings *self, DpDownload *download, gint64 now_usec)
{
  DpState state = dp_download_get_state (download);

  if (!dp_tidings_are_in (state))
    return FALSE;
  if (dp_tidings_count (self) == 0)
    {
      self->first_id = dp_download_get_id (download);
      self->first_name = g_strdup (dp_download_get_name (download));
      self->first_reason = g_strdup (dp_download_get_reason (download));
    }
  self->n_done += state == DP_STATE_DONE;
  self->n_failed += state == DP_STATE_FAILED;
  self->n_asking += state == DP_STATE_ASKING;
  if (state == DP_STATE_DONE)
    self->done_bytes += dp_download_get_progress (download)->total_bytes;
  if (!self->has_news)
    self->first_usec = now_usec;
  self->has_news = TRUE;
  self->last_usec = now_usec;
  return TRUE;
}

/**
 * dp_tidings_get_due_usec:
 * @self: tidings
 * @is_busy: whether more is under way
 *
 * Thread: home.
 *
 * Returns: when to tell, or %G_MAXINT64 if there is nothing new
 */
gint64
dp_tidings_get_due_usec (const DpTidings *self, gboolean is_busy)
{
  if (!self->has_news)
    return G_MAXINT64;
  if (!is_busy)
    return self->last_usec + QUIET_USEC;
  if (self->told_usec != 0)
    return MAX (self->told_usec + PAUSE_USEC, self->last_usec);
  return self->first_usec + PATIENCE_USEC;
}

/**
 * dp_tidings_set_told:
 * @self: tidings
 * @now_usec: the time
 *
 * All of it was said, and stays until somebody has seen it: what is added is told with it.
 *
 * Thread: home.
 */
void
dp_tidings_set_told (DpTidings *self, gint64 now_usec)
{
  self->has_news = FALSE;
  self->told_usec = now_usec;
}

/**
 * dp_tidings_clear:
 * @self: tidings that somebody has seen
 *
 * Thread: home.
 */
void
dp_tidings_clear (DpTidings *self)
{
  g_free (self->first_name);
  g_free (self->first_reason);
  *self = (DpTidings){ 0 };
}

/**
 * dp_tidings_count:
 * @self: tidings
 *
 * Thread: home.
 *
 * Returns: of how many files
 */
guint
dp_tidings_count (const DpTidings *self)
{
  return self->n_done + self->n_failed + self->n_asking;
}

/* Words */

/* A name is for reading: nothing in it may break the line. */
static char *
get_one_line (const char *name)
{
  char *line = g_strdup (name);

  return g_strdelimit (line, "\n\r\t", ' ');
}

static char *
get_failures (guint n_failed)
{
  return g_strdup_printf (ngettext ("%'u file failed", "%'u files failed", n_failed), n_failed);
}

static char *
get_questions (guint n_asking)
{
  return g_strdup_printf (
      ngettext ("%'u file waits for your answer", "%'u files wait for your answer", n_asking),
      n_asking);
}

/**
 * dp_tidings_dup_title:
 * @self: tidings of at least one file
 *
 * Thread: home.
 *
 * Returns: (transfer full): which file, or how many, as in "12 files downloaded"
 */
char *
dp_tidings_dup_title (const DpTidings *self)
{
  if (dp_tidings_count (self) == 1)
    return get_one_line (self->first_name);
  if (self->n_done > 0)
    return g_strdup_printf (ngettext ("%'u file downloaded", "%'u files downloaded", self->n_done),
                            self->n_done);
  return self->n_failed > 0 ? get_failures (self->n_failed) : get_questions (self->n_asking);
}

static char *
get_reason (const DpTidings *self, const char *what)
{
  if (self->first_reason == NULL || strpbrk (self->first_reason, "<>&") != NULL)
    return g_strdup (what);
  /* Translators: what happened, as in "The download failed"; why. */
  return g_strdup_printf (_ ("%s: %s"), what, self->first_reason);
}

static char *
get_body_of_one (const DpTidings *self)
{
  g_autofree char *size = g_format_size (self->done_bytes);

  if (self->n_failed > 0)
    return get_reason (self, _ ("The download failed"));
  if (self->n_asking > 0)
    return get_reason (self, _ ("The download waits for your answer"));
  /* Translators: %s is a size. */
  return g_strdup_printf (_ ("Downloaded, %s"), size);
}

/**
 * dp_tidings_dup_body:
 * @self: tidings of at least one file
 *
 * Thread: home.
 *
 * Returns: (transfer full): the rest of what there is to say, without anything that could be markup
 */
char *
dp_tidings_dup_body (const DpTidings *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;
  g_autofree char *size = g_format_size (self->done_bytes);
  g_autofree char *failures = get_failures (self->n_failed);
  g_autofree char *questions = get_questions (self->n_asking);

  if (dp_tidings_count (self) == 1)
    return get_body_of_one (self);
  if (self->n_done > 0)
    g_strv_builder_add (builder, size);
  if (self->n_failed > 0 && self->n_done > 0)
    g_strv_builder_add (builder, failures);
  if (self->n_asking > 0 && self->n_done + self->n_failed > 0)
    g_strv_builder_add (builder, questions);
  parts = g_strv_builder_end (builder);
  return g_strjoinv (" · ", parts);
}
