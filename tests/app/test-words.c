/* test-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A download in words, in English.
 */

#include "dp-host-limit.h"
#include "dp-words.h"

#include <string.h>

#define NOW_USEC (1000 * G_USEC_PER_SEC)
#define NBSP     "\u00a0"
#define UNKNOWN  G_MAXUINT64

typedef struct
{
  const char *name;
  guint64 number;
  const char *words;
} NumberCase;

static const NumberCase speeds[] = {
  { "none", 0, "0 bytes/s" },
  { "slow", 300, "300 bytes/s" },
  { "kilobytes", 4200, "4.2" NBSP "kB/s" },
  { "megabytes", 4200000, "4.2" NBSP "MB/s" },
  { "gigabytes", G_GUINT64_CONSTANT (1200000000), "1.2" NBSP "GB/s" },
};

static void
test_speed (gconstpointer data)
{
  const NumberCase *c = data;
  g_autofree char *words = dp_words_for_speed (c->number);

  g_assert_cmpstr (words, ==, c->words);
}

static const NumberCase times[] = {
  { "now", 0, "0 s left" },
  { "seconds", 59, "59 s left" },
  { "a-minute", 60, "1 min 0 s left" },
  { "minutes-and-seconds", 599, "9 min 59 s left" },
  { "minutes", 600, "10 min left" },
  { "nearly-an-hour", 3599, "59 min left" },
  { "an-hour", 3600, "1 h 0 min left" },
  { "nearly-a-day", 86399, "23 h 59 min left" },
  { "a-day", 86400, "1 day left" },
  { "days", 200000, "2 days left" },
  { "for-ever", UNKNOWN - 1, "2147483647 days left" },
};

static void
test_time_left (gconstpointer data)
{
  const NumberCase *c = data;
  g_autofree char *words = dp_words_for_time_left (c->number);

  g_assert_cmpstr (words, ==, c->words);
}

typedef struct
{
  const char *name;
  DpState state;
  DpProgress progress; /* received, total, speed, seconds left */
  const char *reason;
  gint64 retry_in_usec;
  const char *status;
  const char *accessible;
} DownloadCase;

#define NOTHING            \
  {                        \
    0, UNKNOWN, 0, UNKNOWN \
  }
#define SPEED(bytes, left) bytes, 80000000, 4200000, left

static const DownloadCase downloads[] = {
  { "queued", DP_STATE_QUEUED, NOTHING, NULL, 0, "Waiting for its turn",
    "a.iso, Waiting for its turn" },
  { "held-back", DP_STATE_QUEUED, NOTHING, "Waiting for room on the disk", 0,
    "Waiting for room on the disk", "a.iso, Waiting for room on the disk" },
  { "connecting", DP_STATE_RUNNING, NOTHING, NULL, 0, "Connecting…",
    "a.iso, 0 bytes, downloading" },
  { "running",
    DP_STATE_RUNNING,
    { SPEED (12400000, 18) },
    NULL,
    0,
    "12.4 of 80.0 MB · 4.2" NBSP "MB/s · 18 s left",
    "a.iso, 15 percent, 18 seconds left, downloading" },
  { "long",
    DP_STATE_RUNNING,
    { SPEED (34400000, 120) },
    NULL,
    0,
    "34.4 of 80.0 MB · 4.2" NBSP "MB/s · 2 min 0 s left",
    "a.iso, 43 percent, 2 minutes left, downloading" },
  { "no-time-yet",
    DP_STATE_RUNNING,
    { SPEED (34400000, UNKNOWN) },
    NULL,
    0,
    "34.4 of 80.0 MB · 4.2" NBSP "MB/s",
    "a.iso, 43 percent, downloading" },
  { "no-total",
    DP_STATE_RUNNING,
    { 34400000, UNKNOWN, 4200000, UNKNOWN },
    NULL,
    0,
    "34.4" NBSP "MB · 4.2" NBSP "MB/s",
    "a.iso, 34.4" NBSP "MB, downloading" },
  { "stalled",
    DP_STATE_RUNNING,
    { 500, 1000, 0, UNKNOWN },
    NULL,
    0,
    "0.5 of 1.0 kB · waiting for the server",
    "a.iso, 50 percent, downloading" },
  { "limited",
    DP_STATE_RUNNING,
    { 500, 1000, 0, UNKNOWN, TRUE, 1000000 },
    NULL,
    0,
    "0.5 of 1.0 kB · waiting because of the speed limit",
    "a.iso, 50 percent, downloading" },
  { "bytes",
    DP_STATE_RUNNING,
    { 500, 999, 100, 5 },
    NULL,
    0,
    "500 of 999 bytes · 100 bytes/s · 5 s left",
    "a.iso, 50 percent, 5 seconds left, downloading" },
  { "gigabytes",
    DP_STATE_RUNNING,
    { 1500000000, 4000000000, 1000, 90000 },
    NULL,
    0,
    "1.50 of 4.00 GB · 1.0" NBSP "kB/s · 1 day left",
    "a.iso, 37 percent, 25 hours left, downloading" },
  { "terabytes",
    DP_STATE_RUNNING,
    { 1, 2 * G_GUINT64_CONSTANT (1000000000000), 0, UNKNOWN },
    NULL,
    0,
    "0.000 of 2.000 TB · waiting for the server",
    "a.iso, 0 percent, downloading" },
  { "waiting",
    DP_STATE_WAITING,
    { 500, 1000, 0, UNKNOWN },
    "The server hung up.",
    4200000,
    "Trying again in 5 s · The server hung up.",
    "a.iso, Trying again in 5 s · The server hung up." },
  { "waiting-a-minute",
    DP_STATE_WAITING,
    { 500, 1000, 0, UNKNOWN },
    "It is busy.",
    61 * G_USEC_PER_SEC,
    "Trying again in 1 min 1 s · It is busy.",
    "a.iso, Trying again in 1 min 1 s · It is busy." },
  { "waiting-hours",
    DP_STATE_WAITING,
    { 500, 1000, 0, UNKNOWN },
    "It is busy.",
    G_GINT64_CONSTANT (7260000000),
    "Trying again in 2 h 1 min · It is busy.",
    "a.iso, Trying again in 2 h 1 min · It is busy." },
  { "waiting-due",
    DP_STATE_WAITING,
    { 500, 1000, 0, UNKNOWN },
    "The server hung up.",
    -4200000,
    "Waiting for its turn · The server hung up.",
    "a.iso, Waiting for its turn · The server hung up." },
  { "paused", DP_STATE_PAUSED, NOTHING, NULL, 0, "Paused", "a.iso, Paused" },
  { "paused-half-way",
    DP_STATE_PAUSED,
    { 500, 1000, 0, UNKNOWN },
    NULL,
    0,
    "Paused · 0.5 of 1.0 kB",
    "a.iso, Paused · 0.5 of 1.0 kB" },
  { "paused-disk",
    DP_STATE_PAUSED,
    { 500, 1000, 0, UNKNOWN },
    "The disk is full.",
    0,
    "Paused · The disk is full.",
    "a.iso, Paused · The disk is full." },
  { "failed", DP_STATE_FAILED, NOTHING, "The server does not have it.", 0,
    "Failed · The server does not have it.", "a.iso, Failed · The server does not have it." },
  { "cancelled",
    DP_STATE_CANCELLED,
    { 500, 1000, 0, UNKNOWN },
    NULL,
    0,
    "Cancelled",
    "a.iso, Cancelled" },
  { "asking",
    DP_STATE_ASKING,
    { 500, 1000, 0, UNKNOWN },
    "It wants a password",
    0,
    "Sign in · It wants a password",
    "a.iso, Sign in · It wants a password" },
};

static DpDownload *
make_download (const DownloadCase *c)
{
  DpDownload *download = dp_download_new (1, "http://a.example/a.iso", "/tmp");
  g_autoptr (DpUrl) url = dp_url_parse ("http://a.example/a.iso", NULL);

  dp_download_set_progress (download, &c->progress);
  dp_download_set_reason (download, c->reason);
  if (c->state == DP_STATE_ASKING)
    dp_download_take_question (download, dp_question_new_server (url, NULL));
  dp_download_write_history (download)->retry_at_usec = NOW_USEC + c->retry_in_usec;
  if (c->state == DP_STATE_WAITING || c->state == DP_STATE_FAILED || c->state == DP_STATE_ASKING)
    dp_download_set_state (download, DP_STATE_RUNNING);
  if (c->state != DP_STATE_QUEUED)
    dp_download_set_state (download, c->state);
  return download;
}

static void
test_download (gconstpointer data)
{
  const DownloadCase *c = data;
  g_autoptr (DpDownload) download = make_download (c);
  g_autofree char *status = dp_words_for_status (download, NOW_USEC);
  g_autofree char *accessible = dp_words_for_accessible (download, NOW_USEC);

  g_assert_cmpstr (status, ==, c->status);
  g_assert_cmpstr (accessible, ==, c->accessible);
}

/* What is said of its bar is what is said of its row, without the name and in another order. */
static void
test_value (gconstpointer data)
{
  const DownloadCase *c = data;
  g_autoptr (DpDownload) download = make_download (c);
  g_autofree char *value = dp_words_for_value (download, NOW_USEC);
  g_autofree char *accessible = NULL;

  if (c->state == DP_STATE_RUNNING)
    {
      g_assert_true (g_str_has_prefix (value, "downloading, "));
      accessible = g_strdup_printf ("a.iso, %s, downloading", value + strlen ("downloading, "));
    }
  else
    accessible = g_strdup_printf ("a.iso, %s", value);
  g_assert_cmpstr (accessible, ==, c->accessible);
}

/* A busy server holds up one that it has not refused itself. */
static void
test_server_allows_few (void)
{
  g_autoptr (DpDownload) download = dp_download_new (1, "http://a.example/a.iso", "/tmp");
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *other = NULL;

  dp_host_limit_lower ("http://a.example:80", 2, g_get_real_time ());
  two = dp_words_for_status (download, NOW_USEC);
  g_assert_cmpstr (two, ==, "Waiting for its turn · the server allows only 2 connections at once");
  dp_host_limit_lower ("http://a.example:80", 1, g_get_real_time ());
  one = dp_words_for_status (download, NOW_USEC);
  g_assert_cmpstr (one, ==, "Waiting for its turn · the server allows only 1 connection at once");
  dp_host_limit_forget ();
  other = dp_words_for_status (download, NOW_USEC);
  g_assert_cmpstr (other, ==, "Waiting for its turn");
}

static void
assert_done (gboolean is_length_proven, const char *expected_status)
{
  g_autoptr (DpDownload) download = dp_download_new (1, "http://a.example/a.iso", "/tmp");
  g_autofree char *status = NULL;

  dp_download_finish (download, "/tmp/a (2).iso", 12400000, is_length_proven);
  dp_download_set_state (download, DP_STATE_DONE);
  status = dp_words_for_status (download, NOW_USEC);
  g_assert_cmpstr (status, ==, expected_status);
  g_assert_cmpstr (dp_download_get_name (download), ==, "a (2).iso");
}

static void
test_done (void)
{
  assert_done (TRUE, "Done · 12.4" NBSP "MB");
}

static void
test_done_unproven (void)
{
  assert_done (FALSE, "Done · 12.4" NBSP "MB · the server did not confirm the size");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    {
      g_autofree char *path = g_strconcat ("/words/speed/", speeds[i].name, NULL);

      g_test_add_data_func (path, &speeds[i], test_speed);
    }
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *path = g_strconcat ("/words/time-left/", times[i].name, NULL);

      g_test_add_data_func (path, &times[i], test_time_left);
    }
  for (guint i = 0; i < G_N_ELEMENTS (downloads); i++)
    {
      g_autofree char *path = g_strconcat ("/words/download/", downloads[i].name, NULL);

      g_test_add_data_func (path, &downloads[i], test_download);
    }
  for (guint i = 0; i < G_N_ELEMENTS (downloads); i++)
    {
      g_autofree char *path = g_strconcat ("/words/value/", downloads[i].name, NULL);

      g_test_add_data_func (path, &downloads[i], test_value);
    }
  g_test_add_func ("/words/server-allows-few", test_server_allows_few);
  g_test_add_func ("/words/done", test_done);
  g_test_add_func ("/words/done-unproven", test_done_unproven);

  return g_test_run ();
}
