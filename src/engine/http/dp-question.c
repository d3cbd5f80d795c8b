/* dp-question.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What only the person can answer: a user name and a password, or whether to trust one certificate.
 *
 * There is nothing secret in a question.  What the other side says of itself is made harmless here:
 * one line, short, without characters that reorder what is read.
 *
 * Thread: any; constant once made.
 */

#include "dp-question.h"

#include <glib/gi18n-lib.h>

/* As much of a realm or a name as anybody reads. */
#define MAX_CHARACTERS 200

/* The gravest first: that one the row tells. */
static const struct
{
  GTlsCertificateFlags flag;
  const char *sentence;
} problems[] = {
  { G_TLS_CERTIFICATE_REVOKED, N_ ("The certificate was withdrawn by its issuer") },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, N_ ("The certificate is for another server") },
  { G_TLS_CERTIFICATE_UNKNOWN_CA,
    N_ ("The certificate was issued by somebody whom this computer does not know") },
  { G_TLS_CERTIFICATE_EXPIRED, N_ ("The certificate has expired") },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_ ("The certificate is not valid yet") },
  { G_TLS_CERTIFICATE_INSECURE, N_ ("The certificate is made in a way that is no longer secure") },
  { G_TLS_CERTIFICATE_GENERIC_ERROR, N_ ("The certificate could not be checked") },
};

static gboolean
is_harmless (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return g_unichar_isgraph (c) && type != G_UNICODE_LINE_SEPARATOR &&
         type != G_UNICODE_PARAGRAPH_SEPARATOR;
}

static char *
clean (const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  guint n_characters = 0;

  for (const char *p = valid; p != NULL && *p != '\0' && n_characters < MAX_CHARACTERS;
       p = g_utf8_next_char (p), n_characters++)
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (line, is_harmless (c) ? c : ' ');
    }
  g_strstrip (line->str);
  return *line->str != '\0' ? g_strdup (line->str) : NULL;
}

static DpQuestion *
question_new (DpQuestionKind kind, const DpUrl *url)
{
  DpQuestion *self = g_new0 (DpQuestion, 1);

  self->kind = kind;
  self->origin = dp_question_dup_origin (kind, url);
  self->host = g_strdup (url->host);
  self->port = url->port;
  return self;
}

/**
 * dp_question_new_server:
 * @url: the link at which the server asks
 * @realm: (nullable): what it says it is
 *
 * Thread: any.
 *
 * Returns: (transfer full): the question who we are
 */
DpQuestion *
dp_question_new_server (const DpUrl *url, const char *realm)
{
  DpQuestion *self = question_new (DP_QUESTION_SERVER, url);

  self->realm = clean (realm);
  self->is_secure = dp_url_is_secure (url);
  return self;
}

/**
 * dp_question_new_proxy:
 * @proxy: the proxy
 * @realm: (nullable): what it says it is
 *
 * Thread: any.
 *
 * Returns: (transfer full): the question who we are; the way to a proxy is not encrypted
 */
DpQuestion *
dp_question_new_proxy (const DpUrl *proxy, const char *realm)
{
  DpQuestion *self = question_new (DP_QUESTION_PROXY, proxy);

  self->realm = clean (realm);
  return self;
}

/* Its SHA-256, as 64 hexadecimal digits */
static char *
dup_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
}

/**
 * dp_question_new_certificate:
 * @url: the link whose server shows it
 * @certificate: what it shows
 * @flags: what is wrong with it
 *
 * Thread: any.
 *
 * Returns: (transfer full): the question whether it is trusted all the same
 */
DpQuestion *
dp_question_new_certificate (const DpUrl *url,
                             GTlsCertificate *certificate,
                             GTlsCertificateFlags flags)
{
  DpQuestion *self = question_new (DP_QUESTION_CERTIFICATE, url);
  g_autofree char *issuer = g_tls_certificate_get_issuer_name (certificate);
  g_autofree char *subject = g_tls_certificate_get_subject_name (certificate);

  self->problems = flags;
  self->is_self_signed = issuer != NULL && g_strcmp0 (issuer, subject) == 0;
  self->fingerprint = dup_fingerprint (certificate);
  self->issuer = clean (issuer);
  self->not_before = g_tls_certificate_get_not_valid_before (certificate);
  self->not_after = g_tls_certificate_get_not_valid_after (certificate);
  return self;
}

/**
 * dp_question_copy:
 * @self: (nullable): a question
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): the same one
 */
DpQuestion *
dp_question_copy (const DpQuestion *self)
{
  DpQuestion *copy;

  if (self == NULL)
    return NULL;
  copy = g_memdup2 (self, sizeof *self);
  copy->origin = g_strdup (self->origin);
  copy->host = g_strdup (self->host);
  copy->realm = g_strdup (self->realm);
  copy->fingerprint = g_strdup (self->fingerprint);
  copy->issuer = g_strdup (self->issuer);
  copy->not_before = self->not_before != NULL ? g_date_time_ref (self->not_before) : NULL;
  copy->not_after = self->not_after != NULL ? g_date_time_ref (self->not_after) : NULL;
  return copy;
}

/**
 * dp_question_free:
 * @self: (transfer full) (nullable): a question
 *
 * Thread: any.
 */
void
dp_question_free (DpQuestion *self)
{
  if (self == NULL)
    return;
  g_free (self->origin);
  g_free (self->host);
  g_free (self->realm);
  g_free (self->fingerprint);
  g_free (self->issuer);
  g_clear_pointer (&self->not_before, g_date_time_unref);
  g_clear_pointer (&self->not_after, g_date_time_unref);
  g_free (self);
}

/**
 * dp_question_dup_origin:
 * @kind: what is asked
 * @url: a link to who asks
 *
 * Thread: any.
 *
 * Returns: (transfer full): whom an answer is for: scheme, host and port, for a server and a proxy
 *   at the same place two different ones
 */
char *
dp_question_dup_origin (DpQuestionKind kind, const DpUrl *url)
{
  g_autofree char *origin = dp_url_dup_origin (url);

  return g_strconcat (kind == DP_QUESTION_PROXY ? "proxy " : "", origin, NULL);
}

static const char *
get_problem (const DpQuestion *self, guint i)
{
  if (problems[i].flag == G_TLS_CERTIFICATE_UNKNOWN_CA && self->is_self_signed)
    return _ ("The certificate vouches for itself, and nobody else does");
  return _ (problems[i].sentence);
}

/**
 * dp_question_dup_problems:
 * @self: a question about a certificate
 *
 * Thread: any.
 *
 * Returns: (transfer full) (array zero-terminated=1): what is wrong with it in sentences, the
 *   gravest first; at least one
 */
char **
dp_question_dup_problems (const DpQuestion *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_problems = 0;

  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    {
      gboolean is_last = i == G_N_ELEMENTS (problems) - 1;

      if ((self->problems & problems[i].flag) == 0 && !(is_last && n_problems == 0))
        continue;
      g_strv_builder_add (builder, get_problem (self, i));
      n_problems++;
    }
  return g_strv_builder_end (builder);
}

static char *
dup_certificate_sentence (const DpQuestion *self)
{
  g_auto (GStrv) sentences = dp_question_dup_problems (self);

  /* Translators: the name of a server; the reason, a sentence. */
  return g_strdup_printf (_ ("The server “%s” can't prove who it is: %s"), self->host,
                          sentences[0]);
}

/**
 * dp_question_dup_sentence:
 * @self: a question
 *
 * Thread: any.
 *
 * Returns: (transfer full): why the download does not go on, a sentence
 */
char *
dp_question_dup_sentence (const DpQuestion *self)
{
  switch (self->kind)
    {
    case DP_QUESTION_SERVER:
      return g_strdup_printf (
          self->is_again
              /* Translators: %s is the name of a server. */
              ? _ ("The server “%s” did not accept the user name and the password")
              /* Translators: %s is the name of a server. */
              : _ ("The server “%s” wants a user name and a password"),
          self->host);
    case DP_QUESTION_PROXY:
      return g_strdup_printf (
          self->is_again
              /* Translators: %s is the name of a proxy. */
              ? _ ("The proxy “%s” did not accept the user name and the password")
              /* Translators: %s is the name of a proxy. */
              : _ ("The proxy “%s” wants a user name and a password"),
          self->host);
    case DP_QUESTION_CERTIFICATE:
      return dup_certificate_sentence (self);
    }
  g_return_val_if_reached (NULL);
}
