/* dp-stored-list.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-library.h"

G_BEGIN_DECLS

/**
 * DpStoredList:
 *
 * The list as it outlives the program.
 */
typedef struct _DpStoredList DpStoredList;

DpStoredList *dp_stored_list_new (DpQueue *queue,
                                  gboolean goes_on,
                                  const DpLibraryFuncs *funcs,
                                  gpointer user_data);
gboolean dp_stored_list_is_loaded (DpStoredList *self);
void dp_stored_list_leave (DpStoredList *self, GAsyncReadyCallback callback, gpointer user_data);
void dp_stored_list_free (DpStoredList *self);

G_END_DECLS
