/* dp-hook.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-queue.h"

G_BEGIN_DECLS

typedef struct _DpHook DpHook;

/**
 * DpHookFunc:
 * @download: whose file it is
 * @reason: what went wrong, a sentence
 * @user_data: as given
 */
typedef void (*DpHookFunc) (DpDownload *download, const char *reason, gpointer user_data);

DpHook *dp_hook_new (DpQueue *queue, GSettings *settings, DpHookFunc complain, gpointer user_data);
void dp_hook_free (DpHook *self);

G_END_DECLS
