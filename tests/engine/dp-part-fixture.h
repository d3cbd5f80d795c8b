/* dp-part-fixture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-engine-fixture.h"
#include "dp-part-file.h"

G_BEGIN_DECLS

DpPartFile *dp_part_fixture_create (DpEngineFixture *fixture, const char *name);
void dp_part_fixture_fill (DpPartFile *part, guint64 seed, gsize size_bytes);
void dp_part_fixture_publish_as (DpEngineFixture *fixture,
                                 DpPartFile *part,
                                 guint64 total_bytes,
                                 const char *name);
void dp_part_fixture_assert_disk_error (const GError *error, const char *words);

G_END_DECLS
