/* dp-fiber.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Straight code that shares a thread.
 *
 * A transfer reads from top to bottom: ask, wait, read, write.  With a thread for each, small files
 * cost more in changing threads than in being fetched.  So several of them run on one thread, each
 * as a fiber: a function with a stack of its own.  Where one waits, another goes on; when all wait it
 * is the turn of the thread's main context, whose callbacks wake the fiber they are for.
 *
 *   dp_fibers_resume () ──► a fiber: ask, … dp_fiber_wait () ─┐
 *   ◄─────────────────────────────────────────────────────────┘
 *   dp_fibers_sleep () ───► the context: a callback calls dp_fiber_wake ()
 *
 * A fiber changes hands only in dp_fiber_wait(); between two waits nobody else runs on the thread,
 * so what fibers of one thread share needs no lock.  What blocks in the kernel, a disk, holds up its
 * neighbours.
 *
 * Thread: the one that made the fibers; only dp_fiber_wake() may come from anywhere.
 */

/* glibc's hardened longjmp() takes a change of stacks for an error. */
#undef _FORTIFY_SOURCE

#include "dp-fiber.h"

#include <setjmp.h>
#include <sys/mman.h>
#include <ucontext.h>

#if defined(__SANITIZE_ADDRESS__)
#  define DP_HAS_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#  if __has_feature(address_sanitizer)
#    define DP_HAS_ADDRESS_SANITIZER 1
#  endif
#endif

#ifdef DP_HAS_ADDRESS_SANITIZER
#  include <sanitizer/common_interface_defs.h>
#  include <sanitizer/lsan_interface.h>
#endif

/* Only what is touched becomes memory. */
#define STACK_BYTES (256 * 1024)

/* Who overruns the stack ends the program there, and harms nobody else. */
#define GUARD_BYTES (64 * 1024)

/* So many stacks are kept for the next ones. */
#define MAX_SPARE 16

struct _DpFiber
{
  DpFibers *fibers; /* (unowned) */
  DpFiberFunc func;
  gpointer data;
  char *stack;        /* (owned): the guard comes first */
  ucontext_t *begins; /* (owned) (nullable): until it was entered once */
  jmp_buf context;
  gint is_woken;        /* atomic */
  gint64 deadline_usec; /* when it is woken anyway */
  gboolean is_over;
};

struct _DpFibers
{
  GMainContext *context; /* (owned) */
  GThread *thread;       /* (unowned) */
  GSource *alarm;        /* (owned) */
  gint64 alarm_usec;     /* what it is set to */
  GPtrArray *fibers;     /* (owned) (element-type DpFiber) */
  GPtrArray *spare;      /* (owned) (element-type DpFiber): with their stacks */
  jmp_buf home;          /* of who resumes */
#ifdef DP_HAS_ADDRESS_SANITIZER
  void *fake_stack;
  const void *home_stack;
  gsize home_stack_bytes;
#endif
};

static _Thread_local DpFiber *current = NULL;

/* Changing stacks; who does it without telling the address sanitizer is taken for a bug. */

/* Onto a stack with setcontext() the first time, then with longjmp(): that leaves the signals alone, for
 * which setcontext() asks the kernel each time. */
G_NO_INLINE static void
change_context (jmp_buf from, jmp_buf to, const ucontext_t *begins)
{
  if (_setjmp (from) != 0)
    return;
  if (begins != NULL)
    setcontext (begins);
  _longjmp (to, 1);
}

static void
enter_fiber (DpFibers *self, DpFiber *fiber)
{
  current = fiber;
#ifdef DP_HAS_ADDRESS_SANITIZER
  __sanitizer_start_switch_fiber (&self->fake_stack, fiber->stack + GUARD_BYTES, STACK_BYTES);
#endif
  change_context (self->home, fiber->context, fiber->begins);
#ifdef DP_HAS_ADDRESS_SANITIZER
  __sanitizer_finish_switch_fiber (self->fake_stack, NULL, NULL);
#endif
  current = NULL;
}

static void
leave_fiber (DpFiber *self)
{
#ifdef DP_HAS_ADDRESS_SANITIZER
  void *fake_stack = NULL;

  __sanitizer_start_switch_fiber (self->is_over ? NULL : &fake_stack, self->fibers->home_stack,
                                  self->fibers->home_stack_bytes);
#endif
  change_context (self->context, self->fibers->home, NULL);
#ifdef DP_HAS_ADDRESS_SANITIZER
  __sanitizer_finish_switch_fiber (fake_stack, &self->fibers->home_stack,
                                   &self->fibers->home_stack_bytes);
#endif
}

/* On its stack: one after the other. */
static void
run_fibers (void)
{
  DpFiber *self = current;

#ifdef DP_HAS_ADDRESS_SANITIZER
  __sanitizer_finish_switch_fiber (NULL, &self->fibers->home_stack,
                                   &self->fibers->home_stack_bytes);
#endif
  g_clear_pointer (&self->begins, g_free);
  while (TRUE)
    {
      g_atomic_int_set (&self->is_woken, FALSE);
      self->func (self->data);
      self->is_over = TRUE;
      leave_fiber (self);
    }
}

/* Not inlined, as getcontext() may return twice for all the compiler knows. */
G_NO_INLINE static ucontext_t *
begin_on (char *stack)
{
  ucontext_t *context = g_new0 (ucontext_t, 1);

  getcontext (context);
  context->uc_stack.ss_sp = stack;
  context->uc_stack.ss_size = STACK_BYTES;
  makecontext (context, run_fibers, 0);
  return context;
}

static DpFiber *
fiber_new (DpFibers *fibers)
{
  DpFiber *self = g_new0 (DpFiber, 1);

  self->fibers = fibers;
  self->stack = mmap (NULL, GUARD_BYTES + STACK_BYTES, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (self->stack == MAP_FAILED || mprotect (self->stack, GUARD_BYTES, PROT_NONE) != 0)
    g_error ("No memory for a stack");
  self->begins = begin_on (self->stack + GUARD_BYTES);
#ifdef DP_HAS_ADDRESS_SANITIZER
  __lsan_register_root_region (self->stack + GUARD_BYTES, STACK_BYTES);
#endif
  return self;
}

static void
fiber_free (DpFiber *self)
{
#ifdef DP_HAS_ADDRESS_SANITIZER
  __lsan_unregister_root_region (self->stack + GUARD_BYTES, STACK_BYTES);
#endif
  munmap (self->stack, GUARD_BYTES + STACK_BYTES);
  g_free (self->begins);
  g_free (self);
}

/* The alarm */

static gboolean
alarm_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_source_set_ready_time (source, -1);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs alarm_funcs = { .dispatch = alarm_dispatch };

/* Deadlines are mostly put off, and seldom come: the alarm may be too early, and is set again then.
 * To set it is a wake-up of our own. */
static void
set_alarm (DpFibers *self, gint64 now_usec, gint64 deadline_usec)
{
  for (guint i = 0; i < self->fibers->len; i++)
    {
      DpFiber *fiber = self->fibers->pdata[i];

      deadline_usec = MIN (deadline_usec, fiber->deadline_usec);
    }
  if (deadline_usec >= self->alarm_usec && self->alarm_usec > now_usec)
    return;
  self->alarm_usec = deadline_usec;
  g_source_set_ready_time (self->alarm, deadline_usec == G_MAXINT64 ? -1 : deadline_usec);
}

/**
 * dp_fibers_new:
 * @context: the thread's main context
 *
 * Thread: the one that they will share.
 *
 * Returns: (transfer full): no fibers yet
 */
DpFibers *
dp_fibers_new (GMainContext *context)
{
  DpFibers *self = g_new0 (DpFibers, 1);

  self->context = g_main_context_ref (context);
  self->thread = g_thread_self ();
  self->fibers = g_ptr_array_new ();
  self->spare = g_ptr_array_new_with_free_func ((GDestroyNotify) fiber_free);
  self->alarm = g_source_new (&alarm_funcs, sizeof (GSource));
  self->alarm_usec = G_MAXINT64;
  g_source_set_static_name (self->alarm, "downpour alarm");
  g_source_attach (self->alarm, context);
  return self;
}

/**
 * dp_fibers_free:
 * @self: (transfer full) (nullable): fibers that are all over
 *
 * Thread: theirs.
 */
void
dp_fibers_free (DpFibers *self)
{
  if (self == NULL)
    return;
  g_assert (self->fibers->len == 0);
  g_source_destroy (self->alarm);
  g_source_unref (self->alarm);
  g_ptr_array_unref (self->fibers);
  g_ptr_array_unref (self->spare);
  g_main_context_unref (self->context);
  g_free (self);
}

/**
 * dp_fibers_start:
 * @self: fibers
 * @func: what it does
 * @data: for @func
 *
 * Makes one more; it begins with the next dp_fibers_resume().
 *
 * Thread: theirs.
 */
void
dp_fibers_start (DpFibers *self, DpFiberFunc func, gpointer data)
{
  DpFiber *fiber = self->spare->len > 0
                       ? g_ptr_array_steal_index_fast (self->spare, self->spare->len - 1)
                       : fiber_new (self);

  fiber->func = func;
  fiber->data = data;
  fiber->is_over = FALSE;
  fiber->deadline_usec = G_MAXINT64;
  g_atomic_int_set (&fiber->is_woken, TRUE);
  g_ptr_array_add (self->fibers, fiber);
}

static void
put_away (DpFibers *self, guint index)
{
  DpFiber *fiber = g_ptr_array_steal_index_fast (self->fibers, index);

  if (self->spare->len < MAX_SPARE)
    g_ptr_array_add (self->spare, fiber);
  else
    fiber_free (fiber);
}

static gboolean
is_due (DpFiber *self, gint64 now_usec)
{
  return g_atomic_int_get (&self->is_woken) || self->deadline_usec <= now_usec;
}

/**
 * dp_fibers_resume:
 * @self: fibers
 *
 * Lets those go on that were woken, or whose deadline has come, each until it waits again.
 *
 * Thread: theirs.
 */
void
dp_fibers_resume (DpFibers *self)
{
  gint64 now_usec = g_get_monotonic_time ();

  /* Backwards: those that are over are taken out, and new ones come at the end. */
  for (guint i = self->fibers->len; i-- > 0;)
    {
      DpFiber *fiber = self->fibers->pdata[i];

      if (!is_due (fiber, now_usec))
        continue;
      enter_fiber (self, fiber);
      if (fiber->is_over)
        put_away (self, i);
    }
}

static gboolean
is_anyone_due (DpFibers *self, gint64 now_usec)
{
  for (guint i = 0; i < self->fibers->len; i++)
    if (is_due (self->fibers->pdata[i], now_usec))
      return TRUE;
  return FALSE;
}

/**
 * dp_fibers_sleep:
 * @self: fibers
 * @deadline_usec: when to return at the latest, in monotonic time, or %G_MAXINT64
 *
 * Runs the context once, and waits until it has something to do if no fiber has.
 *
 * Thread: theirs.
 */
void
dp_fibers_sleep (DpFibers *self, gint64 deadline_usec)
{
  gint64 now_usec = g_get_monotonic_time ();
  gboolean is_busy = is_anyone_due (self, now_usec);

  if (!is_busy)
    set_alarm (self, now_usec, deadline_usec);
  g_main_context_iteration (self->context, !is_busy);
}

/**
 * dp_fibers_get_size:
 * @self: fibers
 *
 * Thread: theirs.
 *
 * Returns: how many are not over
 */
guint
dp_fibers_get_size (DpFibers *self)
{
  return self->fibers->len;
}

/**
 * dp_fiber_get_current:
 *
 * Thread: any.
 *
 * Returns: (transfer none) (nullable): the fiber that runs
 */
DpFiber *
dp_fiber_get_current (void)
{
  return current;
}

/**
 * dp_fiber_wait:
 * @deadline_usec: until when, in monotonic time, or %G_MAXINT64
 *
 * Lets others go on until somebody wakes the fiber that runs.  Who is woken looks why: one wake-up
 * may stand for several, and for none that matters.
 *
 * Thread: that of the fiber.
 *
 * Returns: %FALSE if the deadline came first
 */
gboolean
dp_fiber_wait (gint64 deadline_usec)
{
  DpFiber *self = current;

  self->deadline_usec = deadline_usec;
  leave_fiber (self);
  self->deadline_usec = G_MAXINT64;
  return g_atomic_int_exchange (&self->is_woken, FALSE);
}

/**
 * dp_fiber_wake:
 * @self: a fiber that is not over
 *
 * Lets it go on, now or from its next wait.
 *
 * Thread: any.
 */
void
dp_fiber_wake (DpFiber *self)
{
  g_atomic_int_set (&self->is_woken, TRUE);
  if (self->fibers->thread != g_thread_self ())
    g_main_context_wakeup (self->fibers->context);
}
