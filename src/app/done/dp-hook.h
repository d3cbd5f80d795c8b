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
 * DpHookFuncs:
 * @complain: a command could not be run, or failed; for which file, and why, a sentence
 * @set_busy: commands run or wait for their turn now, or no longer
 */
typedef struct
{
  void (*complain) (DpDownload *download, const char *reason, gpointer user_data);
  void (*set_busy) (gboolean is_busy, gpointer user_data);
} DpHookFuncs;

DpHook *
dp_hook_new (DpQueue *queue, GSettings *settings, const DpHookFuncs *funcs, gpointer user_data);
void dp_hook_free (DpHook *self);

G_END_DECLS
