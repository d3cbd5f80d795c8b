/* dp-orders.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-queue.h"

G_BEGIN_DECLS

void dp_queue_pause (DpQueue *self, const guint64 *ids, gsize n_ids);
void dp_queue_resume (DpQueue *self, const guint64 *ids, gsize n_ids);
void dp_queue_cancel (DpQueue *self, const guint64 *ids, gsize n_ids);
void dp_queue_pause_all (DpQueue *self);
void dp_queue_resume_all (DpQueue *self);
void dp_queue_hurry (DpQueue *self);

void dp_queue_note_path (DpQueue *self, guint64 id, const char *path);
void dp_queue_set_link (DpQueue *self, guint64 id, const char *url);
void dp_queue_rename_async (DpQueue *self,
                            guint64 id,
                            const char *name,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean dp_queue_rename_finish (DpQueue *self, GAsyncResult *result, GError **error);

void dp_queue_answer_password (DpQueue *self,
                               const DpQuestion *question,
                               const char *user,
                               const char *password);
void dp_queue_answer_userinfo (DpQueue *self, const DpQuestion *question, const char *userinfo);
void dp_queue_answer_certificate (DpQueue *self, const DpQuestion *question);

G_END_DECLS
