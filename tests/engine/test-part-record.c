/* test-part-record.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A record comes back as it went, or not at all.
 */

#include "dp-part-record.h"

#include <string.h>

#define HEAD_BYTES    (8 + 32 + 4)
#define LENGTH_OFFSET (8 + 32)
#define LINK_OFFSET   (HEAD_BYTES + 16)
#define RANGES_ROOM   (4 + DP_PART_RECORD_MAX_RANGES * 16)
#define LONGEST_LINK  (DP_PART_RECORD_SLOT_BYTES - RANGES_ROOM - HEAD_BYTES - 16 - 3 * 4)
#define SEQUENCE      G_GUINT64_CONSTANT (0x0102030405060708)

/* Some ranges, lent to the sets below. */
static DpRange all[] = { { 0, G_MAXUINT64 } };
static DpRange prefix[] = { { 0, 65537 } };
static DpRange several[] = { { 3, 5 }, { 6, 7 }, { 65536, 131072 }, { 8388607, 8388608 } };

#define SET(ranges)                       \
  {                                       \
    (ranges), G_N_ELEMENTS (ranges), 0, 0 \
  }

static const DpPartRecord records[] = {
  { 1, { 0 }, (char *) "h", NULL, NULL },
  { 0, { 0 }, (char *) "http://a/", (char *) "http://b/", (char *) "\"v\"" },
  { G_MAXUINT64, SET (all), (char *) "http://a/\xff\x01", NULL, (char *) "\"\"" },
  { 8388608, SET (prefix), (char *) "https://example.org/a.bin?x=1&y=%00",
    (char *) "https://mirror.example.org/1/a.bin", (char *) "Wed, 01 Jan 2025 00:01:00 GMT" },
  { 8388608, SET (several), (char *) "https://example.org/a.bin", NULL, (char *) "\"v\"" },
};

static GByteArray *
encode (const DpPartRecord *record, guint64 sequence)
{
  GBytes *bytes = dp_part_record_encode (record, sequence);

  g_assert_nonnull (bytes);
  return g_bytes_unref_to_array (bytes);
}

static gboolean
can_decode (const void *data, gsize size)
{
  /* Of its own size, so that a sanitizer sees the first byte too many. */
  g_autofree void *exact = g_memdup2 (data, size);
  DpPartRecord record;
  guint64 sequence = 0;
  gboolean is_record = dp_part_record_decode (&record, &sequence, exact, size);

  dp_part_record_clear (&record);
  return is_record;
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autoptr (GByteArray) bytes = encode (&records[i], SEQUENCE + i);
      DpPartRecord record;
      guint64 sequence;

      /* A slot holds more than the record: what an earlier one left. */
      for (guint j = 0; j < 2; j++)
        {
          g_assert_true (dp_part_record_decode (&record, &sequence, bytes->data, bytes->len));
          g_assert_cmpuint (sequence, ==, SEQUENCE + i);
          g_assert_cmpuint (record.total_bytes, ==, records[i].total_bytes);
          g_assert_true (dp_range_set_equal (&record.safe, &records[i].safe));
          g_assert_cmpstr (record.link, ==, records[i].link);
          g_assert_cmpstr (record.final_link, ==, records[i].final_link);
          g_assert_cmpstr (record.validator, ==, records[i].validator);
          dp_part_record_clear (&record);
          g_byte_array_append (bytes, (const guint8 *) "DPpart 2 rest", 13);
        }
    }
}

/* The format on disk must not change behind our back: other versions read it. */
static void
test_layout (void)
{
  g_autoptr (GByteArray) bytes = encode (&records[3], SEQUENCE);
  const guint8 *data = bytes->data;
  const guint8 *ranges = data + bytes->len - 4 - 16;

  g_assert_cmpmem (data, 8, "DPpart 2", 8);
  g_assert_cmpuint (data[LENGTH_OFFSET], ==, bytes->len - HEAD_BYTES);
  g_assert_cmpmem (data + HEAD_BYTES, 8, "\x08\x07\x06\x05\x04\x03\x02\x01", 8);
  g_assert_cmpmem (data + HEAD_BYTES + 8, 8, "\0\0\x80\0\0\0\0\0", 8);
  g_assert_cmpuint (data[LINK_OFFSET], ==, strlen (records[3].link));
  g_assert_cmpmem (data + LINK_OFFSET + 4, 8, "https://", 8);
  g_assert_cmpmem (ranges, 4, "\x01\0\0\0", 4);
  g_assert_cmpmem (ranges + 4, 8, "\0\0\0\0\0\0\0\0", 8);
  g_assert_cmpmem (ranges + 12, 8, "\x01\0\x01\0\0\0\0\0", 8);
}

static void
test_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autoptr (GByteArray) bytes = encode (&records[i], SEQUENCE);

      for (guint size = 0; size < bytes->len; size++)
        g_assert_false (can_decode (bytes->data, size));
      g_assert_true (can_decode (bytes->data, bytes->len));
    }
}

static void
test_flipped (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autoptr (GByteArray) bytes = encode (&records[i], SEQUENCE);

      for (guint bit = 0; bit < bytes->len * 8; bit++)
        {
          bytes->data[bit / 8] ^= 1 << bit % 8;
          g_assert_false (can_decode (bytes->data, bytes->len));
          bytes->data[bit / 8] ^= 1 << bit % 8;
        }
      g_assert_true (can_decode (bytes->data, bytes->len));
    }
}

static void
test_zeros (void)
{
  g_autofree guint8 *zeros = g_malloc0 (DP_PART_RECORD_SLOT_BYTES);

  g_assert_false (can_decode (zeros, DP_PART_RECORD_SLOT_BYTES));
  memcpy (zeros, "DPpart 1", 8);
  g_assert_false (can_decode (zeros, DP_PART_RECORD_SLOT_BYTES));
  memcpy (zeros, "DPpart 2", 8);
  g_assert_false (can_decode (zeros, DP_PART_RECORD_SLOT_BYTES));
}

/* Whether the links have room does not depend on how many ranges there are by now. */
static void
test_longest (void)
{
  DpRange ranges[DP_PART_RECORD_MAX_RANGES];

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    ranges[i] = (DpRange){ 2 * i, 2 * i + 1 };
  for (guint more = 0; more < 2; more++)
    for (guint n_ranges = 0; n_ranges <= G_N_ELEMENTS (ranges); n_ranges += G_N_ELEMENTS (ranges))
      {
        g_autofree char *link = g_strnfill (LONGEST_LINK - 2 + more, 'x');
        const DpPartRecord record = {
          10000, { ranges, n_ranges, 0, 0 }, link, (char *) "f", (char *) "v"
        };
        g_autoptr (GBytes) bytes = dp_part_record_encode (&record, 1);

        g_assert_cmpint (bytes == NULL, ==, more > 0);
        if (bytes == NULL)
          continue;
        g_assert_cmpuint (g_bytes_get_size (bytes), ==,
                          DP_PART_RECORD_SLOT_BYTES - (DP_PART_RECORD_MAX_RANGES - n_ranges) * 16);
        g_assert_true (can_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
      }
}

/* Somebody else's record, with a good checksum: no reason to believe nonsense. */

static void
seal (GByteArray *bytes)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint32 length = GUINT32_TO_LE (bytes->len - HEAD_BYTES);
  gsize digest_size = 32;

  memcpy (bytes->data + LENGTH_OFFSET, &length, 4);
  g_checksum_update (checksum, bytes->data + LENGTH_OFFSET, bytes->len - LENGTH_OFFSET);
  g_checksum_get_digest (checksum, bytes->data + 8, &digest_size);
}

#define ALL_BITS "\xff\xff\xff\xff\xff\xff\xff\xff"
#define TEXTS    (LINK_OFFSET + 3 * 4 + 7 + 7 + 1)
#define RANGE(n) (TEXTS + 4 + 16 * (n))

static void
test_sealed_nonsense (void)
{
  static const struct
  {
    guint offset;
    guint size;
    const char *data;
    gboolean is_record;
  } rows[] = {
    { LINK_OFFSET + 4, 1, "x", TRUE },
    { LINK_OFFSET + 4, 1, "\0", FALSE },               /* NUL at the start of a text */
    { LINK_OFFSET + 4 + 6, 1, "\0", FALSE },           /* and at its end */
    { LINK_OFFSET, 4, "\0\0\0\0", FALSE },             /* no link, the rest is shifted */
    { LINK_OFFSET, 4, "\x08\0\0\0", FALSE },           /* one too long */
    { LINK_OFFSET, 4, "\xff\xff\xff\xff", FALSE },     /* four GiB */
    { LINK_OFFSET, 4, "\xff\xff\xff\x7f", FALSE },     /* two */
    { TEXTS, 4, "\x01\0\0\0", FALSE },                 /* fewer ranges than there are */
    { TEXTS, 4, "\x03\0\0\0", FALSE },                 /* more */
    { TEXTS, 4, "\xff\xff\xff\xff", FALSE },           /* many more */
    { RANGE (1) + 8, 8, "\x0a\0\0\0\0\0\0\0", TRUE },  /* up to the end */
    { RANGE (1) + 8, 8, "\x0b\0\0\0\0\0\0\0", FALSE }, /* beyond it */
    { RANGE (1) + 8, 8, ALL_BITS, FALSE },
    { RANGE (1) + 8, 8, "\x06\0\0\0\0\0\0\0", FALSE }, /* an empty range */
    { RANGE (1) + 8, 8, "\x05\0\0\0\0\0\0\0", FALSE }, /* less than empty */
    { RANGE (0) + 8, 8, "\x06\0\0\0\0\0\0\0", FALSE }, /* two that touch */
    { RANGE (0) + 8, 8, "\x07\0\0\0\0\0\0\0", FALSE }, /* two that overlap */
    { RANGE (0), 8, "\x02\0\0\0\0\0\0\0", TRUE },
    { RANGE (0), 8, ALL_BITS, FALSE },
    { RANGE (1), 8, "\x01\0\0\0\0\0\0\0", FALSE }, /* not in order */
  };
  static DpRange ranges[] = { { 1, 5 }, { 6, 9 } };
  const DpPartRecord record = { 10, SET (ranges), (char *) "a://b/c", (char *) "d://e/f",
                                (char *) "v" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) bytes = encode (&record, SEQUENCE);

      g_assert_cmpuint (bytes->len, ==, RANGE (2));
      memcpy (bytes->data + rows[i].offset, rows[i].data, rows[i].size);
      seal (bytes);
      g_assert_cmpint (can_decode (bytes->data, bytes->len), ==, rows[i].is_record);
    }
}

/* What the first version left: a prefix. */
static void
test_version_1 (void)
{
  static const struct
  {
    guint64 safe_bytes;
    guint64 total_bytes;
    gboolean is_record;
  } rows[] = {
    { 0, 10, TRUE },
    { 7, 10, TRUE },
    { 10, 10, TRUE },
    { 11, 10, FALSE },
    { G_MAXUINT64, G_MAXUINT64, TRUE },
    { G_MAXUINT64, 10, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const guint64 numbers[] = { GUINT64_TO_LE (SEQUENCE), GUINT64_TO_LE (rows[i].total_bytes),
                                  GUINT64_TO_LE (rows[i].safe_bytes) };
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      DpPartRecord record;
      guint64 sequence = 0;

      g_byte_array_append (bytes, (const guint8 *) "DPpart 1", 8);
      g_byte_array_set_size (bytes, HEAD_BYTES);
      g_byte_array_append (bytes, (const guint8 *) numbers, sizeof numbers);
      g_byte_array_append (bytes, (const guint8 *) "\x07\0\0\0a://b/c\0\0\0\0\x01\0\0\0v", 20);
      seal (bytes);
      g_assert_cmpint (dp_part_record_decode (&record, &sequence, bytes->data, bytes->len), ==,
                       rows[i].is_record);
      if (rows[i].is_record)
        {
          g_assert_cmpuint (sequence, ==, SEQUENCE);
          g_assert_cmpuint (record.total_bytes, ==, rows[i].total_bytes);
          g_assert_cmpuint (dp_range_set_get_prefix_bytes (&record.safe), ==, rows[i].safe_bytes);
          g_assert_cmpuint (record.safe.covered_bytes, ==, rows[i].safe_bytes);
          g_assert_cmpstr (record.link, ==, "a://b/c");
          g_assert_null (record.final_link);
          g_assert_cmpstr (record.validator, ==, "v");
        }
      dp_part_record_clear (&record);
    }
}

static void
test_sealed_size (void)
{
  const DpPartRecord no_link = { 10, { 0 }, NULL, (char *) "f", (char *) "v" };
  g_autoptr (GByteArray) bytes = encode (&no_link, SEQUENCE);

  g_assert_false (can_decode (bytes->data, bytes->len));
  g_clear_pointer (&bytes, g_byte_array_unref);

  bytes = encode (&records[3], SEQUENCE);
  g_byte_array_append (bytes, (const guint8 *) "x", 1);
  seal (bytes);
  g_assert_false (can_decode (bytes->data, bytes->len));
  while (bytes->len > HEAD_BYTES)
    {
      g_byte_array_set_size (bytes, bytes->len - 1);
      seal (bytes);
      g_assert_cmpint (can_decode (bytes->data, bytes->len), ==,
                       bytes->len == LINK_OFFSET + 3 * 4 + strlen (records[3].link) +
                                         strlen (records[3].final_link) +
                                         strlen (records[3].validator) + 4 + 16);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/part-record/round-trip", test_round_trip);
  g_test_add_func ("/part-record/layout", test_layout);
  g_test_add_func ("/part-record/cut", test_cut);
  g_test_add_func ("/part-record/flipped", test_flipped);
  g_test_add_func ("/part-record/zeros", test_zeros);
  g_test_add_func ("/part-record/longest", test_longest);
  g_test_add_func ("/part-record/sealed-nonsense", test_sealed_nonsense);
  g_test_add_func ("/part-record/version-1", test_version_1);
  g_test_add_func ("/part-record/sealed-size", test_sealed_size);

  return g_test_run ();
}
