/* dp-places.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The downloads of a list in its order: by their places, which are numbers with room in between.
 *
 * To move some, only those get other places.  Where the numbers are too close, a few of their
 * neighbours are spread with them: as few as it takes.
 *
 * Thread: home.
 */

#include "dp-places.h"

/* So few are looked for one by one. */
#define FEW 16

/* Whoever is spread leaves that much room to the next; so it is not soon to be done again. */
#define MIN_GAP 64

struct _DpPlaces
{
  GPtrArray *downloads; /* (owned) (element-type DpDownload): lent, in the order of the list */
};

static int
compare (DpDownload *a, DpDownload *b)
{
  gint64 a_place = dp_download_get_place (a);
  gint64 b_place = dp_download_get_place (b);
  guint64 a_id = dp_download_get_id (a);
  guint64 b_id = dp_download_get_id (b);

  return a_place != b_place ? (a_place > b_place) - (a_place < b_place)
                            : (a_id > b_id) - (a_id < b_id);
}

/* What is compared, beside each other: a hundred thousand are sorted in a moment. */
typedef struct
{
  gint64 place;
  guint64 id;
  DpDownload *download;
} Element;

static int
compare_elements (gconstpointer a, gconstpointer b)
{
  const Element *x = a;
  const Element *y = b;

  return x->place != y->place ? (x->place > y->place) - (x->place < y->place)
                              : (x->id > y->id) - (x->id < y->id);
}

/**
 * dp_places_new:
 *
 * Thread: home.
 *
 * Returns: (transfer full): no downloads
 */
DpPlaces *
dp_places_new (void)
{
  DpPlaces *self = g_new0 (DpPlaces, 1);

  self->downloads = g_ptr_array_new ();
  return self;
}

/**
 * dp_places_free:
 * @self: (transfer full) (nullable): downloads in their order
 *
 * Thread: home.
 */
void
dp_places_free (DpPlaces *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->downloads);
  g_free (self);
}

/**
 * dp_places_get_size:
 * @self: downloads in their order
 *
 * Thread: home.
 *
 * Returns: how many there are
 */
guint
dp_places_get_size (DpPlaces *self)
{
  return self->downloads->len;
}

/**
 * dp_places_get:
 * @self: downloads in their order
 * @index: less than their number
 *
 * Thread: home.
 *
 * Returns: (transfer none): the download behind so many others
 */
DpDownload *
dp_places_get (DpPlaces *self, guint index)
{
  return self->downloads->pdata[index];
}

/**
 * dp_places_find:
 * @self: downloads in their order
 * @download: a download
 *
 * Thread: home.
 *
 * Returns: behind how many others it is, or would be
 */
guint
dp_places_find (DpPlaces *self, DpDownload *download)
{
  guint low = 0;
  guint high = self->downloads->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare (self->downloads->pdata[middle], download) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * dp_places_find_ends:
 * @self: downloads in their order
 * @downloads: (element-type DpDownload): some of them, at least one
 * @first: (out): behind how many others the first of those is
 * @last: (out): and the last
 *
 * Thread: home.
 */
void
dp_places_find_ends (DpPlaces *self, const GPtrArray *downloads, guint *first, guint *last)
{
  DpDownload *lowest = downloads->pdata[0];
  DpDownload *highest = downloads->pdata[0];

  for (guint i = 1; i < downloads->len; i++)
    {
      if (compare (downloads->pdata[i], lowest) < 0)
        lowest = downloads->pdata[i];
      if (compare (downloads->pdata[i], highest) > 0)
        highest = downloads->pdata[i];
    }
  *first = dp_places_find (self, lowest);
  *last = dp_places_find (self, highest);
}

/**
 * dp_places_get_next:
 * @self: downloads in their order
 *
 * Thread: home.
 *
 * Returns: a place behind all of them
 */
gint64
dp_places_get_next (DpPlaces *self)
{
  guint n = self->downloads->len;
  gint64 last = n > 0 ? dp_download_get_place (self->downloads->pdata[n - 1]) : 0;

  return last < G_MAXINT64 - DP_PLACE_GAP ? last + DP_PLACE_GAP : G_MAXINT64;
}

static GPtrArray *
sort (const GPtrArray *downloads)
{
  g_autoptr (GArray) elements = g_array_sized_new (FALSE, FALSE, sizeof (Element), downloads->len);
  GPtrArray *sorted = g_ptr_array_sized_new (downloads->len);
  gboolean is_sorted = TRUE;

  for (guint i = 0; i < downloads->len; i++)
    {
      DpDownload *download = downloads->pdata[i];
      const Element next = { dp_download_get_place (download), dp_download_get_id (download),
                             download };

      is_sorted =
          is_sorted &&
          (i == 0 || compare_elements (&g_array_index (elements, Element, i - 1), &next) < 0);
      g_array_append_val (elements, next);
    }
  /* They nearly always are. */
  if (!is_sorted)
    g_array_sort (elements, compare_elements);
  for (guint i = 0; i < elements->len; i++)
    g_ptr_array_add (sorted, g_array_index (elements, Element, i).download);
  return sorted;
}

/**
 * dp_places_insert:
 * @self: downloads in their order
 * @downloads: (element-type DpDownload): others, which stay until they are removed
 *
 * Thread: home.
 */
void
dp_places_insert (DpPlaces *self, const GPtrArray *downloads)
{
  g_autoptr (GPtrArray) sorted = sort (downloads);
  guint i = self->downloads->len;
  guint j = sorted->len;

  /* From the end, so that nothing is overwritten that has yet to move. */
  g_ptr_array_set_size (self->downloads, (int) (i + j));
  while (j > 0)
    {
      gboolean is_new = i == 0 || compare (sorted->pdata[j - 1], self->downloads->pdata[i - 1]) > 0;
      guint target = i + j - 1;

      self->downloads->pdata[target] = is_new ? sorted->pdata[--j] : self->downloads->pdata[--i];
    }
}

static void
remove_few (DpPlaces *self, const GPtrArray *downloads)
{
  for (guint i = 0; i < downloads->len; i++)
    {
      guint index = dp_places_find (self, downloads->pdata[i]);

      g_assert (self->downloads->pdata[index] == downloads->pdata[i]);
      g_ptr_array_remove_index (self->downloads, index);
    }
}

/**
 * dp_places_remove:
 * @self: downloads in their order
 * @downloads: (element-type DpDownload): some of them, each once, with the places that they had
 *
 * Thread: home.
 */
void
dp_places_remove (DpPlaces *self, const GPtrArray *downloads)
{
  g_autoptr (GPtrArray) sorted = NULL;
  guint kept = 0;

  if (downloads->len <= FEW)
    {
      remove_few (self, downloads);
      return;
    }
  sorted = sort (downloads);
  for (guint i = 0, next = 0; i < self->downloads->len; i++)
    if (next < sorted->len && self->downloads->pdata[i] == sorted->pdata[next])
      next++;
    else
      self->downloads->pdata[kept++] = self->downloads->pdata[i];
  g_assert (self->downloads->len - kept == sorted->len);
  g_ptr_array_set_size (self->downloads, (int) kept);
}

/* Room */

/* Those that stay, from @first up to @end, and the ones that come between them at @middle. */
typedef struct
{
  GPtrArray *staying;
  guint first;
  guint middle;
  guint end;
} Window;

/* The places at both sides, which are taken; open ends have room without end, nearly. */
static void
get_bounds (const Window *window, guint n_all, gint64 *low, gint64 *high)
{
  gint64 span = (gint64) (n_all + 1) * DP_PLACE_GAP;

  *low = window->first > 0 ? dp_download_get_place (window->staying->pdata[window->first - 1]) : 0;
  *high = window->end < window->staying->len
              ? dp_download_get_place (window->staying->pdata[window->end])
              : 0;
  if (window->first == 0 && window->end == window->staying->len)
    *high = span;
  else if (window->first == 0)
    *low = *high > G_MININT64 + span ? *high - span : G_MININT64;
  else if (window->end == window->staying->len)
    *high = *low < G_MAXINT64 - span ? *low + span : G_MAXINT64;
}

/* How far apart they can stand there. */
static guint64
get_gap (const Window *window, guint n_coming, gint64 *low)
{
  guint n_all = window->end - window->first + n_coming;
  gint64 high;

  get_bounds (window, n_all, low, &high);
  return high > *low ? ((guint64) high - (guint64) *low) / (n_all + 1) : 0;
}

/* As many more at each side as there are already. */
static void
widen (Window *window)
{
  guint n_more = window->end - window->first + 1;

  window->first -= MIN (n_more, window->first);
  window->end += MIN (n_more, window->staying->len - window->end);
}

static gboolean
is_all (const Window *window)
{
  return window->first == 0 && window->end == window->staying->len;
}

/* The places between which they come: the fewest that leave enough room. */
static guint64
find_room (Window *window, guint n_coming, gint64 *low)
{
  guint64 gap;

  while ((gap = get_gap (window, n_coming, low)) < MIN_GAP && !is_all (window))
    widen (window);
  return gap;
}

static void
add_place (GArray *places, DpDownload *download, gint64 *place, guint64 gap)
{
  DpPlace next;

  *place += (gint64) gap;
  next = (DpPlace){ dp_download_get_id (download), *place };
  g_array_append_val (places, next);
}

static GPtrArray *
list_staying (DpPlaces *self, const GPtrArray *sorted, DpDownload *before, guint *middle)
{
  GPtrArray *staying = g_ptr_array_sized_new (self->downloads->len);
  guint next = 0;
  guint target = before != NULL ? dp_places_find (self, before) : self->downloads->len;

  *middle = 0;
  for (guint i = 0; i < self->downloads->len; i++)
    {
      if (i == target)
        *middle = staying->len;
      if (next < sorted->len && sorted->pdata[next] == self->downloads->pdata[i])
        next++;
      else
        g_ptr_array_add (staying, self->downloads->pdata[i]);
    }
  if (target == self->downloads->len)
    *middle = staying->len;
  return staying;
}

/**
 * dp_places_make_room:
 * @self: downloads in their order
 * @downloads: (element-type DpDownload): some of them
 * @before: (nullable): one of them, before which they shall be, or %NULL: at the end
 *
 * Thread: home.
 *
 * Returns: (transfer full) (element-type DpPlace): the places that lead to that, in the order of the
 *   list: theirs, which stay in their order among each other, and of as few others as it takes
 */
GArray *
dp_places_make_room (DpPlaces *self, const GPtrArray *downloads, DpDownload *before)
{
  g_autoptr (GPtrArray) sorted = sort (downloads);
  GArray *places = g_array_new (FALSE, FALSE, sizeof (DpPlace));
  g_autoptr (GPtrArray) staying = NULL;
  Window window;
  gint64 place;
  guint64 gap;
  guint middle;

  staying = list_staying (self, sorted, before, &middle);
  window = (Window){ staying, middle, middle, middle };
  gap = find_room (&window, sorted->len, &place);
  for (guint i = window.first; i < middle; i++)
    add_place (places, staying->pdata[i], &place, gap);
  for (guint i = 0; i < sorted->len; i++)
    add_place (places, sorted->pdata[i], &place, gap);
  for (guint i = middle; i < window.end; i++)
    add_place (places, staying->pdata[i], &place, gap);
  return places;
}
