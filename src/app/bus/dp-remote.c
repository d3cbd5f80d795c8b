/* dp-remote.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Orders on the command line for the program that runs already: "downpour --pause-all", "--list".
 *
 * They never start it, and need no display.  This process has no window, so it may wait; the one
 * that is asked answers in portions.  Where none runs, the list is the stored one.
 *
 * Thread: home, of a process that ends with it.
 */

#include "dp-remote.h"

#include <glib/gi18n.h>

#include "dp-bus-interface.h"
#include "dp-bus.h"
#include "dp-json.h"
#include "dp-stored.h"
#include "dp-terminal-text.h"

#define OBJECT_PATH "/io/github/downpour/Downpour"

#define PORTION      500
#define TIMEOUT_MSEC 10000

static const char *const actions[] = { "pause-all", "resume-all", "quit" };

/* One download, a line */

static void
print_json (GVariant *described)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GVariant) value = NULL;
  GVariantIter iter;
  const char *key;

  dp_json_begin (line);
  g_variant_iter_init (&iter, described);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        dp_json_add_string (line, key, g_variant_get_string (value, NULL));
      else if (g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
        dp_json_add_string (line, key, g_variant_get_bytestring (value));
      else if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT64))
        dp_json_add_number (line, key, g_variant_get_uint64 (value));
      g_clear_pointer (&value, g_variant_unref);
    }
  dp_json_end (line);
  g_print ("%s", line->str);
}

static void
print_text (GVariant *described)
{
  const char *state = "";
  const char *name = "";
  const char *reason = NULL;
  guint64 received_bytes = 0;
  guint64 total_bytes = 0;
  g_autofree char *share = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *why = NULL;

  g_variant_lookup (described, "state", "&s", &state);
  g_variant_lookup (described, "name", "&s", &name);
  g_variant_lookup (described, "reason", "&s", &reason);
  g_variant_lookup (described, "received", "t", &received_bytes);
  if (g_variant_lookup (described, "total", "t", &total_bytes) && total_bytes > 0)
    share = g_strdup_printf ("%3u %%", (guint) (received_bytes * 100.0 / total_bytes));
  shown = dp_terminal_text_escape (name);
  why = reason != NULL ? dp_terminal_text_escape (reason) : NULL;
  g_print ("%-9s  %5s  %s%s%s\n", state, share != NULL ? share : "", shown,
           why != NULL ? "  · " : "", why != NULL ? why : "");
}

static void
print (GVariant *described, gboolean is_json)
{
  if (is_json)
    print_json (described);
  else
    print_text (described);
}

static gboolean
list (GDBusConnection *bus, gboolean is_json, GError **error)
{
  g_autoptr (DpBusDownloads) downloads = dp_bus_downloads_proxy_new_sync (
      bus, G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START, APP_ID, OBJECT_PATH, NULL, error);
  guint position = 0;
  guint n_all = 0;

  if (downloads == NULL)
    return FALSE;
  do
    {
      g_autoptr (GVariant) portion = NULL;

      if (!dp_bus_downloads_call_list_sync (downloads, position, PORTION, &n_all, &portion, NULL,
                                            error))
        return FALSE;
      for (gsize i = 0; i < g_variant_n_children (portion); i++)
        {
          g_autoptr (GVariant) described = g_variant_get_child_value (portion, i);

          print (described, is_json);
        }
      if (g_variant_n_children (portion) == 0)
        break;
      position += g_variant_n_children (portion);
    }
  while (position < n_all);
  return TRUE;
}

static gboolean
list_stored (gboolean is_json, GError **error)
{
  g_autofree char *remark = NULL;
  g_autoptr (GPtrArray) downloads = dp_stored_read (&remark, error);

  if (downloads == NULL)
    return FALSE;
  if (remark != NULL)
    g_printerr ("%s\n", remark);
  for (guint i = 0; i < downloads->len; i++)
    {
      g_autoptr (GVariant) described = g_variant_ref_sink (dp_bus_describe (downloads->pdata[i]));

      print (described, is_json);
    }
  return TRUE;
}

/* Orders */

static gboolean
activate (GDBusConnection *bus, const char *action, GError **error)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      bus, APP_ID, OBJECT_PATH, "org.freedesktop.Application", "ActivateAction",
      g_variant_new ("(sava{sv})", action, NULL, NULL), NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START,
      TIMEOUT_MSEC, NULL, error);

  return reply != NULL;
}

static gboolean
obey (GDBusConnection *bus, GVariantDict *options, GError **error)
{
  if (g_variant_dict_contains (options, "list") &&
      !list (bus, g_variant_dict_contains (options, "json"), error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_variant_dict_contains (options, actions[i]) && !activate (bus, actions[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
is_for_us (GVariantDict *options)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_variant_dict_contains (options, actions[i]))
      return TRUE;
  return g_variant_dict_contains (options, "list");
}

static gboolean
is_running (GDBusConnection *bus)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
      g_variant_new ("(s)", APP_ID), G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MSEC,
      NULL, NULL);
  gboolean has_owner = FALSE;

  if (reply != NULL)
    g_variant_get (reply, "(b)", &has_owner);
  return has_owner;
}

/**
 * dp_remote_get_options:
 *
 * Thread: home.
 *
 * Returns: (transfer none): what may stand on the command line
 */
const GOptionEntry *
dp_remote_get_options (void)
{
  static const GOptionEntry options[] = {
    { "list", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print what is in the list"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("With --list: one JSON object for each file"),
      NULL },
    { "pause-all", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Pause all downloads"), NULL },
    { "resume-all", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Let all downloads go on"), NULL },
    { "quit", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Close Downpour; it goes on where it was"), NULL },
    { NULL },
  };

  return options;
}

/* Nobody is there to obey.  The list can be told all the same, and who shall leave is gone. */
static int
manage_alone (GVariantDict *options)
{
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (options, "list") &&
      !list_stored (g_variant_dict_contains (options, "json"), &error))
    {
      g_printerr (_ ("The list of downloads can't be read: %s\n"), error->message);
      return EXIT_FAILURE;
    }
  if (!g_variant_dict_contains (options, "pause-all") &&
      !g_variant_dict_contains (options, "resume-all"))
    return EXIT_SUCCESS;
  g_printerr (_ ("Downpour is not running.\n"));
  return EXIT_FAILURE;
}

/**
 * dp_remote_run:
 * @options: the command line's
 *
 * Has the program that runs do what they say.
 *
 * Thread: home.
 *
 * Returns: the status to leave with, or -1 if nothing in them is for a program that runs
 */
int
dp_remote_run (GVariantDict *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = NULL;

  if (!is_for_us (options))
    return -1;
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  if (bus == NULL || !is_running (bus))
    return manage_alone (options);
  if (obey (bus, options, &error))
    return EXIT_SUCCESS;
  g_printerr (_ ("Downpour does not answer: %s\n"), error->message);
  return EXIT_FAILURE;
}
