/* dp-filter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which downloads are shown: a group of states, and words that stand in name or link.
 *
 * A hundred thousand rows are asked at each key press, and nearly all of their texts are ASCII: those
 * are compared as they are, without a copy.  The name of a row that no one has looked at yet is not
 * made here either; it would stay.
 *
 * Thread: home.
 */

#include "dp-filter.h"

#include <string.h>

#include "dp-filename.h"

struct _DpFilter
{
  DpGroup group;
  GStrv words; /* (owned): folded */
};

#define HAS(state) (1u << DP_STATE_##state)

static const guint group_states[DP_N_GROUPS] = {
  [DP_GROUP_ALL] = (1u << DP_N_STATES) - 1,
  [DP_GROUP_ACTIVE] = HAS (RUNNING),
  [DP_GROUP_WAITING] = HAS (QUEUED) | HAS (WAITING) | HAS (PAUSED) | HAS (ASKING),
  [DP_GROUP_DONE] = HAS (DONE),
  [DP_GROUP_FAILED] = HAS (FAILED) | HAS (CANCELLED),
};

/**
 * dp_group_has:
 * @group: a group
 * @state: a state
 *
 * Thread: any.
 *
 * Returns: whether downloads in @state are shown in @group
 */
gboolean
dp_group_has (DpGroup group, DpState state)
{
  return (group_states[group] & (1u << state)) != 0;
}

/* Upper and lower case, and the two ways to write an accent, are the same. */
static char *
fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal, -1);
}

/**
 * dp_filter_new:
 * @group: which states
 * @text: (nullable): what was typed
 *
 * Thread: home.
 *
 * Returns: (transfer full): a filter
 */
DpFilter *
dp_filter_new (DpGroup group, const char *text)
{
  DpFilter *self = g_new0 (DpFilter, 1);
  g_autofree char *folded = fold (text != NULL ? text : "");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) pieces = g_strsplit_set (folded, " \t\n", -1);

  for (guint i = 0; pieces[i] != NULL; i++)
    if (pieces[i][0] != '\0')
      g_strv_builder_add (builder, pieces[i]);
  self->group = group;
  self->words = g_strv_builder_end (builder);
  return self;
}

/**
 * dp_filter_free:
 * @self: (transfer full) (nullable): a filter
 *
 * Thread: home.
 */
void
dp_filter_free (DpFilter *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->words);
  g_free (self);
}

/**
 * dp_filter_has_words:
 * @self: a filter
 *
 * Thread: home.
 *
 * Returns: whether it looks at texts, which takes its time
 */
gboolean
dp_filter_has_words (const DpFilter *self)
{
  return self->words[0] != NULL;
}

/* Whatever the language of the desktop says about i and I. */
static gboolean
has_ascii_word (const char *text, const char *word)
{
  for (; *text != '\0'; text++)
    {
      gsize i = 0;

      while (word[i] != '\0' && g_ascii_tolower (text[i]) == word[i])
        i++;
      if (word[i] == '\0')
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_word (const char *text, const char *word)
{
  g_autofree char *folded = NULL;

  if (g_str_is_ascii (text))
    return has_ascii_word (text, word);
  folded = fold (text);
  return strstr (folded, word) != NULL;
}

/* The link as it may be seen: without user and password. */
static const char *
get_open_part (const char *url)
{
  const char *authority = strstr (url, "://");
  const char *at = NULL;

  if (authority == NULL)
    return url;
  for (const char *c = authority + strlen ("://"); *c != '\0' && strchr ("/?#", *c) == NULL; c++)
    if (*c == '@')
      at = c;
  return at != NULL ? at + 1 : url;
}

/**
 * dp_filter_matches:
 * @self: a filter
 * @download: a download
 *
 * Thread: home.
 *
 * Returns: whether it is shown
 */
gboolean
dp_filter_matches (const DpFilter *self, DpDownload *download)
{
  const char *link = get_open_part (dp_download_get_url (download));
  const char *name = dp_download_get_known_name (download);
  g_autofree char *guess = NULL;

  if (!dp_group_has (self->group, dp_download_get_state (download)))
    return FALSE;
  if (self->words[0] == NULL)
    return TRUE;
  /* A name that is guessed stands in the link, unless that is written in another way. */
  if (name == NULL && strchr (link, '%') != NULL)
    name = guess = dp_filename_from_url (dp_download_get_url (download));
  for (guint i = 0; self->words[i] != NULL; i++)
    if (!has_word (link, self->words[i]) && (name == NULL || !has_word (name, self->words[i])))
      return FALSE;
  return TRUE;
}
