/* dp-pulse.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How quickly the main loop answers: a thread asks it sixty times a second, with a source like any
 * other of default priority, and the time until that is dispatched is how late everything is then: a
 * key, a click, the next frame.
 *
 * It is for as long as somebody looks, for the asking keeps the processor from its sleep.
 *
 * Thread: home, but for the thread's own function.
 */

#include "dp-pulse.h"

#include <gio/gio.h>

struct _DpPulse
{
  GThread *thread; /* (owned) */
  GSource *source; /* (owned): dispatched at home */
  GMutex lock;     /* guards these: */
  GCond left;
  gboolean is_over;
  gint64 asked_usec; /* 0: it has answered */

  DpPulseLog log; /* home */
};

/* The time that it was late is the home thread's, not what the asking thread overslept. */
static gpointer
ask (gpointer data)
{
  DpPulse *self = data;
  gint64 next_usec = g_get_monotonic_time ();

  g_mutex_lock (&self->lock);
  while (!self->is_over)
    {
      gint64 now_usec = g_get_monotonic_time ();

      if (now_usec >= next_usec)
        {
          next_usec = now_usec + G_USEC_PER_SEC / DP_PULSE_HZ;
          if (self->asked_usec == 0)
            {
              self->asked_usec = now_usec;
              g_source_set_ready_time (self->source, 0);
            }
        }
      g_cond_wait_until (&self->left, &self->lock, next_usec);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

static gboolean
on_asked (gpointer user_data)
{
  DpPulse *self = user_data;
  gint64 asked_usec;

  g_source_set_ready_time (self->source, -1);
  g_mutex_lock (&self->lock);
  asked_usec = self->asked_usec;
  self->asked_usec = 0;
  g_mutex_unlock (&self->lock);
  if (asked_usec != 0)
    dp_pulse_log_add (&self->log, asked_usec, g_get_monotonic_time ());
  return G_SOURCE_CONTINUE;
}

static gboolean
pulse_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs pulse_funcs = { .dispatch = pulse_dispatch };

/**
 * dp_pulse_new:
 *
 * Begins to ask.
 *
 * Thread: home.
 *
 * Returns: (transfer full): a pulse
 */
DpPulse *
dp_pulse_new (void)
{
  DpPulse *self = g_new0 (DpPulse, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->left);
  self->source = g_source_new (&pulse_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "downpour pulse");
  g_source_set_callback (self->source, on_asked, self, NULL);
  g_source_attach (self->source, NULL);
  self->thread = g_thread_new ("dp-pulse", ask, self);
  return self;
}

/**
 * dp_pulse_free:
 * @self: (transfer full) (nullable): a pulse
 *
 * Its thread does nothing but ask, and is gone at once.
 *
 * Thread: home.
 */
void
dp_pulse_free (DpPulse *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->is_over = TRUE;
  g_cond_signal (&self->left);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->left);
  g_free (self);
}

/**
 * dp_pulse_get_log:
 * @self: a pulse
 *
 * Thread: home.
 *
 * Returns: (transfer none): how late the main loop answered
 */
const DpPulseLog *
dp_pulse_get_log (DpPulse *self)
{
  return &self->log;
}
