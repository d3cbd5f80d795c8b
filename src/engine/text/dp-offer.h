/* dp-offer.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DP_OFFER_MAX_MIRRORS:
 *
 * So many links to one file are kept, the best.
 */
#define DP_OFFER_MAX_MIRRORS 64

/**
 * DP_OFFER_N_DIGESTS:
 *
 * One of each #GChecksumType.
 */
#define DP_OFFER_N_DIGESTS (G_CHECKSUM_SHA384 + 1)

/**
 * DpOffer:
 * @name: (nullable): a safe base name for the file
 * @folder: (nullable): where it shall be, as of dp_offer_set_folder()
 * @size_bytes: its length, or 0 if the list does not say
 * @digests: for each #GChecksumType the sum of the whole file, in small letters, or %NULL
 * @mirrors: (element-type utf8): acceptable links to the same file, each once, the best first
 *
 * What a list says of one file beyond its link and how to ask for it.  Only read the fields; %NULL
 * in place of all of it means that nothing was said.
 */
typedef struct
{
  gatomicrefcount ref_count;
  char *name;
  char *folder;
  guint64 size_bytes;
  char *digests[DP_OFFER_N_DIGESTS];
  GPtrArray *mirrors;
} DpOffer;

DpOffer *dp_offer_new (void);
DpOffer *dp_offer_ref (DpOffer *self);
void dp_offer_unref (DpOffer *self);

void dp_offer_set_name (DpOffer *self, const char *name);
gboolean dp_offer_set_folder (DpOffer *self, const char *folder);
gboolean dp_offer_set_digest (DpOffer *self, const char *kind, const char *digest);
gboolean dp_offer_add_mirror (DpOffer *self, const char *link);

gboolean dp_offer_is_empty (const DpOffer *self);
const char *dp_offer_get_digest_name (GChecksumType kind);
gboolean dp_offer_get_best_digest (const DpOffer *self, GChecksumType *kind);
const char *dp_offer_get_next_mirror (const DpOffer *self, const char *link);
const char *dp_offer_get_first_mirror (const DpOffer *self, const char *link);
char *dp_offer_dup_folder (const DpOffer *self, const char *folder);

char *dp_offer_to_text (const DpOffer *self);
DpOffer *dp_offer_from_text (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpOffer, dp_offer_unref)

G_END_DECLS
