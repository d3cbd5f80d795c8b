/* dp-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A download as a row of the stored list: how it is written, and how it is read with suspicion.  How
 * the table came to be is in dp-schema.  A new column is one more step there, and here the last of
 * %DP_ROW_COLUMNS and of the parameters, and something to be bound and to be read.
 *
 * Texts are stored byte for byte, also file names that are no UTF-8.  A size that is unknown is
 * NULL.  The state is stored by its name: numbers may move.
 *
 * Thread: any; a statement belongs to whoever owns its connection.
 */

#include "dp-row.h"

#include <string.h>

#include "dp-request-text.h"
#include "dp-url.h"

/* The parameters of all statements have the same numbers; each uses some of them. */
enum
{
  P_ID = 1,
  P_POSITION,
  P_URL,
  P_FOLDER,
  P_NAME,
  P_WISH,
  P_PATH,
  P_REASON,
  P_REQUEST,
  P_STATE,
  P_RECEIVED,
  P_TOTAL,
  P_IS_PROVEN,
  P_ADDED,
  P_FINISHED,
  P_IS_REMOVED,
  P_PART_FOLDER,
  P_PART_NAME,
  P_PART_INODE,
  P_PART_SAFE,
  P_PART_TOTAL,
  P_PART_VALIDATOR,
  P_PART_LINK,
  P_PART_IS_PROVEN,
  P_LIMIT,
  P_OFFER,
  P_VALIDATOR,
  P_PRIORITY,
  P_COMMAND,
};

static const char *const sql[DP_N_NOTE_KINDS] = {
  [DP_NOTE_ADDED] = "INSERT OR REPLACE INTO download (" DP_ROW_COLUMNS ") VALUES "
                    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
                    "?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29)",
  [DP_NOTE_CHANGED] =
      "UPDATE download SET position = ?2, url = ?3, name = ?5, wish = ?6, path = ?7, reason = "
      "?8, request = ?9, "
      "state = ?10, received_bytes = ?11, total_bytes = ?12, "
      "is_length_proven = ?13, finished_usec = ?15, is_removed = 0, "
      "limit_bytes_per_sec = ?25, validator = ?27, priority = ?28, command = ?29 "
      "WHERE id = ?1",
  [DP_NOTE_PARTIAL] = "UPDATE download SET part_folder = ?17, part_name = ?18, "
                      "part_inode = ?19, part_safe = ?20, part_total_bytes = ?21, "
                      "part_validator = ?22, part_link = ?23, part_is_length_proven = ?24 "
                      "WHERE id = ?1",
  [DP_NOTE_TURNS] = "UPDATE download SET position = ?2, priority = ?28 WHERE id = ?1",
  [DP_NOTE_STATES] =
      "UPDATE download SET position = ?2, reason = NULL, state = ?10, priority = ?28 "
      "WHERE id = ?1",
  [DP_NOTE_REMOVED] = "UPDATE download SET is_removed = 1 WHERE id = ?1",
  /* Who comes new may have got its id meanwhile. */
  [DP_NOTE_FORGOTTEN] = "DELETE FROM download WHERE id = ?1 AND is_removed",
  [DP_NOTE_HOST] = DP_HOST_NOTE_SQL,
};

/**
 * dp_row_get_sql:
 * @kind: a kind of note
 *
 * Thread: any.
 *
 * Returns: the statement that writes such a note
 */
const char *
dp_row_get_sql (DpNoteKind kind)
{
  return sql[kind];
}

/* Writing */

static void
bind_text (sqlite3_stmt *statement, int parameter, const char *text)
{
  /* The entry lives until the statement has run. */
  sqlite3_bind_text (statement, parameter, text, -1, SQLITE_STATIC);
}

static void
bind_size (sqlite3_stmt *statement, int parameter, guint64 bytes)
{
  if (bytes != DP_SIZE_UNKNOWN)
    sqlite3_bind_int64 (statement, parameter, (gint64) bytes);
}

static const char *
get_state_name (DpState state)
{
  GEnumClass *klass = g_type_class_ref (DP_TYPE_STATE);
  const char *name = g_enum_get_value (klass, (int) state)->value_nick;

  g_type_class_unref (klass);
  return name;
}

/* As in "0-1000 2000-3000": the first byte, and the first one behind the end. */
static void
bind_ranges (sqlite3_stmt *statement, int parameter, const DpRangeSet *set)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < set->n_ranges; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT, i > 0 ? " " : "",
                            set->ranges[i].first_byte, set->ranges[i].end_byte);
  sqlite3_bind_text (statement, parameter, text->str, -1, SQLITE_TRANSIENT);
}

static void
bind_partial (sqlite3_stmt *statement, const DpPartial *partial)
{
  if (partial == NULL)
    return;
  bind_text (statement, P_PART_FOLDER, partial->folder);
  bind_text (statement, P_PART_NAME, partial->name);
  sqlite3_bind_int64 (statement, P_PART_INODE, (gint64) partial->inode);
  bind_ranges (statement, P_PART_SAFE, &partial->safe);
  bind_size (statement, P_PART_TOTAL, partial->total_bytes);
  bind_text (statement, P_PART_VALIDATOR, partial->validator);
  bind_text (statement, P_PART_LINK, partial->link);
  /* Of one that is not whole, nothing is known. */
  if (partial->is_whole)
    sqlite3_bind_int (statement, P_PART_IS_PROVEN, partial->is_length_proven);
}

static void
bind_request (sqlite3_stmt *statement, const DpEntry *entry)
{
  gint64 now_sec = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *text = dp_request_to_text (entry->request, entry->url, now_sec);

  sqlite3_bind_text (statement, P_REQUEST, text, -1, SQLITE_TRANSIENT);
}

static void
bind_offer (sqlite3_stmt *statement, const DpEntry *entry)
{
  g_autofree char *text = dp_offer_to_text (entry->offer);

  sqlite3_bind_text (statement, P_OFFER, text, -1, SQLITE_TRANSIENT);
}

static void
bind_changing (sqlite3_stmt *statement, const DpEntry *entry)
{
  sqlite3_bind_int64 (statement, P_POSITION, entry->position);
  bind_text (statement, P_URL, entry->url);
  bind_text (statement, P_NAME, entry->name);
  bind_text (statement, P_WISH, entry->wish);
  bind_text (statement, P_PATH, entry->path);
  bind_text (statement, P_REASON, entry->reason);
  bind_request (statement, entry);
  bind_text (statement, P_STATE, get_state_name (entry->state));
  bind_size (statement, P_RECEIVED, entry->received_bytes);
  bind_size (statement, P_TOTAL, entry->total_bytes);
  sqlite3_bind_int (statement, P_IS_PROVEN, entry->is_length_proven);
  sqlite3_bind_int64 (statement, P_FINISHED, entry->finished_usec);
  sqlite3_bind_int64 (statement, P_LIMIT, (gint64) entry->limit_bytes_per_sec);
  bind_text (statement, P_VALIDATOR, entry->validator);
  bind_text (statement, P_COMMAND, entry->command);
  bind_text (statement, P_PRIORITY, dp_priority_get_name (entry->priority));
}

static void
bind_lasting (sqlite3_stmt *statement, const DpEntry *entry)
{
  bind_text (statement, P_FOLDER, entry->folder);
  sqlite3_bind_int64 (statement, P_ADDED, entry->added_usec);
  sqlite3_bind_int (statement, P_IS_REMOVED, entry->is_removed);
  bind_offer (statement, entry);
}

static int
step (sqlite3_stmt *statement)
{
  int result = sqlite3_step (statement);

  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return result;
}

static void
bind_brief (sqlite3_stmt *statement, const DpEntryBrief *brief)
{
  sqlite3_bind_int64 (statement, P_POSITION, brief->position);
  bind_text (statement, P_STATE, get_state_name (brief->state));
  bind_text (statement, P_PRIORITY, dp_priority_get_name (brief->priority));
}

/* Of those that go, the id is all. */
static int
write_many (sqlite3_stmt *statement, const GArray *many, DpNoteKind kind)
{
  int result = SQLITE_DONE;

  for (guint i = 0; i < many->len && result == SQLITE_DONE; i++)
    {
      const DpEntryBrief *brief = &g_array_index (many, DpEntryBrief, i);

      sqlite3_bind_int64 (statement, P_ID, (gint64) brief->id);
      if (kind == DP_NOTE_TURNS || kind == DP_NOTE_STATES)
        bind_brief (statement, brief);
      result = step (statement);
    }
  return result;
}

/**
 * dp_row_write:
 * @statement: dp_row_get_sql(), prepared
 * @note: a note of that kind
 *
 * Thread: the connection's.
 *
 * Returns: %SQLITE_DONE, or why not
 */
int
dp_row_write (sqlite3_stmt *statement, const DpNote *note)
{
  if (note->entry != NULL)
    sqlite3_bind_int64 (statement, P_ID, (gint64) note->entry->id);
  switch (note->kind)
    {
    case DP_NOTE_ADDED:
      bind_lasting (statement, note->entry);
      bind_changing (statement, note->entry);
      bind_partial (statement, note->entry->partial);
      break;
    case DP_NOTE_CHANGED:
      bind_changing (statement, note->entry);
      break;
    case DP_NOTE_PARTIAL:
      bind_partial (statement, note->entry->partial);
      break;
    case DP_NOTE_TURNS:
    case DP_NOTE_STATES:
    case DP_NOTE_REMOVED:
    case DP_NOTE_FORGOTTEN:
      return write_many (statement, note->entry->many, note->kind);
    case DP_NOTE_HOST:
      dp_host_note_bind (statement, note->host);
      break;
    }
  return step (statement);
}

/* Reading */

static char *
dup_text (sqlite3_stmt *statement, int parameter)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, parameter - 1));
}

/* What is shown must be text. */
static char *
dup_shown (sqlite3_stmt *statement, int parameter)
{
  g_autofree char *text = dup_text (statement, parameter);

  return text != NULL && g_utf8_validate (text, -1, NULL) ? g_steal_pointer (&text) : NULL;
}

/* What becomes part of a path must be a base name. */
static char *
dup_name (sqlite3_stmt *statement, int parameter)
{
  g_autofree char *name = dup_shown (statement, parameter);

  return name != NULL && *name != '\0' && *name != '.' && strchr (name, '/') == NULL
             ? g_steal_pointer (&name)
             : NULL;
}

static char *
ref_text (sqlite3_stmt *statement, int parameter)
{
  const char *text = (const char *) sqlite3_column_text (statement, parameter - 1);

  return text != NULL ? g_ref_string_new (text) : NULL;
}

/* Many have the same one. */
static char *
ref_common (sqlite3_stmt *statement, int parameter)
{
  const char *text = (const char *) sqlite3_column_text (statement, parameter - 1);

  return text != NULL && *text != '\0' ? g_ref_string_new_intern (text) : NULL;
}

static char *
dup_path (sqlite3_stmt *statement, int parameter)
{
  g_autofree char *path = dup_text (statement, parameter);

  return path != NULL && *path == '/' ? g_steal_pointer (&path) : NULL;
}

static guint64
get_size (sqlite3_stmt *statement, int parameter)
{
  gint64 bytes = sqlite3_column_int64 (statement, parameter - 1);

  return sqlite3_column_type (statement, parameter - 1) == SQLITE_NULL || bytes < 0
             ? DP_SIZE_UNKNOWN
             : (guint64) bytes;
}

static guint64
get_limit (sqlite3_stmt *statement)
{
  return (guint64) MAX (sqlite3_column_int64 (statement, P_LIMIT - 1), 0);
}

/* One that a newer version knows waits for the person. */
static DpState
get_state (sqlite3_stmt *statement)
{
  const char *name = (const char *) sqlite3_column_text (statement, P_STATE - 1);
  GEnumClass *klass = g_type_class_ref (DP_TYPE_STATE);
  const GEnumValue *value = name != NULL ? g_enum_get_value_by_nick (klass, name) : NULL;

  g_type_class_unref (klass);
  return value != NULL ? (DpState) value->value : DP_STATE_PAUSED;
}

/* All of them, or, where one makes no sense, none: then the part file itself knows. */
static void
read_ranges (sqlite3_stmt *statement, int parameter, DpRangeSet *set)
{
  const char *text = (const char *) sqlite3_column_text (statement, parameter - 1);
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", -1);

  for (char **word = words; *word != NULL; word++)
    {
      char *rest;
      guint64 first = g_ascii_strtoull (*word, &rest, 10);
      guint64 end = *rest == '-' ? g_ascii_strtoull (rest + 1, &rest, 10) : 0;

      if (*rest == '\0' && end > first && end <= G_MAXINT64)
        dp_range_set_add (set, first, end);
      else if (**word != '\0')
        {
          dp_range_set_clear (set);
          return;
        }
    }
}

static DpPartial *
read_partial (sqlite3_stmt *statement)
{
  g_autoptr (DpPartial) partial = g_new0 (DpPartial, 1);

  partial->folder = dup_path (statement, P_PART_FOLDER);
  partial->name = dup_name (statement, P_PART_NAME);
  partial->inode = (guint64) sqlite3_column_int64 (statement, P_PART_INODE - 1);
  read_ranges (statement, P_PART_SAFE, &partial->safe);
  partial->total_bytes = get_size (statement, P_PART_TOTAL);
  partial->validator = dup_shown (statement, P_PART_VALIDATOR);
  partial->link = dup_shown (statement, P_PART_LINK);
  partial->is_whole = sqlite3_column_type (statement, P_PART_IS_PROVEN - 1) != SQLITE_NULL;
  partial->is_length_proven = sqlite3_column_int (statement, P_PART_IS_PROVEN - 1) != 0;
  return partial->folder != NULL && partial->name != NULL ? g_steal_pointer (&partial) : NULL;
}

static DpRequest *
read_request (sqlite3_stmt *statement)
{
  return dp_request_from_text ((const char *) sqlite3_column_text (statement, P_REQUEST - 1));
}

static gboolean
is_sound (const DpEntry *entry)
{
  g_autoptr (DpUrl) url = entry->url != NULL ? dp_url_parse (entry->url, NULL) : NULL;

  return url != NULL && entry->folder != NULL && (gint64) entry->id > 0;
}

/**
 * dp_row_read:
 * @statement: stands at a row of %DP_ROW_COLUMNS
 *
 * Thread: the connection's.
 *
 * Returns: (transfer full) (nullable): the download, or %NULL if the row makes no sense
 */
DpEntry *
dp_row_read (sqlite3_stmt *statement)
{
  g_autoptr (DpEntry) entry = g_new (DpEntry, 1);

  *entry = (DpEntry){
    .id = (guint64) sqlite3_column_int64 (statement, P_ID - 1),
    .position = sqlite3_column_int64 (statement, P_POSITION - 1),
    .url = ref_text (statement, P_URL),
    .folder = ref_common (statement, P_FOLDER),
    .name = dup_name (statement, P_NAME),
    .wish = dup_name (statement, P_WISH),
    .path = dup_path (statement, P_PATH),
    .reason = dup_shown (statement, P_REASON),
    .request = read_request (statement),
    .offer = dp_offer_from_text ((const char *) sqlite3_column_text (statement, P_OFFER - 1)),
    .validator = dup_shown (statement, P_VALIDATOR),
    .command = ref_common (statement, P_COMMAND),
    .state = get_state (statement),
    .received_bytes = get_size (statement, P_RECEIVED),
    .total_bytes = get_size (statement, P_TOTAL),
    .added_usec = sqlite3_column_int64 (statement, P_ADDED - 1),
    .finished_usec = sqlite3_column_int64 (statement, P_FINISHED - 1),
    .is_removed = sqlite3_column_int (statement, P_IS_REMOVED - 1) != 0,
    .is_length_proven = sqlite3_column_int (statement, P_IS_PROVEN - 1) != 0,
    .priority =
        dp_priority_from_name ((const char *) sqlite3_column_text (statement, P_PRIORITY - 1)),
    .partial = read_partial (statement),
    .limit_bytes_per_sec = get_limit (statement),
  };
  if (entry->received_bytes == DP_SIZE_UNKNOWN)
    entry->received_bytes = 0;
  if (entry->state == DP_STATE_DONE && entry->path == NULL)
    entry->state = DP_STATE_PAUSED;
  return is_sound (entry) ? g_steal_pointer (&entry) : NULL;
}
