/* dp-list-charset.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list in UTF-16, as other systems call plain text, brought into UTF-8.
 *
 * Thread: any.
 */

#include "dp-list-charset.h"

#define BYTE_ORDER_MARK 0xFEFF
#define REPLACEMENT     0xFFFD

static gunichar
get_unit (const char *text, gboolean is_big_endian)
{
  const guchar *bytes = (const guchar *) text;

  return is_big_endian ? (gunichar) (bytes[0] << 8 | bytes[1])
                       : (gunichar) (bytes[1] << 8 | bytes[0]);
}

/* What is no character is no link either, but what is behind it may be one. */
static gsize
append_char (GString *utf8, const char *text, gsize length, gboolean is_big_endian)
{
  gunichar c = get_unit (text, is_big_endian);
  gunichar low = length >= 4 ? get_unit (text + 2, is_big_endian) : 0;
  gboolean is_pair = c >= 0xD800 && c <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF;

  if (is_pair)
    c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
  g_string_append_unichar (utf8, c >= 0xD800 && c <= 0xDFFF ? REPLACEMENT : c);
  return is_pair ? 4 : 2;
}

/**
 * dp_list_charset_read_utf16:
 * @text: (array length=length) (nullable): any bytes, not terminated
 * @length: how many
 *
 * Only what begins with a byte order mark says so.
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): the text in UTF-8; %NULL if it is not UTF-16
 */
GString *
dp_list_charset_read_utf16 (const char *text, gsize length)
{
  GString *utf8;
  gboolean is_big_endian;

  if (length < 2 ||
      (get_unit (text, TRUE) != BYTE_ORDER_MARK && get_unit (text, FALSE) != BYTE_ORDER_MARK))
    return NULL;
  is_big_endian = get_unit (text, TRUE) == BYTE_ORDER_MARK;
  utf8 = g_string_sized_new (length / 2);
  for (gsize i = 2; i + 1 < length;)
    i += append_char (utf8, text + i, length - i, is_big_endian);
  return utf8;
}
