/* dp-script-server.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A server that says, word for word, what a test wrote down: answers that no path of the server
 * in tests/server gives.  One connection per answer, closed behind it; the last one is repeated.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _DpScriptServer DpScriptServer;

/* Called for each request, on a thread of the server: writes the answer, blocking. */
typedef void (*DpScriptFunc) (guint nth, const char *request, GSocketConnection *connection);

DpScriptServer *dp_script_server_new (const char *const *answers);
DpScriptServer *dp_script_server_new_func (DpScriptFunc func);
void dp_script_server_free (DpScriptServer *self);
char *dp_script_server_dup_url (DpScriptServer *self, const char *path);
guint dp_script_server_get_n_requests (DpScriptServer *self);
/* The header block of the @nth request, from 0. */
const char *dp_script_server_get_request (DpScriptServer *self, guint nth);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpScriptServer, dp_script_server_free)

G_END_DECLS
