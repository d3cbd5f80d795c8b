/* test-get-terminal.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person sees: downpour-get on a pseudo terminal.
 */

#include "dp-get-fixture.h"

#include <poll.h>
#include <pty.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define COLUMNS 60
#define ROWS    10
#define N_QUICK 200

typedef struct
{
  pid_t pid;
  int fd;
  GString *seen; /* (owned): all that was written */
} Terminal;

static void
terminal_start (Terminal *self, DpGetFixture *fixture, const char *const *arguments)
{
  const struct winsize size = { .ws_row = ROWS, .ws_col = COLUMNS };
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();

  g_ptr_array_add (argv, (char *) g_getenv ("DOWNPOUR_GET"));
  for (const char *const *p = arguments; *p != NULL; p++)
    g_ptr_array_add (argv, (char *) *p);
  g_ptr_array_add (argv, NULL);

  self->seen = g_string_new (NULL);
  self->pid = forkpty (&self->fd, NULL, NULL, &size);
  g_assert_cmpint (self->pid, >=, 0);
  if (self->pid == 0)
    {
      if (chdir (fixture->folder) == 0)
        execv (argv->pdata[0], (char **) argv->pdata);
      _exit (127);
    }
}

/* FALSE at the end. */
static gboolean
terminal_read (Terminal *self)
{
  struct pollfd pollfd = { .fd = self->fd, .events = POLLIN };
  char buffer[4096];
  gssize n;

  if (poll (&pollfd, 1, DP_GET_LONG_MSEC) <= 0)
    g_error ("silence after: %s", self->seen->str);
  n = read (self->fd, buffer, sizeof buffer);
  if (n <= 0)
    return FALSE;
  g_string_append_len (self->seen, buffer, n);
  return TRUE;
}

static void
terminal_wait_for (Terminal *self, const char *text)
{
  while (strstr (self->seen->str, text) == NULL)
    if (!terminal_read (self))
      g_error ("“%s” never came: %s", text, self->seen->str);
}

static int
terminal_end (Terminal *self)
{
  int status;

  while (terminal_read (self))
    ;
  g_assert_cmpint (waitpid (self->pid, &status, 0), ==, self->pid);
  g_assert_true (WIFEXITED (status));
  close (self->fd);
  return WEXITSTATUS (status);
}

static void
terminal_clear (Terminal *self)
{
  g_string_free (self->seen, TRUE);
}

/* Cursor up, erase right, erase below: nothing else gets to the terminal, and nothing too wide. */
static char *
terminal_dup_plain (Terminal *self)
{
  GString *plain = g_string_new (NULL);
  gboolean is_in_place = FALSE;
  guint n_columns = 0;

  g_assert_true (g_utf8_validate (self->seen->str, -1, NULL));
  for (const char *p = self->seen->str; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\033')
        {
          g_assert_cmpint (p[1], ==, '[');
          p += 2 + strspn (p + 2, "0123456789");
          g_assert_nonnull (memchr ("AKJ", *p, 3));
          continue;
        }
      g_assert_false (c < ' ' && c != '\r' && c != '\n');
      g_assert_false (c >= 0x7f && c < 0xa0);
      g_assert_false (c >= 0x202a && c <= 0x202e);
      /* What is drawn in place has a percentage or was shortened; a finished line may wrap. */
      is_in_place = c != '\r' && (is_in_place || c == '%' || c == 0x2026);
      n_columns = c == '\r' ? 0 : n_columns + (c == '\n' ? 0 : g_unichar_iswide (c) ? 2 : 1);
      g_assert_true (n_columns < COLUMNS || !is_in_place);
      g_string_append_unichar (plain, c);
    }
  return g_string_free (plain, FALSE);
}

/* The most lines that were drawn in place at once. */
static guint
terminal_count_lines (Terminal *self)
{
  g_auto (GStrv) frames = g_strsplit (self->seen->str, "\033[J", -1);
  guint most = 0;

  for (char **frame = frames; *frame != NULL; frame++)
    {
      guint n = 0;

      for (const char *p = *frame; (p = strstr (p, "\033[K\r\n")) != NULL; p++)
        n++;
      most = MAX (most, n);
    }
  return most;
}

static void
test_progress (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *one = dp_test_server_dup_url (self->server, "/file/one.bin");
  g_autofree char *two = dp_test_server_dup_url (self->server, "/file/two.bin");
  g_autofree char *plain = NULL;
  Terminal terminal;

  dp_test_server_hold_at (self->server, "/file/one.bin", 50000);
  dp_test_server_hold_at (self->server, "/file/two.bin", 25000);
  terminal_start (&terminal, self, (const char *[]){ one, two, NULL });
  terminal_wait_for (&terminal, "50%");
  terminal_wait_for (&terminal, "25%");
  terminal_wait_for (&terminal, "0 of 2 files done");
  terminal_wait_for (&terminal, "\033[3A");
  dp_test_server_release (self->server, "/file/one.bin");
  terminal_wait_for (&terminal, "one.bin: 100.0\u00a0kB");
  dp_test_server_release (self->server, "/file/two.bin");
  g_assert_cmpint (terminal_end (&terminal), ==, 0);
  plain = terminal_dup_plain (&terminal);
  dp_get_assert_contains (plain, "\r\n2 of 2 files done: 200.0\u00a0kB in ");
  terminal_clear (&terminal);
}

static void
test_failure (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *good = dp_test_server_dup_url (self->server, "/file/a.bin");
  g_autofree char *bad = dp_test_server_dup_url (self->server, "/status/404");
  g_autofree char *line = g_strconcat (bad,
                                       ": The server answered: 404 Not Found. Check the link, or "
                                       "copy it anew.\r\n",
                                       NULL);
  Terminal terminal;

  terminal_start (&terminal, self, (const char *[]){ good, bad, NULL });
  g_assert_cmpint (terminal_end (&terminal), ==, 1);
  dp_get_assert_contains (terminal.seen->str, line);
  dp_get_assert_contains (terminal.seen->str, "1 of 2 files done, 1 failed: 100.0\u00a0kB in ");
  terminal_clear (&terminal);
}

/* What waits for another attempt says so, and counts down. */
static void
test_waiting (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *url = dp_test_server_dup_url (self->server, "/busy/a.bin?times=1&retry_after=3");
  Terminal terminal;

  terminal_start (&terminal, self, (const char *[]){ url, NULL });
  terminal_wait_for (&terminal, "again in 3 s");
  terminal_wait_for (&terminal, "again in 2 s");
  terminal_wait_for (&terminal, "0 of 1 file done, 1 to be tried again");
  g_assert_cmpint (terminal_end (&terminal), ==, 0);
  terminal_clear (&terminal);
}

/* More files than rows; names that are wide, and names that are attacks. */
static void
test_names (DpGetFixture *self, gconstpointer unused)
{
  static const char *const names[] = {
    "%1B%5D0;owned%07.bin", "a%1B%5B2Jb%E2%80%AEc.bin", "%C2%9B31mred.bin", "a%0D%0Ab.bin",
    "tab%09tab.bin",
  };
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) wide = g_string_new ("/file/");
  g_autofree char *plain = NULL;
  Terminal terminal;

  g_ptr_array_add (urls, g_strdup ("-j64"));
  for (guint i = 0; i < 40; i++)
    g_string_append (wide, "%E6%BC%A2");
  g_ptr_array_add (urls, dp_test_server_dup_url (self->server, wide->str));
  for (guint i = 0; i < 3 * G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("/file/%u/%s", i, names[i % G_N_ELEMENTS (names)]);

      g_ptr_array_add (urls, dp_test_server_dup_url (self->server, path));
    }
  g_ptr_array_add (urls, NULL);

  dp_test_server_hold_at (self->server, NULL, 50000);
  terminal_start (&terminal, self, (const char *const *) urls->pdata);
  g_assert_true (dp_test_server_wait_requests (self->server, NULL, 16, DP_GET_LONG_MSEC));
  terminal_wait_for (&terminal, "50%");
  terminal_wait_for (&terminal, "漢…漢");
  dp_test_server_release (self->server, NULL);
  g_assert_cmpint (terminal_end (&terminal), ==, 0);
  g_assert_cmpuint (terminal_count_lines (&terminal), ==, ROWS - 1);
  g_string_truncate (terminal.seen, strstr (terminal.seen->str, ".bin: ") - terminal.seen->str);
  plain = terminal_dup_plain (&terminal);
  terminal_clear (&terminal);
}

/* At most ten pictures a second, however many files come and go. */
static void
test_rate (DpGetFixture *self, gconstpointer unused)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *path = dp_get_dup_path (self, "list");
  gint64 began_usec = g_get_monotonic_time ();
  guint n_frames = 0;
  Terminal terminal;

  for (guint i = 0; i < N_QUICK; i++)
    g_string_append_printf (list, "http://127.0.0.1:%u/file/%u?size=100&rate=4000\n",
                            dp_test_server_get_port (self->server), i);
  g_assert_true (g_file_set_contents (path, list->str, -1, NULL));
  terminal_start (&terminal, self, (const char *[]){ "-i", "list", NULL });
  g_assert_cmpint (terminal_end (&terminal), ==, 0);
  for (const char *p = terminal.seen->str; (p = strstr (p, " files done\033[K")) != NULL; p++)
    n_frames++;
  for (const char *p = terminal.seen->str; (p = strstr (p, " files done  ")) != NULL; p++)
    n_frames++;
  g_assert_cmpuint (n_frames, >=, 2);
  g_assert_cmpuint (n_frames, <=, (g_get_monotonic_time () - began_usec) / 100000 + 2);
  terminal_clear (&terminal);
}

static void
test_interrupt (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *url = dp_test_server_dup_url (self->server, "/stall/a.bin");
  Terminal terminal;

  terminal_start (&terminal, self, (const char *[]){ url, NULL });
  terminal_wait_for (&terminal, "50%");
  g_assert_cmpint (write (terminal.fd, "\003", 1), ==, 1);
  g_assert_cmpint (terminal_end (&terminal), ==, 130);
  dp_get_assert_contains (terminal.seen->str, "Interrupted. 0 of 1 file done: ");
  terminal_clear (&terminal);
}

static void
test_quiet (DpGetFixture *self, gconstpointer unused)
{
  g_autofree char *url = dp_test_server_dup_url (self->server, "/file/a.bin");
  Terminal terminal;

  terminal_start (&terminal, self, (const char *[]){ "-q", url, NULL });
  g_assert_cmpint (terminal_end (&terminal), ==, 0);
  g_assert_cmpstr (terminal.seen->str, ==, "");
  terminal_clear (&terminal);
}

int
main (int argc, char **argv)
{
  g_setenv ("TERM", "xterm", TRUE);
  g_test_init (&argc, &argv, NULL);

  dp_get_fixture_add_test ("/get/terminal/progress", test_progress);
  dp_get_fixture_add_test ("/get/terminal/failure", test_failure);
  dp_get_fixture_add_test ("/get/terminal/waiting", test_waiting);
  dp_get_fixture_add_test ("/get/terminal/names", test_names);
  dp_get_fixture_add_test ("/get/terminal/rate", test_rate);
  dp_get_fixture_add_test ("/get/terminal/interrupt", test_interrupt);
  dp_get_fixture_add_test ("/get/terminal/quiet", test_quiet);

  return g_test_run ();
}
