/* dp-http-error.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can go wrong between us and a server, in sentences for a person, and whether another attempt
 * makes sense.
 *
 * Thread: any.
 */

#include "dp-http-error.h"

#include <glib/gi18n-lib.h>

#include "dp-rate.h"

/* What an error carries beside its words. */
typedef struct
{
  DpQuestion *question; /* (owned) (nullable) */
} DpHttpErrorPrivate;

static void
dp_http_error_private_init (DpHttpErrorPrivate *private)
{
  private->question = NULL;
}

static void
dp_http_error_private_copy (const DpHttpErrorPrivate *source, DpHttpErrorPrivate *copy)
{
  copy->question = dp_question_copy (source->question);
}

static void
dp_http_error_private_clear (DpHttpErrorPrivate *private)
{
  dp_question_free (private->question);
}

G_DEFINE_EXTENDED_ERROR (DpHttpError, dp_http_error)

/**
 * dp_http_error_take_question:
 * @error: return location for a #GError
 * @question: (transfer full): what only the person can answer
 *
 * Thread: any.
 */
void
dp_http_error_take_question (GError **error, DpQuestion *question)
{
  g_autofree char *sentence = dp_question_dup_sentence (question);
  g_autoptr (GError) asking = g_error_new_literal (DP_HTTP_ERROR, DP_HTTP_ERROR_ASKS, sentence);

  dp_http_error_get_private (asking)->question = question;
  g_propagate_error (error, g_steal_pointer (&asking));
}

/**
 * dp_http_error_dup_question:
 * @error: an error
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): the question, if it is %DP_HTTP_ERROR_ASKS
 */
DpQuestion *
dp_http_error_dup_question (const GError *error)
{
  return g_error_matches (error, DP_HTTP_ERROR, DP_HTTP_ERROR_ASKS)
             ? dp_question_copy (dp_http_error_get_private (error)->question)
             : NULL;
}

/**
 * dp_http_error_set_refused:
 * @error: return location for a #GError
 * @message: a translated sentence
 *
 * Thread: any.
 */
void
dp_http_error_set_refused (GError **error, const char *message)
{
  g_set_error_literal (error, DP_HTTP_ERROR, DP_HTTP_ERROR_REFUSED, message);
}

/**
 * dp_http_error_set_timeout:
 * @error: return location for a #GError
 * @timeout_sec: how long nothing came
 *
 * Thread: any.
 */
void
dp_http_error_set_timeout (GError **error, guint timeout_sec)
{
  g_set_error (error, DP_HTTP_ERROR, DP_HTTP_ERROR_DROPPED,
               ngettext ("The server sent nothing for %u second",
                         "The server sent nothing for %u seconds", timeout_sec),
               timeout_sec);
}

/**
 * dp_http_error_set_no_answer:
 * @error: return location for a #GError
 *
 * Thread: any.
 */
void
dp_http_error_set_no_answer (GError **error)
{
  g_set_error_literal (error, DP_HTTP_ERROR, DP_HTTP_ERROR_DROPPED,
                       _ ("The server closed the connection without an answer"));
}

/**
 * dp_http_error_set_only_hints:
 * @error: return location for a #GError
 *
 * Thread: any.
 */
void
dp_http_error_set_only_hints (GError **error)
{
  g_set_error_literal (error, DP_HTTP_ERROR, DP_HTTP_ERROR_DROPPED,
                       _ ("The server announced an answer again and again, and gave none"));
}

/* What the person can do about it. */
static const char *
get_advice (guint status)
{
  switch (status)
    {
    case 401:
      return _ ("It does not say how to sign in, or wants a way that Downpour does not know.");
    case 403:
      return _ ("If the link has expired, copy it anew.");
    case 404:
    case 410:
      return _ ("Check the link, or copy it anew.");
    case 407:
      return _ ("The proxy wants a way of signing in that Downpour does not know.");
    default:
      return NULL;
    }
}

/**
 * dp_http_error_set_status:
 * @error: return location for a #GError
 * @status: a status code that brings no file
 * @phrase: its standard words
 * @is_busy: whether another attempt may succeed
 *
 * Thread: any.
 */
void
dp_http_error_set_status (GError **error, guint status, const char *phrase, gboolean is_busy)
{
  const char *advice = get_advice (status);
  DpHttpError code = is_busy ? DP_HTTP_ERROR_DROPPED : DP_HTTP_ERROR_REFUSED;

  if (advice == NULL)
    g_set_error (
        error, DP_HTTP_ERROR, code,
        /* Translators: a number and its standard words, as in "503 Service Unavailable". */
        _ ("The server answered: %u %s"), status, phrase);
  else
    g_set_error (error, DP_HTTP_ERROR, code,
                 /* Translators: as in "404 Not Found"; a sentence that says what to do. */
                 _ ("The server answered: %u %s. %s"), status, phrase, advice);
}

/**
 * dp_http_error_set_page:
 * @error: return location for a #GError
 * @kept_bytes: how much of the file is on disk, and stays there
 *
 * A page came in place of the file's rest.
 *
 * Thread: any.
 */
void
dp_http_error_set_page (GError **error, guint64 kept_bytes)
{
  g_autofree char *kept = g_format_size (kept_bytes);

  g_set_error (error, DP_HTTP_ERROR, DP_HTTP_ERROR_REFUSED,
               /* Translators: %s is a size, as in "14.2 GB". */
               _ ("Your %s are safe: the server sent a web page instead of the file"), kept);
}

/**
 * dp_http_error_set_damaged:
 * @error: return location for a #GError
 *
 * Thread: any.
 */
void
dp_http_error_set_damaged (GError **error)
{
  g_set_error_literal (error, DP_HTTP_ERROR, DP_HTTP_ERROR_DROPPED, _ ("The file arrived damaged"));
}

/**
 * dp_http_error_set_cut:
 * @error: return location for a #GError
 * @received_bytes: how much of the body came
 * @total_bytes: how much the server had said, or %DP_SIZE_UNKNOWN
 *
 * Thread: any.
 */
void
dp_http_error_set_cut (GError **error, guint64 received_bytes, guint64 total_bytes)
{
  g_autofree char *received = g_format_size (received_bytes);
  g_autofree char *total = g_format_size (total_bytes);

  if (total_bytes == DP_SIZE_UNKNOWN)
    g_set_error (error, DP_HTTP_ERROR, DP_HTTP_ERROR_DROPPED,
                 /* Translators: %s is a size, as in "3.1 MB". */
                 _ ("The connection closed early, after %s"), received);
  else
    g_set_error (error, DP_HTTP_ERROR, DP_HTTP_ERROR_DROPPED,
                 /* Translators: two sizes, as in "after 3.1 MB of 80 MB". */
                 _ ("The connection closed early, after %s of %s"), received, total);
}

/**
 * dp_http_error_set_no_tunnel:
 * @error: return location for a #GError
 * @host: the name of the server that is behind the proxy
 * @status: what the proxy said
 * @phrase: the standard words for it
 *
 * Thread: any.
 */
void
dp_http_error_set_no_tunnel (GError **error, const char *host, guint status, const char *phrase)
{
  g_autofree char *reason = g_strdup_printf ("%u %s", status, phrase);

  g_set_error (error, DP_HTTP_ERROR, status >= 500 ? DP_HTTP_ERROR_DROPPED : DP_HTTP_ERROR_REFUSED,
               /* Translators: the name of a server; the reason. */
               _ ("The proxy does not let us through to “%s”: %s"), host, reason);
}

/**
 * dp_http_error_set_too_much:
 * @error: return location for a #GError
 *
 * Thread: any.
 */
void
dp_http_error_set_too_much (GError **error)
{
  dp_http_error_set_refused (error, _ ("The server sent more than it had said"));
}

/* A server that leaves during the handshake is said to speak no TLS. */
static gboolean
is_certificate_error (const GError *error)
{
  return error->domain == G_TLS_ERROR && !g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF) &&
         !g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_NOT_TLS) &&
         !g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_MISC);
}

/**
 * dp_http_error_take_cause:
 * @error: return location for a #GError
 * @reason: (transfer full): what GIO or libsoup said
 * @host: the server's name
 *
 * Makes a sentence of a failure below HTTP.  %G_IO_ERROR_CANCELLED stays what it is.
 *
 * Thread: any.
 */
void
dp_http_error_take_cause (GError **error, GError *reason, const char *host)
{
  g_autoptr (GError) cause = reason;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (g_error_matches (cause, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    g_set_error (error, DP_HTTP_ERROR, DP_HTTP_ERROR_REFUSED,
                 /* Translators: %s is the name of a server. */
                 _ ("There is no server of the name “%s”"), host);
  else if (is_certificate_error (cause))
    g_set_error (error, DP_HTTP_ERROR, DP_HTTP_ERROR_REFUSED,
                 /* Translators: the name of a server; the reason. */
                 _ ("The server “%s” can't prove who it is: %s"), host, cause->message);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED) ||
           g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH) ||
           g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PROXY_NOT_ALLOWED))
    g_set_error (error, DP_HTTP_ERROR, DP_HTTP_ERROR_REFUSED,
                 /* Translators: the name of a server; the reason. */
                 _ ("The proxy does not let us through to “%s”: %s"), host, cause->message);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    g_set_error (error, DP_HTTP_ERROR, DP_HTTP_ERROR_DROPPED,
                 /* Translators: %s is the name of a server. */
                 _ ("The server “%s” takes no connections"), host);
  else
    g_set_error (error, DP_HTTP_ERROR, DP_HTTP_ERROR_DROPPED,
                 /* Translators: the name of a server; the reason. */
                 _ ("The connection to “%s” broke off: %s"), host, cause->message);
}
