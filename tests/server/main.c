/* main.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * downpour-test-server: prints its base URL and serves loopback until its standard input closes or
 * a signal asks it to end.  The main thread only waits.
 */

#include "dp-test-server.h"
#include "dp-test-case.h"
#include "test-behaviours.h"
#include "test-demo.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static struct
{
  gint port;
  gboolean tls;
  gboolean wrong_host;
  gboolean self_signed;
  gboolean expired;
  gboolean demo;
  gboolean list;
  gboolean cases;
} options;

static const GOptionEntry entries[] = {
  { "port", 0, 0, G_OPTION_ARG_INT, &options.port, "Listen on this port (0: any)", "PORT" },
  { "tls", 0, 0, G_OPTION_ARG_NONE, &options.tls, "Speak https", NULL },
  { "wrong-host", 0, 0, G_OPTION_ARG_NONE, &options.wrong_host,
    "With --tls: another host's certificate", NULL },
  { "self-signed", 0, 0, G_OPTION_ARG_NONE, &options.self_signed,
    "With --tls: a certificate that vouches for itself", NULL },
  { "expired", 0, 0, G_OPTION_ARG_NONE, &options.expired, "With --tls: a certificate of 2020",
    NULL },
  { "demo", 0, 0, G_OPTION_ARG_NONE, &options.demo, "Print links to look at, too", NULL },
  { "list", 0, 0, G_OPTION_ARG_NONE, &options.list, "Print what it does at which path, and end",
    NULL },
  { "cases", 0, 0, G_OPTION_ARG_NONE, &options.cases, "Print the table of cases, and end", NULL },
  G_OPTION_ENTRY_NULL
};

static gboolean
on_signal (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

typedef struct
{
  GMainLoop *loop;      /* (unowned) */
  DpTestServer *server; /* (unowned) */
} Run;

/* Whatever comes asks how many bytes of bodies were sent so far. */
static gboolean
on_input (int fd, GIOCondition condition, gpointer user_data)
{
  Run *run = user_data;
  char ignored[256];

  if (read (fd, ignored, sizeof ignored) <= 0)
    {
      g_main_loop_quit (run->loop);
      return G_SOURCE_REMOVE;
    }
  printf ("%" G_GUINT64_FORMAT "\n", dp_test_server_get_body_bytes (run->server));
  fflush (stdout);
  return G_SOURCE_CONTINUE;
}

static void
print_greeting (DpTestServer *server)
{
  g_autofree char *url = dp_test_server_dup_url (server, "");
  g_autofree char *links = options.demo ? dp_test_demo_dup_links (server) : g_strdup ("");

  printf ("%s\n%s", url, links);
  fflush (stdout);
}

static void
run_until_asked (DpTestServer *server)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Run run = { loop, server };

  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_unix_signal_add (SIGINT, on_signal, loop);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_input, &run);
  g_main_loop_run (loop);
}

static DpTestServerFlags
get_flags (void)
{
  return (options.tls ? DP_TEST_SERVER_TLS : 0) |
         (options.wrong_host ? DP_TEST_SERVER_WRONG_HOST : 0) |
         (options.self_signed ? DP_TEST_SERVER_SELF_SIGNED : 0) |
         (options.expired ? DP_TEST_SERVER_EXPIRED : 0);
}

static void
print_table (void)
{
  g_autofree char *lines =
      options.cases ? dp_test_case_dup_list () : dp_test_behaviours_dup_list ();

  fputs (lines, stdout);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DpTestServer) server = NULL;

  signal (SIGPIPE, SIG_IGN);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 2;
    }
  if (options.list || options.cases)
    {
      print_table ();
      return 0;
    }

  server = dp_test_server_new_on_port (get_flags (), CLAMP (options.port, 0, G_MAXUINT16), &error);
  if (server == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  print_greeting (server);
  run_until_asked (server);
  return 0;
}
