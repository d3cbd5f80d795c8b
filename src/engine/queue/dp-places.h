/* dp-places.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"

G_BEGIN_DECLS

/**
 * DpPlace:
 * @id: a download's id
 * @place: its place in the list
 */
typedef struct
{
  guint64 id;
  gint64 place;
} DpPlace;

/**
 * DpPlaces:
 *
 * The downloads of a list in its order.
 */
typedef struct _DpPlaces DpPlaces;

DpPlaces *dp_places_new (void);
void dp_places_free (DpPlaces *self);

guint dp_places_get_size (DpPlaces *self);
DpDownload *dp_places_get (DpPlaces *self, guint index);
guint dp_places_find (DpPlaces *self, DpDownload *download);
void dp_places_find_ends (DpPlaces *self, const GPtrArray *downloads, guint *first, guint *last);
gint64 dp_places_get_next (DpPlaces *self);

void dp_places_insert (DpPlaces *self, const GPtrArray *downloads);
void dp_places_remove (DpPlaces *self, const GPtrArray *downloads);
GArray *dp_places_make_room (DpPlaces *self, const GPtrArray *downloads, DpDownload *before);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpPlaces, dp_places_free)

G_END_DECLS
