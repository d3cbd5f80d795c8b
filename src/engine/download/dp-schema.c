/* dp-schema.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the table of downloads came to be, from nothing to the one of today, step by step: a list that
 * an older version of the program has stored is brought up to date by the steps that it has not seen.
 *
 * Thread: any.
 */

#include "dp-schema.h"

#include "dp-host-note.h"

/* From nothing to the table of today, one step after the other; user_version counts those that are
 * done.  A step that was ever released stays as it is. */
static const char *const steps[DP_SCHEMA_VERSION] = {
  "CREATE TABLE download ("
  "  id INTEGER PRIMARY KEY,"
  "  position INTEGER NOT NULL,"
  "  url TEXT NOT NULL,"
  "  folder TEXT NOT NULL,"
  "  name TEXT,"
  "  wish TEXT,"
  "  path TEXT,"
  "  reason TEXT,"
  "  state TEXT NOT NULL,"
  "  received_bytes INTEGER NOT NULL DEFAULT 0,"
  "  total_bytes INTEGER,"
  "  is_length_proven INTEGER NOT NULL DEFAULT 0,"
  "  added_usec INTEGER NOT NULL DEFAULT 0,"
  "  finished_usec INTEGER NOT NULL DEFAULT 0,"
  "  is_removed INTEGER NOT NULL DEFAULT 0,"
  "  part_folder TEXT,"
  "  part_name TEXT,"
  "  part_inode INTEGER,"
  "  part_safe TEXT,"
  "  part_total_bytes INTEGER,"
  "  part_validator TEXT,"
  "  part_link TEXT,"
  "  part_is_length_proven INTEGER"
  ");"
  "PRAGMA application_id = " G_STRINGIFY (DP_SCHEMA_APPLICATION_ID) ";",

  /* What is said beyond the link: dp-request-text. */
  "ALTER TABLE download ADD COLUMN request TEXT;",

  /* What servers were seen to want: dp-host-note. */
  DP_HOST_NOTE_MIGRATION,
  "ALTER TABLE download ADD COLUMN limit_bytes_per_sec INTEGER NOT NULL DEFAULT 0;",
  /* What a list says of the file (dp-offer), and the version that the finished file is. */
  "ALTER TABLE download ADD COLUMN offer TEXT;"
  "ALTER TABLE download ADD COLUMN validator TEXT;",
  /* So far apart that others find room between them: DP_PLACE_GAP. */
  "ALTER TABLE download ADD COLUMN priority TEXT;"
  "UPDATE download SET position = position * 1048576;",
  /* What is run when it is done. */
  "ALTER TABLE download ADD COLUMN command TEXT;",
};

/**
 * dp_schema_get_step:
 * @version: how many steps are done, less than %DP_SCHEMA_VERSION
 *
 * Thread: any.
 *
 * Returns: the statements that are the next step
 */
const char *
dp_schema_get_step (guint version)
{
  return steps[version];
}
