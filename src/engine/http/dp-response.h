/* dp-response.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-rate.h"

G_BEGIN_DECLS

/**
 * DpResponse:
 * @status: the status code (RFC 9110 section 15)
 * @content_length: what Content-Length says, or %DP_SIZE_UNKNOWN
 * @is_framing_broken: Content-Length is no number, or there are two that differ
 * @has_range: a Content-Range of unit bytes was there and makes sense
 * @range_first: first byte of the range; %DP_SIZE_UNKNOWN in the form of a 416
 * @range_last: last byte of the range
 * @range_total: length of the whole, or %DP_SIZE_UNKNOWN
 * @accepts_ranges: the server says that it serves parts
 * @content_type: (nullable): the media type, lower-case, without parameters
 * @content_encoding: (nullable): NULL also for `identity`
 *
 * What a server answered, as far as a download cares.  A plain value.
 */
typedef struct
{
  guint status;
  guint64 content_length;
  gboolean is_framing_broken;
  gboolean has_range;
  guint64 range_first;
  guint64 range_last;
  guint64 range_total;
  gboolean accepts_ranges;
  char *content_type;
  char *content_disposition;
  char *content_encoding;
  char *etag;
  char *last_modified;
  char *date;
  char *location;
  char *retry_after;
} DpResponse;

void dp_response_init (DpResponse *self, guint status);
void dp_response_clear (DpResponse *self);
void dp_response_add_header (DpResponse *self, const char *name, const char *value);

gboolean dp_response_is_redirect (const DpResponse *self);
gboolean dp_response_is_busy (const DpResponse *self);
char *dp_response_dup_validator (const DpResponse *self);
guint64 dp_response_get_total_bytes (const DpResponse *self);
guint64 dp_response_get_retry_after_sec (const DpResponse *self, gint64 now_sec);

G_END_DECLS
