/* dp-list.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-by-id.h"
#include "dp-places.h"
#include "dp-store.h"
#include "dp-turns.h"

G_BEGIN_DECLS

typedef struct _DpList DpList;

DpList *dp_list_new (void);
void dp_list_set_store (DpList *self, DpStore *store);
void dp_list_free (DpList *self);

guint dp_list_get_size (DpList *self);
DpDownload *dp_list_get (DpList *self, guint position);
DpDownload *dp_list_find (DpList *self, guint64 id);
guint dp_list_find_behind (DpList *self, guint64 id);
gboolean dp_list_has (DpList *self, DpDownload *download);
guint dp_list_count (DpList *self, DpState state);

guint64 dp_list_take_ids (DpList *self, guint n_ids);
void dp_list_merge (DpList *self, GPtrArray *downloads, DpListChange *change);
GPtrArray *dp_list_take (DpList *self, const GArray *ids, DpListChange *change);

DpPlaces *dp_list_get_places (DpList *self);

gboolean dp_list_set_state (DpList *self, DpDownload *download, DpState state);
const char *dp_list_get_origin (DpList *self, DpDownload *download);
DpDownload *
dp_list_find_turn (DpList *self, const char *warm_origin, DpTurnsFunc has_room, gpointer user_data);
gboolean dp_list_has_jumping (DpList *self);
void dp_list_hold (DpList *self, DpDownload *download);
void dp_list_let_wait (DpList *self, DpDownload *download);

void dp_list_tell (DpList *self, DpNoteKind kind, DpDownload *download);

GPtrArray *dp_list_hold_all (DpList *self, const GPtrArray *downloads);
void dp_list_let_all_wait (DpList *self, const GPtrArray *downloads);
void dp_list_set_states (DpList *self, GPtrArray *downloads, DpState state);
GPtrArray *dp_list_put (DpList *self, GArray *places);
void dp_list_tell_many (DpList *self, DpNoteKind kind, GPtrArray *downloads);

G_END_DECLS
