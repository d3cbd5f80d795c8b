/* dp-list-build.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-url-list.h"

G_BEGIN_DECLS

typedef struct _DpListBuild DpListBuild;

DpListBuild *dp_list_build_new (void);
void dp_list_build_free (DpListBuild *self);
void dp_list_build_add (DpListBuild *self, const char *link, DpRequest *request, DpOffer *offer);
void dp_list_build_refuse (DpListBuild *self, const char *text, const char *reason);
void dp_list_build_take (DpListBuild *self, DpUrlList *list);
DpUrlList *dp_list_build_end (DpListBuild *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpListBuild, dp_list_build_free)

G_END_DECLS
