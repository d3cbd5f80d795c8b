/* dp-host-limit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many connections for one file a server was seen to want.
 *
 * A server that refused the fifth would refuse it for the next file too, and may count that against
 * us.  So what one file has learned holds for all that begin within the next hour.  Only for this
 * run, and in memory: tomorrow it may be another server.
 *
 * Thread: any.  Never reads a clock: callers hand it the time.
 */

#include "dp-host-limit.h"

#define MEMORY_USEC (60 * 60 * G_TIME_SPAN_SECOND)

/* Who names so many hosts does it to fill our memory. */
#define MAX_HOSTS 1000

typedef struct
{
  guint n_connections;
  gint64 until_usec;
} Limit;

static GMutex lock;
static GHashTable *limits; /* (owned) (nullable) (element-type utf8 Limit): by origin, guarded */

static Limit *
find (const char *origin, gint64 now_usec)
{
  Limit *limit = limits != NULL ? g_hash_table_lookup (limits, origin) : NULL;

  return limit != NULL && now_usec < limit->until_usec ? limit : NULL;
}

/**
 * dp_host_limit_get:
 * @origin: a server, as of dp_url_dup_origin()
 * @now_usec: the time, of a clock that does not jump
 *
 * Thread: any.
 *
 * Returns: so many connections for one file it serves, or %G_MAXUINT if it refused none
 */
guint
dp_host_limit_get (const char *origin, gint64 now_usec)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  const Limit *limit = find (origin, now_usec);

  return limit != NULL ? limit->n_connections : G_MAXUINT;
}

static gboolean
is_past (gpointer origin, gpointer limit, gpointer now_usec)
{
  return ((Limit *) limit)->until_usec <= *(gint64 *) now_usec;
}

static void
make_room (gint64 now_usec)
{
  if (limits == NULL)
    limits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_foreach_remove (limits, is_past, &now_usec);
  if (g_hash_table_size (limits) >= MAX_HOSTS)
    g_hash_table_remove_all (limits);
}

/**
 * dp_host_limit_lower:
 * @origin: a server, as of dp_url_dup_origin()
 * @n_connections: it refused one more than these
 * @now_usec: the time
 *
 * Remembers that for an hour, or the smaller number that is remembered already.  It serves one, or
 * there would be nothing to remember.
 *
 * Thread: any.
 */
void
dp_host_limit_lower (const char *origin, guint n_connections, gint64 now_usec)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  const Limit *known = find (origin, now_usec);
  Limit *limit = g_new0 (Limit, 1);

  limit->n_connections = MAX (n_connections, 1);
  if (known != NULL)
    limit->n_connections = MIN (limit->n_connections, known->n_connections);
  limit->until_usec = now_usec + MEMORY_USEC;
  make_room (now_usec);
  g_hash_table_replace (limits, g_strdup (origin), limit);
}

/**
 * dp_host_limit_forget:
 *
 * Forgets all servers, as at the start of the program.
 *
 * Thread: any.
 */
void
dp_host_limit_forget (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  g_clear_pointer (&limits, g_hash_table_unref);
}
