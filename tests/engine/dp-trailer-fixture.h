/* dp-trailer-fixture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Part files of a length that is known, with a trailer, and where in it what stands.
 */

#pragma once

#include "dp-part-trailer.h"

G_BEGIN_DECLS

#define DP_TRAILER_PAGE_BYTES     4096
#define DP_TRAILER_TOTAL_BYTES    100000
#define DP_TRAILER_OFFSET         102400 /* the next page */
#define DP_TRAILER_BOOT_ID_OFFSET (DP_TRAILER_OFFSET + 8)
#define DP_TRAILER_CELL(n)        (DP_TRAILER_OFFSET + 48 + 24 * (n))
#define DP_TRAILER_SLOT(n) \
  (DP_TRAILER_OFFSET + DP_TRAILER_PAGE_BYTES + (n) *DP_PART_RECORD_SLOT_BYTES)
#define DP_TRAILER_WHOLE_BYTES DP_TRAILER_SLOT (2)

/* What their records say. */
extern const DpPartRecord dp_trailer_fixture_record;

/* A file without a name, open for the test. */
int dp_trailer_fixture_make_file (void);
void dp_trailer_fixture_put (int fd, guint64 offset, const void *data, gsize size);
void dp_trailer_fixture_flip (int fd, guint64 offset);
GBytes *dp_trailer_fixture_get_content (int fd);
guint64 dp_trailer_fixture_get_sequence (int fd, guint slot);

DpPartTrailer *dp_trailer_fixture_load (int fd);
gboolean dp_trailer_fixture_flush (DpPartTrailer *trailer, guint64 written_bytes);
/* A part file with so much flushed, and so much more only written. */
void dp_trailer_fixture_fill (int fd, guint64 flushed_bytes, guint64 written_bytes);
int dp_trailer_fixture_make_part (guint64 flushed_bytes, guint64 written_bytes);

/* What is believed when it is loaded. */
void dp_trailer_fixture_assert_safe (int fd, guint64 safe_bytes);
void dp_trailer_fixture_assert_safe_set (int fd, const DpRangeSet *expected);

G_END_DECLS
