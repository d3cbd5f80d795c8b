/* dp-details-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a download tells of itself, in words.
 *
 * Translators get whole sentences.
 *
 * Thread: home.
 */

#include "dp-details-words.h"

#include <glib/gi18n.h>

#include "dp-http-message.h"

static char *
get_request (const DpEvent *event)
{
  guint took_msec = (guint) (event->took_usec / G_TIME_SPAN_MILLISECOND);
  const char *phrase = dp_http_message_get_phrase (event->status);

  if (event->took_usec == 0)
    return g_strdup (_ ("Asked the server, and wait for its answer"));
  if (event->reason != NULL)
    /* Translators: %s is why a server's answer did not come, or can't be believed. */
    return g_strdup_printf (_ ("Asked the server, in vain: %s"), event->reason);
  if (took_msec >= 1000)
    /* Translators: a time in seconds; the status of an answer, as in "404 Not Found". */
    return g_strdup_printf (_ ("The server answered after %.1f s: %u %s"), took_msec / 1e3,
                            event->status, phrase != NULL ? phrase : "");
  /* Translators: a time in milliseconds; the status of an answer, as in "404 Not Found". */
  return g_strdup_printf (_ ("The server answered after %u ms: %u %s"), took_msec, event->status,
                          phrase != NULL ? phrase : "");
}

static char *
get_waiting (const DpEvent *event)
{
  /* Translators: why a download failed; then a time in seconds. */
  return g_strdup_printf (_ ("%s: trying again in %u s"), event->reason, (guint) event->wait_sec);
}

static char *
get_paused (const DpEvent *event, const char *size)
{
  if (event->reason != NULL)
    /* Translators: how much of a file is here; why it rests. */
    return g_strdup_printf (_ ("Paused at %s: %s"), size, event->reason);
  /* Translators: %s is how much of a file is here. */
  return g_strdup_printf (_ ("Paused at %s"), size);
}

/**
 * dp_details_words_for_event:
 * @event: what happened
 *
 * Thread: home.
 *
 * Returns: (transfer full): a plain sentence
 */
char *
dp_details_words_for_event (const DpEvent *event)
{
  g_autofree char *size = g_format_size (event->bytes);

  switch (event->kind)
    {
    case DP_EVENT_REQUEST:
      return get_request (event);
    case DP_EVENT_BEGUN:
      return g_strdup (_ ("Began with the first byte"));
    case DP_EVENT_CONTINUED:
      /* Translators: %s is how much of a file is here. */
      return g_strdup_printf (_ ("Continued at %s, after proof that it is the same file"), size);
    case DP_EVENT_AGAIN:
      /* Translators: %s is how much of a file is here. */
      return g_strdup_printf (
          _ ("The %s that are here can't be continued: starting again beside them"), size);
    case DP_EVENT_SHARED:
      return g_strdup (_ ("Several connections share what is missing"));
    case DP_EVENT_DONE:
      /* Translators: %s is a size. */
      return g_strdup_printf (_ ("Done: all %s are safe on the disk"), size);
    case DP_EVENT_WAITING:
      return get_waiting (event);
    case DP_EVENT_PAUSED:
      return get_paused (event, size);
    case DP_EVENT_FAILED:
      /* Translators: %s is why. */
      return g_strdup_printf (_ ("Failed: %s"), event->reason);
    case DP_EVENT_ASKING:
      /* Translators: %s is what only the person can answer. */
      return g_strdup_printf (_ ("Waits for your answer: %s"), event->reason);
    }
  g_return_val_if_reached (NULL);
}

/**
 * dp_details_words_for_map:
 * @map: the file as it is now
 * @total_bytes: how long it will be, or %DP_SIZE_UNKNOWN
 *
 * Thread: home.
 *
 * Returns: (transfer full): as in "43 percent in 8 parts"
 */
char *
dp_details_words_for_map (const DpTraceMap *map, guint64 total_bytes)
{
  guint n_parts = map->written.n_ranges;
  guint64 here_bytes = map->written.covered_bytes;
  g_autofree char *size = g_format_size (here_bytes);
  double percent = 0;

  if (n_parts == 0)
    return g_strdup (_ ("Nothing of it is here yet"));
  if (total_bytes == DP_SIZE_UNKNOWN)
    /* Translators: how much of a file is here. */
    return g_strdup_printf (ngettext ("%s in %u part", "%s in %u parts", n_parts), size, n_parts);
  percent = total_bytes > 0 ? 100.0 * (double) here_bytes / (double) total_bytes : 100.0;
  return g_strdup_printf (ngettext ("%u percent in %u part", "%u percent in %u parts", n_parts),
                          (guint) percent, n_parts);
}

/**
 * dp_details_words_for_safety:
 * @map: the file as it is now
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): what of it would outlive a power cut, and who writes to it
 */
char *
dp_details_words_for_safety (const DpTraceMap *map)
{
  guint64 safe_bytes = MIN (map->flushed.covered_bytes, map->written.covered_bytes);
  g_autofree char *safe = g_format_size (safe_bytes);
  g_autofree char *written = g_format_size (map->written.covered_bytes - safe_bytes);

  if (map->n_lines == 0)
    return NULL;
  if (safe_bytes == 0)
    return g_strdup_printf (ngettext ("%u connection", "%u connections", map->n_lines),
                            map->n_lines);
  /* Translators: a number of connections; two sizes: what would outlive a power cut, and the rest. */
  return g_strdup_printf (ngettext ("%u connection · %s safe on the disk, %s on the way there",
                                    "%u connections · %s safe on the disk, %s on the way there",
                                    map->n_lines),
                          map->n_lines, safe, written);
}

/**
 * dp_details_words_for_waits:
 * @usec: (array fixed-size=4): by #DpWait, how long
 *
 * Thread: home.
 *
 * Returns: (transfer full): what keeps it most
 */
char *
dp_details_words_for_waits (const guint64 *usec)
{
  static const char *const most[DP_N_WAITS] = {
    [DP_WAIT_SERVER] = N_ ("Most of the time the server thinks about its answer"),
    [DP_WAIT_NETWORK] = N_ ("Most of the time goes by while bytes are on their way here"),
    [DP_WAIT_DISK] = N_ ("Most of the time the disk is what takes long"),
    [DP_WAIT_LIMIT] = N_ ("Most of the time your speed limit holds it back"),
  };
  guint64 all_usec = 0;
  guint first = 0;

  for (guint i = 0; i < DP_N_WAITS; i++)
    {
      all_usec += usec[i];
      if (usec[i] > usec[first])
        first = i;
    }
  if (all_usec == 0)
    return g_strdup (_ ("It has not waited for anything yet"));
  if (usec[first] * 2 < all_usec)
    return g_strdup (_ ("Nothing alone takes most of the time"));
  return g_strdup (_ (most[first]));
}

/**
 * dp_details_words_for_time:
 * @real_usec: a time of g_get_real_time()
 *
 * Thread: home.
 *
 * Returns: (transfer full): day and time, as the person is used to
 */
char *
dp_details_words_for_time (gint64 real_usec)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (real_usec / G_USEC_PER_SEC);

  return time != NULL ? g_date_time_format (time, "%x %X") : g_strdup ("");
}

/* As in "3 failed". */
static char *
get_count (DpState state, guint n)
{
  switch (state)
    {
    case DP_STATE_QUEUED:
      return g_strdup_printf (ngettext ("%'u waits for its turn", "%'u wait for their turn", n), n);
    case DP_STATE_RUNNING:
      return g_strdup_printf (ngettext ("%'u is downloading", "%'u are downloading", n), n);
    case DP_STATE_WAITING:
      return g_strdup_printf (ngettext ("%'u is tried again", "%'u are tried again", n), n);
    case DP_STATE_PAUSED:
      return g_strdup_printf (ngettext ("%'u paused", "%'u paused", n), n);
    case DP_STATE_DONE:
      return g_strdup_printf (ngettext ("%'u done", "%'u done", n), n);
    case DP_STATE_FAILED:
      return g_strdup_printf (ngettext ("%'u failed", "%'u failed", n), n);
    case DP_STATE_CANCELLED:
      return g_strdup_printf (ngettext ("%'u cancelled", "%'u cancelled", n), n);
    case DP_STATE_ASKING:
      return g_strdup_printf (ngettext ("%'u waits for you", "%'u wait for you", n), n);
    }
  g_return_val_if_reached (NULL);
}

/**
 * dp_details_words_for_states:
 * @n_by_state: (array fixed-size=8): by #DpState, how many
 *
 * Thread: home.
 *
 * Returns: (transfer full): a line for each state that is there
 */
char *
dp_details_words_for_states (const guint *n_by_state)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < DP_N_STATES; i++)
    {
      g_autofree char *count = n_by_state[i] > 0 ? get_count ((DpState) i, n_by_state[i]) : NULL;

      if (count != NULL)
        g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", count);
    }
  return g_string_free (lines, FALSE);
}
