/* dp-folder-rules.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which files go to which folder: by type (`*.iso`) or by where they come from (`example.com`).
 *
 * A pattern with `*` or `?` is for the name, as a list gives it, or else as it stands at the end of the
 * link's path.  One without is the name of a host and of all below it: `example.com` is also
 * `cdn.example.com`, but not `bad-example.com`.  The first rule that fits counts.
 *
 * Thread: any.
 */

#include "dp-folder-rules.h"

#include <string.h>

#include "dp-wildcard.h"

typedef struct
{
  char *pattern; /* (owned) */
  char *folder;  /* (owned) (type filename) */
} Rule;

struct _DpFolderRules
{
  gatomicrefcount ref_count;
  GArray *rules; /* (owned) (element-type Rule) */
};

static void
rule_clear (gpointer data)
{
  Rule *self = data;

  g_free (self->pattern);
  g_free (self->folder);
}

/**
 * dp_folder_rules_new:
 *
 * Thread: any.
 *
 * Returns: (transfer full): no rules
 */
DpFolderRules *
dp_folder_rules_new (void)
{
  DpFolderRules *self = g_new (DpFolderRules, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->rules = g_array_new (FALSE, FALSE, sizeof (Rule));
  g_array_set_clear_func (self->rules, rule_clear);
  return self;
}

/**
 * dp_folder_rules_ref:
 * @self: rules
 *
 * Thread: any.
 *
 * Returns: (transfer full): the same rules
 */
DpFolderRules *
dp_folder_rules_ref (DpFolderRules *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dp_folder_rules_unref:
 * @self: (nullable) (transfer full): rules
 *
 * Thread: any.
 */
void
dp_folder_rules_unref (DpFolderRules *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->rules);
  g_free (self);
}

/**
 * dp_folder_rules_add:
 * @self: rules that nobody reads yet
 * @pattern: for what it is, see the top of this file; one that is empty is for nothing
 * @folder: (type filename): the full path of a folder; what is none is no rule
 *
 * Adds a rule behind the others.
 *
 * Thread: any.
 */
void
dp_folder_rules_add (DpFolderRules *self, const char *pattern, const char *folder)
{
  const Rule rule = { g_strstrip (g_strdup (pattern)), g_strdup (folder) };

  if (*rule.pattern != '\0' && g_path_is_absolute (folder))
    g_array_append_val (self->rules, rule);
  else
    rule_clear ((Rule *) &rule);
}

/* `https://me@Example.com:80/` → `Example.com` */
static const char *
find_host (const char *link, gsize *length)
{
  const char *authority = strstr (link, "://");
  const char *host = authority != NULL ? authority + strlen ("://") : link;
  gsize authority_length = strcspn (host, "/?#");
  const char *at = memrchr (host, '@', authority_length);

  if (at != NULL)
    {
      authority_length -= at + 1 - host;
      host = at + 1;
    }
  /* In brackets there are colons, too. */
  *length = *host == '[' ? strcspn (host, "]/?#") + 1 : strcspn (host, ":/?#");
  *length = MIN (*length, authority_length);
  return host;
}

static gboolean
is_host_fit (const char *pattern, const char *host, gsize length)
{
  gsize pattern_length = strlen (pattern);
  gsize rest = length - pattern_length;

  return length >= pattern_length &&
         g_ascii_strncasecmp (host + rest, pattern, pattern_length) == 0 &&
         (rest == 0 || host[rest - 1] == '.');
}

static gboolean
is_name_fit (const char *pattern, const char *link, const char *name)
{
  gsize path_length = strcspn (link, "?#");
  const char *slash = memrchr (link, '/', path_length);
  g_autofree char *last = NULL;

  if (name != NULL)
    return dp_wildcard_matches (pattern, name);
  if (slash == NULL)
    return FALSE;
  last = g_strndup (slash + 1, link + path_length - slash - 1);
  return *last != '\0' && dp_wildcard_matches (pattern, last);
}

/**
 * dp_folder_rules_find:
 * @self: rules
 * @link: an acceptable link
 * @name: (nullable): what a list calls the file
 *
 * Thread: any.
 *
 * Returns: (transfer none) (nullable) (type filename): where the file shall be; %NULL if no rule says
 *   so
 */
const char *
dp_folder_rules_find (const DpFolderRules *self, const char *link, const char *name)
{
  gsize length;
  const char *host = find_host (link, &length);

  for (guint i = 0; i < self->rules->len; i++)
    {
      const Rule *rule = &g_array_index (self->rules, Rule, i);

      if (strpbrk (rule->pattern, "*?") != NULL ? is_name_fit (rule->pattern, link, name)
                                                : is_host_fit (rule->pattern, host, length))
        return rule->folder;
    }
  return NULL;
}
