/* dp-segment-map.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file from its first byte to its last: what is here is filled, deeper where it would outlive a
 * power cut, and a mark stands where each connection writes.
 *
 * Thread: home.
 */

#include "dp-segment-map.h"

#include "dp-details-words.h"
#include "dp-drawing.h"

#define BAR_HEIGHT  16
#define MARK_WIDTH  3
#define MARK_HEIGHT 5

struct _DpSegmentMap
{
  GtkWidget parent_instance;

  DpTraceMap map; /* (owned) */
  guint64 total_bytes;
  char *words; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (DpSegmentMap, dp_segment_map, GTK_TYPE_WIDGET)

/**
 * dp_segment_map_write:
 * @self: a map
 *
 * Thread: home.
 *
 * Returns: (transfer none): what it shows, to be filled before dp_segment_map_update()
 */
DpTraceMap *
dp_segment_map_write (DpSegmentMap *self)
{
  return &self->map;
}

/**
 * dp_segment_map_update:
 * @self: a map whose contents may have changed
 * @total_bytes: how long the file will be, or %DP_SIZE_UNKNOWN
 *
 * Thread: home.
 */
void
dp_segment_map_update (DpSegmentMap *self, guint64 total_bytes)
{
  g_autofree char *words = dp_details_words_for_map (&self->map, total_bytes);

  self->total_bytes = total_bytes;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (g_strcmp0 (words, self->words) == 0)
    return;
  g_free (self->words);
  self->words = g_steal_pointer (&words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->words,
                                  -1);
}

/**
 * dp_segment_map_get_words:
 * @self: a map
 *
 * Thread: home.
 *
 * Returns: (transfer none) (nullable): what a screen reader hears of it
 */
const char *
dp_segment_map_get_words (DpSegmentMap *self)
{
  return self->words;
}

/* Of a file whose length nobody knows, all that is here is all there is to show. */
static guint64
get_length (DpSegmentMap *self)
{
  return MAX (1, self->total_bytes != DP_SIZE_UNKNOWN
                     ? self->total_bytes
                     : dp_range_set_get_end_byte (&self->map.written));
}

static double
get_x (DpSegmentMap *self, guint64 byte)
{
  double along = MIN (1.0, (double) byte / (double) get_length (self));

  return dp_drawing_mirror (GTK_WIDGET (self), along) * gtk_widget_get_width (GTK_WIDGET (self));
}

/* A part that is less than a pixel is seen all the same. */
static void
draw_ranges (DpSegmentMap *self,
             GtkSnapshot *snapshot,
             const DpRangeSet *ranges,
             const GdkRGBA *color)
{
  for (guint i = 0; i < ranges->n_ranges; i++)
    {
      double a = get_x (self, ranges->ranges[i].first_byte);
      double b = get_x (self, ranges->ranges[i].end_byte);

      gtk_snapshot_append_color (snapshot, color,
                                 &GRAPHENE_RECT_INIT ((float) MIN (a, b), MARK_HEIGHT,
                                                      (float) MAX (1, ABS (b - a)), BAR_HEIGHT));
    }
}

static void
draw_mark (DpSegmentMap *self, GtkSnapshot *snapshot, guint64 byte, const GdkRGBA *color)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  double x = CLAMP (get_x (self, byte) - MARK_WIDTH / 2.0, 0, MAX (0, width - MARK_WIDTH));

  gtk_snapshot_append_color (
      snapshot, color,
      &GRAPHENE_RECT_INIT ((float) x, 0, MARK_WIDTH, BAR_HEIGHT + 2 * MARK_HEIGHT));
}

static void
dp_segment_map_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DpSegmentMap *self = DP_SEGMENT_MAP (widget);
  GdkRGBA color = dp_drawing_get_color (widget);
  GdkRGBA accent = dp_drawing_get_accent (widget);
  GdkRGBA empty = dp_drawing_get_pale (&color, 0.15f);
  GdkRGBA written = dp_drawing_get_pale (&accent, 0.6f);
  float width = (float) gtk_widget_get_width (widget);
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT (0, MARK_HEIGHT, width, BAR_HEIGHT), 4);

  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &empty, &outline.bounds);
  draw_ranges (self, snapshot, &self->map.written, &written);
  draw_ranges (self, snapshot, &self->map.flushed, &accent);
  gtk_snapshot_pop (snapshot);
  for (guint i = 0; i < self->map.n_lines; i++)
    draw_mark (self, snapshot, self->map.positions[i], &color);
}

static void
dp_segment_map_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  int height = BAR_HEIGHT + 2 * MARK_HEIGHT;

  dp_drawing_measure (orientation, height, minimum, natural);
  *minimum_baseline = *natural_baseline = -1;
}

static void
dp_segment_map_finalize (GObject *object)
{
  DpSegmentMap *self = DP_SEGMENT_MAP (object);

  dp_trace_map_clear (&self->map);
  g_free (self->words);
  G_OBJECT_CLASS (dp_segment_map_parent_class)->finalize (object);
}

static void
dp_segment_map_class_init (DpSegmentMapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dp_segment_map_finalize;
  widget_class->snapshot = dp_segment_map_snapshot;
  widget_class->measure = dp_segment_map_measure;
  gtk_widget_class_set_css_name (widget_class, "segmentmap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dp_segment_map_init (DpSegmentMap *self)
{
  self->total_bytes = DP_SIZE_UNKNOWN;
}
