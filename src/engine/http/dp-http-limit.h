/* dp-http-limit.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-http-wait.h"

G_BEGIN_DECLS

typedef struct _DpHttpLimit DpHttpLimit;

DpHttpLimit *dp_http_limit_new (DpHttpLimit *outer, GSource *source);
DpHttpLimit *dp_http_limit_ref (DpHttpLimit *self);
void dp_http_limit_unref (DpHttpLimit *self);

void dp_http_limit_set (DpHttpLimit *self, guint64 bytes_per_sec);
guint64 dp_http_limit_get (DpHttpLimit *self);
guint64 dp_http_limit_get_waited_usec (DpHttpLimit *self);
guint dp_http_limit_get_n_waiting (DpHttpLimit *self);

gsize dp_http_limit_take (DpHttpLimit *self, DpHttpWait *wait, gsize wanted_bytes);
void dp_http_limit_give_back (DpHttpLimit *self, gsize bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpHttpLimit, dp_http_limit_unref)

G_END_DECLS
