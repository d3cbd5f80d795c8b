/* dp-width.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Over how many connections a file should come now.
 *
 * As many as somebody says; or, if nobody does, one more every second for as long as that makes it
 * faster.  But never more than its share of what its server may be asked for (dp-hosts), which
 * changes when another file begins or ends.
 *
 * Thread: worker; reads the time of the day, no other clock: callers hand it that.
 */

#include "dp-width.h"

#include "dp-host-limit.h"

/* More make few servers faster, and annoy some. */
#define MAX_AUTO 4

/* Its share is asked for so often. */
#define ASK_USEC (G_TIME_SPAN_SECOND / 10)

static void
ask (DpWidth *self, gint64 now_usec)
{
  gint64 real_usec = g_get_real_time ();

  self->asked_usec = now_usec;
  self->n_most = MIN (dp_hosts_get_share (self->hosts, self->link_origin, real_usec),
                      dp_host_limit_get (self->origin, real_usec));
}

/**
 * dp_width_begin:
 * @self: the width, of which it is known where the file comes from
 * @n_wanted: so many connections, or 0 to find out
 * @now_usec: the time, of any clock that does not jump
 * @received_bytes: what is there already
 *
 * Thread: worker.
 */
void
dp_width_begin (DpWidth *self, guint n_wanted, gint64 now_usec, guint64 received_bytes)
{
  self->is_growing = n_wanted == 0;
  self->n_aim = MAX (n_wanted, 1);
  dp_growth_begin (&self->growth, now_usec, received_bytes);
  ask (self, now_usec);
}

/**
 * dp_width_start_anew:
 * @self: the width
 * @now_usec: the time, of the same clock
 * @received_bytes: how much is there by now
 *
 * What came since the last look says nothing of the connections.
 *
 * Thread: worker.
 */
void
dp_width_start_anew (DpWidth *self, gint64 now_usec, guint64 received_bytes)
{
  dp_growth_begin (&self->growth, now_usec, received_bytes);
}

/**
 * dp_width_get:
 * @self: the width
 *
 * Thread: worker.
 *
 * Returns: how many connections it should be
 */
guint
dp_width_get (const DpWidth *self)
{
  return MIN (self->n_aim, self->n_most);
}

static void
grow (DpWidth *self, guint n_running, gint64 now_usec, guint64 received_bytes)
{
  /* Its share may be bigger later: then it is watched anew. */
  if (dp_width_get (self) >= self->n_most)
    dp_growth_begin (&self->growth, now_usec, received_bytes);
  else if (dp_growth_look (&self->growth, now_usec, received_bytes))
    {
      /* One that is missing was refused. */
      self->is_growing = self->n_aim < MAX_AUTO && n_running == self->n_aim;
      self->n_aim += self->is_growing ? 1 : 0;
    }
}

/**
 * dp_width_look:
 * @self: the width
 * @n_running: how many connections there are
 * @now_usec: the time, of the same clock
 * @received_bytes: how much is there by now, over all of them
 *
 * To be called whenever something came.
 *
 * Thread: worker.
 *
 * Returns: how many connections it should be
 */
guint
dp_width_look (DpWidth *self, guint n_running, gint64 now_usec, guint64 received_bytes)
{
  if (now_usec >= self->asked_usec + ASK_USEC)
    ask (self, now_usec);
  if (self->is_growing)
    grow (self, n_running, now_usec, received_bytes);
  return dp_width_get (self);
}
