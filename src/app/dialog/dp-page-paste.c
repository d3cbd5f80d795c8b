/* dp-page-paste.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A field for links into which a piece of a web page is pasted or dropped gets the links of it, one a
 * line, and not the plain text, in which they are lost.
 *
 * Thread: home; a worker reads the page.
 */

#include "dp-page-paste.h"

#include "dp-input.h"
#include "dp-link-reader.h"

#define PAGE_TYPE "text/html"
/* Who offers this has copied links or files, and says so more exactly. */
#define LIST_TYPE "text/uri-list"

/**
 * dp_page_paste_join:
 * @list: links
 *
 * Thread: any.
 *
 * Returns: (transfer full): them, one a line
 */
char *
dp_page_paste_join (const DpUrlList *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < list->urls->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) list->urls->pdata[i]);
  return g_string_free (text, FALSE);
}

static gboolean
has_page (GdkContentFormats *formats)
{
  return gdk_content_formats_contain_mime_type (formats, PAGE_TYPE) &&
         !gdk_content_formats_contain_mime_type (formats, LIST_TYPE);
}

/* As GtkTextView pastes: in place of what is selected, and one step back takes it away. */
static void
insert (GtkTextView *view, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, gtk_text_view_get_editable (view));
  gtk_text_buffer_insert_interactive_at_cursor (buffer, text, -1,
                                                gtk_text_view_get_editable (view));
  gtk_text_buffer_end_user_action (buffer);
}

static void
on_plain_text (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkTextView) view = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text != NULL)
    insert (view, text);
}

static gboolean
insert_links (GtkTextView *view, GAsyncResult *result)
{
  g_autoptr (DpUrlList) list = dp_link_reader_read_finish (result, NULL);
  g_autofree char *text = dp_page_paste_join (list);

  if (*text != '\0')
    insert (view, text);
  return *text != '\0';
}

static void
on_dropped_links (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkTextView) view = user_data;

  insert_links (view, result);
}

static void
on_pasted_links (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkTextView) view = user_data;

  if (!insert_links (view, result))
    gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (view)), NULL,
                                   on_plain_text, g_object_ref (view));
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkTextView) view = user_data;
  DpUrlListType type;
  g_autoptr (GBytes) text = dp_input_read_finish (result, &type, NULL);

  if (GDK_IS_DROP (source))
    gdk_drop_finish (GDK_DROP (source), text != NULL ? GDK_ACTION_COPY : 0);
  if (text != NULL)
    dp_link_reader_read_async (text, type, NULL, NULL,
                               GDK_IS_DROP (source) ? on_dropped_links : on_pasted_links,
                               g_object_ref (view));
}

static void
on_paste (GtkTextView *view)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (view));

  if (!has_page (gdk_clipboard_get_formats (clipboard)))
    return;
  g_signal_stop_emission_by_name (view, "paste-clipboard");
  dp_input_read_clipboard_async (clipboard, on_page, g_object_ref (view));
}

static gboolean
on_accept (GtkDropTargetAsync *target, GdkDrop *drop)
{
  return has_page (gdk_drop_get_formats (drop));
}

static gboolean
on_drop (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, GtkTextView *view)
{
  dp_input_read_drop_async (drop, on_page, g_object_ref (view));
  return TRUE;
}

/**
 * dp_page_paste_attach:
 * @view: a field for links
 *
 * Thread: home.
 */
void
dp_page_paste_attach (GtkTextView *view)
{
  GtkDropTargetAsync *target =
      gtk_drop_target_async_new (dp_input_get_formats (), GDK_ACTION_COPY | GDK_ACTION_LINK);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect (target, "accept", G_CALLBACK (on_accept), NULL);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), view);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (target));
  g_signal_connect (view, "paste-clipboard", G_CALLBACK (on_paste), NULL);
}
