/* dp-order.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-download.h"

G_BEGIN_DECLS

/**
 * DpOrder:
 * @DP_ORDER_LIST: in which they get their turns, as the person wants it
 * @DP_ORDER_ADDED: in which they came into the list
 * @DP_ORDER_NAME: of their names
 * @DP_ORDER_SIZE: of the length of the whole file
 * @DP_ORDER_HOST: of the server's name
 * @DP_ORDER_STATE: what needs somebody first, what is finished last
 * @DP_ORDER_LEFT: of the time left
 *
 * In which order downloads are shown.
 */
typedef enum
{
  DP_ORDER_LIST,
  DP_ORDER_ADDED,
  DP_ORDER_NAME,
  DP_ORDER_SIZE,
  DP_ORDER_HOST,
  DP_ORDER_STATE,
  DP_ORDER_LEFT,
} DpOrder;

#define DP_N_ORDERS (DP_ORDER_LEFT + 1)

/**
 * DpOrderKey:
 * @number: what is compared first, or %G_MAXUINT64 for what is not known
 * @text: (owned) (nullable): what is compared then
 *
 * What a download's place depends on, as it was when it got that place.
 */
typedef struct
{
  guint64 number;
  char *text;
} DpOrderKey;

gboolean dp_order_is_text (DpOrder order);
gboolean dp_order_is_live (DpOrder order);

void dp_order_key_init (DpOrderKey *key, DpOrder order, DpDownload *download);
void dp_order_key_clear (DpOrderKey *key);
int dp_order_key_compare (const DpOrderKey *a, const DpOrderKey *b, gboolean is_descending);

G_END_DECLS
