/* dp-tidings.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"

G_BEGIN_DECLS

/**
 * DpTidings:
 * @n_done: how many files are done
 * @n_failed: how many failed
 * @n_asking: how many wait for the person's answer
 * @done_bytes: how long those are that are done
 * @first_id: which download was the first
 * @first_name: (owned) (nullable): its name
 * @first_reason: (owned) (nullable): why it is not done
 * @has_news: whether something was added since it was told
 * @first_usec: when the first was added that is not told
 * @last_usec: and the last
 * @told_usec: when it was told
 *
 * What happened while nobody looked.  Zeroed it is empty.
 */
typedef struct
{
  guint n_done;
  guint n_failed;
  guint n_asking;
  guint64 done_bytes;
  guint64 first_id;
  char *first_name;
  char *first_reason;
  gboolean has_news;
  gint64 first_usec;
  gint64 last_usec;
  gint64 told_usec;
} DpTidings;

gboolean dp_tidings_are_in (DpState state);
gboolean dp_tidings_add (DpTidings *self, DpDownload *download, gint64 now_usec);
gint64 dp_tidings_get_due_usec (const DpTidings *self, gboolean is_busy);
void dp_tidings_set_told (DpTidings *self, gint64 now_usec);
void dp_tidings_clear (DpTidings *self);

guint dp_tidings_count (const DpTidings *self);
char *dp_tidings_dup_title (const DpTidings *self);
char *dp_tidings_dup_body (const DpTidings *self);

G_END_DECLS
