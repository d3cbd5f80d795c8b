/* dp-http-socket.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-http-watch.h"

G_BEGIN_DECLS

#define DP_TYPE_HTTP_SOCKET (dp_http_socket_get_type ())
G_DECLARE_FINAL_TYPE (DpHttpSocket, dp_http_socket, DP, HTTP_SOCKET, GInputStream)

DpHttpWatch *dp_http_socket_watch (GFilterInputStream *wire, GMainContext *context);

G_END_DECLS
