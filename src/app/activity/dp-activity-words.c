/* dp-activity-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the threads do, and what comes of it, in words.
 *
 * Translators get whole sentences.
 *
 * Thread: home.
 */

#include "dp-activity-words.h"

#include <glib/gi18n.h>
#include <math.h>

#include "dp-words.h"

#define SEC_PER_MIN  60
#define SEC_PER_HOUR 3600

/* Less is no gain that anybody sees. */
#define LEAST_GAIN 1.2

static guint
get_percent (double share)
{
  return (guint) lround (share * 100);
}

/**
 * dp_activity_words_for_delay:
 * @usec: a short time
 *
 * Thread: home.
 *
 * Returns: (transfer full): as in "0.3 ms"
 */
char *
dp_activity_words_for_delay (gint64 usec)
{
  double msec = (double) usec / 1e3;

  if (msec >= 1000)
    /* Translators: a time in seconds. */
    return g_strdup_printf (_ ("%.1f s"), msec / 1e3);
  /* Translators: a time in milliseconds. */
  return g_strdup_printf (msec < 1    ? _ ("%.2f ms")
                          : msec < 10 ? _ ("%.1f ms")
                                      : _ ("%.0f ms"),
                          msec);
}

/**
 * dp_activity_words_for_duration:
 * @usec: a time
 *
 * Thread: home.
 *
 * Returns: (transfer full): as in "3 min 20 s"
 */
char *
dp_activity_words_for_duration (guint64 usec)
{
  double sec = (double) usec / G_USEC_PER_SEC;
  guint64 whole = (guint64) llround (sec);

  if (sec < 9.95)
    return g_strdup_printf (_ ("%.1f s"), sec);
  if (whole < SEC_PER_MIN)
    /* Translators: a time in seconds. */
    return g_strdup_printf (_ ("%u s"), (guint) whole);
  if (whole < SEC_PER_HOUR)
    /* Translators: a time in minutes and seconds. */
    return g_strdup_printf (_ ("%u min %u s"), (guint) (whole / SEC_PER_MIN),
                            (guint) (whole % SEC_PER_MIN));
  /* Translators: a time in hours and minutes. */
  return g_strdup_printf (_ ("%u h %u min"), (guint) (whole / SEC_PER_HOUR),
                          (guint) (whole % SEC_PER_HOUR / SEC_PER_MIN));
}

/* A worker thread */

static char *
join_names (const DpWork *work)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < work->named->len; i++)
    g_strv_builder_add (builder, dp_download_get_name (work->named->pdata[i]));
  names = g_strv_builder_end (builder);
  /* Translators: between the names of two files in a row of them. */
  return g_strjoinv (_ (", "), names);
}

/**
 * dp_activity_words_for_files:
 * @work: what a worker thread has to do
 *
 * Thread: home.
 *
 * Returns: (transfer full): as in "2 files: a.iso, b.iso"
 */
char *
dp_activity_words_for_files (const DpWork *work)
{
  g_autofree char *names = join_names (work);

  if (work->lane.n_jobs == 0)
    return g_strdup (_ ("Rests, and leaves if nothing comes"));
  if (work->n_files == 0)
    return g_strdup_printf (ngettext ("%u job that is about no file of the list",
                                      "%u jobs that are about no files of the list",
                                      work->lane.n_jobs),
                            work->lane.n_jobs);
  if (work->n_files > work->named->len)
    /* Translators: how many files; the names of the first few. */
    return g_strdup_printf (ngettext ("%u file, with %s", "%u files, with %s", work->n_files),
                            work->n_files, names);
  /* Translators: how many files; their names. */
  return g_strdup_printf (ngettext ("%u file: %s", "%u files: %s", work->n_files), work->n_files,
                          names);
}

/**
 * dp_activity_words_for_figures:
 * @work: what a worker thread has to do
 * @cpu: what part of a processor it uses
 *
 * Thread: home.
 *
 * Returns: (transfer full): as in "4.2 MB/s · 3 connections · 12 % CPU"
 */
char *
dp_activity_words_for_figures (const DpWork *work, double cpu)
{
  g_autofree char *speed = dp_words_for_speed (work->bytes_per_sec);
  g_autofree char *connections = g_strdup_printf (
      ngettext ("%u connection", "%u connections", work->n_connections), work->n_connections);

  /* Translators: a speed; as in "3 connections"; how much of a processor is used. */
  return g_strdup_printf (_ ("%s · %s · %u %% CPU"), speed, connections, get_percent (cpu));
}

/**
 * dp_activity_words_for_lane:
 * @work: what a worker thread has to do
 * @cpu: what part of a processor it uses
 *
 * Thread: home.
 *
 * Returns: (transfer full): all of it in a sentence
 */
char *
dp_activity_words_for_lane (const DpWork *work, double cpu)
{
  g_autofree char *files = dp_activity_words_for_files (work);
  g_autofree char *speed = dp_words_for_speed (work->bytes_per_sec);
  g_autofree char *connections = g_strdup_printf (
      ngettext ("%u connection", "%u connections", work->n_connections), work->n_connections);

  /* Translators: for a screen reader: the number of a worker thread; the kernel's number of it; as in
   * "2 files: a.iso, b.iso"; a speed; as in "3 connections"; how much of a processor is used. */
  return g_strdup_printf (_ ("dp-lane-%u, thread %u. %s. %s, %s, %u percent of a processor"),
                          work->lane.number, work->lane.thread_id, files, speed, connections,
                          get_percent (cpu));
}

/* How many at once */

static char *
get_chosen (const DpActivity *activity)
{
  if (activity->n_running < activity->n_limit)
    return g_strdup_printf (
        /* Translators: how many files; how many may, as a phrase of its own. */
        ngettext ("%u file comes now. You allow %u at once.",
                  "%u files come at once. You allow %u.", activity->n_running),
        activity->n_running, activity->n_limit);
  return g_strdup_printf (ngettext ("%u file comes now, as you allow no more.",
                                    "%u files come at once, as many as you allow.",
                                    activity->n_running),
                          activity->n_running);
}

static char *
get_automatic (DpParallelReason reason, guint n)
{
  switch (reason)
    {
    case DP_PARALLEL_CHOSEN:
    case DP_PARALLEL_FEW:
      return g_strdup_printf (ngettext ("%u file comes now: there is no more to be done at once.",
                                        "%u files come at once: there is no more to be done.", n),
                              n);
    case DP_PARALLEL_TRYING_MORE:
      return g_strdup_printf (
          ngettext ("%u file comes now. More are being tried, as that may be faster.",
                    "%u files come at once. More are being tried, as that may be faster.", n),
          n);
    case DP_PARALLEL_TRYING_FEWER:
      return g_strdup_printf (
          ngettext ("%u file comes now. Fewer are being tried, as they may be as fast.",
                    "%u files come at once. Fewer are being tried, as they may be as fast.", n),
          n);
    case DP_PARALLEL_BEST:
      return g_strdup_printf (
          ngettext ("%u file comes now: more were no faster.",
                    "%u files come at once: more were no faster, and fewer were slower.", n),
          n);
    case DP_PARALLEL_REFUSED:
      return g_strdup_printf (ngettext ("%u file comes now: a server did not want more.",
                                        "%u files come at once: a server did not want more.", n),
                              n);
    }
  g_return_val_if_reached (NULL);
}

/**
 * dp_activity_words_for_parallel:
 * @activity: what is going on
 *
 * Thread: home.
 *
 * Returns: (transfer full): how many files come at once, and why
 */
char *
dp_activity_words_for_parallel (const DpActivity *activity)
{
  if (activity->n_running == 0)
    return g_strdup (_ ("No file comes now."));
  if (activity->reason == DP_PARALLEL_CHOSEN)
    return get_chosen (activity);
  return get_automatic (activity->reason, activity->n_running);
}

/**
 * dp_activity_words_for_refusals:
 * @activity: what is going on
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): how often servers refused a connection, if they did
 */
char *
dp_activity_words_for_refusals (const DpActivity *activity)
{
  if (activity->n_refusals == 0)
    return NULL;
  return g_strdup_printf (
      ngettext ("Servers refused a further connection %u time since Downpour was started.",
                "Servers refused a further connection %u times since Downpour was started.",
                activity->n_refusals),
      activity->n_refusals);
}

/**
 * dp_activity_words_for_batch:
 * @batch: what came since nothing did
 * @now_usec: the time
 *
 * Thread: home.
 *
 * Returns: (transfer full): how much it helped that files came at the same time
 */
char *
dp_activity_words_for_batch (const DpBatch *batch, gint64 now_usec)
{
  guint64 wall_usec = dp_batch_get_wall_usec (batch, now_usec);
  guint64 serial_usec = dp_batch_get_serial_usec (batch, now_usec);
  g_autofree char *wall = dp_activity_words_for_duration (wall_usec);
  g_autofree char *serial = dp_activity_words_for_duration (serial_usec);
  double gain = (double) serial_usec / (double) MAX (wall_usec, 1);

  if (batch->n_files == 0 && batch->n_running > 0)
    return g_strdup (_ ("None of the files that come now is done yet."));
  if (batch->n_files == 0)
    return g_strdup (_ ("No file has come yet. What it gains that several come at the same time "
                        "stands here then."));
  if (batch->n_files == 1)
    /* Translators: a time. */
    return g_strdup_printf (_ ("1 file in %s."), wall);
  if (gain < LEAST_GAIN)
    return g_strdup_printf (
        /* Translators: how many files; a time. */
        ngettext ("%'u file in %s: one after the other they would have taken hardly longer.",
                  "%'u files in %s: one after the other they would have taken hardly longer.",
                  batch->n_files),
        batch->n_files, wall);
  return g_strdup_printf (
      /* Translators: how many files; two times; how many times as fast. */
      ngettext ("%'u file in %s: one after the other they would have taken about %s. "
                "That is %.1f times as fast.",
                "%'u files in %s: one after the other they would have taken about %s. "
                "That is %.1f times as fast.",
                batch->n_files),
      batch->n_files, wall, serial, gain);
}

/* The main loop */

/**
 * dp_activity_words_for_pulse:
 * @sight: the last minute
 *
 * Thread: home.
 *
 * Returns: (transfer full): how quickly the main loop answered
 */
char *
dp_activity_words_for_pulse (const DpPulseSight *sight)
{
  g_autofree char *half = dp_activity_words_for_delay (sight->half_usec);
  g_autofree char *most = dp_activity_words_for_delay (sight->most_usec);
  g_autofree char *worst = dp_activity_words_for_delay (sight->worst_usec);

  if (sight->n == 0)
    return g_strdup (_ ("The window is asked sixty times a second how quickly it answers."));
  return g_strdup_printf (
      /* Translators: three times, as in "0.3 ms". */
      _ ("Asked sixty times a second, the window answers mostly within %s, 99 times of 100 within "
         "%s, and took %s at worst in the last minute."),
      half, most, worst);
}

/**
 * dp_activity_words_for_frames:
 * @frames_per_sec: how often the window is painted
 * @cpu: what part of a processor its thread uses
 *
 * Thread: home.
 *
 * Returns: (transfer full): both in a sentence
 */
char *
dp_activity_words_for_frames (double frames_per_sec, double cpu)
{
  guint n_frames = (guint) lround (frames_per_sec);

  return g_strdup_printf (
      /* Translators: how many frames; how much of a processor is used, in percent. */
      ngettext ("The list is painted %u time a second. The thread of the windows uses %u %% of a "
                "processor.",
                "The list is painted %u times a second. The thread of the windows uses %u %% of a "
                "processor.",
                n_frames),
      n_frames, get_percent (cpu));
}
