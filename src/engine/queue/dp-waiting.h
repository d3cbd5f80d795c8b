/* dp-waiting.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"

G_BEGIN_DECLS

typedef struct _DpWaiting DpWaiting;

DpWaiting *dp_waiting_new (void (*due) (gpointer user_data), gpointer user_data);
void dp_waiting_free (DpWaiting *self);

void dp_waiting_add (DpWaiting *self, DpDownload *download);
void dp_waiting_remove (DpWaiting *self, DpDownload *download);
void dp_waiting_drop_others (DpWaiting *self);
DpDownload *dp_waiting_find_due (DpWaiting *self, gint64 now_usec);
void dp_waiting_hurry (DpWaiting *self, gint64 now_usec);
void dp_waiting_arm (DpWaiting *self, gint64 now_usec);

G_END_DECLS
