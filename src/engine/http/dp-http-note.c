/* dp-http-note.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a journal is told of a request and its answer: never a secret.
 *
 * Thread: worker.
 */

#include "dp-http-note.h"

#include <libsoup/soup.h>

#include "dp-redact.h"

/* So much of a header block is kept. */
#define MAX_HEADER_BYTES (2 * 1024)

static char *
dup_link (const DpUrl *url)
{
  g_autofree char *link = dp_url_to_display (url);

  return dp_redact_link (link);
}

static char *
dup_headers (SoupMessageHeaders *headers)
{
  g_autoptr (GString) text = g_string_sized_new (MAX_HEADER_BYTES / 4);
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      g_autofree char *shown = dp_redact_header (name, value);

      if (text->len + strlen (name) + strlen (shown) > MAX_HEADER_BYTES)
        {
          g_string_append (text, "…");
          break;
        }
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, name);
      g_string_append (text, ": ");
      g_string_append (text, shown);
    }
  return g_utf8_make_valid (text->str, (gssize) text->len);
}

/**
 * dp_http_note_begin:
 * @self: (out caller-allocates): a note
 * @journal: (nullable): who is told, if anybody; outlives it
 * @url: what is asked for
 *
 * Thread: worker.
 */
void
dp_http_note_begin (DpHttpNote *self, DpJournal *journal, const DpUrl *url)
{
  g_autofree char *link = NULL;

  *self = (DpHttpNote){ .journal = journal };
  if (journal == NULL)
    return;
  link = dup_link (url);
  self->began_usec = g_get_monotonic_time ();
  self->serial = dp_journal_note (journal, &(DpEvent){ .kind = DP_EVENT_REQUEST, .link = link });
}

/**
 * dp_http_note_end:
 * @self: a note that began
 * @message: what was sent, and what came
 * @reason: (nullable): why there is no answer that can be believed
 *
 * Thread: worker.
 */
void
dp_http_note_end (DpHttpNote *self, SoupMessage *message, const GError *reason)
{
  g_autofree char *said = NULL;
  g_autofree char *answer = NULL;

  if (self->journal == NULL)
    return;
  said = dup_headers (soup_message_get_request_headers (message));
  answer = dup_headers (soup_message_get_response_headers (message));
  dp_journal_complete (self->journal, self->serial,
                       &(DpEvent){ .said = said,
                                   .answer = *answer != '\0' ? answer : NULL,
                                   .status = soup_message_get_status (message),
                                   .took_usec = MAX (1, g_get_monotonic_time () - self->began_usec),
                                   .reason = reason != NULL ? reason->message : NULL });
}
