/* dp-adopt-fixture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part file that nobody remembers, and the next transfer that finds it.
 */

#pragma once

#include "dp-engine-fixture.h"
#include "dp-part-file.h"

G_BEGIN_DECLS

/* Longer than what is continued at all. */
#define SIZE    3000000
#define HAVE    2000000
#define OVERLAP 16384
#define QUERY   "?size=3000000"
#define PATH    "/file/a.bin" QUERY
#define V1      "\"1-2dc6c0\""
#define V2      "\"2-2dc6c0\""

/* What a killed program leaves: written, but neither flushed nor closed in any order. */
DpPartFile *dp_adopt_fixture_make_part (DpEngineFixture *fixture,
                                        const char *path,
                                        const char *validator,
                                        guint64 bytes);
void dp_adopt_fixture_leave_part (DpEngineFixture *fixture,
                                  const char *path,
                                  const char *validator,
                                  guint64 bytes);
char *dp_adopt_fixture_get_content (DpEngineFixture *fixture, const char *name, gsize *size);
void dp_adopt_fixture_assert_done (DpEngineFixture *fixture,
                                   DpTestFetch *fetch,
                                   const char *name,
                                   guint64 seed);
void
dp_adopt_fixture_assert_asked_for_rest (DpEngineFixture *fixture, const char *path, guint64 from);

G_END_DECLS
