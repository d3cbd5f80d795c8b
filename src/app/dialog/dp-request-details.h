/* dp-request-details.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-composite.h"
#include "dp-request.h"

G_BEGIN_DECLS

#define DP_TYPE_REQUEST_DETAILS (dp_request_details_get_type ())
G_DECLARE_FINAL_TYPE (DpRequestDetails, dp_request_details, DP, REQUEST_DETAILS, DpComposite)

gboolean dp_request_details_is_ready (DpRequestDetails *self);
DpRequest *dp_request_details_get_request (DpRequestDetails *self);
void dp_request_details_set_cookies_file (DpRequestDetails *self, const char *path);

G_END_DECLS
