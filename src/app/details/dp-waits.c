/* dp-waits.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why it is slow: what the connections of a download spend their time with, as shares and in a
 * sentence.
 *
 * Thread: home.
 */

#include "dp-waits.h"

#include <glib/gi18n.h>

#include "dp-details-words.h"

struct _DpWaits
{
  DpComposite parent_instance;

  GtkLabel *sentence;
  GtkProgressBar *bars[DP_N_WAITS];
  GtkLabel *percents[DP_N_WAITS];
};

G_DEFINE_FINAL_TYPE (DpWaits, dp_waits, DP_TYPE_COMPOSITE)

static const struct
{
  const char *bar;
  const char *percent;
} names[DP_N_WAITS] = {
  [DP_WAIT_SERVER] = { "server_bar", "server_percent" },
  [DP_WAIT_NETWORK] = { "network_bar", "network_percent" },
  [DP_WAIT_DISK] = { "disk_bar", "disk_percent" },
  [DP_WAIT_LIMIT] = { "limit_bar", "limit_percent" },
};

/**
 * dp_waits_set:
 * @self: the shares
 * @usec: (array fixed-size=4): by #DpWait, how long
 *
 * Thread: home.
 */
void
dp_waits_set (DpWaits *self, const guint64 *usec)
{
  g_autofree char *sentence = dp_details_words_for_waits (usec);
  guint64 all_usec = 0;

  for (guint i = 0; i < DP_N_WAITS; i++)
    all_usec += usec[i];
  for (guint i = 0; i < DP_N_WAITS; i++)
    {
      double share = all_usec > 0 ? (double) usec[i] / (double) all_usec : 0;
      /* Translators: a share, in percent. */
      g_autofree char *percent = g_strdup_printf (_ ("%u %%"), (guint) (share * 100 + 0.5));

      if (share == gtk_progress_bar_get_fraction (self->bars[i]) &&
          g_strcmp0 (percent, gtk_label_get_label (self->percents[i])) == 0)
        continue;
      gtk_label_set_label (self->percents[i], percent);
      /* GTK 4.8 forgets with each number what the bar says. */
      gtk_progress_bar_set_fraction (self->bars[i], share);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->bars[i]),
                                      GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, percent, -1);
    }
  gtk_label_set_label (self->sentence, sentence);
}

static void
dp_waits_class_init (DpWaitsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downpour/Downpour/dp-waits.ui");
  gtk_widget_class_bind_template_child (widget_class, DpWaits, sentence);
  for (guint i = 0; i < DP_N_WAITS; i++)
    {
      gtk_widget_class_bind_template_child_full (widget_class, names[i].bar, FALSE, 0);
      gtk_widget_class_bind_template_child_full (widget_class, names[i].percent, FALSE, 0);
    }
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
dp_waits_init (DpWaits *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_init_template (widget);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (widget)),
                                  GTK_ORIENTATION_VERTICAL);
  for (guint i = 0; i < DP_N_WAITS; i++)
    {
      self->bars[i] =
          GTK_PROGRESS_BAR (gtk_widget_get_template_child (widget, DP_TYPE_WAITS, names[i].bar));
      self->percents[i] =
          GTK_LABEL (gtk_widget_get_template_child (widget, DP_TYPE_WAITS, names[i].percent));
    }
}
