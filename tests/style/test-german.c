/* test-german.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the words in the sources to what somebody in Germany reads, as the programs set it up.
 */

#include <glib/gi18n.h>
#include <locale.h>

#include "dp-url.h"

static void
test_sentence (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DpUrl) url = dp_url_parse ("ftp://server.example/file", &error);

  g_assert_null (url);
  g_assert_cmpstr (error->message, ==, "FTP wird nicht unterstützt, nur http und https.");
}

static void
test_plural (void)
{
  g_assert_cmpstr (ngettext ("%'u link added", "%'u links added", 1), ==, "%'u Link hinzugefügt");
  g_assert_cmpstr (ngettext ("%'u link added", "%'u links added", 2), ==, "%'u Links hinzugefügt");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  /* No locale of that language need be installed. */
  g_setenv ("LANGUAGE", "de", TRUE);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, DP_TEST_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_test_add_func ("/german/sentence", test_sentence);
  g_test_add_func ("/german/plural", test_plural);
  return g_test_run ();
}
