/* dp-demonstration-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The same files with one, four and sixteen at once, where there is a server for that: a button that
 * asks for it, and the curve.  What is to be seen is the state of "app.demonstrate".
 *
 * Thread: home.
 */

#include "dp-demonstration-view.h"

#include <glib/gi18n.h>

#include "dp-activity-words.h"
#include "dp-curve.h"

#define N_RUNS 3

struct _DpDemonstrationView
{
  DpComposite parent_instance;

  DpCurve *curve;
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (DpDemonstrationView, dp_demonstration_view, DP_TYPE_COMPOSITE)

static void
add_point (DpDemonstrationView *self, guint n_at_once, guint n_files, guint64 wall_usec)
{
  double files_per_sec = n_files * 1e6 / (double) MAX (wall_usec, 1);
  g_autofree char *name = g_strdup_printf ("%u", n_at_once);
  /* Translators: how many files come in a second, at a point of a curve. */
  g_autofree char *value = g_strdup_printf (_ ("%.0f files/s"), files_per_sec);
  const DpCurvePoint point = { name, value, files_per_sec };

  dp_curve_add (self->curve, &point);
}

static void
append_words (GString *words, guint n_at_once, guint n_files, guint64 usec, guint64 first_usec)
{
  g_autofree char *time = dp_activity_words_for_duration (usec);

  if (words->len > 0)
    g_string_append_c (words, '\n');
  if (usec == first_usec)
    /* Translators: how many files; how many of them at once; a time. */
    g_string_append_printf (words, _ ("%u files, %u at once: %s."), n_files, n_at_once, time);
  else
    g_string_append_printf (
        words,
        /* Translators: how many files; how many of them at once; a time; how many times as fast. */
        _ ("%u files, %u at once: %s, %.1f times as fast."), n_files, n_at_once, time,
        (double) first_usec / (double) MAX (usec, 1));
}

static void
show (DpDemonstrationView *self, GVariant *state)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GVariantIter) runs = NULL;
  gboolean is_running;
  guint n_at_once;
  guint n_files;
  guint64 usec;
  guint64 first_usec = 0;

  g_variant_get (state, "(ba(uut))", &is_running, &runs);
  dp_curve_clear (self->curve);
  while (g_variant_iter_next (runs, "(uut)", &n_at_once, &n_files, &usec))
    {
      first_usec = first_usec == 0 ? usec : first_usec;
      add_point (self, n_at_once, n_files, usec);
      append_words (words, n_at_once, n_files, usec, first_usec);
    }
  if (is_running)
    g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", _ ("It goes on…"));
  gtk_label_set_label (self->words, words->str);
  gtk_widget_set_visible (GTK_WIDGET (self->words), words->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->curve), dp_curve_get_n_points (self->curve) > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->curve), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words->str, -1);
}

static void
on_state_changed (DpDemonstrationView *self, const char *name, GVariant *state)
{
  show (self, state);
}

/**
 * dp_demonstration_view_set_actions:
 * @self: the view
 * @actions: those of the program; where none of them is called "demonstrate" nothing is seen
 *
 * Thread: home.
 */
void
dp_demonstration_view_set_actions (DpDemonstrationView *self, GActionGroup *actions)
{
  gboolean is_there = g_action_group_has_action (actions, "demonstrate");
  g_autoptr (GVariant) state = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), is_there);
  if (!is_there)
    return;
  state = g_action_group_get_action_state (actions, "demonstrate");
  g_signal_connect_object (actions, "action-state-changed::demonstrate",
                           G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
  show (self, state);
}

static void
dp_demonstration_view_class_init (DpDemonstrationViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DP_TYPE_CURVE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/downpour/Downpour/dp-demonstration-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DpDemonstrationView, curve);
  gtk_widget_class_bind_template_child (widget_class, DpDemonstrationView, words);
}

static void
dp_demonstration_view_init (DpDemonstrationView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_curve_set_n_places (self->curve, N_RUNS);
}
