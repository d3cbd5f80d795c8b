/* dp-http-watch.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-http-wait.h"

G_BEGIN_DECLS

typedef struct _DpHttpWatch DpHttpWatch;

DpHttpWatch *dp_http_watch_new (int fd, GMainContext *context);
void dp_http_watch_free (DpHttpWatch *self);
int dp_http_watch_get_fd (DpHttpWatch *self);
void dp_http_watch_begin (DpHttpWatch *self);
void dp_http_watch_end (DpHttpWatch *self);
gboolean dp_http_watch_is_over (DpHttpWatch *self);
gboolean dp_http_watch_wait (DpHttpWatch *self, DpHttpWait *wait, gint64 until_usec);

G_END_DECLS
