/* main.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program with a window.
 *
 * Thread: home.
 */

#include <glib/gi18n.h>
#include <locale.h>

#include "dp-application.h"
#include "dp-http-client.h"
#include "dp-part-file.h"

int
main (int argc, char *argv[])
{
  g_autoptr (DpApplication) application = NULL;

  dp_http_init_process ();
  dp_part_file_init_process ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = dp_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
