/* dp-hosts.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much may come from one server at once, and who gets how much of it.
 *
 * The person says how many connections a server gets at most; the server may be seen to want fewer
 * (dp-host-limit).  The home thread begins no more files than that.  Where there are fewer, each may
 * have its share of the rest for further connections; so a worker whose file has several asks again
 * and again how many they may be, and gives some up when another file begins.
 *
 * One that is refused while others are served was one too many.  Who asked as early as that one and
 * is served all the same, a moment later, belongs to those others; so does who was served until a
 * moment ago, as the refusal was on its way, and servers are slow to see the end of a connection.
 *
 * Thread: any.  Never reads a clock: callers hand it the time.
 */

#include "dp-hosts.h"

#include "dp-host-limit.h"

/* A moment. */
#define RECENT_USEC (2 * G_TIME_SPAN_SECOND)

typedef struct
{
  guint n_files;  /* that come from there, or shall */
  guint n_served; /* connections over which something comes */
  guint n_peak;   /* of those, at peak_usec */
  gint64 peak_usec;
  guint n_unheard; /* files that had asked when one was refused, and got no answer yet */
} Host;

struct _DpHosts
{
  gatomicrefcount ref_count;

  GMutex lock;
  guint n_most;      /* or 0: as many as anybody likes */
  GHashTable *hosts; /* (owned) (element-type utf8 Host): of which there is something, by origin */
  DpStore *store;    /* (owned) (nullable): who remembers what a server wants */
  guint n_refusals;  /* ever */
};

/**
 * dp_hosts_new:
 *
 * Thread: any.
 *
 * Returns: (transfer full): no server is asked for anything yet
 */
DpHosts *
dp_hosts_new (void)
{
  DpHosts *self = g_new0 (DpHosts, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * dp_hosts_ref:
 * @self: the servers
 *
 * Thread: any.
 *
 * Returns: (transfer full): @self
 */
DpHosts *
dp_hosts_ref (DpHosts *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dp_hosts_unref:
 * @self: (transfer full) (nullable): the servers
 *
 * Thread: any.
 */
void
dp_hosts_unref (DpHosts *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_mutex_clear (&self->lock);
  g_hash_table_unref (self->hosts);
  dp_store_unref (self->store);
  g_free (self);
}

/**
 * dp_hosts_set_store:
 * @self: the servers
 * @store: (nullable): who remembers from now on what a server wants
 *
 * Thread: any.
 */
void
dp_hosts_set_store (DpHosts *self, DpStore *store)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  dp_store_unref (self->store);
  self->store = dp_store_ref (store);
}

/**
 * dp_hosts_set_most:
 * @self: the servers
 * @n_most: so many connections to each at most, or 0 for as many as anybody likes
 *
 * Thread: any.
 */
void
dp_hosts_set_most (DpHosts *self, guint n_most)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->n_most = n_most;
}

/* Under the lock. */

static Host
get_host (DpHosts *self, const char *origin)
{
  const Host *host = g_hash_table_lookup (self->hosts, origin);

  return host != NULL ? *host : (Host){ 0 };
}

static void
set_host (DpHosts *self, const char *origin, const Host *host)
{
  Host *known = g_hash_table_lookup (self->hosts, origin);

  if (host->n_files == 0 && host->n_served == 0)
    g_hash_table_remove (self->hosts, origin);
  else if (known != NULL)
    *known = *host;
  else
    g_hash_table_insert (self->hosts, g_strdup (origin), g_memdup2 (host, sizeof *host));
}

/* Who has not begun to come; a file of several connections may hide some of them. */
static guint
count_silent (const Host *host)
{
  return host->n_files - MIN (host->n_files, host->n_served);
}

static guint
get_most (DpHosts *self, const char *origin, gint64 now_usec)
{
  return MIN (self->n_most > 0 ? self->n_most : G_MAXUINT, dp_host_limit_get (origin, now_usec));
}

/* Files */

/**
 * dp_hosts_has_room:
 * @self: the servers
 * @origin: one of them, as of dp_url_dup_origin()
 * @now_usec: the time of the day
 *
 * Thread: any.
 *
 * Returns: whether one more file may come from there
 */
gboolean
dp_hosts_has_room (DpHosts *self, const char *origin, gint64 now_usec)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return get_host (self, origin).n_files < get_most (self, origin, now_usec);
}

/**
 * dp_hosts_enter:
 * @self: the servers
 * @origin: one of them
 *
 * One more file comes from there.
 *
 * Thread: any.
 */
void
dp_hosts_enter (DpHosts *self, const char *origin)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Host host = get_host (self, origin);

  host.n_files++;
  set_host (self, origin, &host);
}

/**
 * dp_hosts_leave:
 * @self: the servers
 * @origin: one that a file came from, and does no longer
 *
 * Thread: any.
 */
void
dp_hosts_leave (DpHosts *self, const char *origin)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Host host = get_host (self, origin);

  g_assert (host.n_files > 0);
  host.n_files--;
  host.n_unheard = MIN (host.n_unheard, count_silent (&host));
  set_host (self, origin, &host);
}

/* Connections */

/**
 * dp_hosts_get_share:
 * @self: (nullable): the servers, or %NULL where nobody counts
 * @origin: one of them
 * @now_usec: the time of the day
 *
 * Thread: any.
 *
 * Returns: so many connections a file that comes from there may have now, one at least; or
 *   %G_MAXUINT if nobody minds
 */
guint
dp_hosts_get_share (DpHosts *self, const char *origin, gint64 now_usec)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint most;

  if (self == NULL)
    return dp_host_limit_get (origin, now_usec);
  locker = g_mutex_locker_new (&self->lock);
  most = get_most (self, origin, now_usec);
  return most == G_MAXUINT ? most : MAX (1, most / MAX (1, get_host (self, origin).n_files));
}

static gboolean
is_peak_recent (const Host *host, gint64 now_usec)
{
  return now_usec < host->peak_usec + RECENT_USEC;
}

/* What is seen counts more than what was thought. */
static void
correct_limit (DpHosts *self, const char *origin, guint n_served, gint64 now_usec)
{
  if (dp_host_limit_raise (origin, n_served, now_usec))
    dp_store_tell_host (self->store, origin, n_served, now_usec);
}

/**
 * dp_hosts_begin_serving:
 * @self: (nullable): the servers
 * @origin: one of them
 * @now_usec: the time of the day
 *
 * Something begins to come over one more connection.
 *
 * Thread: any.
 */
void
dp_hosts_begin_serving (DpHosts *self, const char *origin, gint64 now_usec)
{
  g_autoptr (GMutexLocker) locker = NULL;
  Host host;

  if (self == NULL)
    return;
  locker = g_mutex_locker_new (&self->lock);
  host = get_host (self, origin);
  host.n_served++;
  if (host.n_unheard > 0)
    {
      host.n_unheard--;
      correct_limit (self, origin, host.n_served, now_usec);
    }
  set_host (self, origin, &host);
}

/**
 * dp_hosts_end_serving:
 * @self: (nullable): the servers
 * @origin: one of them
 * @now_usec: the time of the day
 *
 * Nothing comes any more over one of those.
 *
 * Thread: any.
 */
void
dp_hosts_end_serving (DpHosts *self, const char *origin, gint64 now_usec)
{
  g_autoptr (GMutexLocker) locker = NULL;
  Host host;

  if (self == NULL)
    return;
  locker = g_mutex_locker_new (&self->lock);
  host = get_host (self, origin);
  if (host.n_served >= host.n_peak || !is_peak_recent (&host, now_usec))
    {
      host.n_peak = host.n_served;
      host.peak_usec = now_usec;
    }
  host.n_served--;
  set_host (self, origin, &host);
}

/**
 * dp_hosts_get_n_served:
 * @self: (nullable): the servers
 * @origin: one of them
 *
 * Thread: any.
 *
 * Returns: over how many connections something comes from there
 */
guint
dp_hosts_get_n_served (DpHosts *self, const char *origin)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if (self == NULL)
    return 0;
  locker = g_mutex_locker_new (&self->lock);
  return get_host (self, origin).n_served;
}

/**
 * dp_hosts_is_full:
 * @self: (nullable): the servers
 * @origin: one of them
 * @now_usec: the time of the day
 *
 * Thread: any.
 *
 * Returns: whether something comes already over as many connections as there may be
 */
gboolean
dp_hosts_is_full (DpHosts *self, const char *origin, gint64 now_usec)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if (self == NULL)
    return FALSE;
  locker = g_mutex_locker_new (&self->lock);
  return get_host (self, origin).n_served >= get_most (self, origin, now_usec);
}

/**
 * dp_hosts_lower:
 * @self: (nullable): the servers
 * @origin: one of them
 * @n_connections: it refused one more than these
 * @now_usec: the time of the day
 *
 * Remembers that, also for the next run of the program.
 *
 * Thread: any.
 */
void
dp_hosts_lower (DpHosts *self, const char *origin, guint n_connections, gint64 now_usec)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint least;
  Host host;

  if (self == NULL)
    {
      dp_host_limit_lower (origin, n_connections, now_usec);
      return;
    }
  locker = g_mutex_locker_new (&self->lock);
  host = get_host (self, origin);
  if (is_peak_recent (&host, now_usec))
    n_connections = MAX (n_connections, host.n_peak);
  least = dp_host_limit_lower (origin, n_connections, now_usec);
  host.n_unheard = count_silent (&host);
  set_host (self, origin, &host);
  self->n_refusals++;
  dp_store_tell_host (self->store, origin, least, now_usec);
}

/**
 * dp_hosts_get_n_refusals:
 * @self: the servers
 *
 * Thread: any.
 *
 * Returns: how often one of them refused one connection more, ever
 */
guint
dp_hosts_get_n_refusals (DpHosts *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_refusals;
}
