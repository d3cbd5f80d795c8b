/* dp-get-options.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command line.
 *
 * Thread: home.
 */

#include "dp-get-options.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-queue.h"
#include "dp-speed.h"

#define DEFAULT_TIMEOUT_SEC 60
#define MAX_TIMEOUT_SEC     (24 * 60 * 60)
#define MAX_TRIES           1000
#define PER_HOST_UNSAID     G_MININT

/* What is given as text, and read when the whole command line was. */
typedef struct
{
  char *jobs;       /* (owned) (nullable) */
  char *input_type; /* (owned) (nullable) */
  char *base;       /* (owned) (nullable) */
  char *limit;      /* (owned) (nullable) */
  char *each;       /* (owned) (nullable) */
} Values;

static void
values_clear (Values *self)
{
  g_free (self->jobs);
  g_free (self->input_type);
  g_free (self->base);
  g_free (self->limit);
  g_free (self->each);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Values, values_clear)

static gboolean
check_range (const char *option, int value, int max, GError **error)
{
  if (value >= 1 && value <= max)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               /* Translators: %s is an option, as in "--jobs". */
               _ ("%s takes a number from 1 to %d."), option, max);
  return FALSE;
}

static gboolean
check_input_type (DpGetOptions *self, const char *type, GError **error)
{
  if (type == NULL || dp_url_list_type_from_mime (type, &self->input_type))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               /* Translators: %s is what the person gave, as in "image/png". */
               _ ("--input-type takes text/plain, text/markdown, text/uri-list, text/html, "
                  "text/x-aria2 or application/metalink4+xml, not “%s”."),
               type);
  return FALSE;
}

/* "16", or "auto". */
static gboolean
read_jobs (DpGetOptions *self, const char *jobs, GError **error)
{
  gint64 n_jobs;

  if (jobs == NULL || g_str_equal (jobs, "auto"))
    {
      self->n_jobs = jobs != NULL ? 0 : DP_QUEUE_DEFAULT_PARALLEL;
      return TRUE;
    }
  if (!g_ascii_string_to_signed (jobs, 10, 1, DP_QUEUE_MAX_PARALLEL, &n_jobs, NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   /* Translators: %s is an option, as in "--jobs"; "auto" stays as it is. */
                   _ ("%s takes a number from 1 to %d, or auto."), "--jobs", DP_QUEUE_MAX_PARALLEL);
      return FALSE;
    }
  self->n_jobs = (int) n_jobs;
  return TRUE;
}

/* Who says how many files or segments has said how many connections: only who says nothing gets no
 * more of a server than it can well be asked for. */
static void
choose_per_host (DpGetOptions *self, const char *jobs)
{
  gboolean is_said = jobs != NULL || self->n_segments > 0;

  if (self->n_per_host == PER_HOST_UNSAID)
    self->n_per_host = is_said ? 0 : DP_QUEUE_DEFAULT_PER_HOST;
}

/* A limit of nothing would be none, or the end of all: neither is said like that. */
static gboolean
check_rate (const char *option, const char *rate, guint64 *bytes_per_sec, GError **error)
{
  if (rate == NULL || (dp_speed_parse (rate, 1, bytes_per_sec) && *bytes_per_sec > 0))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               /* Translators: an option, as in "--limit-rate"; what the person gave. */
               _ ("%s takes bytes per second, as in 800000, 500k or 2M, not “%s”."), option, rate);
  return FALSE;
}

/* A page is meant, whatever the list is called. */
static gboolean
check_base (DpGetOptions *self, const char *base, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (base == NULL)
    return TRUE;
  self->input_type = DP_URL_LIST_HTML;
  self->base = dp_url_parse (base, &reason);
  if (self->base != NULL)
    return TRUE;
  /* Translators: why a link is none, a sentence. */
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--base takes a link: %s"),
               reason->message);
  return FALSE;
}

static gboolean
check (DpGetOptions *self, const Values *values, GError **error)
{
  if (self->is_version)
    return TRUE;
  if ((self->n_per_host != PER_HOST_UNSAID &&
       !check_range ("--per-host", self->n_per_host, DP_QUEUE_MAX_PER_HOST, error)) ||
      (self->n_segments != 0 &&
       !check_range ("--segments", self->n_segments, DP_QUEUE_MAX_SEGMENTS, error)) ||
      !check_range ("--timeout", self->timeout_sec, MAX_TIMEOUT_SEC, error) ||
      !check_range ("--tries", self->n_tries, MAX_TRIES, error) ||
      !check_rate ("--limit-rate", values->limit, &self->limit_bytes_per_sec, error) ||
      !check_rate ("--limit-rate-each", values->each, &self->each_bytes_per_sec, error) ||
      !check_input_type (self, values->input_type, error) ||
      !check_base (self, values->base, error))
    return FALSE;
  if (self->is_json && (self->is_quiet || self->is_dry_run))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   /* Translators: %s is an option, as in "--quiet". */
                   _ ("--json and %s exclude each other."),
                   self->is_quiet ? "--quiet" : "--dry-run");
      return FALSE;
    }
  if (self->proxy != NULL && self->is_no_proxy)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--proxy and --no-proxy exclude each other."));
      return FALSE;
    }
  if (self->part_file != NULL && self->folder != NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--continue and --folder exclude each other."));
      return FALSE;
    }
  if (self->links == NULL && self->input_file == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("There is nothing to download: name a link, or a list of links with "
                              "--input-file."));
      return FALSE;
    }
  return TRUE;
}

static GOptionContext *
new_context (const GOptionEntry *entries)
{
  /* Translators: stands behind the name of the program: --help shows it. */
  GOptionContext *context = g_option_context_new (_ ("[URL…]"));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ ("Downloads many files at once."));
  g_option_context_set_description (
      context,
      _ ("Exit status: 0 if every file is whole, 1 if one is not, 2 if nothing was begun."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return context;
}

/* Separate, so that the table can point into the options. */
static gboolean
parse (DpGetOptions *self, char ***argv, Values *values, GError **error)
{
  const GOptionEntry entries[] = {
    { "folder", 'd', 0, G_OPTION_ARG_FILENAME, &self->folder, N_ ("Put the files into FOLDER"),
      N_ ("FOLDER") },
    { "jobs", 'j', 0, G_OPTION_ARG_STRING, &values->jobs,
      N_ ("Download N files at the same time, 1 to 64, or auto (6)"), N_ ("N") },
    { "per-host", 0, 0, G_OPTION_ARG_INT, &self->n_per_host,
      N_ ("At most N connections to a server, 1 to 64 (4; any if -j or --segments is given)"),
      N_ ("N") },
    { "segments", 0, 0, G_OPTION_ARG_INT, &self->n_segments,
      N_ ("Fetch each file over N connections, 1 to 16 (as many as make it faster)"), N_ ("N") },
    { "limit-rate", 0, 0, G_OPTION_ARG_STRING, &values->limit,
      N_ ("Let all files together be no faster than RATE bytes per second, as in 500k or 2M"),
      N_ ("RATE") },
    { "limit-rate-each", 0, 0, G_OPTION_ARG_STRING, &values->each,
      N_ ("Let each file be no faster than RATE bytes per second"), N_ ("RATE") },
    { "input-file", 'i', 0, G_OPTION_ARG_FILENAME, &self->input_file,
      N_ ("Read links from FILE, or from standard input if it is -"), N_ ("FILE") },
    { "input-type", 0, 0, G_OPTION_ARG_STRING, &values->input_type,
      N_ ("What FILE holds, as in text/uri-list or application/metalink4+xml"), N_ ("TYPE") },
    { "base", 0, 0, G_OPTION_ARG_STRING, &values->base,
      N_ ("FILE is a web page that came from PAGE: its relative links begin there"), N_ ("PAGE") },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &self->timeout_sec,
      N_ ("Give an attempt up after SEC seconds without a byte (60)"), N_ ("SEC") },
    { "tries", 0, 0, G_OPTION_ARG_INT, &self->n_tries,
      N_ ("Give a file up after N attempts without progress (5)"), N_ ("N") },
    { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, &self->ca_file,
      N_ ("Trust the certificates in PEM in place of the system's"), N_ ("PEM") },
    { "user-agent", 0, 0, G_OPTION_ARG_STRING, &self->user_agent,
      N_ ("Call ourselves TEXT instead of Downpour"), N_ ("TEXT") },
    { "referer", 0, 0, G_OPTION_ARG_STRING, &self->referer,
      N_ ("Tell servers that the links stand on the page PAGE"), N_ ("PAGE") },
    { "header", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->headers,
      N_ ("Tell the servers of the links one more header; may be repeated"), N_ ("NAME:VALUE") },
    { "user", 0, 0, G_OPTION_ARG_STRING, &self->user,
      N_ ("Answer with name and password when the server of a link asks"), N_ ("NAME:PASSWORD") },
    { "cookies", 0, 0, G_OPTION_ARG_FILENAME, &self->cookie_file,
      N_ ("Send the cookies in COOKIES, a cookies.txt as browsers export it"), N_ ("COOKIES") },
    { "proxy", 0, 0, G_OPTION_ARG_STRING, &self->proxy,
      N_ ("Use this proxy (http:// or socks5://), or none, in place of the desktop's"),
      N_ ("PROXY") },
    { "no-proxy", 0, 0, G_OPTION_ARG_NONE, &self->is_no_proxy,
      N_ ("Reach all servers without a proxy"), NULL },
    { "continue", 0, 0, G_OPTION_ARG_FILENAME, &self->part_file,
      N_ ("Go on with the unfinished PARTFILE by another link to the same file"), N_ ("PARTFILE") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &self->is_dry_run,
      N_ ("Only print the links that were understood"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->is_quiet, N_ ("Show errors only"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->is_json, N_ ("Print a JSON object for each event"),
      NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->is_version, N_ ("Show the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->links, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = new_context (entries);

  return g_option_context_parse_strv (context, argv, error);
}

static gboolean
takes_value (const char *argument)
{
  static const char *const options[] = { "-d",
                                         "-j",
                                         "-i",
                                         "--folder",
                                         "--jobs",
                                         "--input-file",
                                         "--timeout",
                                         "--tries",
                                         "--input-type",
                                         "--ca-file",
                                         "--user-agent",
                                         "--referer",
                                         "--header",
                                         "--user",
                                         "--cookies",
                                         "--proxy",
                                         "--continue",
                                         "--segments",
                                         "--per-host",
                                         "--limit-rate",
                                         "--limit-rate-each",
                                         "--base",
                                         NULL };

  return g_strv_contains (options, argument);
}

/* How much of `-j16` or `-qj16` stands before the value, 0 if there is none in it. */
static gsize
get_short_length (const char *argument)
{
  gsize length;

  if (argument[0] != '-' || argument[1] == '-')
    return 0;
  length = 1 + strcspn (argument + 1, "dji");
  return argument[length] != '\0' && argument[length + 1] != '\0' ? length + 1 : 0;
}

/* GOption wants a space in `-j16`; people who know make do not. */
static char **
split_values (char **argv)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean is_value = TRUE; /* the name of the program */
  gboolean is_link = FALSE;

  for (char **argument = argv; *argument != NULL; argument++)
    {
      gsize length = is_value || is_link ? 0 : get_short_length (*argument);

      if (length > 0)
        {
          g_autofree char *option = g_strndup (*argument, length);

          g_strv_builder_add (builder, option);
        }
      g_strv_builder_add (builder, *argument + length);
      is_link = is_link || (!is_value && g_str_equal (*argument, "--"));
      is_value = !is_value && takes_value (*argument);
    }
  return g_strv_builder_end (builder);
}

/**
 * dp_get_options_parse:
 * @argv: (array zero-terminated=1) (element-type filename): the command line
 * @error: return location for a #GError, whose message is for the person
 *
 * Understands the command line; `--help` ends the program.
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): what it says
 */
DpGetOptions *
dp_get_options_parse (char **argv, GError **error)
{
  g_autoptr (DpGetOptions) self = g_new0 (DpGetOptions, 1);
  g_auto (GStrv) arguments = split_values (argv);
  g_auto (Values) values = { 0 };

  self->n_per_host = PER_HOST_UNSAID;
  self->timeout_sec = DEFAULT_TIMEOUT_SEC;
  self->n_tries = DP_QUEUE_DEFAULT_TRIES;
  self->input_type = DP_URL_LIST_PLAIN;

  if (!parse (self, &arguments, &values, error) || !read_jobs (self, values.jobs, error) ||
      !check (self, &values, error))
    return NULL;
  choose_per_host (self, values.jobs);
  return g_steal_pointer (&self);
}

/**
 * dp_get_options_free:
 * @self: (transfer full) (nullable): options
 *
 * Thread: home.
 */
void
dp_get_options_free (DpGetOptions *self)
{
  if (self == NULL)
    return;
  g_free (self->folder);
  g_free (self->input_file);
  dp_url_free (self->base);
  g_free (self->ca_file);
  g_free (self->user_agent);
  g_free (self->referer);
  g_strfreev (self->headers);
  g_free (self->user);
  g_free (self->cookie_file);
  g_free (self->proxy);
  g_free (self->part_file);
  g_strfreev (self->links);
  g_free (self);
}
