/* dp-offer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a list says of one file beyond its link: a name, a folder, its length, its sums, and where
 * else the same file is.
 *
 * It comes from anywhere.  A folder is believed only if nothing in it is hidden and it does not lead
 * upwards: no list shall put a file where a program reads its settings.
 *
 * To be stored it is text, a line for each thing; name and folder are stored with the download.
 *
 *   size BYTES
 *   sha-256 HEX           or md5, sha-1, sha-384, sha-512
 *   mirror LINK
 *
 * Thread: any.
 */

#include "dp-offer.h"

#include <limits.h>
#include <string.h>

#include "dp-url.h"

#define SIZE   "size "
#define MIRROR "mirror "

/* By GChecksumType. */
static const char *const digest_names[DP_OFFER_N_DIGESTS] = {
  [G_CHECKSUM_MD5] = "md5",        [G_CHECKSUM_SHA1] = "sha-1",     [G_CHECKSUM_SHA256] = "sha-256",
  [G_CHECKSUM_SHA512] = "sha-512", [G_CHECKSUM_SHA384] = "sha-384",
};

/* The hardest to forge first. */
static const GChecksumType best_digests[] = {
  G_CHECKSUM_SHA512, G_CHECKSUM_SHA384, G_CHECKSUM_SHA256, G_CHECKSUM_SHA1, G_CHECKSUM_MD5,
};

/**
 * dp_offer_new:
 *
 * Thread: any.
 *
 * Returns: (transfer full): an offer that says nothing
 */
DpOffer *
dp_offer_new (void)
{
  DpOffer *self = g_new0 (DpOffer, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->mirrors = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * dp_offer_ref:
 * @self: an offer
 *
 * Thread: any.
 *
 * Returns: (transfer full): @self
 */
DpOffer *
dp_offer_ref (DpOffer *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dp_offer_unref:
 * @self: (transfer full) (nullable): an offer
 *
 * Thread: any.
 */
void
dp_offer_unref (DpOffer *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->name);
  g_free (self->folder);
  for (guint i = 0; i < DP_OFFER_N_DIGESTS; i++)
    g_free (self->digests[i]);
  g_ptr_array_unref (self->mirrors);
  g_free (self);
}

/**
 * dp_offer_set_name:
 * @self: an offer that nobody else has yet
 * @name: what dp_filename_sanitize() made
 *
 * Thread: any.
 */
void
dp_offer_set_name (DpOffer *self, const char *name)
{
  g_free (self->name);
  self->name = g_strdup (name);
}

static gboolean
is_safe_folder (const char *folder)
{
  g_auto (GStrv) parts = g_strsplit (folder, "/", -1);

  for (char **part = parts; *part != NULL; part++)
    if (**part == '.' || strlen (*part) > NAME_MAX)
      return FALSE;
  for (const char *p = folder; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return FALSE;
  return *folder != '\0' && strlen (folder) < PATH_MAX && g_utf8_validate (folder, -1, NULL);
}

/**
 * dp_offer_set_folder:
 * @self: an offer that nobody else has yet
 * @folder: where the list wants the file: a folder below the one that the person chose, or any other
 *
 * Thread: any.
 *
 * Returns: %FALSE if that is no place for it, and it goes where the person chose
 */
gboolean
dp_offer_set_folder (DpOffer *self, const char *folder)
{
  while (folder[0] == '.' && folder[1] == '/')
    folder += strlen ("./");
  if (!is_safe_folder (folder))
    return FALSE;
  g_free (self->folder);
  self->folder = g_strdup (folder);
  return TRUE;
}

/* "SHA256" and "sha-256" are the same. */
static gboolean
is_kind (const char *name, const char *text)
{
  while (*name != '\0' || *text != '\0')
    {
      if (*name == '-')
        name++;
      else if (*text == '-')
        text++;
      else if (g_ascii_tolower (*text++) != *name++)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_digest (GChecksumType kind, const char *digest)
{
  gsize length = 0;

  while (g_ascii_isxdigit (digest[length]))
    length++;
  return digest[length] == '\0' && length == 2 * (gsize) g_checksum_type_get_length (kind);
}

/**
 * dp_offer_set_digest:
 * @self: an offer that nobody else has yet
 * @kind: the name of a sum, as in `sha-256`
 * @digest: the sum, in hexadecimal
 *
 * Thread: any.
 *
 * Returns: %FALSE if that is none that we can check
 */
gboolean
dp_offer_set_digest (DpOffer *self, const char *kind, const char *digest)
{
  for (guint i = 0; i < DP_OFFER_N_DIGESTS; i++)
    if (is_kind (digest_names[i], kind) && is_digest ((GChecksumType) i, digest))
      {
        g_free (self->digests[i]);
        self->digests[i] = g_ascii_strdown (digest, -1);
        return TRUE;
      }
  return FALSE;
}

/**
 * dp_offer_add_mirror:
 * @self: an offer that nobody else has yet
 * @link: a link to the file, not as good as those before
 *
 * Thread: any.
 *
 * Returns: %FALSE if it is no link that we take, or there are enough
 */
gboolean
dp_offer_add_mirror (DpOffer *self, const char *link)
{
  g_autoptr (DpUrl) url = dp_url_parse (link, NULL);
  g_autofree char *requested = url != NULL ? dp_url_to_string (url) : NULL;

  if (requested == NULL || self->mirrors->len == DP_OFFER_MAX_MIRRORS)
    return FALSE;
  for (guint i = 0; i < self->mirrors->len; i++)
    if (strcmp (self->mirrors->pdata[i], requested) == 0)
      return TRUE;
  g_ptr_array_add (self->mirrors, g_steal_pointer (&requested));
  return TRUE;
}

/**
 * dp_offer_is_empty:
 * @self: an offer
 *
 * Thread: any.
 *
 * Returns: whether it says nothing that is not said by the link itself
 */
gboolean
dp_offer_is_empty (const DpOffer *self)
{
  GChecksumType kind;

  return self->name == NULL && self->folder == NULL && self->size_bytes == 0 &&
         self->mirrors->len < 2 && !dp_offer_get_best_digest (self, &kind);
}

/**
 * dp_offer_get_digest_name:
 * @kind: a kind of sum
 *
 * Thread: any.
 *
 * Returns: its name, as in `sha-256`
 */
const char *
dp_offer_get_digest_name (GChecksumType kind)
{
  return digest_names[kind];
}

/**
 * dp_offer_get_best_digest:
 * @self: (nullable): an offer
 * @kind: (out): of its sums the one that is hardest to forge
 *
 * Thread: any.
 *
 * Returns: whether there is one
 */
gboolean
dp_offer_get_best_digest (const DpOffer *self, GChecksumType *kind)
{
  for (guint i = 0; self != NULL && i < G_N_ELEMENTS (best_digests); i++)
    if (self->digests[best_digests[i]] != NULL)
      {
        *kind = best_digests[i];
        return TRUE;
      }
  return FALSE;
}

static gboolean
is_same_link (const char *a, const char *b)
{
  g_autoptr (DpUrl) url = dp_url_parse (b, NULL);
  g_autofree char *requested = url != NULL ? dp_url_to_string (url) : NULL;

  return strcmp (a, b) == 0 || g_strcmp0 (a, requested) == 0;
}

/**
 * dp_offer_get_next_mirror:
 * @self: (nullable): an offer
 * @link: a link
 *
 * Thread: any.
 *
 * Returns: (transfer none) (nullable): the one to try after @link; %NULL if it was the last one, or
 *   none of ours
 */
const char *
dp_offer_get_next_mirror (const DpOffer *self, const char *link)
{
  for (guint i = 0; self != NULL && i + 1 < self->mirrors->len; i++)
    if (is_same_link (self->mirrors->pdata[i], link))
      return self->mirrors->pdata[i + 1];
  return NULL;
}

/**
 * dp_offer_get_first_mirror:
 * @self: (nullable): an offer
 * @link: a link
 *
 * Thread: any.
 *
 * Returns: (transfer none) (nullable): the one to begin with again after @link; %NULL if that is none
 *   of ours
 */
const char *
dp_offer_get_first_mirror (const DpOffer *self, const char *link)
{
  for (guint i = 0; self != NULL && i < self->mirrors->len; i++)
    if (is_same_link (self->mirrors->pdata[i], link))
      return self->mirrors->pdata[0];
  return NULL;
}

/**
 * dp_offer_dup_folder:
 * @self: (nullable): an offer
 * @folder: (type filename): where the person wants the files
 *
 * Thread: any.
 *
 * Returns: (transfer full) (type filename): where this one shall be
 */
char *
dp_offer_dup_folder (const DpOffer *self, const char *folder)
{
  if (self == NULL || self->folder == NULL)
    return g_strdup (folder);
  if (g_path_is_absolute (self->folder))
    return g_strdup (self->folder);
  return g_build_filename (folder, self->folder, NULL);
}

/**
 * dp_offer_to_text:
 * @self: (nullable): an offer
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): its text without name and folder, or %NULL if nothing else is
 *   said
 */
char *
dp_offer_to_text (const DpOffer *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self == NULL)
    return NULL;
  if (self->size_bytes > 0)
    g_string_append_printf (text, SIZE "%" G_GUINT64_FORMAT "\n", self->size_bytes);
  for (guint i = 0; i < DP_OFFER_N_DIGESTS; i++)
    if (self->digests[i] != NULL)
      g_string_append_printf (text, "%s %s\n", digest_names[i], self->digests[i]);
  for (guint i = 0; i < self->mirrors->len && self->mirrors->len > 1; i++)
    g_string_append_printf (text, MIRROR "%s\n", (char *) self->mirrors->pdata[i]);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
take_line (DpOffer *self, const char *line)
{
  const char *space = strchr (line, ' ');
  g_autofree char *kind = space != NULL ? g_strndup (line, (gsize) (space - line)) : NULL;

  /* What a newer version says, or what would not be let in today, stays out. */
  if (g_str_has_prefix (line, SIZE))
    g_ascii_string_to_unsigned (line + strlen (SIZE), 10, 0, G_MAXINT64, &self->size_bytes, NULL);
  else if (g_str_has_prefix (line, MIRROR))
    dp_offer_add_mirror (self, line + strlen (MIRROR));
  else if (kind != NULL)
    dp_offer_set_digest (self, kind, space + 1);
}

/**
 * dp_offer_from_text:
 * @text: (nullable): what dp_offer_to_text() made
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): the offer, or %NULL if nothing is said
 */
DpOffer *
dp_offer_from_text (const char *text)
{
  g_autoptr (DpOffer) self = NULL;
  g_auto (GStrv) lines = NULL;

  if (text == NULL)
    return NULL;
  self = dp_offer_new ();
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    take_line (self, *line);
  return dp_offer_is_empty (self) ? NULL : g_steal_pointer (&self);
}
