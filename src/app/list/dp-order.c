/* dp-order.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In which order downloads are shown: what of a download is compared, and how.
 *
 * Thread: home.
 */

#include "dp-order.h"

#include <string.h>

#include "dp-filename.h"

/* What needs somebody first, then what moves, then what will move by itself. */
static const guint ranks[DP_N_STATES] = {
  [DP_STATE_ASKING] = 0, [DP_STATE_RUNNING] = 1, [DP_STATE_WAITING] = 2,   [DP_STATE_QUEUED] = 3,
  [DP_STATE_PAUSED] = 4, [DP_STATE_FAILED] = 5,  [DP_STATE_CANCELLED] = 6, [DP_STATE_DONE] = 7,
};

/**
 * dp_order_is_text:
 * @order: an order
 *
 * Thread: any.
 *
 * Returns: whether texts are compared, which takes its time
 */
gboolean
dp_order_is_text (DpOrder order)
{
  return order == DP_ORDER_NAME || order == DP_ORDER_HOST;
}

/**
 * dp_order_is_live:
 * @order: an order
 *
 * Thread: any.
 *
 * Returns: whether it changes while files come in
 */
gboolean
dp_order_is_live (DpOrder order)
{
  return order == DP_ORDER_SIZE || order == DP_ORDER_LEFT;
}

/* As it sorts: "2.bin" before "10.bin". */
static char *
dup_name_key (DpDownload *download)
{
  const char *name = dp_download_get_known_name (download);
  g_autofree char *guess = NULL;
  g_autofree char *folded = NULL;

  if (name == NULL)
    name = guess = dp_filename_from_url (dp_download_get_url (download));
  folded = g_utf8_casefold (name, -1);
  return g_utf8_collate_key_for_filename (folded, -1);
}

/* As an unsigned number, and never the one that is not known. */
static guint64
get_place (DpDownload *download)
{
  guint64 place = (guint64) dp_download_get_place (download) ^ (G_GUINT64_CONSTANT (1) << 63);

  return MIN (place, G_MAXUINT64 - 1);
}

/* The link has been accepted, so it has a host, in ASCII. */
static char *
dup_host (DpDownload *download)
{
  const char *url = dp_download_get_url (download);
  const char *authority = strstr (url, "://");
  gsize length = 0;

  if (authority == NULL)
    return NULL;
  authority += strlen ("://");
  for (const char *at; (at = memchr (authority, '@', strcspn (authority, "/?#"))) != NULL;)
    authority = at + 1;
  length = authority[0] == '[' ? strcspn (authority, "]") : strcspn (authority, ":/?#");
  return g_ascii_strdown (authority, (gssize) length);
}

/**
 * dp_order_key_init:
 * @key: (out): what its place depends on; to be cleared with dp_order_key_clear()
 * @order: an order
 * @download: a download
 *
 * Thread: home.
 */
void
dp_order_key_init (DpOrderKey *key, DpOrder order, DpDownload *download)
{
  const DpProgress *progress = dp_download_get_progress (download);
  DpState state = dp_download_get_state (download);

  *key = (DpOrderKey){ 0, NULL };
  switch (order)
    {
    case DP_ORDER_LIST:
      key->number = get_place (download);
      break;
    case DP_ORDER_ADDED:
      key->number = dp_download_get_id (download);
      break;
    case DP_ORDER_NAME:
      key->text = dup_name_key (download);
      break;
    case DP_ORDER_SIZE:
      key->number = progress->total_bytes;
      break;
    case DP_ORDER_HOST:
      key->text = dup_host (download);
      break;
    case DP_ORDER_STATE:
      key->number = ranks[state];
      break;
    case DP_ORDER_LEFT:
      key->number = state == DP_STATE_RUNNING ? progress->left_sec : DP_TIME_UNKNOWN;
      break;
    }
}

/**
 * dp_order_key_clear:
 * @key: a key
 *
 * Thread: home.
 */
void
dp_order_key_clear (DpOrderKey *key)
{
  g_clear_pointer (&key->text, g_free);
}

/**
 * dp_order_key_compare:
 * @a: a key
 * @b: another one of the same order
 * @is_descending: whether the greatest come first
 *
 * What is not known comes last in both directions.
 *
 * Thread: any.
 *
 * Returns: less than 0, 0 or more than 0, as strcmp()
 */
int
dp_order_key_compare (const DpOrderKey *a, const DpOrderKey *b, gboolean is_descending)
{
  gboolean is_a_known = a->number != G_MAXUINT64;
  gboolean is_b_known = b->number != G_MAXUINT64;
  int result = (a->number > b->number) - (a->number < b->number);

  if (is_a_known != is_b_known)
    return is_a_known ? -1 : 1;
  if (result == 0)
    result = g_strcmp0 (a->text, b->text);
  return is_descending ? -result : result;
}
