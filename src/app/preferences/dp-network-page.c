/* dp-network-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Preferences: how many connections, by which way, and whom to trust.
 *
 * Thread: home.
 */

#include "dp-network-page.h"

#include "dp-http-proxy.h"
#include "dp-line.h"
#include "dp-number-spin.h"

struct _DpNetworkPage
{
  GtkBox parent_instance;

  GSettings *settings; /* (owned) (nullable): until it is bound */

  GtkSpinButton *per_host;
  GtkSpinButton *segments;
  GtkDropDown *proxy_mode;
  GtkWidget *proxy_mode_title;
  GtkListBoxRow *proxy_uri_row;
  GtkListBoxRow *proxy_except_row;
  GtkEntry *proxy_uri;
  GtkWidget *proxy_sign_in;
  GtkEntry *proxy_except;
  GtkLabel *proxy_hint;
  GtkWidget *certificates_button;
};

/* In the order of the drop-down. */
static const char *const proxy_modes[] = { "system", "none", "manual" };

static guint proxy_answered_signal;
static guint sign_in_signal;

G_DEFINE_FINAL_TYPE (DpNetworkPage, dp_network_page, GTK_TYPE_BOX)

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
update_mode (DpNetworkPage *self)
{
  gboolean is_manual =
      g_str_equal (proxy_modes[gtk_drop_down_get_selected (self->proxy_mode)], "manual");

  gtk_widget_set_visible (GTK_WIDGET (self->proxy_uri_row), is_manual);
  gtk_widget_set_visible (GTK_WIDGET (self->proxy_except_row), is_manual);
}

/* Says what is wrong while it is typed. */
static gboolean
check_proxy_uri (DpNetworkPage *self)
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
take_proxy_uri (DpNetworkPage *self)
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
take_proxy (DpNetworkPage *self)
{
  const char *except = gtk_editable_get_text (GTK_EDITABLE (self->proxy_except));

  if (check_proxy_uri (self))
    take_proxy_uri (self);
  g_settings_set_string (self->settings, "proxy-except", except);
}

/* Before it asks. */
static void
sign_in (DpNetworkPage *self)
{
  take_proxy (self);
  g_signal_emit (self, sign_in_signal, 0, gtk_editable_get_text (GTK_EDITABLE (self->proxy_uri)));
}

static void
show_certificates (DpNetworkPage *self)
{
  GtkWindow *parent =
      gtk_window_get_transient_for (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "app.certificates", NULL);
}

/* What was typed last has had no time to be left. */
static void
on_unmap (DpNetworkPage *self)
{
  if (self->settings != NULL)
    take_proxy (self);
}

static void
show_proxy (DpNetworkPage *self)
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

/**
 * dp_network_page_bind:
 * @self: the page
 * @settings: the program's settings
 *
 * Shows them, and changes what is changed.
 *
 * Thread: home.
 */
void
dp_network_page_bind (DpNetworkPage *self, GSettings *settings)
{
  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "per-host", self->per_host, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "segments", self->segments, "value", G_SETTINGS_BIND_DEFAULT);
  show_proxy (self);
}

static void
dp_network_page_dispose (GObject *object)
{
  g_clear_object (&DP_NETWORK_PAGE (object)->settings);
  G_OBJECT_CLASS (dp_network_page_parent_class)->dispose (object);
}

static void
install_signals (void)
{
  /**
   * DpNetworkPage::proxy-answered:
   * @self: the page
   * @proxy: a link to a proxy, without user and password
   * @userinfo: those, percent-encoded as in a link
   *
   * The person says what to tell the proxy when it asks.
   */
  proxy_answered_signal =
      g_signal_new ("proxy-answered", DP_TYPE_NETWORK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  /**
   * DpNetworkPage::sign-in:
   * @self: the page
   * @proxy: a link to a proxy, without user and password
   *
   * The person wants to say what to tell the proxy when it asks.
   */
  sign_in_signal = g_signal_new ("sign-in", DP_TYPE_NETWORK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
dp_network_page_class_init (DpNetworkPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_network_page_dispose;
  install_signals ();

  g_type_ensure (DP_TYPE_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-network-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DpNetworkPage, per_host);
  gtk_widget_class_bind_template_child (widget_class, DpNetworkPage, segments);
  gtk_widget_class_bind_template_child (widget_class, DpNetworkPage, proxy_mode);
  gtk_widget_class_bind_template_child (widget_class, DpNetworkPage, proxy_mode_title);
  gtk_widget_class_bind_template_child (widget_class, DpNetworkPage, proxy_uri_row);
  gtk_widget_class_bind_template_child (widget_class, DpNetworkPage, proxy_except_row);
  gtk_widget_class_bind_template_child (widget_class, DpNetworkPage, proxy_uri);
  gtk_widget_class_bind_template_child (widget_class, DpNetworkPage, proxy_sign_in);
  gtk_widget_class_bind_template_child (widget_class, DpNetworkPage, proxy_except);
  gtk_widget_class_bind_template_child (widget_class, DpNetworkPage, proxy_hint);
  gtk_widget_class_bind_template_child (widget_class, DpNetworkPage, certificates_button);
  gtk_widget_class_bind_template_callback (widget_class, update_mode);
  gtk_widget_class_bind_template_callback (widget_class, check_proxy_uri);
  gtk_widget_class_bind_template_callback (widget_class, take_proxy);
  gtk_widget_class_bind_template_callback (widget_class, sign_in);
  gtk_widget_class_bind_template_callback (widget_class, show_certificates);
  gtk_widget_class_bind_template_callback (widget_class, on_unmap);
  gtk_widget_class_bind_template_callback (widget_class, dp_number_spin_show);
  gtk_widget_class_bind_template_callback (widget_class, dp_number_spin_read);
}

static void
dp_network_page_init (DpNetworkPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The button inside is what a screen reader comes to, and GTK 4.8 does not name it. */
  gtk_accessible_update_relation (
      GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->proxy_mode))),
      GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->proxy_mode_title, NULL, -1);
}
