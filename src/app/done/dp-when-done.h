/* dp-when-done.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-queue.h"

G_BEGIN_DECLS

typedef struct _DpWhenDone DpWhenDone;

/**
 * DpWhenDoneFuncs:
 * @notice: what will happen, and in how many seconds, a sentence; %NULL: nothing will
 * @complain: it could not be done, a sentence
 */
typedef struct
{
  void (*notice) (const char *sentence, gpointer user_data);
  void (*complain) (const char *sentence, gpointer user_data);
} DpWhenDoneFuncs;

DpWhenDone *dp_when_done_new (GApplication *application,
                              DpQueue *queue,
                              GSettings *settings,
                              guint notice_sec,
                              const DpWhenDoneFuncs *funcs,
                              gpointer user_data);
void dp_when_done_hold (DpWhenDone *self, gboolean is_held);
gboolean dp_when_done_is_pending (DpWhenDone *self);
void dp_when_done_free (DpWhenDone *self);

G_END_DECLS
