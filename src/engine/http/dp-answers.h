/* dp-answers.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-question.h"

G_BEGIN_DECLS

typedef struct _DpAnswers DpAnswers;

DpAnswers *dp_answers_new (void);
DpAnswers *dp_answers_ref (DpAnswers *self);
void dp_answers_unref (DpAnswers *self);

DpAnswers *dp_answers_add_password (DpAnswers *self,
                                    const DpQuestion *question,
                                    const char *user,
                                    const char *password);
DpAnswers *
dp_answers_add_userinfo (DpAnswers *self, const DpQuestion *question, const char *userinfo);
DpAnswers *dp_answers_add_certificate (DpAnswers *self, const DpQuestion *question);
DpAnswers *dp_answers_remove_certificate (DpAnswers *self, const DpQuestion *question);
DpAnswers *dp_answers_remove_wrong (DpAnswers *self, const DpQuestion *question);

gboolean dp_answers_is_newer (const DpAnswers *self, const DpAnswers *other);
gboolean dp_answers_has (const DpAnswers *self, const DpQuestion *question);
const char *dp_answers_find_userinfo (const DpAnswers *self, const char *origin, guint *answer_id);
gboolean dp_answers_is_trusted (const DpAnswers *self, const char *origin, const char *fingerprint);
GPtrArray *dp_answers_list_certificates (const DpAnswers *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpAnswers, dp_answers_unref)

G_END_DECLS
