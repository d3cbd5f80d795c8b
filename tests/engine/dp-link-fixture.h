/* dp-link-fixture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of texts, and what links are in each.
 */

#pragma once

#include "dp-url-list.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *text;
  const char *urls;    /* with a space between */
  const char *refused; /* the same */
  guint n_duplicates;
} DpLinkRow;

void dp_link_fixture_check (const DpLinkRow *row, DpUrlListType type);
char *dp_link_fixture_join_urls (GPtrArray *urls);
char *dp_link_fixture_join_refused (GPtrArray *refused);

/* A test for each row of any table; a row begins with its name. */
void dp_link_fixture_add (const char *path,
                          gconstpointer rows,
                          gsize n_rows,
                          gsize row_size,
                          GTestDataFunc test);

#define DP_LINK_FIXTURE_ADD(path, rows, test) \
  dp_link_fixture_add (path, rows, G_N_ELEMENTS (rows), sizeof *rows, test)

G_END_DECLS
