/* dp-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A download in words: what its row says, and what a screen reader says.
 *
 * Translators get whole sentences.
 *
 * Thread: home.  Never reads a clock: callers hand in the time; but for what a server was seen to
 * want, which is forgotten by the day.
 */

#include "dp-words.h"

#include <glib/gi18n.h>

#include "dp-host-limit.h"
#include "dp-volume.h"

#define MINUTE_SEC 60
#define HOUR_SEC   (60 * MINUTE_SEC)
#define DAY_SEC    (24 * HOUR_SEC)

/* Both numbers in the unit of the total, so that they can be compared at a glance. */
static char *
get_amount (const DpProgress *progress)
{
  double received = (double) progress->received_bytes;
  double total = (double) progress->total_bytes;

  if (progress->total_bytes == DP_SIZE_UNKNOWN)
    return g_format_size (progress->received_bytes);
  if (progress->received_bytes == progress->total_bytes)
    return g_format_size (progress->total_bytes);
  if (total < 1e3)
    /* Translators: how much of a file is here. */
    return g_strdup_printf (_ ("%.0f of %.0f bytes"), received, total);
  if (total < 1e6)
    /* Translators: how much of a file is here, in kilobytes. */
    return g_strdup_printf (_ ("%.1f of %.1f kB"), received / 1e3, total / 1e3);
  if (total < 1e9)
    /* Translators: how much of a file is here, in megabytes. */
    return g_strdup_printf (_ ("%.1f of %.1f MB"), received / 1e6, total / 1e6);
  if (total < 1e12)
    /* Translators: how much of a file is here, in gigabytes. */
    return g_strdup_printf (_ ("%.2f of %.2f GB"), received / 1e9, total / 1e9);
  /* Translators: how much of a file is here, in terabytes. */
  return g_strdup_printf (_ ("%.3f of %.3f TB"), received / 1e12, total / 1e12);
}

/**
 * dp_words_for_speed:
 * @bytes_per_sec: a speed
 *
 * Thread: home.
 *
 * Returns: (transfer full): as in "4.2 MB/s"
 */
char *
dp_words_for_speed (guint64 bytes_per_sec)
{
  g_autofree char *size = g_format_size (bytes_per_sec);

  /* Translators: a speed; %s is a size, as in "4.2 MB". */
  return g_strdup_printf (_ ("%s/s"), size);
}

/**
 * dp_words_for_time_left:
 * @left_sec: a time, not %DP_TIME_UNKNOWN
 *
 * Thread: home.
 *
 * Returns: (transfer full): as in "2 min 5 s left"
 */
char *
dp_words_for_time_left (guint64 left_sec)
{
  guint days = (guint) MIN (left_sec / DAY_SEC, G_MAXINT);

  if (left_sec < MINUTE_SEC)
    return g_strdup_printf (_ ("%u s left"), (guint) left_sec);
  if (left_sec < 10 * MINUTE_SEC)
    /* Translators: minutes and seconds. */
    return g_strdup_printf (_ ("%u min %u s left"), (guint) (left_sec / MINUTE_SEC),
                            (guint) (left_sec % MINUTE_SEC));
  if (left_sec < HOUR_SEC)
    return g_strdup_printf (_ ("%u min left"), (guint) (left_sec / MINUTE_SEC));
  if (left_sec < DAY_SEC)
    /* Translators: hours and minutes. */
    return g_strdup_printf (_ ("%u h %u min left"), (guint) (left_sec / HOUR_SEC),
                            (guint) (left_sec % HOUR_SEC / MINUTE_SEC));
  return g_strdup_printf (ngettext ("%u day left", "%u days left", days), days);
}

static char *
get_running (const DpProgress *progress)
{
  g_autofree char *amount = get_amount (progress);
  g_autofree char *speed = dp_words_for_speed (progress->bytes_per_sec);
  g_autofree char *left = NULL;

  if (progress->received_bytes == 0 && progress->bytes_per_sec == 0)
    return g_strdup (_ ("Connecting…"));
  if (progress->bytes_per_sec == 0 && progress->is_limited)
    /* Translators: how much of a file is here, as in "12.4 of 80.0 MB"; others come first. */
    return g_strdup_printf (_ ("%s · waiting because of the speed limit"), amount);
  if (progress->bytes_per_sec == 0)
    /* Translators: how much of a file is here, as in "12.4 of 80.0 MB"; nothing comes. */
    return g_strdup_printf (_ ("%s · waiting for the server"), amount);
  if (progress->left_sec == DP_TIME_UNKNOWN)
    /* Translators: how much of a file is here; the speed. */
    return g_strdup_printf (_ ("%s · %s"), amount, speed);

  left = dp_words_for_time_left (progress->left_sec);
  /* Translators: how much of a file is here; the speed; the time left. */
  return g_strdup_printf (_ ("%s · %s · %s"), amount, speed, left);
}

static char *
get_waiting (DpDownload *download, gint64 now_usec)
{
  gint64 left_usec = dp_download_get_history (download)->retry_at_usec - now_usec;
  guint left_sec = (guint) ((MAX (left_usec, 0) + G_TIME_SPAN_SECOND - 1) / G_TIME_SPAN_SECOND);

  if (left_sec == 0)
    /* Translators: it is to be tried again; why the last attempt failed. */
    return g_strdup_printf (_ ("Waiting for its turn · %s"), dp_download_get_reason (download));
  if (left_sec < MINUTE_SEC)
    /* Translators: how long until the next attempt; why the last one failed. */
    return g_strdup_printf (_ ("Trying again in %u s · %s"), left_sec,
                            dp_download_get_reason (download));
  if (left_sec < HOUR_SEC)
    /* Translators: minutes and seconds until the next attempt; why the last one failed. */
    return g_strdup_printf (_ ("Trying again in %u min %u s · %s"), left_sec / MINUTE_SEC,
                            left_sec % MINUTE_SEC, dp_download_get_reason (download));
  /* Translators: hours and minutes until the next attempt; why the last one failed. */
  return g_strdup_printf (_ ("Trying again in %u h %u min · %s"), left_sec / HOUR_SEC,
                          left_sec % HOUR_SEC / MINUTE_SEC, dp_download_get_reason (download));
}

/* Its server may be seen to want little at once; that holds up one that never was refused, too. */
static char *
get_queued (DpDownload *download)
{
  g_autoptr (DpUrl) url = dp_url_parse (dp_download_get_url (download), NULL);
  g_autofree char *origin = url != NULL ? dp_url_dup_origin (url) : NULL;
  guint most = origin != NULL ? dp_host_limit_get (origin, g_get_real_time ()) : G_MAXUINT;

  if (dp_download_get_reason (download) != NULL)
    return g_strdup (dp_download_get_reason (download));
  if (most == G_MAXUINT)
    return g_strdup (_ ("Waiting for its turn"));
  return g_strdup_printf (
      /* Translators: a server refuses more than so many connections at once. */
      ngettext ("Waiting for its turn · the server allows only %u connection at once",
                "Waiting for its turn · the server allows only %u connections at once", most),
      most);
}

static char *
get_done (DpDownload *download)
{
  g_autofree char *size = g_format_size (dp_download_get_progress (download)->total_bytes);
  const char *reason = dp_download_get_reason (download);

  if (reason != NULL && !dp_download_is_length_proven (download))
    /* Translators: a size; what came of the command that was run for the file. */
    return g_strdup_printf (_ ("Done · %s · the server did not confirm the size · %s"), size,
                            reason);
  if (reason != NULL)
    /* Translators: a size; what came of the command that was run for the file. */
    return g_strdup_printf (_ ("Done · %s · %s"), size, reason);
  if (!dp_download_is_length_proven (download))
    /* Translators: %s is a size. */
    return g_strdup_printf (_ ("Done · %s · the server did not confirm the size"), size);
  /* Translators: %s is a size. */
  return g_strdup_printf (_ ("Done · %s"), size);
}

static char *
get_paused (DpDownload *download)
{
  const DpProgress *progress = dp_download_get_progress (download);
  g_autofree char *amount = get_amount (progress);

  if (dp_download_get_reason (download) != NULL)
    /* Translators: %s is why. */
    return g_strdup_printf (_ ("Paused · %s"), dp_download_get_reason (download));
  if (progress->received_bytes == 0)
    return g_strdup (_ ("Paused"));
  /* Translators: %s is how much of a file is here. */
  return g_strdup_printf (_ ("Paused · %s"), amount);
}

static char *
get_asking (DpDownload *download)
{
  const char *reason = dp_download_get_reason (download);

  if (dp_download_get_question (download)->kind == DP_QUESTION_CERTIFICATE)
    /* Translators: what the person shall do; %s is why. */
    return g_strdup_printf (_ ("Check the certificate · %s"), reason);
  /* Translators: what the person shall do; %s is why. */
  return g_strdup_printf (_ ("Sign in · %s"), reason);
}

/* As far as somebody has looked. */
static char *
get_found (DpDownload *download)
{
  switch (dp_download_get_found (download))
    {
    case DP_FINISHED_MISSING:
      return g_strdup (_ ("The file is no longer there"));
    case DP_FINISHED_CHANGED:
      return g_strdup (_ ("The file was changed after it was downloaded"));
    case DP_FINISHED_SAME:
      break;
    }
  return get_done (download);
}

/**
 * dp_words_for_status:
 * @download: a download
 * @now_usec: the time of g_get_monotonic_time()
 *
 * Thread: home.
 *
 * Returns: (transfer full): its status in one line
 */
char *
dp_words_for_status (DpDownload *download, gint64 now_usec)
{
  switch (dp_download_get_state (download))
    {
    case DP_STATE_QUEUED:
      return get_queued (download);
    case DP_STATE_RUNNING:
      return get_running (dp_download_get_progress (download));
    case DP_STATE_WAITING:
      return get_waiting (download, now_usec);
    case DP_STATE_PAUSED:
      return get_paused (download);
    case DP_STATE_DONE:
      return get_found (download);
    case DP_STATE_FAILED:
      /* Translators: %s is why. */
      return g_strdup_printf (_ ("Failed · %s"), dp_download_get_reason (download));
    case DP_STATE_CANCELLED:
      return g_strdup (_ ("Cancelled"));
    case DP_STATE_ASKING:
      return get_asking (download);
    }
  g_return_val_if_reached (NULL);
}

/* A voice does not know what "min" is. */
static char *
get_spoken_left (guint64 left_sec)
{
  guint minutes = (guint) (left_sec / MINUTE_SEC);
  guint hours = (guint) MIN (left_sec / HOUR_SEC, G_MAXINT);

  if (left_sec < MINUTE_SEC)
    return g_strdup_printf (ngettext ("%u second left", "%u seconds left", (gulong) left_sec),
                            (guint) left_sec);
  if (left_sec < HOUR_SEC)
    return g_strdup_printf (ngettext ("%u minute left", "%u minutes left", minutes), minutes);
  return g_strdup_printf (ngettext ("%u hour left", "%u hours left", hours), hours);
}

static char *
get_spoken (DpDownload *download, gint64 now_usec)
{
  const DpProgress *progress = dp_download_get_progress (download);
  const char *name = dp_download_get_name (download);
  g_autofree char *status = NULL;
  g_autofree char *left = NULL;
  guint percent = (guint) (dp_progress_get_fraction (progress) * 100);

  if (dp_download_get_state (download) != DP_STATE_RUNNING)
    {
      status = dp_words_for_status (download, now_usec);
      /* Translators: for a screen reader: a file's name; how it stands. */
      return g_strdup_printf (_ ("%s, %s"), name, status);
    }
  if (progress->total_bytes == DP_SIZE_UNKNOWN)
    {
      status = g_format_size (progress->received_bytes);
      /* Translators: for a screen reader: a file's name; how much of it is here. */
      return g_strdup_printf (_ ("%s, %s, downloading"), name, status);
    }
  if (progress->left_sec == DP_TIME_UNKNOWN)
    /* Translators: for a screen reader: a file's name; a number. */
    return g_strdup_printf (_ ("%s, %u percent, downloading"), name, percent);

  left = get_spoken_left (progress->left_sec);
  /* Translators: for a screen reader: a file's name; a number; the time left. */
  return g_strdup_printf (_ ("%s, %u percent, %s, downloading"), name, percent, left);
}

/**
 * dp_words_for_value:
 * @download: a download
 * @now_usec: the time of g_get_monotonic_time()
 *
 * What a bar means, for who can't see it; its name is said already.
 *
 * Thread: home.
 *
 * Returns: (transfer full): as in "downloading, 43 percent, 2 minutes left"
 */
char *
dp_words_for_value (DpDownload *download, gint64 now_usec)
{
  const DpProgress *progress = dp_download_get_progress (download);
  guint percent = (guint) (dp_progress_get_fraction (progress) * 100);
  g_autofree char *words = NULL;

  if (dp_download_get_state (download) != DP_STATE_RUNNING)
    return dp_words_for_status (download, now_usec);
  if (progress->total_bytes == DP_SIZE_UNKNOWN)
    {
      words = g_format_size (progress->received_bytes);
      /* Translators: for a screen reader: how much of a file is here. */
      return g_strdup_printf (_ ("downloading, %s"), words);
    }
  if (progress->left_sec == DP_TIME_UNKNOWN)
    /* Translators: for a screen reader: a number. */
    return g_strdup_printf (_ ("downloading, %u percent"), percent);
  words = get_spoken_left (progress->left_sec);
  /* Translators: for a screen reader: a number; the time left. */
  return g_strdup_printf (_ ("downloading, %u percent, %s"), percent, words);
}

/**
 * dp_words_for_priority:
 * @priority: a priority
 *
 * Thread: home.
 *
 * Returns: (transfer none): what it is called
 */
const char *
dp_words_for_priority (DpPriority priority)
{
  static const char *const words[DP_N_PRIORITIES] = {
    [DP_PRIORITY_HIGH] = N_ ("High priority"),
    [DP_PRIORITY_NORMAL] = N_ ("Normal priority"),
    [DP_PRIORITY_LOW] = N_ ("Low priority"),
  };

  return _ (words[priority]);
}

/**
 * dp_words_for_accessible:
 * @download: a download
 * @now_usec: the time of g_get_monotonic_time()
 *
 * Thread: home.
 *
 * Returns: (transfer full): as in "ubuntu.iso, 43 percent, 2 minutes left, downloading"
 */
char *
dp_words_for_accessible (DpDownload *download, gint64 now_usec)
{
  DpPriority priority = dp_download_get_priority (download);
  g_autofree char *spoken = get_spoken (download, now_usec);

  if (priority == DP_PRIORITY_NORMAL)
    return g_steal_pointer (&spoken);
  /* Translators: for a screen reader: all about a download; its priority. */
  return g_strdup_printf (_ ("%s, %s"), spoken, dp_words_for_priority (priority));
}

/**
 * dp_words_for_no_room:
 * @download: a download that found no room on its disk
 * @needed_bytes: so much would do
 * @is_full: whether nothing goes on there; else only this file is too big
 *
 * Thread: home.
 *
 * Returns: (transfer full): what happened, and what to do
 */
char *
dp_words_for_no_room (DpDownload *download, guint64 needed_bytes, gboolean is_full)
{
  g_autofree char *folder = g_filename_display_name (dp_download_get_folder (download));
  g_autofree char *size = g_format_size (needed_bytes);

  if (is_full && dp_volume_get_floor () > 0)
    {
      g_autofree char *kept = g_format_size (dp_volume_get_floor ());

      /* Translators: a size, as in "4.2 GB"; a folder. */
      return g_strdup_printf (
          _ ("Less than %s would be left on the disk with “%s”. Make room there, "
             "or let less stay free in the preferences, and the downloads go "
             "on by themselves."),
          kept, folder);
    }
  if (is_full)
    /* Translators: %s is a folder. */
    return g_strdup_printf (_ ("The disk with “%s” is full. Make room there, and the downloads go "
                               "on by themselves."),
                            folder);
  /* Translators: a file's name; a size, as in "4.2 GB"; a folder. */
  return g_strdup_printf (_ ("“%s” needs %s of room in “%s”. It goes on by itself when there is "
                             "as much."),
                          dp_download_get_name (download), size, folder);
}

/**
 * dp_words_for_removal:
 * @n_removed: how many were taken out of the list
 *
 * Thread: any.
 *
 * Returns: (transfer full): how many that were
 */
char *
dp_words_for_removal (guint n_removed)
{
  return g_strdup_printf (ngettext ("%'u entry removed", "%'u entries removed", n_removed),
                          n_removed);
}

/**
 * dp_words_for_lost_addition:
 * @n_removed: how many were taken out of the list again
 * @n_finished: how many were not, because they are finished
 *
 * Thread: any.
 *
 * Returns: (transfer full): what became of an addition that was taken back
 */
char *
dp_words_for_lost_addition (guint n_removed, guint n_finished)
{
  g_autofree char *removed = dp_words_for_removal (n_removed);
  g_autofree char *finished = g_strdup_printf (
      ngettext ("%'u finished one stays", "%'u finished ones stay", n_finished), n_finished);

  if (n_removed == 0 && n_finished > 0)
    return g_strdup (_ ("Nothing was removed, because all of them are finished"));
  if (n_removed == 0)
    return g_strdup (_ ("Nothing was removed, because none of them is in the list any more"));
  if (n_finished == 0)
    return g_steal_pointer (&removed);
  /* Translators: two counts, as in "3 entries removed, 2 finished ones stay". */
  return g_strdup_printf (_ ("%s, %s"), removed, finished);
}
