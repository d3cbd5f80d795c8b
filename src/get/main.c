/* main.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * downpour-get: the engine without a window.
 *
 * Thread: home.
 */

#include <fcntl.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#include "dp-get-input.h"
#include "dp-get-links.h"
#include "dp-get-options.h"
#include "dp-get-output.h"
#include "dp-get-run.h"
#include "dp-terminal-text.h"
#include "dp-http-client.h"
#include "dp-part-file.h"

#define PROGRAM_NAME "downpour-get"

#define MAX_LIST_MIB 64

/* What is closed would become a file or a connection of ours, and get our words. */
static void
hold_descriptors (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0)
      (void) open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static void
init_process (void)
{
  hold_descriptors ();
  dp_http_init_process ();
  dp_part_file_init_process ();
  /* Who reads our words may leave; the files come all the same. */
  signal (SIGPIPE, SIG_IGN);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname (PROGRAM_NAME);
}

static void
print_error (DpGetOutput *err, const GError *error)
{
  g_autofree char *message = dp_terminal_text_escape (error->message);
  g_autofree char *line = g_strdup_printf (PROGRAM_NAME ": %s\n", message);

  dp_get_output_print (err, line);
}

static void
print_refused (DpGetOutput *err, const DpGetLinks *links)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < links->refused->len; i++)
    g_string_append_printf (lines, "%s\n", (char *) links->refused->pdata[i]);
  dp_get_output_print (err, lines->str);
}

static void
print_links (DpGetOutput *out, const DpGetLinks *links)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < links->urls->len; i++)
    {
      g_autofree char *shown = dp_get_links_dup_shown (links->urls->pdata[i]);

      g_string_append_printf (lines, "%s\n", shown);
    }
  dp_get_output_print (out, lines->str);
}

static DpGetLinks *
collect_links (const DpGetOptions *options, GError **error)
{
  g_autoptr (DpGetLinks) links = dp_get_links_new ();

  for (char **link = options->links; link != NULL && *link != NULL; link++)
    dp_get_links_add_argument (links, *link);
  if (options->input_file != NULL)
    {
      g_autoptr (GByteArray) text = dp_get_input_read (options->input_file, MAX_LIST_MIB, error);

      if (text == NULL)
        return NULL;
      dp_get_links_add_text (links, (char *) text->data, text->len, options->input_type,
                             options->base);
    }
  return g_steal_pointer (&links);
}

static int
run (char **argv, DpGetOutput *out, DpGetOutput *err, GError **error)
{
  g_autoptr (DpGetOptions) options = dp_get_options_parse (argv, error);
  g_autoptr (DpGetLinks) links = NULL;

  if (options == NULL)
    return DP_GET_STATUS_NOT_BEGUN;
  if (options->is_version)
    {
      dp_get_output_print (out, PROGRAM_NAME " " PACKAGE_VERSION "\n");
      return DP_GET_STATUS_WHOLE;
    }
  links = collect_links (options, error);
  if (links == NULL)
    return DP_GET_STATUS_NOT_BEGUN;
  print_refused (err, links);
  if (!options->is_dry_run)
    return dp_get_run (options, links, out, err, error);
  if (!options->is_quiet)
    print_links (out, links);
  return links->refused->len == 0 ? DP_GET_STATUS_WHOLE : DP_GET_STATUS_NOT_WHOLE;
}

static int
end_output (DpGetOutput *out, DpGetOutput *err, int status)
{
  g_autoptr (GError) reason = NULL;

  if (!dp_get_output_drain (out, -1, &reason))
    {
      g_autoptr (GError) error =
          g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, _ ("Could not write to standard output: %s"),
                       reason->message);

      print_error (err, error);
      status = MAX (status, DP_GET_STATUS_NOT_WHOLE);
    }
  dp_get_output_drain (err, -1, NULL);
  return status;
}

int
main (int argc, char **argv)
{
  g_autoptr (DpGetOutput) out = dp_get_output_new (STDOUT_FILENO);
  g_autoptr (DpGetOutput) err = dp_get_output_new (STDERR_FILENO);
  g_autoptr (GError) error = NULL;
  int status;

  init_process ();
  status = run (argv, out, err, &error);
  if (error != NULL)
    print_error (err, error);
  return end_output (out, err, status);
}
