/* dp-folder-rules.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DpFolderRules:
 *
 * Which files go to which folder.  Once it is complete any thread may read it.
 */
typedef struct _DpFolderRules DpFolderRules;

DpFolderRules *dp_folder_rules_new (void);
DpFolderRules *dp_folder_rules_ref (DpFolderRules *self);
void dp_folder_rules_unref (DpFolderRules *self);
void dp_folder_rules_add (DpFolderRules *self, const char *pattern, const char *folder);
const char *dp_folder_rules_find (const DpFolderRules *self, const char *link, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpFolderRules, dp_folder_rules_unref)

G_END_DECLS
