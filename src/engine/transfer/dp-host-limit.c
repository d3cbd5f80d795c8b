/* dp-host-limit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many connections at once a server was seen to want.
 *
 * A server that refused the fifth would refuse it for the next file too, and may count that against
 * us.  So what one file has learned holds for all that begin later, and, as it is stored with the
 * list, also after the program was started again.
 *
 * Not for ever: tomorrow it may be another server, or have less to do.  So with each day that it was
 * not seen again, one connection more is tried, and after a week it is forgotten.
 *
 * Thread: any.  Never reads a clock: callers hand it the time, of the day, as it outlives a run.
 */

#include "dp-host-limit.h"

#include "dp-host-note.h"

/* Who names so many hosts does it to fill our memory. */
#define MAX_HOSTS 1000

typedef struct
{
  guint n_connections;
  gint64 seen_usec;
} Limit;

static GMutex lock;
static GHashTable *limits; /* (owned) (nullable) (element-type utf8 Limit): by origin, guarded */

/* A clock that was set back makes nothing older. */
static gint64
get_age_usec (const Limit *limit, gint64 now_usec)
{
  return MAX (now_usec - limit->seen_usec, 0);
}

static gboolean
is_past (gpointer origin, gpointer limit, gpointer now_usec)
{
  return get_age_usec (limit, *(gint64 *) now_usec) >= DP_HOST_NOTE_MEMORY_USEC;
}

static guint
get (const char *origin, gint64 now_usec)
{
  Limit *limit = limits != NULL ? g_hash_table_lookup (limits, origin) : NULL;

  if (limit == NULL || is_past (NULL, limit, &now_usec))
    return G_MAXUINT;
  return limit->n_connections + (guint) (get_age_usec (limit, now_usec) / G_TIME_SPAN_DAY);
}

/**
 * dp_host_limit_get:
 * @origin: a server, as of dp_url_dup_origin()
 * @now_usec: the time of the day
 *
 * Thread: any.
 *
 * Returns: so many connections at once it serves, or %G_MAXUINT if it refused none
 */
guint
dp_host_limit_get (const char *origin, gint64 now_usec)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  return get (origin, now_usec);
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

static void
set (const char *origin, guint n_connections, gint64 seen_usec)
{
  const Limit limit = { n_connections, seen_usec };

  make_room (seen_usec);
  g_hash_table_replace (limits, g_strdup (origin), g_memdup2 (&limit, sizeof limit));
}

/**
 * dp_host_limit_lower:
 * @origin: a server, as of dp_url_dup_origin()
 * @n_connections: it refused one more than these
 * @now_usec: the time of the day
 *
 * Remembers that, or the smaller number that holds already.  It serves one, or there would be
 * nothing to remember.
 *
 * Thread: any.
 *
 * Returns: what is remembered
 */
guint
dp_host_limit_lower (const char *origin, guint n_connections, gint64 now_usec)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  guint least = MIN (MAX (n_connections, 1), get (origin, now_usec));

  set (origin, least, now_usec);
  return least;
}

/**
 * dp_host_limit_raise:
 * @origin: a server, as of dp_url_dup_origin()
 * @n_connections: so many it serves at this moment
 * @now_usec: the time of the day
 *
 * Corrects what was learned from a refusal that was quicker than the answers of those it served.
 *
 * Thread: any.
 *
 * Returns: whether less was remembered
 */
gboolean
dp_host_limit_raise (const char *origin, guint n_connections, gint64 now_usec)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  if (get (origin, now_usec) >= n_connections)
    return FALSE;
  set (origin, n_connections, now_usec);
  return TRUE;
}

/**
 * dp_host_limit_restore:
 * @origin: a server, as of dp_url_dup_origin()
 * @n_connections: so many it was seen to want
 * @seen_usec: when that was
 * @now_usec: the time of the day
 *
 * What was stored by an earlier run of the program; what this one has seen itself counts more.
 *
 * Thread: any.
 */
void
dp_host_limit_restore (const char *origin, guint n_connections, gint64 seen_usec, gint64 now_usec)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  if (get (origin, now_usec) == G_MAXUINT)
    set (origin, MAX (n_connections, 1), MIN (seen_usec, now_usec));
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
