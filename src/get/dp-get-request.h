/* dp-get-request.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-get-options.h"
#include "dp-http-options.h"

G_BEGIN_DECLS

gboolean dp_get_request_read (const DpGetOptions *options, DpHttpOptions *http, GError **error);

G_END_DECLS
