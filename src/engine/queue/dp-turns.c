/* dp-turns.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who waits for a turn, by server: the next one is found without a look at those whose server has no
 * room for another file, be they a hundred thousand.
 *
 * For each server there is a line, in the order of the list; and the servers stand in the order of
 * the first in their lines.  Of those, only servers that are busy are passed over, and there are
 * never more of these than files that run.
 *
 * A server that has just sent a file has a connection that is still warm.  Its next file may
 * overtake, but nobody is overtaken by more than a few.
 *
 * Thread: home.
 */

#include "dp-turns.h"

#include <string.h>

#include "dp-url.h"

/* The next file from a warm server comes first if it stands no further behind than this. */
#define WARM_LEAD 16

/* How links begin is looked up; but who names so many servers shall not fill our memory. */
#define MAX_ORIGINS 10000

typedef struct
{
  char *origin; /* (owned): a GRefString */
  GSequence
      *downloads; /* (owned) (element-type DpDownload): unowned, in their order, never empty */
  GSequenceIter *place; /* among the servers */
} Line;

struct _DpTurns
{
  GSequence *lines;          /* (owned) (element-type Line): by the first of each */
  GHashTable *by_origin;     /* (owned) (element-type utf8 Line) */
  GHashTable *by_downloads;  /* (owned) (element-type GSequence Line) */
  GHashTable *known_origins; /* (owned) (element-type utf8 utf8): by how a link begins */
  char *origin;              /* (owned) (nullable): the last that was asked for */
  char *start;               /* (owned) (nullable): how its link begins */
};

/* The order of the list. */
static guint64
get_rank (DpDownload *download)
{
  return dp_download_get_id (download);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  guint64 x = get_rank ((DpDownload *) a);
  guint64 y = get_rank ((DpDownload *) b);

  return (x > y) - (x < y);
}

static DpDownload *
get_first (const Line *line)
{
  return g_sequence_get (g_sequence_get_begin_iter (line->downloads));
}

static int
compare_lines (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return compare (get_first (a), get_first (b), NULL);
}

static void
line_free (Line *self)
{
  g_ref_string_release (self->origin);
  g_sequence_free (self->downloads);
  g_free (self);
}

/**
 * dp_turns_new:
 *
 * Thread: home.
 *
 * Returns: (transfer full): nobody waiting
 */
DpTurns *
dp_turns_new (void)
{
  DpTurns *self = g_new0 (DpTurns, 1);

  self->lines = g_sequence_new ((GDestroyNotify) line_free);
  self->by_origin = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_downloads = g_hash_table_new (NULL, NULL);
  self->known_origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                               (GDestroyNotify) g_ref_string_release);
  return self;
}

/**
 * dp_turns_free:
 * @self: (transfer full) (nullable): those that wait
 *
 * Thread: home.
 */
void
dp_turns_free (DpTurns *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_origin);
  g_hash_table_unref (self->by_downloads);
  g_hash_table_unref (self->known_origins);
  g_sequence_free (self->lines);
  g_clear_pointer (&self->origin, g_ref_string_release);
  g_free (self->start);
  g_free (self);
}

/* Servers */

/* All that stands before the path. */
static char *
dup_start (const char *link)
{
  const char *host = strstr (link, "://");
  const char *start = host != NULL ? host + strlen ("://") : link;

  return g_strndup (link, (gsize) (start - link) + strcspn (start, "/?#"));
}

static gboolean
is_start (const char *start, const char *link)
{
  return start != NULL && g_str_has_prefix (link, start) &&
         strchr ("/?#", link[strlen (start)]) != NULL;
}

static char *
make_origin (const char *link)
{
  g_autoptr (DpUrl) url = dp_url_parse (link, NULL);
  g_autofree char *origin = url != NULL ? dp_url_dup_origin (url) : g_strdup ("");

  return g_ref_string_new (origin);
}

/* Of a link that begins like that. */
static char *
look_up_origin (DpTurns *self, const char *link)
{
  char *origin = g_hash_table_lookup (self->known_origins, self->start);

  if (origin == NULL)
    {
      origin = make_origin (link);
      if (g_hash_table_size (self->known_origins) >= MAX_ORIGINS)
        g_hash_table_remove_all (self->known_origins);
      g_hash_table_insert (self->known_origins, g_strdup (self->start), origin);
    }
  return origin;
}

/**
 * dp_turns_get_origin:
 * @self: those that wait
 * @download: a download
 *
 * To read a link takes its time; so links that begin alike are read once.
 *
 * Thread: home.
 *
 * Returns: (transfer none): its server, as of dp_url_dup_origin(), until the next call
 */
const char *
dp_turns_get_origin (DpTurns *self, DpDownload *download)
{
  const char *link = dp_download_get_url (download);

  if (!is_start (self->start, link))
    {
      g_free (self->start);
      self->start = dup_start (link);
      g_clear_pointer (&self->origin, g_ref_string_release);
      self->origin = g_ref_string_acquire (look_up_origin (self, link));
    }
  return self->origin;
}

/* Coming and going */

/* Nearly always behind all others. */
static GSequenceIter *
insert (GSequence *sequence, gpointer item, GCompareDataFunc order)
{
  GSequenceIter *end = g_sequence_get_end_iter (sequence);
  GSequenceIter *last = g_sequence_iter_prev (end);

  if (last == end || order (g_sequence_get (last), item, NULL) < 0)
    return g_sequence_append (sequence, item);
  return g_sequence_insert_sorted (sequence, item, order, NULL);
}

/* Its first is another one; nearly always its place among the servers is the same. */
static void
move_line (Line *line)
{
  GSequenceIter *before = g_sequence_iter_prev (line->place);
  GSequenceIter *behind = g_sequence_iter_next (line->place);
  gboolean is_right =
      (before == line->place || compare_lines (g_sequence_get (before), line, NULL) < 0) &&
      (g_sequence_iter_is_end (behind) || compare_lines (line, g_sequence_get (behind), NULL) < 0);

  if (!is_right)
    g_sequence_sort_changed (line->place, compare_lines, NULL);
}

static void
begin_line (DpTurns *self, DpDownload *download)
{
  Line *line = g_new0 (Line, 1);

  line->origin = g_ref_string_acquire (self->origin);
  line->downloads = g_sequence_new (NULL);
  dp_download_set_turn (download, g_sequence_append (line->downloads, download));
  line->place = insert (self->lines, line, compare_lines);
  g_hash_table_insert (self->by_origin, line->origin, line);
  g_hash_table_insert (self->by_downloads, line->downloads, line);
}

/**
 * dp_turns_add:
 * @self: those that wait
 * @download: another one; its place and its link must not change while it is here
 *
 * Nothing happens to one that waits already.
 *
 * Thread: home.
 */
void
dp_turns_add (DpTurns *self, DpDownload *download)
{
  Line *line;

  if (dp_download_get_turn (download) != NULL)
    return;
  line = g_hash_table_lookup (self->by_origin, dp_turns_get_origin (self, download));
  if (line == NULL)
    {
      begin_line (self, download);
      return;
    }
  dp_download_set_turn (download, insert (line->downloads, download, compare));
  if (get_first (line) == download)
    move_line (line);
}

static void
end_line (DpTurns *self, Line *line)
{
  g_hash_table_remove (self->by_origin, line->origin);
  g_hash_table_remove (self->by_downloads, line->downloads);
  g_sequence_remove (line->place);
}

/**
 * dp_turns_remove:
 * @self: those that wait
 * @download: a download that waits no more, or did not
 *
 * Thread: home.
 */
void
dp_turns_remove (DpTurns *self, DpDownload *download)
{
  GSequenceIter *turn = dp_download_get_turn (download);
  gboolean is_first;
  Line *line;

  if (turn == NULL)
    return;
  line = g_hash_table_lookup (self->by_downloads, g_sequence_iter_get_sequence (turn));
  is_first = get_first (line) == download;
  g_sequence_remove (turn);
  dp_download_set_turn (download, NULL);
  if (g_sequence_is_empty (line->downloads))
    end_line (self, line);
  else if (is_first)
    move_line (line);
}

/* Turns */

static const Line *
find_line (DpTurns *self, DpTurnsFunc has_room, gpointer user_data)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (self->lines);

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    {
      const Line *line = g_sequence_get (iter);

      if (has_room (line->origin, user_data))
        return line;
    }
  return NULL;
}

/**
 * dp_turns_find:
 * @self: those that wait
 * @warm_origin: (nullable): a server that has just sent a file
 * @has_room: asked for servers; it must say yes to one from which nothing comes
 * @user_data: for @has_room
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): whose turn it is; it waits until it is removed
 */
DpDownload *
dp_turns_find (DpTurns *self, const char *warm_origin, DpTurnsFunc has_room, gpointer user_data)
{
  const Line *line = find_line (self, has_room, user_data);
  const Line *warm =
      warm_origin != NULL ? g_hash_table_lookup (self->by_origin, warm_origin) : NULL;

  if (line == NULL)
    return NULL;
  if (warm != NULL && get_rank (get_first (warm)) <= get_rank (get_first (line)) + WARM_LEAD &&
      has_room (warm->origin, user_data))
    line = warm;
  return get_first (line);
}
