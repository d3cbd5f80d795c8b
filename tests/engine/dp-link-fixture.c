/* dp-link-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "dp-link-fixture.h"

#include <string.h>

#include "dp-url.h"

char *
dp_link_fixture_join_refused (GPtrArray *refused)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < refused->len; i++)
    {
      const DpRefusedUrl *item = g_ptr_array_index (refused, i);

      g_assert_true (g_utf8_validate (item->text, -1, NULL));
      g_assert_true (g_str_has_suffix (item->reason, "."));
      g_string_append_printf (joined, i > 0 ? " %s" : "%s", item->text);
    }

  return g_string_free (g_steal_pointer (&joined), FALSE);
}

char *
dp_link_fixture_join_urls (GPtrArray *urls)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < urls->len; i++)
    {
      const char *text = g_ptr_array_index (urls, i);
      g_autoptr (DpUrl) url = dp_url_parse (text, NULL);

      g_assert_nonnull (url);
      g_string_append_printf (joined, i > 0 ? " %s" : "%s", text);
    }

  return g_string_free (g_steal_pointer (&joined), FALSE);
}

void
dp_link_fixture_check (const DpLinkRow *row, DpUrlListType type)
{
  /* A copy of just that size: what is read beyond it is an error under ASan. */
  g_autofree char *text = g_memdup2 (row->text, strlen (row->text));
  g_autoptr (DpUrlList) list = dp_url_list_parse (text, strlen (row->text), type);
  g_autofree char *urls = dp_link_fixture_join_urls (list->urls);
  g_autofree char *refused = dp_link_fixture_join_refused (list->refused);

  g_assert_cmpstr (urls, ==, row->urls);
  g_assert_cmpstr (refused, ==, row->refused);
  g_assert_cmpuint (list->n_duplicates, ==, row->n_duplicates);
  g_assert_cmpuint (list->requests->len, ==, list->urls->len);
}

void
dp_link_fixture_add (const char *path,
                     gconstpointer rows,
                     gsize n_rows,
                     gsize row_size,
                     GTestDataFunc test)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      const char *const *name = (gconstpointer) ((const char *) rows + i * row_size);
      g_autofree char *full = g_strconcat (path, *name, NULL);

      g_test_add_data_func (full, name, test);
    }
}
