/* dp-speaker.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the program's rooms have to tell the person, on its way to the window.
 *
 * Thread: home.
 */

#include "dp-speaker.h"

#include <glib/gi18n.h>

#include "dp-front.h"
#include "dp-words.h"

struct _DpSpeaker
{
  GtkApplication *application; /* (unowned): outlives us */
  char *kept;                  /* (owned) (nullable): until there is a window to say it in */
};

static void
on_no_room (GtkApplication *application,
            DpDownload *download,
            guint64 needed_bytes,
            gboolean is_full)
{
  g_autofree char *text = dp_words_for_no_room (download, needed_bytes, is_full);

  dp_front_say (application, text, NULL, NULL);
}

static void
on_undo_said (GtkApplication *application,
              const char *text,
              const char *label,
              const char *action_name)
{
  if (text != NULL)
    dp_front_say (application, text, label, action_name);
  else
    dp_front_hush (application);
}

/**
 * dp_speaker_new:
 * @application: the program; outlives the result
 * @queue: says where there is no room
 * @undo: says what can be taken back
 *
 * Thread: home.
 *
 * Returns: (transfer full): who speaks for them
 */
DpSpeaker *
dp_speaker_new (GtkApplication *application, DpQueue *queue, DpUndo *undo)
{
  DpSpeaker *self = g_new0 (DpSpeaker, 1);

  self->application = application;
  g_signal_connect_object (queue, "no-room", G_CALLBACK (on_no_room), application,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (undo, "said", G_CALLBACK (on_undo_said), application, G_CONNECT_SWAPPED);
  return self;
}

/**
 * dp_speaker_free:
 * @self: (transfer full) (nullable): who speaks
 *
 * Thread: home.
 */
void
dp_speaker_free (DpSpeaker *self)
{
  if (self == NULL)
    return;
  g_free (self->kept);
  g_free (self);
}

/**
 * dp_speaker_catch_up:
 * @self: who speaks
 *
 * There is a window now: what was kept for it is said.
 *
 * Thread: home.
 */
void
dp_speaker_catch_up (DpSpeaker *self)
{
  if (self->kept == NULL || dp_front_get_window (self->application) == NULL)
    return;
  dp_front_say (self->application, self->kept, NULL, NULL);
  g_clear_pointer (&self->kept, g_free);
}

/**
 * dp_speaker_insist:
 * @self: who speaks
 * @sentence: what the person must not miss
 *
 * Says it now, or as soon as there is a window.
 *
 * Thread: home.
 */
void
dp_speaker_insist (DpSpeaker *self, const char *sentence)
{
  g_free (self->kept);
  self->kept = g_strdup (sentence);
  dp_speaker_catch_up (self);
}

/**
 * dp_speaker_complain:
 * @sentence: what went wrong
 * @speaker: who speaks
 *
 * Says it, if there is a window.
 *
 * Thread: home.
 */
void
dp_speaker_complain (const char *sentence, gpointer speaker)
{
  dp_front_say (((DpSpeaker *) speaker)->application, sentence, NULL, NULL);
}

/**
 * dp_speaker_set_notice:
 * @sentence: (nullable): what will happen when all is done, unless the person cancels it; %NULL:
 *   nothing will
 * @speaker: who speaks
 *
 * Shows it for as long as it is true.
 *
 * Thread: home.
 */
void
dp_speaker_set_notice (const char *sentence, gpointer speaker)
{
  DpWindow *window = dp_front_get_window (((DpSpeaker *) speaker)->application);

  if (window != NULL)
    dp_window_set_banner (window, sentence, _ ("_Cancel"), "app.cancel-when-done");
}
