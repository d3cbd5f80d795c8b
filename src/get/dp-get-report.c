/* dp-get-report.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody is told of the downloads: lines on a terminal, plain lines, JSON, or failures only.
 *
 * Thread: home.
 */

#include "dp-get-report.h"

#include <glib/gi18n.h>

#include "dp-get-links.h"
#include "dp-terminal-text.h"

static void
tell (DpGetReport *self, DpDownload *download, void (*func) (DpGetReport *, DpDownload *))
{
  if (func != NULL)
    func (self, download);
}

/**
 * dp_get_report_added:
 * @self: a report
 * @download: a download that is in the queue now
 *
 * Thread: home.
 */
void
dp_get_report_added (DpGetReport *self, DpDownload *download)
{
  tell (self, download, self->funcs->added);
}

/**
 * dp_get_report_changed:
 * @self: a report
 * @download: a download whose state is another one now
 *
 * Thread: home.
 */
void
dp_get_report_changed (DpGetReport *self, DpDownload *download)
{
  switch (dp_download_get_state (download))
    {
    case DP_STATE_RUNNING:
      tell (self, download, self->funcs->started);
      break;
    case DP_STATE_QUEUED:
    case DP_STATE_WAITING:
    case DP_STATE_CANCELLED:
      tell (self, download, self->funcs->rested);
      break;
    case DP_STATE_DONE:
      tell (self, download, self->funcs->done);
      break;
    case DP_STATE_PAUSED: /* the disk refused, and nobody is here to make room */
    case DP_STATE_FAILED:
    case DP_STATE_ASKING: /* nor to answer */
      tell (self, download, self->funcs->failed);
      break;
    }
}

/**
 * dp_get_report_ended:
 * @self: a report
 * @is_interrupted: whether downloads were left undone
 *
 * Thread: home.
 */
void
dp_get_report_ended (DpGetReport *self, gboolean is_interrupted)
{
  if (self->funcs->ended != NULL)
    self->funcs->ended (self, is_interrupted);
}

/**
 * dp_get_report_free:
 * @self: (transfer full) (nullable): a report
 *
 * Thread: home.
 */
void
dp_get_report_free (DpGetReport *self)
{
  if (self != NULL)
    self->funcs->free (self);
}

/**
 * dp_get_report_dup_done:
 * @download: a finished download
 *
 * Thread: home.
 *
 * Returns: (transfer full): a line for the person, with its end
 */
char *
dp_get_report_dup_done (DpDownload *download)
{
  g_autofree char *name = dp_terminal_text_escape (dp_download_get_name (download));
  g_autofree char *size = g_format_size (dp_download_get_progress (download)->total_bytes);
  g_autofree char *line = NULL;

  if (dp_download_is_length_proven (download))
    /* Translators: the name of a file and its size, as in "image.png: 2.4 MB". */
    line = g_strdup_printf (_ ("%s: %s"), name, size);
  else
    /* Translators: the name of a file and its size. */
    line = g_strdup_printf (_ ("%s: %s (the server did not say whether this is all)"), name, size);
  return g_strconcat (line, "\n", NULL);
}

/* Nobody is here to ask, but there may be an option that answers. */
static const char *
get_advice (const DpQuestion *question)
{
  switch (question->kind)
    {
    case DP_QUESTION_SERVER:
      return _ ("Name them with --user NAME:PASSWORD.");
    case DP_QUESTION_PROXY:
      return _ ("Name them with --proxy http://NAME:PASSWORD@HOST:PORT.");
    case DP_QUESTION_CERTIFICATE:
      return question->problems == G_TLS_CERTIFICATE_UNKNOWN_CA
                 ? _ ("If you trust its issuer, name the issuer's certificate with --ca-file PEM.")
                 : NULL;
    }
  g_return_val_if_reached (NULL);
}

/**
 * dp_get_report_dup_reason:
 * @download: a download that was given up
 *
 * Thread: home.
 *
 * Returns: (transfer full): why, and what to do about it, as it came: not escaped
 */
char *
dp_get_report_dup_reason (DpDownload *download)
{
  const char *reason = dp_download_get_reason (download);
  const DpQuestion *question = dp_download_get_question (download);
  const char *advice = question != NULL ? get_advice (question) : NULL;

  if (reason == NULL)
    return g_strdup (_ ("It was stopped."));
  if (advice == NULL)
    return g_strdup (reason);
  /* Translators: why there is no file; a sentence that says what to do. */
  return g_strdup_printf (_ ("%s. %s"), reason, advice);
}

/**
 * dp_get_report_dup_failed:
 * @download: a download that was given up
 *
 * Thread: home.
 *
 * Returns: (transfer full): a line for the person, with its end
 */
char *
dp_get_report_dup_failed (DpDownload *download)
{
  g_autofree char *reason = dp_get_report_dup_reason (download);
  g_autofree char *url = dp_get_links_dup_shown (dp_download_get_url (download));
  g_autofree char *escaped = dp_terminal_text_escape (reason);

  return g_strdup_printf ("%s: %s\n", url, escaped);
}
