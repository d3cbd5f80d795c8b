/* dp-folder-choice.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dp-folder-rules.h"
#include "dp-known.h"

G_BEGIN_DECLS

DpFolderRules *dp_folder_choice_dup_rules (GSettings *settings);
void dp_folder_choice_async (DpKnown *known,
                             DpFolderRules *rules,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
DpKnown *dp_folder_choice_finish (GAsyncResult *result, GPtrArray **folders, GError **error);

G_END_DECLS
