/* dp-ledger.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-entry.h"

G_BEGIN_DECLS

typedef struct _DpLedger DpLedger;

DpLedger *dp_ledger_open (const char *folder, GPtrArray *entries, char **remark, GError **error);
void dp_ledger_close (DpLedger *self);
void dp_ledger_read_hosts (DpLedger *self, GPtrArray *hosts);

gboolean dp_ledger_write (DpLedger *self, const GArray *notes, GError **error);
gboolean dp_ledger_flush (DpLedger *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpLedger, dp_ledger_close)

G_END_DECLS
