/* dp-library-fixture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A queue whose list is stored, over one run of the program and the next.  Freeing it proves that
 * nothing was complained of that the test did not look at.  The home thread.
 */

#pragma once

#include "dp-library.h"
#include "dp-queue-fixture.h"

G_BEGIN_DECLS

typedef struct
{
  DpQueueFixture *run; /* (owned) */
  DpLibrary *library;  /* (owned) */
  char *folder;        /* (owned): of the list */
  GString *complaints; /* (owned) */
  guint n_loaded;
  gboolean goes_on;
} DpLibraryFixture;

/* For g_test_add(): with a list that is loaded, and empty. */
void dp_library_fixture_set_up (DpLibraryFixture *self, gconstpointer unused);
void dp_library_fixture_tear_down (DpLibraryFixture *self, gconstpointer unused);

#define DP_LIBRARY_FIXTURE_ADD(path, test)                                   \
  g_test_add (path, DpLibraryFixture, NULL, dp_library_fixture_set_up, test, \
              dp_library_fixture_tear_down)

/* What the fixture does with what a library tells. */
extern const DpLibraryFuncs dp_library_fixture_funcs;

void dp_library_fixture_load (DpLibraryFixture *self);
void dp_library_fixture_stop_queue (DpLibraryFixture *self);
/* The program ends, and starts again: another queue over the same folders and server. */
void dp_library_fixture_restart (DpLibraryFixture *self);

/* A file in the list's folder. */
char *dp_library_fixture_dup_path (DpLibraryFixture *self, const char *name);
guint dp_library_fixture_count (DpLibraryFixture *self);
DpDownload *dp_library_fixture_find (DpLibraryFixture *self, guint64 id);
void dp_library_fixture_assert_state (DpLibraryFixture *self, guint64 id, DpState state);

G_END_DECLS
