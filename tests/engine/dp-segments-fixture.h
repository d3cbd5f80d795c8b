/* dp-segments-fixture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file over several connections, and what they asked for.
 */

#pragma once

#include "dp-engine-fixture.h"

G_BEGIN_DECLS

#define MIB G_GUINT64_CONSTANT (1048576)

/* Nothing is remembered of the host. */
DpEngineFixture *dp_segments_fixture_new (guint timeout_sec, guint n_segments);
/* "a.bin" is whole, and proven to be. */
void
dp_segments_fixture_assert_file (DpEngineFixture *fixture, DpTestFetch *fetch, guint64 size_bytes);
guint dp_segments_fixture_get_n_requests (DpEngineFixture *fixture);
/* What is remembered of the host by now. */
guint dp_segments_fixture_get_limit (DpEngineFixture *fixture);
/* What was asked for, as ranges; the first without one is passed over.  How many there were. */
guint dp_segments_fixture_read_asked (DpEngineFixture *fixture,
                                      DpRange *asked,
                                      guint max,
                                      guint *n_whole);
/* A test whose name may be the path that it asks for. */
void dp_segments_fixture_add (const char *group,
                              const char *name,
                              gconstpointer data,
                              GTestDataFunc func);

G_END_DECLS
