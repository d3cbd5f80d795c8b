/* dp-turns.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is next: those that shall not wait, then high before normal before low, each in the order of
 * the list.  And all that by server: the next one is found without a look at those whose server has
 * no room for another file, be they a hundred thousand.
 *
 * For each server there is a line; and the servers stand in the order of the first in their lines.
 * Of those, only servers that are busy are passed over, and there are never more of these than files
 * that run.
 *
 * A line is a heap: to come, and to go, costs next to nothing however many wait.  Who goes is not
 * looked for in it; whoever comes to the front is asked whether it still waits there, on those terms.
 *
 * Thread: home.
 */

#include "dp-turns.h"

#include <string.h>

#include "dp-url.h"

/* How links begin is looked up; but who names so many servers shall not fill our memory. */
#define MAX_ORIGINS 10000

/* So many may have left a line before all of it is looked through, and half as many as wait. */
#define MAX_STALE 1000

/* What its turn depends on: what counts first is first. */
typedef struct
{
  int rank;     /* less is before: its priority, but for those that shall not wait */
  gint64 place; /* in the list */
  guint64 id;
} Turn;

typedef struct
{
  char *origin;         /* (owned): a GRefString */
  GArray *heap;         /* (owned) (element-type Turn): each before the two at twice its number */
  guint n_waiting;      /* of those in the heap; never 0 */
  GSequenceIter *place; /* among the servers */
} Line;

struct _DpTurns
{
  DpTurnsFindFunc find;
  gpointer user_data;

  GSequence *lines;          /* (owned) (element-type Line): by the first of each */
  GHashTable *by_origin;     /* (owned) (element-type utf8 Line) */
  GHashTable *known_origins; /* (owned) (element-type utf8 utf8): by how a link begins */
  char *origin;              /* (owned) (nullable): the last that was asked for */
  char *start;               /* (owned) (nullable): how its link begins */
};

static Turn
get_turn (DpDownload *download)
{
  return (Turn){ dp_download_is_jumping (download) ? -1 : (int) dp_download_get_priority (download),
                 dp_download_get_place (download), dp_download_get_id (download) };
}

static int
compare (const Turn *a, const Turn *b)
{
  if (a->rank != b->rank)
    return a->rank < b->rank ? -1 : 1;
  if (a->place != b->place)
    return a->place < b->place ? -1 : 1;
  return (a->id > b->id) - (a->id < b->id);
}

static const Turn *
get_first (const Line *line)
{
  return &g_array_index (line->heap, Turn, 0);
}

static int
compare_lines (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return compare (get_first (a), get_first (b));
}

static void
line_free (Line *self)
{
  g_ref_string_release (self->origin);
  g_array_unref (self->heap);
  g_free (self);
}

/**
 * dp_turns_new:
 * @find: finds those that wait, by id
 * @user_data: for @find
 *
 * Thread: home.
 *
 * Returns: (transfer full): nobody waiting
 */
DpTurns *
dp_turns_new (DpTurnsFindFunc find, gpointer user_data)
{
  DpTurns *self = g_new0 (DpTurns, 1);

  self->find = find;
  self->user_data = user_data;
  self->lines = g_sequence_new ((GDestroyNotify) line_free);
  self->by_origin = g_hash_table_new (g_str_hash, g_str_equal);
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

/* Lines */

/* Nearly always behind all others. */
static void
push (GArray *line, const Turn *turn)
{
  guint hole = line->len;
  Turn *heap;

  g_array_append_vals (line, turn, 1);
  heap = (Turn *) line->data;
  while (hole > 0 && compare (turn, &heap[(hole - 1) / 2]) < 0)
    {
      heap[hole] = heap[(hole - 1) / 2];
      hole = (hole - 1) / 2;
    }
  heap[hole] = *turn;
}

/* Puts @turn where there is a hole, or behind that. */
static void
sink (GArray *line, guint hole, Turn turn)
{
  Turn *heap = (Turn *) line->data;
  guint child;

  while ((child = 2 * hole + 1) < line->len)
    {
      if (child + 1 < line->len && compare (&heap[child + 1], &heap[child]) < 0)
        child++;
      if (compare (&turn, &heap[child]) <= 0)
        break;
      heap[hole] = heap[child];
      hole = child;
    }
  heap[hole] = turn;
}

static void
pop (GArray *line)
{
  Turn last = g_array_index (line, Turn, line->len - 1);

  g_array_set_size (line, line->len - 1);
  if (line->len > 0)
    sink (line, 0, last);
}

/* Whether it still waits there, on those terms. */
static gboolean
is_waiting (DpTurns *self, const Line *line, const Turn *turn)
{
  DpDownload *download = self->find (turn->id, self->user_data);
  Turn now;

  if (download == NULL || dp_download_get_turn (download) != line)
    return FALSE;
  now = get_turn (download);
  return compare (&now, turn) == 0;
}

static gboolean
is_stale (const Line *line)
{
  return line->heap->len > line->n_waiting + line->n_waiting / 2 + MAX_STALE;
}

static void
look_through (DpTurns *self, Line *line)
{
  guint n_kept = 0;

  for (guint i = 0; i < line->heap->len; i++)
    {
      Turn turn = g_array_index (line->heap, Turn, i);

      if (is_waiting (self, line, &turn))
        g_array_index (line->heap, Turn, n_kept++) = turn;
    }
  g_array_set_size (line->heap, n_kept);
  for (guint i = n_kept / 2; i-- > 0;)
    sink (line->heap, i, g_array_index (line->heap, Turn, i));
}

/* Afterwards its first waits. */
static void
clear_front (DpTurns *self, Line *line)
{
  if (is_stale (line))
    look_through (self, line);
  while (!is_waiting (self, line, get_first (line)))
    pop (line->heap);
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

/* Coming and going */

static Line *
begin_line (DpTurns *self, const Turn *first)
{
  Line *line = g_new0 (Line, 1);

  line->origin = g_ref_string_acquire (self->origin);
  line->heap = g_array_new (FALSE, FALSE, sizeof (Turn));
  push (line->heap, first);
  line->place = g_sequence_append (self->lines, line);
  g_hash_table_insert (self->by_origin, line->origin, line);
  return line;
}

/**
 * dp_turns_add:
 * @self: those that wait
 * @download: another one; its place, its priority and its link must not change
 *   while it is here
 *
 * Nothing happens to one that waits already.
 *
 * Thread: home.
 */
void
dp_turns_add (DpTurns *self, DpDownload *download)
{
  const Turn turn = get_turn (download);
  Line *line;

  if (dp_download_get_turn (download) != NULL)
    return;
  line = g_hash_table_lookup (self->by_origin, dp_turns_get_origin (self, download));
  if (line == NULL)
    line = begin_line (self, &turn);
  else
    push (line->heap, &turn);
  line->n_waiting++;
  dp_download_set_turn (download, line);
  if (is_stale (line))
    look_through (self, line);
  else if (get_first (line)->id != turn.id)
    return;
  move_line (line);
}

/**
 * dp_turns_remove:
 * @self: those that wait
 * @download: a download that waits no more, or did not
 *
 * Thread: home.
 *
 * Returns: whether it waited
 */
gboolean
dp_turns_remove (DpTurns *self, DpDownload *download)
{
  Line *line = dp_download_get_turn (download);

  if (line == NULL)
    return FALSE;
  dp_download_set_turn (download, NULL);
  if (--line->n_waiting == 0)
    {
      g_hash_table_remove (self->by_origin, line->origin);
      g_sequence_remove (line->place);
    }
  return TRUE;
}

/* Turns */

/**
 * dp_turns_find:
 * @self: those that wait
 * @has_room: asked for servers; it must say yes to one from which nothing comes
 * @user_data: for @has_room
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): whose turn it is; it waits until it is removed
 */
DpDownload *
dp_turns_find (DpTurns *self, DpTurnsFunc has_room, gpointer user_data)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (self->lines);

  while (!g_sequence_iter_is_end (iter))
    {
      GSequenceIter *next = g_sequence_iter_next (iter);
      Line *line = g_sequence_get (iter);

      iter = next;
      if (!has_room (line->origin, user_data))
        continue;
      clear_front (self, line);
      move_line (line);
      /* It is the first of all, or it is met again where it belongs. */
      if (g_sequence_iter_is_end (next) || compare_lines (line, g_sequence_get (next), NULL) <= 0)
        return self->find (get_first (line)->id, self->user_data);
    }
  return NULL;
}

/**
 * dp_turns_has_jumping:
 * @self: those that wait
 *
 * A look at the first of them, for nothing.
 *
 * Thread: home.
 *
 * Returns: %FALSE if certainly none of them is before all others because it shall not wait
 */
gboolean
dp_turns_has_jumping (DpTurns *self)
{
  GSequenceIter *first = g_sequence_get_begin_iter (self->lines);

  return !g_sequence_iter_is_end (first) && get_first (g_sequence_get (first))->rank < 0;
}

/**
 * dp_turns_find_from:
 * @self: those that wait
 * @origin: a server
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): whose turn it is of those that wait for that one
 */
DpDownload *
dp_turns_find_from (DpTurns *self, const char *origin)
{
  Line *line = g_hash_table_lookup (self->by_origin, origin);

  if (line == NULL)
    return NULL;
  clear_front (self, line);
  move_line (line);
  return self->find (get_first (line)->id, self->user_data);
}
