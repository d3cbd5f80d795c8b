/* dp-certificate-words.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dp-question.h"

G_BEGIN_DECLS

char *dp_certificate_words_for_fingerprint (const char *fingerprint);
char *dp_certificate_words_for_problems (const DpQuestion *question);

G_END_DECLS
