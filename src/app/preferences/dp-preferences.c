/* dp-preferences.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The few things one may want otherwise.  Each is a GSettings key; who cares watches the key.
 *
 * Thread: home.
 */

#include "dp-preferences.h"

#include <glib/gi18n.h>

#include "dp-desktop.h"
#include "dp-folder-rules-dialog.h"
#include "dp-http-proxy.h"
#include "dp-speed-spin.h"

struct _DpPreferences
{
  GtkWindow parent_instance;

  GSettings *settings; /* (owned) */

  GtkSpinButton *parallel;
  GtkSpinButton *per_host;
  GtkSpinButton *segments;
  GtkSwitch *limit_speed;
  GtkSpinButton *speed_limit;
  GtkSpinButton *turtle_limit;
  GtkSwitch *continue_switch;
  GtkLabel *folder_label;
  GtkDropDown *proxy_mode;
  GtkWidget *proxy_mode_title;
  GtkListBoxRow *proxy_uri_row;
  GtkListBoxRow *proxy_except_row;
  GtkEntry *proxy_uri;
  GtkWidget *proxy_sign_in;
  GtkEntry *proxy_except;
  GtkLabel *proxy_hint;
  GtkWidget *certificates_button;
  GtkSwitch *note_origin;
};

/* In the order of the drop-down. */
static const char *const proxy_modes[] = { "system", "none", "manual" };

static guint proxy_answered_signal;
static guint sign_in_signal;

G_DEFINE_FINAL_TYPE (DpPreferences, dp_preferences, GTK_TYPE_WINDOW)

/**
 * dp_preferences_get_folder:
 * @settings: the program's settings
 *
 * Thread: home.
 *
 * Returns: (transfer full) (type filename): where files go; the desktop's choice until the person
 *   makes another
 */
char *
dp_preferences_get_folder (GSettings *settings)
{
  g_autofree char *folder = g_settings_get_string (settings, "folder");

  return *folder != '\0' ? g_steal_pointer (&folder) : dp_desktop_get_download_folder ();
}

/**
 * dp_preferences_dup_proxy:
 * @settings: the program's settings
 *
 * Thread: home.
 *
 * Returns: (transfer full) (nullable): who says which way a link goes, or %NULL for the desktop's
 *   settings, which count as well while no proxy can be read in what was written
 */
GProxyResolver *
dp_preferences_dup_proxy (GSettings *settings)
{
  g_autofree char *mode = g_settings_get_string (settings, "proxy-mode");
  g_autofree char *uri = g_settings_get_string (settings, "proxy-uri");
  g_autofree char *except = g_settings_get_string (settings, "proxy-except");

  if (g_str_equal (mode, "none"))
    return dp_http_proxy_new ("none", NULL, NULL);
  /* Why not stands below the field. */
  return g_str_equal (mode, "manual") ? dp_http_proxy_new (uri, except, NULL) : NULL;
}

static const char *
get_automatic (void)
{
  /* Translators: instead of a number, of downloads at once, or of connections for each file. */
  return _ ("Automatic");
}

static gboolean
show_number (GtkSpinButton *button)
{
  if (gtk_spin_button_get_value_as_int (button) != 0)
    return FALSE;
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (button)), get_automatic ()))
    gtk_editable_set_text (GTK_EDITABLE (button), get_automatic ());
  return TRUE;
}

/* What is no number is automatic. */
static int
read_number (GtkSpinButton *button, double *value)
{
  *value = (double) g_ascii_strtoull (gtk_editable_get_text (GTK_EDITABLE (button)), NULL, 10);
  return TRUE;
}

static void
update_folder (DpPreferences *self)
{
  g_autofree char *folder = dp_preferences_get_folder (self->settings);
  g_autofree char *display = g_filename_display_name (folder);

  gtk_label_set_label (self->folder_label, display);
}

static void
set_folder (const char *folder, gpointer user_data)
{
  DpPreferences *self = user_data;

  g_settings_set_string (self->settings, "folder", folder);
}

static void
choose_folder (DpPreferences *self)
{
  g_autofree char *folder = dp_preferences_get_folder (self->settings);

  dp_desktop_choose_folder (GTK_WINDOW (self), folder, set_folder, self);
}

static void
edit_rules (DpPreferences *self)
{
  gtk_window_present (GTK_WINDOW (dp_folder_rules_dialog_new (GTK_WINDOW (self), self->settings)));
}

/* The proxy */

static gboolean
get_mode_position (GValue *value, GVariant *variant, gpointer user_data)
{
  const char *mode = g_variant_get_string (variant, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (proxy_modes); i++)
    if (g_str_equal (mode, proxy_modes[i]))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
get_mode (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint position = g_value_get_uint (value);

  return position < G_N_ELEMENTS (proxy_modes) ? g_variant_new_string (proxy_modes[position])
                                               : NULL;
}

/* An own proxy's fields are there while they count. */
static void
update_mode (DpPreferences *self)
{
  gboolean is_manual =
      g_str_equal (proxy_modes[gtk_drop_down_get_selected (self->proxy_mode)], "manual");

  gtk_widget_set_visible (GTK_WIDGET (self->proxy_uri_row), is_manual);
  gtk_widget_set_visible (GTK_WIDGET (self->proxy_except_row), is_manual);
}

/* Says what is wrong while it is typed. */
static gboolean
check_proxy_uri (DpPreferences *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->proxy_uri));
  g_autoptr (GError) error = NULL;
  g_autoptr (GProxyResolver) resolver = dp_http_proxy_new (text, NULL, &error);
  gboolean is_good = resolver != NULL && !g_str_equal (text, "none");

  if (*text != '\0' && !is_good)
    gtk_widget_add_css_class (GTK_WIDGET (self->proxy_uri), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->proxy_uri), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->proxy_hint), !is_good);
  gtk_widget_set_sensitive (self->proxy_sign_in, is_good);
  return is_good || *text == '\0';
}

/* A password goes where it is kept in memory, and leaves the field. */
static void
take_proxy_uri (DpPreferences *self)
{
  g_autofree char *userinfo = NULL;
  g_autofree char *bare =
      dp_http_proxy_dup_bare (gtk_editable_get_text (GTK_EDITABLE (self->proxy_uri)), &userinfo);

  if (userinfo != NULL)
    {
      g_signal_emit (self, proxy_answered_signal, 0, bare, userinfo);
      gtk_editable_set_text (GTK_EDITABLE (self->proxy_uri), bare);
    }
  g_settings_set_string (self->settings, "proxy-uri", bare);
}

/* It counts when it is complete: half a name would be somebody else's. */
static void
take_proxy (DpPreferences *self)
{
  const char *except = gtk_editable_get_text (GTK_EDITABLE (self->proxy_except));

  if (check_proxy_uri (self))
    take_proxy_uri (self);
  g_settings_set_string (self->settings, "proxy-except", except);
}

/* Before it asks. */
static void
sign_in (DpPreferences *self)
{
  take_proxy (self);
  g_signal_emit (self, sign_in_signal, 0, gtk_editable_get_text (GTK_EDITABLE (self->proxy_uri)));
}

static void
show_certificates (DpPreferences *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "app.certificates", NULL);
}

static gboolean
on_close_request (DpPreferences *self)
{
  take_proxy (self);
  return FALSE;
}

static void
show_proxy (DpPreferences *self)
{
  g_autofree char *uri = g_settings_get_string (self->settings, "proxy-uri");
  g_autofree char *except = g_settings_get_string (self->settings, "proxy-except");

  gtk_editable_set_text (GTK_EDITABLE (self->proxy_uri), uri);
  gtk_editable_set_text (GTK_EDITABLE (self->proxy_except), except);
  g_settings_bind_with_mapping (self->settings, "proxy-mode", self->proxy_mode, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_mode_position, get_mode, NULL, NULL);
  update_mode (self);
  check_proxy_uri (self);
}

static void
dp_preferences_dispose (GObject *object)
{
  g_clear_object (&DP_PREFERENCES (object)->settings);
  G_OBJECT_CLASS (dp_preferences_parent_class)->dispose (object);
}

static void
dp_preferences_class_init (DpPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_preferences_dispose;

  /**
   * DpPreferences::proxy-answered:
   * @self: the dialog
   * @proxy: a link to a proxy, without user and password
   * @userinfo: those, percent-encoded as in a link
   *
   * The person says what to tell the proxy when it asks.
   */
  proxy_answered_signal =
      g_signal_new ("proxy-answered", DP_TYPE_PREFERENCES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  /**
   * DpPreferences::sign-in:
   * @self: the dialog
   * @proxy: a link to a proxy, without user and password
   *
   * The person wants to say what to tell the proxy when it asks.
   */
  sign_in_signal = g_signal_new ("sign-in", DP_TYPE_PREFERENCES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, parallel);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, per_host);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, segments);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, limit_speed);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, speed_limit);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, turtle_limit);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, continue_switch);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, folder_label);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, proxy_mode);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, proxy_mode_title);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, proxy_uri_row);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, proxy_except_row);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, proxy_uri);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, proxy_sign_in);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, proxy_except);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, proxy_hint);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, certificates_button);
  gtk_widget_class_bind_template_child (widget_class, DpPreferences, note_origin);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder);
  gtk_widget_class_bind_template_callback (widget_class, edit_rules);
  gtk_widget_class_bind_template_callback (widget_class, show_number);
  gtk_widget_class_bind_template_callback (widget_class, read_number);
  gtk_widget_class_bind_template_callback (widget_class, dp_speed_spin_show);
  gtk_widget_class_bind_template_callback (widget_class, dp_speed_spin_read);
  gtk_widget_class_bind_template_callback (widget_class, update_mode);
  gtk_widget_class_bind_template_callback (widget_class, check_proxy_uri);
  gtk_widget_class_bind_template_callback (widget_class, take_proxy);
  gtk_widget_class_bind_template_callback (widget_class, sign_in);
  gtk_widget_class_bind_template_callback (widget_class, show_certificates);
  gtk_widget_class_bind_template_callback (widget_class, on_close_request);
}

static void
dp_preferences_init (DpPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The button inside is what a screen reader comes to, and GTK 4.8 does not name it. */
  gtk_accessible_update_relation (
      GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->proxy_mode))),
      GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->proxy_mode_title, NULL, -1);
}

/**
 * dp_preferences_new:
 * @parent: (nullable): the window that asks
 * @settings: the program's settings
 *
 * Thread: home.
 *
 * Returns: (transfer none): a dialog, owned by GTK, not yet shown
 */
DpPreferences *
dp_preferences_new (GtkWindow *parent, GSettings *settings)
{
  GtkApplication *application = parent != NULL ? gtk_window_get_application (parent) : NULL;
  DpPreferences *self =
      g_object_new (DP_TYPE_PREFERENCES, "transient-for", parent, "application", application, NULL);

  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "parallel-downloads", self->parallel, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "continue-at-start", self->continue_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "per-host", self->per_host, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "segments", self->segments, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "limit-speed", self->limit_speed, "active", G_SETTINGS_BIND_DEFAULT);
  /* It is there while the switch is on. */
  g_settings_bind (settings, "speed-limit", self->speed_limit, "value",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
  g_settings_bind (settings, "turtle-limit", self->turtle_limit, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "note-origin", self->note_origin, "active", G_SETTINGS_BIND_DEFAULT);
  show_proxy (self);
  g_signal_connect_object (settings, "changed::folder", G_CALLBACK (update_folder), self,
                           G_CONNECT_SWAPPED);
  update_folder (self);
  return self;
}
