/* dp-turns.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"

G_BEGIN_DECLS

/**
 * DpTurns:
 *
 * Those that wait for their turn.
 */
typedef struct _DpTurns DpTurns;

/**
 * DpTurnsFindFunc:
 * @id: a download's id
 * @user_data: whatever the caller gave
 *
 * Returns: (transfer none) (nullable): the download, as long as it may wait
 */
typedef DpDownload *(*DpTurnsFindFunc) (guint64 id, gpointer user_data);

/**
 * DpTurnsFunc:
 * @origin: a server, as of dp_url_dup_origin()
 * @user_data: whatever the caller gave
 *
 * Returns: whether one more file may come from there now
 */
typedef gboolean (*DpTurnsFunc) (const char *origin, gpointer user_data);

DpTurns *dp_turns_new (DpTurnsFindFunc find, gpointer user_data);
void dp_turns_free (DpTurns *self);

void dp_turns_add (DpTurns *self, DpDownload *download);
gboolean dp_turns_remove (DpTurns *self, DpDownload *download);
const char *dp_turns_get_origin (DpTurns *self, DpDownload *download);
DpDownload *dp_turns_find (DpTurns *self, DpTurnsFunc has_room, gpointer user_data);
gboolean dp_turns_has_jumping (DpTurns *self);
DpDownload *dp_turns_find_from (DpTurns *self, const char *origin);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpTurns, dp_turns_free)

G_END_DECLS
