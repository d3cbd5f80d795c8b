/* dp-library.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"

G_BEGIN_DECLS

typedef struct _DpLibrary DpLibrary;

/**
 * DpLibraryFuncs:
 * @loaded: what was remembered is in the queue, or will never be; once
 * @complain: the person should know this sentence
 *
 * What the owner is told, on the home thread.
 */
typedef struct
{
  void (*loaded) (gpointer user_data);
  void (*complain) (const char *sentence, gpointer user_data);
} DpLibraryFuncs;

DpLibrary *dp_library_new (DpQueue *queue,
                           const char *folder,
                           const DpLibraryFuncs *funcs,
                           gpointer user_data);
void dp_library_load (DpLibrary *self, gboolean goes_on);
gboolean dp_library_is_loaded (DpLibrary *self);
gboolean dp_library_close (DpLibrary *self, guint timeout_msec);

G_END_DECLS
