/* dp-url-prose.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DP_URL_PROSE_MAX_BYTES:
 *
 * What is longer is no link.
 */
#define DP_URL_PROSE_MAX_BYTES (64 * 1024)

/**
 * DP_URL_PROSE_SCHEME_MAX_BYTES:
 *
 * What is longer is no scheme.
 */
#define DP_URL_PROSE_SCHEME_MAX_BYTES 24

/**
 * DpUrlProse:
 * @text: any bytes
 * @end: behind the last one
 *
 * A text with links in it.
 */
typedef struct
{
  const char *text;
  const char *end;
} DpUrlProse;

const char *dp_url_prose_skip_separators (const char *p, const char *end);
const char *dp_url_prose_skip_word (const char *p, const char *end);
const char *dp_url_prose_trim_end (const char *start, const char *end, char before);
const char *dp_url_prose_find_start (const char *p, const char *end, const char **rest);
const char *dp_url_prose_find_end (const DpUrlProse *self,
                                   const char *start,
                                   const char *rest,
                                   const char *end);

G_END_DECLS
