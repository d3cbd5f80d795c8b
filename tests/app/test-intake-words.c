/* test-intake-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has become of the links in a text, in English.
 */

#include "dp-intake-words.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  guint n_added;
  const char *words;
} Case;

#define TWO    "http://a.example/1 http://a.example/2"
#define SCRIPT "javascript:a()"

static const Case cases[] = {
  { "one", "http://a.example/1", 1, "1 link added" },
  { "two", TWO, 2, "2 links added" },
  { "one-known", "http://a.example/1", 0, "The link is in the list already" },
  { "all-known", TWO, 0, "All 2 links are in the list already" },
  { "some-known", TWO, 1, "1 link added, 1 is in the list already" },
  { "some-refused", TWO " " SCRIPT, 2, "2 links added, 1 refused" },
  { "known-and-refused", TWO " " SCRIPT, 0, "2 are in the list already, 1 refused" },
  { "each", TWO " " SCRIPT, 1, "1 link added, 1 is in the list already, 1 refused" },
  { "refused", SCRIPT, 0,
    "“javascript:a()” was refused: This is a script, not a link to download." },
  { "nothing", "Good morning.", 0, "There are no links in it" },
};

static void
test_addition (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (DpUrlList) list = dp_url_list_parse (c->text, strlen (c->text), DP_URL_LIST_PLAIN);
  g_autofree char *words = dp_intake_words_for_addition (list, c->n_added);

  g_assert_cmpstr (words, ==, c->words);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/intake-words/addition/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_addition);
    }
  return g_test_run ();
}
