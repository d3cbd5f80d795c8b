/* dp-curve.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DP_CURVE_MAX_POINTS:
 *
 * More are not drawn.
 */
#define DP_CURVE_MAX_POINTS 8

/**
 * DpCurvePoint:
 * @name: what stands below it
 * @value_name: what stands above it
 * @value: how high it is
 */
typedef struct
{
  char *name;
  char *value_name;
  double value;
} DpCurvePoint;

#define DP_TYPE_CURVE (dp_curve_get_type ())
G_DECLARE_FINAL_TYPE (DpCurve, dp_curve, DP, CURVE, GtkWidget)

void dp_curve_set_n_places (DpCurve *self, guint n_places);
void dp_curve_clear (DpCurve *self);
void dp_curve_add (DpCurve *self, const DpCurvePoint *point);
guint dp_curve_get_n_points (DpCurve *self);

G_END_DECLS
