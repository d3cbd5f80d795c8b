/* dp-url.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DpUrl:
 * @scheme: `http` or `https`
 * @userinfo: (nullable): what stands before the `@`, percent-encoded as given
 * @host: ASCII host name (IDNA for international ones) or IP literal without brackets
 * @port: never 0: the scheme's default where the link names none
 * @path: begins with `/`, byte for byte as given, but for bytes outside ASCII (percent-encoded)
 * @query: (nullable): the same, without the `?`
 *
 * One http or https link that may be requested.
 */
typedef struct
{
  char *scheme;
  char *userinfo;
  char *host;
  guint16 port;
  char *path;
  char *query;
} DpUrl;

DpUrl *dp_url_parse (const char *text, GError **error);
DpUrl *dp_url_resolve (const DpUrl *base, const char *reference, GError **error);
DpUrl *dp_url_copy (const DpUrl *self);
void dp_url_free (DpUrl *self);

char *dp_url_to_string (const DpUrl *self);
char *dp_url_to_display (const DpUrl *self);
char *dp_url_dup_origin (const DpUrl *self);
gboolean dp_url_same_origin (const DpUrl *self, const DpUrl *other);
gboolean dp_url_is_secure (const DpUrl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpUrl, dp_url_free)

G_END_DECLS
