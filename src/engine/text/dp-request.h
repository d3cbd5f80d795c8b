/* dp-request.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-cookies.h"

G_BEGIN_DECLS

/**
 * DpRequest:
 * @headers: (nullable) (array zero-terminated=1): as `Name: value`; at most one Cookie
 * @referer: (nullable): the page that the link stands on
 * @user_agent: (nullable): who we say we are; empty to say nothing
 * @userinfo: (nullable): user and password, percent-encoded, as in a link
 * @cookies: (nullable): for whom they are for; constant
 *
 * What a person said beyond the link.  Only read the fields; %NULL in place of all of it means that
 * nothing was said.
 */
typedef struct
{
  gatomicrefcount ref_count;
  char **headers;
  DpUrl *referer;
  char *user_agent;
  char *userinfo;
  DpCookies *cookies;
} DpRequest;

DpRequest *dp_request_new (void);
DpRequest *dp_request_merge (DpRequest *said, DpRequest *fallback);
DpRequest *dp_request_ref (DpRequest *self);
void dp_request_unref (DpRequest *self);

gboolean dp_request_set_user_agent (DpRequest *self, const char *text, GError **error);
gboolean dp_request_set_referer (DpRequest *self, const char *text, GError **error);
gboolean dp_request_add_header (DpRequest *self, const char *text, GError **error);
gboolean dp_request_set_user (DpRequest *self, const char *text, GError **error);
void dp_request_set_cookies (DpRequest *self, DpCookies *cookies);

gboolean dp_request_is_empty (const DpRequest *self);
gboolean dp_request_is_own_header (const char *name);
char *dp_request_dup_referer (const DpRequest *self, const DpUrl *url, gboolean is_at_home);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpRequest, dp_request_unref)

G_END_DECLS
