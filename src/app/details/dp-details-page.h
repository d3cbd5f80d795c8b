/* dp-details-page.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-composite.h"
#include "dp-download.h"
#include "dp-trace.h"

G_BEGIN_DECLS

#define DP_TYPE_DETAILS_PAGE (dp_details_page_get_type ())
G_DECLARE_FINAL_TYPE (DpDetailsPage, dp_details_page, DP, DETAILS_PAGE, DpComposite)

void dp_details_page_set_download (DpDetailsPage *self, DpDownload *download, DpTrace *trace);
void dp_details_page_show_certificate (DpDetailsPage *self,
                                       const DpQuestion *trusted,
                                       gboolean is_trusted);
void dp_details_page_update (DpDetailsPage *self, gint64 now_usec);

G_END_DECLS
