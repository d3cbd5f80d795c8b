/* dp-command-line.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may stand behind "downpour" in a terminal: links for the window, and options, some of which
 * need none (dp-remote).
 *
 * Thread: home.
 */

#include "dp-command-line.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-remote.h"

/**
 * dp_command_line_add_options:
 * @application: the program
 *
 * Thread: home; before the program runs.
 */
void
dp_command_line_add_options (GApplication *application)
{
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version and leave"), NULL },
    { "add-paused", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Add the links, to be started later"),
      NULL },
    { NULL },
  };

  g_application_add_main_option_entries (application, options);
  g_application_add_main_option_entries (application, dp_remote_get_options ());
  g_application_set_option_context_parameter_string (application, _ ("[URL…]"));
}

/**
 * dp_command_line_run:
 * @options: the command line's
 *
 * Does what needs no window.
 *
 * Thread: home.
 *
 * Returns: the status to leave with, or -1 if a window is wanted
 */
int
dp_command_line_run (GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return dp_remote_run (options);
  g_print ("downpour %s\n", PACKAGE_VERSION);
  return 0;
}

/**
 * dp_command_line_dup_links:
 * @command_line: of this or another process
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): its raw arguments, which no #GFile has rewritten, a line each;
 *   %NULL if there are none
 */
GBytes *
dp_command_line_dup_links (GApplicationCommandLine *command_line)
{
  g_auto (GStrv) arguments = g_application_command_line_get_arguments (command_line, NULL);
  char *text;

  if (arguments[1] == NULL)
    return NULL;
  text = g_strjoinv ("\n", arguments + 1);
  return g_bytes_new_take (text, strlen (text));
}

/**
 * dp_command_line_is_paused:
 * @command_line: of this or another process
 *
 * Thread: home.
 *
 * Returns: whether its links wait for the person
 */
gboolean
dp_command_line_is_paused (GApplicationCommandLine *command_line)
{
  return g_variant_dict_contains (g_application_command_line_get_options_dict (command_line),
                                  "add-paused");
}
