/* dp-news-actions.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-undo.h"

G_BEGIN_DECLS

#define DP_TYPE_NEWS_ACTIONS (dp_news_actions_get_type ())
G_DECLARE_FINAL_TYPE (DpNewsActions, dp_news_actions, DP, NEWS_ACTIONS, GObject)

DpNewsActions *
dp_news_actions_new (GtkApplication *application, DpQueue *queue, DpLanes *lanes, DpUndo *undo);

G_END_DECLS
