/* test-fits.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every window, dialog and page has room on the screen of a telephone, in text of the usual size
 * and of twice that; what has none is scrolled, and never cut off at the side.
 */

#include "dp-app-scenes.h"
#include "dp-line.h"

#define WIDTH_PX      360
#define HEIGHT_PX     640
#define USUAL_DPI     96
#define DPI_SCALE     1024 /* that of GtkSettings:gtk-xft-dpi */
#define PATIENCE_USEC (20 * G_USEC_PER_SEC)

static int
measure (GtkWidget *widget, GtkOrientation orientation, int for_size)
{
  int minimum;

  gtk_widget_measure (widget, orientation, for_size, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* Who does not get any smaller, from the window down. */
static void
tell_who (GtkWidget *widget, GtkOrientation orientation, int for_size)
{
  GtkWidget *widest = widget;

  while (widest != NULL)
    {
      int most = 0;

      g_test_message ("%d px: %s “%s”", measure (widest, orientation, for_size),
                      G_OBJECT_TYPE_NAME (widest),
                      GTK_IS_LABEL (widest) ? gtk_label_get_label (GTK_LABEL (widest)) : "");
      widget = widest;
      widest = NULL;
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        if (gtk_widget_should_layout (child) && measure (child, orientation, for_size) > most)
          {
            most = measure (child, orientation, for_size);
            widest = child;
          }
    }
}

/* GTK lets a window be no smaller than it looks right to it: words that are not scrolled would be a
 * column as high as a tower. */
static gboolean
fits (GtkWidget *window)
{
  return gtk_widget_get_width (window) <= WIDTH_PX && gtk_widget_get_height (window) <= HEIGHT_PX &&
         measure (window, GTK_ORIENTATION_HORIZONTAL, -1) <= WIDTH_PX;
}

/* What gives way when a window gets narrow does so step by step, as when somebody drags its edge. */
static void
wait_until_it_fits (GtkWidget *window)
{
  gint64 end_usec = g_get_monotonic_time () + PATIENCE_USEC;

  while (!fits (window) && g_get_monotonic_time () < end_usec)
    {
      gtk_window_set_default_size (GTK_WINDOW (window), WIDTH_PX, HEIGHT_PX);
      dp_test_iterate ();
    }
}

static void
check (GtkWidget *window)
{
  if (fits (window))
    return;
  tell_who (window, GTK_ORIENTATION_HORIZONTAL, -1);
  tell_who (window, GTK_ORIENTATION_VERTICAL, WIDTH_PX);
  g_test_fail_printf ("it is %d × %d", gtk_widget_get_width (window),
                      gtk_widget_get_height (window));
}

static void
test_fits (const DpAppScene *scene, GtkWindow *window)
{
  for (int factor = 1; factor <= 2; factor++)
    {
      g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", factor * USUAL_DPI * DPI_SCALE,
                    NULL);
      g_test_message ("in text of %d times the usual size", factor);
      wait_until_it_fits (GTK_WIDGET (window));
      check (GTK_WIDGET (window));
    }
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-xft-dpi");
}

/* The control goes below its words when it has no room behind them, and comes back. */
static void
test_line (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *line = g_object_new (DP_TYPE_LINE, NULL);
  GtkWidget *words = gtk_label_new ("What can be set, and what that is good for");
  GtkWidget *control = gtk_button_new_with_label ("A wide control");

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_widget_set_parent (words, line);
  gtk_widget_set_parent (control, line);
  gtk_window_set_child (GTK_WINDOW (window), line);
  for (guint i = 0; i < 2; i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (window), 600, 100);
      gtk_window_present (GTK_WINDOW (window));
      dp_test_run_until (gtk_widget_get_width (line) > 500);
      g_assert_false (dp_line_is_broken (DP_LINE (line)));
      g_assert_cmpint (gtk_widget_get_width (words) + gtk_widget_get_width (control), <=, 600);
      gtk_window_set_default_size (GTK_WINDOW (window), 200, 200);
      dp_test_run_until (gtk_widget_get_width (line) <= 200);
      g_assert_true (dp_line_is_broken (DP_LINE (line)));
      g_assert_cmpint (gtk_widget_get_width (words), >, 150);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fits/line", test_line);
  dp_app_scenes_add ("/fits", test_fits);

  return g_test_run ();
}
