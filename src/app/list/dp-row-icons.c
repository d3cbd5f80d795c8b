/* dp-row-icons.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two icons of a row: what kind of file it is, or for a finished picture what is on it; and how
 * the download stands.
 *
 * The kind is taken from the name, which has got its ending from the server's media type if it came
 * without; no file is looked into but by the worker that makes previews.
 *
 * Thread: home.
 */

#include "dp-row-icons.h"

#include "dp-picture.h"
#include "dp-previews.h"

#define ICON_SIZE 32

/* In the theme of every desktop. */
#define FALLBACK_ICON "text-x-generic"

struct _DpRowIcons
{
  GtkImage *icon;       /* (unowned) */
  GtkImage *state_icon; /* (unowned) */
  DpDownload *download; /* (owned) (nullable) */
  DpPreviews *previews; /* (owned) */
  char *icon_name;      /* (owned) (nullable): of which file the icon shows the kind */
};

static const char *const state_icons[DP_N_STATES] = {
  [DP_STATE_QUEUED] = "content-loading-symbolic",
  [DP_STATE_RUNNING] = "go-bottom-symbolic",
  [DP_STATE_WAITING] = "document-open-recent-symbolic",
  [DP_STATE_PAUSED] = "media-playback-pause-symbolic",
  [DP_STATE_DONE] = "object-select-symbolic",
  [DP_STATE_FAILED] = "dialog-error-symbolic",
  [DP_STATE_CANCELLED] = "process-stop-symbolic",
  [DP_STATE_ASKING] = "dialog-password-symbolic",
};

static gboolean
is_here (DpDownload *download)
{
  return dp_download_get_state (download) == DP_STATE_DONE &&
         dp_download_get_found (download) == DP_FINISHED_SAME;
}

static const char *
get_state_icon (DpDownload *download)
{
  if (dp_download_get_state (download) == DP_STATE_DONE && !is_here (download))
    return "dialog-warning-symbolic";
  return state_icons[dp_download_get_state (download)];
}

/* The kind */

static GIcon *
get_kind_icon (const char *name)
{
  g_autofree char *type = g_content_type_guess (name, NULL, 0, NULL);
  GIcon *icon = g_content_type_get_icon (type);

  if (G_IS_THEMED_ICON (icon))
    g_themed_icon_append_name (G_THEMED_ICON (icon), FALLBACK_ICON);
  return icon;
}

static void
show_kind (DpRowIcons *self)
{
  const char *name = dp_download_get_name (self->download);
  g_autoptr (GIcon) icon = NULL;

  if (g_strcmp0 (self->icon_name, name) == 0)
    return;
  g_free (self->icon_name);
  self->icon_name = g_strdup (name);
  icon = get_kind_icon (name);
  gtk_image_set_from_gicon (self->icon, icon);
  gtk_image_set_pixel_size (self->icon, ICON_SIZE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "preview");
}

/* The picture */

static void
show_preview (DpRowIcons *self, GdkTexture *texture)
{
  g_clear_pointer (&self->icon_name, g_free);
  gtk_image_set_from_paintable (self->icon, GDK_PAINTABLE (texture));
  gtk_image_set_pixel_size (self->icon, DP_PREVIEW_SIZE);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), "preview");
}

static gboolean
may_have_preview (DpRowIcons *self)
{
  return is_here (self->download) && dp_download_get_path (self->download) != NULL &&
         dp_picture_is_likely (dp_download_get_name (self->download));
}

/* A file that is downloaded again under its name is another one. */
static char *
dup_key (DpDownload *download)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s",
                          dp_download_get_history (download)->finished_usec,
                          dp_download_get_path (download));
}

static void on_preview (gpointer user_data);

static void
update_picture (DpRowIcons *self)
{
  g_autofree char *key = NULL;
  GdkTexture *texture = NULL;
  gboolean is_known = TRUE;

  if (may_have_preview (self))
    {
      key = dup_key (self->download);
      is_known = dp_previews_find (self->previews, key, &texture);
    }
  if (texture != NULL)
    show_preview (self, texture);
  else
    show_kind (self);
  if (!is_known && gtk_widget_get_mapped (GTK_WIDGET (self->icon)))
    dp_previews_want (self->previews, GTK_WIDGET (self->icon),
                      dp_download_get_path (self->download), key, on_preview, self);
  else
    dp_previews_forget (self->previews, GTK_WIDGET (self->icon));
}

static void
on_preview (gpointer user_data)
{
  update_picture (user_data);
}

static void
on_enabled (DpRowIcons *self)
{
  if (self->download != NULL)
    update_picture (self);
}

/**
 * dp_row_icons_new:
 * @icon: shows what kind of file it is; outlives the result
 * @state_icon: shows how the download stands; outlives the result
 *
 * Thread: home.
 *
 * Returns: (transfer full): the icons of no download yet
 */
DpRowIcons *
dp_row_icons_new (GtkImage *icon, GtkImage *state_icon)
{
  DpRowIcons *self = g_new0 (DpRowIcons, 1);

  self->icon = icon;
  self->state_icon = state_icon;
  self->previews = dp_previews_dup_default ();
  g_signal_connect_swapped (self->previews, "notify::enabled", G_CALLBACK (on_enabled), self);
  return self;
}

/**
 * dp_row_icons_free:
 * @self: (transfer full) (nullable): icons
 *
 * Thread: home.
 */
void
dp_row_icons_free (DpRowIcons *self)
{
  if (self == NULL)
    return;
  dp_previews_forget (self->previews, GTK_WIDGET (self->icon));
  g_signal_handlers_disconnect_by_data (self->previews, self);
  g_object_unref (self->previews);
  g_clear_object (&self->download);
  g_free (self->icon_name);
  g_free (self);
}

/**
 * dp_row_icons_update:
 * @self: icons
 * @download: (nullable): what the row shows
 *
 * Shows what is so now; to be called when that has changed, and when the row comes into view or goes.
 *
 * Thread: home.
 */
void
dp_row_icons_update (DpRowIcons *self, DpDownload *download)
{
  g_set_object (&self->download, download);
  if (download == NULL)
    {
      dp_previews_forget (self->previews, GTK_WIDGET (self->icon));
      return;
    }
  gtk_image_set_from_icon_name (self->state_icon, get_state_icon (download));
  update_picture (self);
}
