/* dp-cookies.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-url.h"

G_BEGIN_DECLS

typedef struct _DpCookies DpCookies;

/**
 * DpIsPublicSuffix:
 * @domain: a domain
 *
 * Returns: whether strangers share it, as `com` or `co.uk`
 */
typedef gboolean (*DpIsPublicSuffix) (const char *domain);

DpCookies *dp_cookies_new (void);
DpCookies *dp_cookies_copy (const DpCookies *self);
DpCookies *dp_cookies_ref (DpCookies *self);
void dp_cookies_unref (DpCookies *self);

guint dp_cookies_add_netscape (DpCookies *self, const char *text, gsize size);
void dp_cookies_add_set_cookie (DpCookies *self,
                                const DpUrl *url,
                                const char *value,
                                DpIsPublicSuffix is_public_suffix,
                                gint64 now_sec);
guint dp_cookies_get_n (const DpCookies *self);
char *dp_cookies_dup_header (const DpCookies *self, const DpUrl *url, gint64 now_sec);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpCookies, dp_cookies_unref)

G_END_DECLS
