/* dp-name-fixture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all names promise, whoever proposed them.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REPEAT_10(text) text text text text text text text text text text
#define REPEAT_50(text) \
  REPEAT_10 (text) REPEAT_10 (text) REPEAT_10 (text) REPEAT_10 (text) REPEAT_10 (text)
#define REPEAT_100(text) REPEAT_50 (text) REPEAT_50 (text)
#define REPEAT_200(text) REPEAT_100 (text) REPEAT_100 (text)

typedef struct
{
  const char *given;
  const char *expected;
} DpNameRow;

typedef char *(*DpMakeName) (const char *given);

/* Each gives the name that is expected, and that is safe. */
void dp_name_fixture_check_rows (const DpNameRow *rows, gsize n_rows, DpMakeName make_name);
void dp_name_fixture_assert_safe (const char *name);
/* It is text, and short enough, also while it is unfinished. */
void dp_name_fixture_assert_fits (const char *name);
/* Says in the log which row it is. */
void dp_name_fixture_tell (const char *text);

G_END_DECLS
