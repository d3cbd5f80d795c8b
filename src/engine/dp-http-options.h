/* dp-http-options.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-cookies.h"

G_BEGIN_DECLS

/**
 * DpHttpOptions:
 * @timeout_sec: no byte for so long ends an exchange; also the limit for the whole header block
 * @tls_database: (nullable): who may vouch for servers, or %NULL for the system's authorities
 * @proxy_resolver: (nullable): which way a link goes, or %NULL for the desktop's settings; constant
 * @user_agent: (nullable): who we say we are; empty to say nothing, %NULL for Downpour
 * @referer: (nullable): the page that the links stand on
 * @headers: (nullable) (array zero-terminated=1): more for each link's origin, as `Name: value`
 * @userinfo: (nullable): user and password for each link's origin, percent-encoded, as in a link
 * @cookies: (nullable): for whom they are for; constant
 *
 * What all exchanges of a program have in common.  Constant once a client has seen it.
 */
typedef struct
{
  guint timeout_sec;
  GTlsDatabase *tls_database;
  GProxyResolver *proxy_resolver;
  char *user_agent;
  DpUrl *referer;
  char **headers;
  char *userinfo;
  DpCookies *cookies;
} DpHttpOptions;

gboolean dp_http_options_set_user_agent (DpHttpOptions *self, const char *text, GError **error);
gboolean dp_http_options_set_referer (DpHttpOptions *self, const char *text, GError **error);
gboolean dp_http_options_add_header (DpHttpOptions *self, const char *text, GError **error);
gboolean dp_http_options_set_user (DpHttpOptions *self, const char *text, GError **error);

char *
dp_http_options_dup_referer (const DpHttpOptions *self, const DpUrl *url, gboolean is_at_home);

DpHttpOptions *dp_http_options_copy (const DpHttpOptions *self);
void dp_http_options_clear (DpHttpOptions *self);
void dp_http_options_free (DpHttpOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DpHttpOptions, dp_http_options_clear)

G_END_DECLS
