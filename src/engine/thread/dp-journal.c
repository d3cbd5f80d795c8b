/* dp-journal.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happened to a download, written by its worker and by the home thread, for whoever wants to
 * know why it is as it is.
 *
 * It holds a bounded number of events of a bounded size: a file that is fetched in a thousand parts,
 * or a server that sends pages of headers, costs no more than any other.
 *
 * Thread: any.
 */

#include "dp-journal.h"

#include <string.h>

struct _DpJournal
{
  gatomicrefcount ref_count;
  guint version; /* atomic: changes with each change */
  GMutex lock;   /* guards the rest */
  GQueue events; /* (element-type DpEvent): the earliest first */
  gsize n_text_bytes;
  guint64 n_noted;
};

static void
event_clear (gpointer data)
{
  DpEvent *self = data;

  g_free (self->link);
  g_free (self->said);
  g_free (self->answer);
  g_free (self->reason);
}

/**
 * dp_event_unref:
 * @self: (transfer full): an event
 *
 * Thread: any.
 */
void
dp_event_unref (DpEvent *self)
{
  g_atomic_rc_box_release_full (self, event_clear);
}

static DpEvent *
event_copy (const DpEvent *source)
{
  DpEvent *self = (DpEvent *) g_atomic_rc_box_dup (sizeof *source, source);

  self->link = g_strdup (source->link);
  self->said = g_strdup (source->said);
  self->answer = g_strdup (source->answer);
  self->reason = g_strdup (source->reason);
  return self;
}

static gsize
count_text (const DpEvent *event)
{
  const char *const texts[] = { event->link, event->said, event->answer, event->reason };
  gsize n_bytes = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    n_bytes += texts[i] != NULL ? strlen (texts[i]) : 0;
  return n_bytes;
}

/**
 * dp_journal_new:
 *
 * Thread: any.
 *
 * Returns: (transfer full): a journal in which nothing stands
 */
DpJournal *
dp_journal_new (void)
{
  DpJournal *self = g_new0 (DpJournal, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_queue_init (&self->events);
  return self;
}

/**
 * dp_journal_ref:
 * @self: a journal
 *
 * Thread: any.
 *
 * Returns: (transfer full): @self
 */
DpJournal *
dp_journal_ref (DpJournal *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dp_journal_unref:
 * @self: (transfer full) (nullable): a journal
 *
 * Thread: any.
 */
void
dp_journal_unref (DpJournal *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_queue_clear_full (&self->events, (GDestroyNotify) dp_event_unref);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* The last one always stays. */
static void
forget (DpJournal *self)
{
  while (self->events.length > 1 &&
         (self->events.length > DP_JOURNAL_MAX_EVENTS || self->n_text_bytes > DP_JOURNAL_MAX_BYTES))
    {
      DpEvent *first = g_queue_pop_head (&self->events);

      self->n_text_bytes -= count_text (first);
      dp_event_unref (first);
    }
  g_atomic_int_inc (&self->version);
}

/**
 * dp_journal_note:
 * @self: (nullable): a journal, or %NULL if nobody wants to know
 * @event: what happened; its serial is not looked at, and 0 for its time means now
 *
 * Thread: any.
 *
 * Returns: its serial
 */
guint64
dp_journal_note (DpJournal *self, const DpEvent *event)
{
  g_autoptr (GMutexLocker) locker = NULL;
  DpEvent *copy;

  if (self == NULL)
    return 0;
  copy = event_copy (event);
  locker = g_mutex_locker_new (&self->lock);
  copy->serial = ++self->n_noted;
  if (copy->at_usec == 0)
    copy->at_usec = g_get_real_time ();
  self->n_text_bytes += count_text (copy);
  g_queue_push_tail (&self->events, copy);
  forget (self);
  return self->n_noted;
}

/**
 * dp_journal_complete:
 * @self: a journal
 * @serial: what dp_journal_note() returned for a request
 * @event: what became of it; it keeps its kind, its serial, its time and its link
 *
 * Thread: any.
 */
void
dp_journal_complete (DpJournal *self, guint64 serial, const DpEvent *event)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (GList *l = self->events.tail; l != NULL; l = l->prev)
    {
      DpEvent *old = l->data;
      DpEvent *copy;

      if (old->serial != serial)
        continue;
      copy = event_copy (event);
      copy->kind = old->kind;
      copy->serial = serial;
      copy->at_usec = old->at_usec;
      g_free (copy->link);
      copy->link = g_strdup (old->link);
      self->n_text_bytes += count_text (copy) - count_text (old);
      l->data = copy;
      dp_event_unref (old);
      forget (self);
      return;
    }
}

/**
 * dp_journal_get_version:
 * @self: a journal
 *
 * Thread: any.
 *
 * Returns: another number whenever something in it has changed
 */
guint
dp_journal_get_version (DpJournal *self)
{
  return (guint) g_atomic_int_get (&self->version);
}

/**
 * dp_journal_dup_events:
 * @self: a journal
 * @n_forgotten: (out): how many earlier ones there were
 *
 * Thread: any.
 *
 * Returns: (transfer full) (element-type DpEvent): what stands in it, the earliest first
 */
GPtrArray *
dp_journal_dup_events (DpJournal *self, guint64 *n_forgotten)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_event_unref);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (GList *l = self->events.head; l != NULL; l = l->next)
    g_ptr_array_add (events, g_atomic_rc_box_acquire (l->data));
  *n_forgotten = self->n_noted - self->events.length;
  return events;
}
