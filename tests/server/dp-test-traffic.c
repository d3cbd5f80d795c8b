/* dp-test-traffic.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the test server was asked, how often and for which ranges, and the gates that hold back an answer
 * until a test lets it go.  Any thread; the server's lock guards it.
 */

#include "dp-test-server-private.h"

#include <string.h>

#define GATE_MSEC 50

typedef struct
{
  guint n;
  char *last_head;
  GString *ranges;
} Asked;

/* Who shares a rate. */
typedef struct
{
  gint64 began_usec;
  guint64 bytes;
} Share;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_free (asked->last_head);
  g_string_free (asked->ranges, TRUE);
  g_free (asked);
}

void
dp_test_server_begin_traffic (DpTestServer *server)
{
  server->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, asked_free);
  server->shares = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  server->under_way = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  server->gates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

void
dp_test_server_end_traffic (DpTestServer *server)
{
  g_hash_table_unref (server->asked);
  g_hash_table_unref (server->shares);
  g_hash_table_unref (server->under_way);
  g_hash_table_unref (server->gates);
}

/* What was asked */

static char *
dup_range (const char *head)
{
  const char *range = strstr (head, "\r\nRange: ");

  if (range == NULL)
    return g_strdup ("none");
  range += strlen ("\r\nRange: ");
  return g_strdup_printf ("%.*s%s", (int) strcspn (range, "\r"), range,
                          strstr (head, "\r\nIf-Range: ") != NULL ? "" : "!");
}

static guint
note_one (DpTestServer *server, const char *key, const char *head)
{
  Asked *asked = g_hash_table_lookup (server->asked, key);
  g_autofree char *range = dup_range (head);

  if (asked == NULL)
    {
      asked = g_new0 (Asked, 1);
      asked->ranges = g_string_new (NULL);
      g_hash_table_insert (server->asked, g_strdup (key), asked);
    }
  g_free (asked->last_head);
  asked->last_head = g_strdup (head);
  g_string_append_printf (asked->ranges, "%s ", range);
  return ++asked->n;
}

guint
dp_test_server_note_request (DpTestServer *server,
                             const char *target,
                             const char *path,
                             const char *head)
{
  guint nth;

  g_mutex_lock (&server->lock);
  nth = note_one (server, target, head);
  if (strcmp (target, path) != 0)
    note_one (server, path, head);
  note_one (server, "", head);
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
  return nth;
}

guint
dp_test_server_count (DpTestServer *server, const char *key)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  return note_one (server, key, "");
}

guint
dp_test_server_enter (DpTestServer *server, const char *key, int change)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);
  int n = GPOINTER_TO_INT (g_hash_table_lookup (server->under_way, key)) + change;

  g_hash_table_replace (server->under_way, g_strdup (key), GINT_TO_POINTER (n));
  return (guint) n;
}

gint64
dp_test_server_share (DpTestServer *server,
                      const char *target,
                      guint64 size_bytes,
                      guint64 bytes_per_sec)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);
  Share *share = g_hash_table_lookup (server->shares, target);

  if (share == NULL)
    {
      share = g_new0 (Share, 1);
      share->began_usec = g_get_monotonic_time ();
      g_hash_table_insert (server->shares, g_strdup (target), share);
    }
  share->bytes += size_bytes;
  return share->began_usec + (gint64) ((double) share->bytes * G_USEC_PER_SEC / bytes_per_sec);
}

void
dp_test_server_note_body (DpTestServer *server, guint64 size_bytes)
{
  g_mutex_lock (&server->lock);
  server->body_bytes += size_bytes;
  g_mutex_unlock (&server->lock);
}

static guint
get_n_asked (DpTestServer *server, const char *path)
{
  Asked *asked = g_hash_table_lookup (server->asked, path != NULL ? path : "");

  return asked != NULL ? asked->n : 0;
}

guint
dp_test_server_get_n_requests (DpTestServer *server, const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  return get_n_asked (server, path);
}

char *
dp_test_server_dup_request (DpTestServer *server, const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);
  Asked *asked = g_hash_table_lookup (server->asked, path != NULL ? path : "");

  return asked != NULL ? g_strdup (asked->last_head) : NULL;
}

void
dp_test_server_forget (DpTestServer *server)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  g_hash_table_remove_all (server->asked);
  server->n_connections = 0;
  server->max_open = dp_test_server_count_held (server);
  server->body_bytes = 0;
}

char *
dp_test_server_dup_ranges (DpTestServer *server, const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);
  Asked *asked = g_hash_table_lookup (server->asked, path != NULL ? path : "");

  return g_strdup (asked != NULL ? asked->ranges->str : "");
}

gboolean
dp_test_server_wait_requests (DpTestServer *server,
                              const char *path,
                              guint n_requests,
                              guint timeout_msec)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);
  gint64 end_usec = g_get_monotonic_time () + timeout_msec * G_TIME_SPAN_MILLISECOND;

  while (get_n_asked (server, path) < n_requests)
    if (!g_cond_wait_until (&server->changed, &server->lock, end_usec))
      return get_n_asked (server, path) >= n_requests;
  return TRUE;
}

guint64
dp_test_server_get_body_bytes (DpTestServer *server)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  return server->body_bytes;
}

/* Gates */

static gint64
get_limit (DpTestServer *server, const char *target, const char *path)
{
  const char *keys[] = { target, path, "" };
  gint64 limit = G_MAXINT64;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gint64 *gate = g_hash_table_lookup (server->gates, keys[i]);

      if (gate != NULL)
        limit = MIN (limit, *gate);
    }
  return limit;
}

gint64
dp_test_server_wait_limit (DpTestServer *server,
                           const char *target,
                           const char *path,
                           gint64 position)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);
  gint64 end_usec = g_get_monotonic_time () + GATE_MSEC * G_TIME_SPAN_MILLISECOND;

  while (get_limit (server, target, path) <= position)
    if (!g_cond_wait_until (&server->changed, &server->lock, end_usec))
      break;
  return get_limit (server, target, path);
}

static void
set_gate (DpTestServer *server, const char *path, gint64 position)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  g_hash_table_insert (server->gates, g_strdup (path != NULL ? path : ""),
                       g_memdup2 (&position, sizeof position));
  g_cond_broadcast (&server->changed);
}

void
dp_test_server_hold (DpTestServer *server, const char *path)
{
  set_gate (server, path, DP_TEST_POSITION_HEAD);
}

void
dp_test_server_hold_at (DpTestServer *server, const char *path, guint64 offset)
{
  set_gate (server, path, offset);
}

void
dp_test_server_release (DpTestServer *server, const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  g_hash_table_remove (server->gates, path != NULL ? path : "");
  g_cond_broadcast (&server->changed);
}
