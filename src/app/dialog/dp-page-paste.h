/* dp-page-paste.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-url-list.h"

G_BEGIN_DECLS

void dp_page_paste_attach (GtkTextView *view);
char *dp_page_paste_join (const DpUrlList *list);

G_END_DECLS
