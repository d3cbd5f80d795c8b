/* test-segment-answer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What brings a part of a file, what brings too little of it, and who is one too many.
 */

#include "dp-segment-answer.h"

#define LEAST DP_RANGE_PLAN_MIN_BYTES
#define TOTAL (8 * DP_RANGE_PLAN_MIN_BYTES)

/* The part from byte LEAST to byte 4 * LEAST, of which the ten bytes before are here. */
static const DpRange part = { LEAST, 4 * LEAST };
static const DpAskedRange asked = {
  .first_byte = LEAST - 10,
  .missing_byte = LEAST,
  .total_bytes = TOTAL,
  .validator = "\"v\"",
};

static void
init_range (DpResponse *response, guint status, guint64 first_byte, guint64 end_byte)
{
  dp_response_init (response, status);
  response->has_range = status == 206;
  response->range_first = first_byte;
  response->range_last = end_byte - 1;
  response->range_total = TOTAL;
}

static void
test_ours (void)
{
  static const struct
  {
    guint status;
    guint64 first_byte;
    guint64 end_byte;
    const char *etag;
    gboolean is_ours;
  } rows[] = {
    { 206, LEAST - 10, 4 * LEAST, "\"v\"", TRUE },   { 206, LEAST - 10, 4 * LEAST, NULL, TRUE },
    { 206, LEAST - 10, TOTAL, NULL, TRUE },          { 206, LEAST - 10, 2 * LEAST, NULL, TRUE },
    { 206, LEAST - 10, 2 * LEAST - 1, NULL, FALSE }, { 206, LEAST, 4 * LEAST, NULL, FALSE },
    { 206, LEAST - 10, 4 * LEAST, "\"w\"", FALSE },  { 200, LEAST - 10, 4 * LEAST, NULL, FALSE },
    { 416, LEAST - 10, 4 * LEAST, NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DpResponse response;

      init_range (&response, rows[i].status, rows[i].first_byte, rows[i].end_byte);
      if (rows[i].etag != NULL)
        dp_response_add_header (&response, "ETag", rows[i].etag);
      g_test_message ("row %u", i);
      g_assert_cmpint (dp_segment_answer_is_ours (&response, &part, &asked), ==, rows[i].is_ours);
      dp_response_clear (&response);
    }
}

/* The end of the part is enough, however near; and a 200 brings all. */
static void
test_crumb (void)
{
  const DpRange nearest = { LEAST, LEAST + 1 };
  DpResponse response;

  init_range (&response, 206, LEAST, LEAST + 1);
  g_assert_true (dp_segment_answer_is_crumb (&response, &part));
  g_assert_false (dp_segment_answer_is_crumb (&response, &nearest));
  g_assert_cmpuint (dp_segment_answer_get_end_byte (&response, TOTAL), ==, LEAST + 1);
  dp_response_clear (&response);

  init_range (&response, 200, 0, 0);
  g_assert_false (dp_segment_answer_is_crumb (&response, &part));
  g_assert_cmpuint (dp_segment_answer_get_end_byte (&response, TOTAL), ==, TOTAL);
  dp_response_clear (&response);
}

static void
test_too_many (void)
{
  static const struct
  {
    guint status; /* 0: no answer */
    gboolean is_new;
    gboolean is_too_many;
  } rows[] = {
    { 0, TRUE, TRUE },    { 0, FALSE, FALSE },  { 403, FALSE, TRUE },
    { 429, FALSE, TRUE }, { 503, FALSE, TRUE }, { 404, TRUE, FALSE },
    { 200, TRUE, FALSE }, { 206, TRUE, FALSE }, { 416, TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DpResponse response;

      dp_response_init (&response, rows[i].status);
      g_test_message ("row %u", i);
      g_assert_cmpint (
          dp_segment_answer_is_too_many (rows[i].status != 0 ? &response : NULL, rows[i].is_new),
          ==, rows[i].is_too_many);
      dp_response_clear (&response);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/segment-answer/ours", test_ours);
  g_test_add_func ("/segment-answer/crumb", test_crumb);
  g_test_add_func ("/segment-answer/too-many", test_too_many);

  return g_test_run ();
}
