/* dp-hosts.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-store.h"

G_BEGIN_DECLS

typedef struct _DpHosts DpHosts;

DpHosts *dp_hosts_new (void);
DpHosts *dp_hosts_ref (DpHosts *self);
void dp_hosts_unref (DpHosts *self);

void dp_hosts_set_store (DpHosts *self, DpStore *store);
void dp_hosts_set_most (DpHosts *self, guint n_most);

gboolean dp_hosts_has_room (DpHosts *self, const char *origin, gint64 now_usec);
void dp_hosts_enter (DpHosts *self, const char *origin);
void dp_hosts_leave (DpHosts *self, const char *origin);

guint dp_hosts_get_share (DpHosts *self, const char *origin, gint64 now_usec);
void dp_hosts_begin_serving (DpHosts *self, const char *origin, gint64 now_usec);
void dp_hosts_end_serving (DpHosts *self, const char *origin, gint64 now_usec);
gboolean dp_hosts_is_full (DpHosts *self, const char *origin, gint64 now_usec);
guint dp_hosts_get_n_served (DpHosts *self, const char *origin);
void dp_hosts_lower (DpHosts *self, const char *origin, guint n_connections, gint64 now_usec);
guint dp_hosts_get_n_refusals (DpHosts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpHosts, dp_hosts_unref)

G_END_DECLS
