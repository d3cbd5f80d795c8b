/* dp-turns.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"

G_BEGIN_DECLS

typedef struct _DpTurns DpTurns;

/**
 * DpTurnsFunc:
 * @origin: a server, as of dp_url_dup_origin()
 * @user_data: whatever the caller gave
 *
 * Returns: whether one more file may come from there now
 */
typedef gboolean (*DpTurnsFunc) (const char *origin, gpointer user_data);

DpTurns *dp_turns_new (void);
void dp_turns_free (DpTurns *self);

void dp_turns_add (DpTurns *self, DpDownload *download);
void dp_turns_remove (DpTurns *self, DpDownload *download);
const char *dp_turns_get_origin (DpTurns *self, DpDownload *download);
DpDownload *
dp_turns_find (DpTurns *self, const char *warm_origin, DpTurnsFunc has_room, gpointer user_data);

G_END_DECLS
