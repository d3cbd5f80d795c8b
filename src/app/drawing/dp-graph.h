/* dp-graph.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DpGraphWordsFunc:
 * @value: a value
 *
 * Returns: (transfer full): how it is called on the scale, as in "4.2 MB/s"
 */
typedef char *(*DpGraphWordsFunc) (double value);

#define DP_TYPE_GRAPH (dp_graph_get_type ())
G_DECLARE_FINAL_TYPE (DpGraph, dp_graph, DP, GRAPH, GtkWidget)

void dp_graph_set_scale (DpGraph *self, DpGraphWordsFunc words, double least_top);
void dp_graph_set_values (DpGraph *self, const double *values, guint n_values, const char *since);
double dp_graph_get_top (DpGraph *self);

G_END_DECLS
