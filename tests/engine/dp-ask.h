/* dp-ask.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One question to a server and what came of it, without a file: dp-http seen from the home thread.
 */

#pragma once

#include "dp-engine-fixture.h"
#include "dp-http.h"

G_BEGIN_DECLS

typedef struct
{
  DpUrl *url;         /* (owned) */
  DpRequest *request; /* lent (nullable) */
  GString *body;      /* (owned): its beginning */
  guint64 bytes;      /* its length */
  char *final_url;    /* (owned) (nullable) */
  GError *error;      /* (owned) (nullable) */
  guint status;       /* 0: none came */
  gboolean is_ended;  /* home */
} DpAsk;

/* Asks on a lane, with as many exchanges as it takes, and reads the body of a 200 to its end. */
DpAsk *dp_ask_url (DpLanes *lanes, const char *url);
/* The same, with what is said for this link. */
DpAsk *dp_ask_request (DpLanes *lanes, const char *url, DpRequest *request);
DpAsk *dp_ask_path (DpEngineFixture *fixture, const char *path);
void dp_ask_free (DpAsk *ask);
/* What the server has at "/file/…" came whole. */
void dp_ask_assert_file (DpAsk *ask);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpAsk, dp_ask_free)

G_END_DECLS
