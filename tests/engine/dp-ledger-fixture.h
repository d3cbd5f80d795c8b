/* dp-ledger-fixture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A folder with a stored list, and entries that have something of everything.
 */

#pragma once

#include "dp-ledger.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;       /* (owned): removed with the fixture */
  char *path;         /* (owned): the list */
  GPtrArray *entries; /* (owned): what was read last */
  char *remark;       /* (owned) (nullable): likewise */
} DpLedgerFixture;

/* For g_test_add(): an empty folder. */
void dp_ledger_fixture_set_up (DpLedgerFixture *self, gconstpointer unused);
void dp_ledger_fixture_tear_down (DpLedgerFixture *self, gconstpointer unused);
void dp_ledger_fixture_remove_files (DpLedgerFixture *self);
gboolean dp_ledger_fixture_has_file (DpLedgerFixture *self, const char *name);

DpLedger *dp_ledger_fixture_try_open (DpLedgerFixture *self, GError **error);
DpLedger *dp_ledger_fixture_open (DpLedgerFixture *self);
/* Opened, read and closed. */
void dp_ledger_fixture_reopen (DpLedgerFixture *self);
void dp_ledger_fixture_assert_refused (DpLedgerFixture *self, const char *words);
/* Of what was read last. */
void dp_ledger_fixture_assert_ids (DpLedgerFixture *self, const char *expected);
/* SQL behind the ledger's back. */
void dp_ledger_fixture_run_raw (DpLedgerFixture *self, const char *sql);

/* All of it, with a link and a folder that are not to be touched. */
DpEntry *dp_ledger_fixture_make_entry (guint64 id);
void dp_ledger_fixture_assert_entry (const DpEntry *entry, guint64 id);
/* For the notes that are about many. */
DpEntry *dp_ledger_fixture_make_many (const DpEntryBrief *briefs, guint n_briefs);
DpEntry *dp_ledger_fixture_make_brief (guint64 id);

/* Takes the entry. */
gboolean
dp_ledger_fixture_try_write (DpLedger *ledger, DpNoteKind kind, DpEntry *entry, GError **error);
void dp_ledger_fixture_write (DpLedger *ledger, DpNoteKind kind, DpEntry *entry);
void dp_ledger_fixture_fill (DpLedger *ledger, guint64 first_id, guint n_entries);

/* A list of so many entries. */
#define DP_LEDGER_FIXTURE_N_ENTRIES 600
void dp_ledger_fixture_make_full_list (DpLedgerFixture *self);
/* So that nothing is known of where the others are. */
void dp_ledger_fixture_damage_first_page (DpLedgerFixture *self);
/* As kill -9 leaves it; takes the ledger. */
void dp_ledger_fixture_leave_unclean (DpLedgerFixture *self, DpLedger *ledger);
/* Whatever was done to it, the list can be used, what is in it is right, and the rest is kept.  How
 * many entries there are. */
guint dp_ledger_fixture_assert_usable (DpLedgerFixture *self, gboolean is_damaged);

#define DP_LEDGER_FIXTURE_ADD(path, test)                                  \
  g_test_add (path, DpLedgerFixture, NULL, dp_ledger_fixture_set_up, test, \
              dp_ledger_fixture_tear_down)

G_END_DECLS
