/* dp-get-fixture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A run of downpour-get in a folder of its own, against a server on loopback.  One thread.
 */

#pragma once

#include "dp-test-server.h"

G_BEGIN_DECLS

/* Longer than anything here may take; whoever waits longer fails. */
#define DP_GET_LONG_MSEC 60000

typedef struct
{
  DpTestServer *server; /* (owned) */
  char *folder;         /* (owned): empty at first, gone at the end */
} DpGetFixture;

typedef struct
{
  int status;
  char *out;   /* (owned) */
  char *err;   /* (owned) */
  gint64 msec; /* how long it took */
} DpGetRan;

void dp_get_fixture_set_up (DpGetFixture *self, gconstpointer flags);
void dp_get_fixture_tear_down (DpGetFixture *self, gconstpointer flags);
/* A test that gets a fixture with a plain server. */
void dp_get_fixture_add_test (const char *path, void (*func) (DpGetFixture *, gconstpointer));

/* All arguments but the name of the program; the folder is the current one. */
GSubprocess *
dp_get_start (DpGetFixture *self, GSubprocessFlags flags, const char *const *arguments);
GSubprocess *
dp_get_launch (DpGetFixture *self, GSubprocessLauncher *launcher, const char *const *arguments);
void
dp_get_run (DpGetFixture *self, DpGetRan *ran, const char *input, const char *const *arguments);
void dp_get_ran_clear (DpGetRan *self);

/* Makes the main loop go until the program has ended; its exit status. */
int dp_get_wait (GSubprocess *process, guint timeout_msec);

/* The names in the folder, sorted, with a space between. */
char *dp_get_list (DpGetFixture *self);
char *dp_get_dup_path (DpGetFixture *self, const char *name);
/* A file of the server is there, with the bytes of that seed. */
void dp_get_assert_file (DpGetFixture *self, const char *name, guint64 seed, guint64 size_bytes);

#define dp_get_assert_contains(text, part)        \
  G_STMT_START                                    \
  {                                               \
    if (strstr (text, part) == NULL)              \
      g_error ("“%s” is not in: %s", part, text); \
  }                                               \
  G_STMT_END

#define dp_get_assert_lacks(text, part)       \
  G_STMT_START                                \
  {                                           \
    if (strstr (text, part) != NULL)          \
      g_error ("“%s” is in: %s", part, text); \
  }                                           \
  G_STMT_END

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DpGetRan, dp_get_ran_clear)

G_END_DECLS
