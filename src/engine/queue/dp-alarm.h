/* dp-alarm.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DpAlarm DpAlarm;

DpAlarm *dp_alarm_new (GSourceFunc func, gpointer user_data);
void dp_alarm_set (DpAlarm *self, GDateTime *time);
void dp_alarm_free (DpAlarm *self);

G_END_DECLS
