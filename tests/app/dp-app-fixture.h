/* dp-app-fixture.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program with its window, in this process, with a folder, a server and settings of its own.
 * The home thread; needs a display.
 */

#pragma once

#include <gtk/gtk.h>

#include "dp-application.h"
#include "dp-engine-fixture.h"
#include "dp-window.h"

G_BEGIN_DECLS

typedef struct _DpAppFixture DpAppFixture;
typedef void (*DpAppTestFunc) (DpAppFixture *self);

struct _DpAppFixture
{
  DpEngineFixture *engine;    /* (owned): its folder is where files go */
  DpApplication *application; /* (owned) */
  GSettings *settings;        /* (owned) */
  DpQueue *queue;             /* lent */
  DpWindow *window;           /* lent */
  DpAppTestFunc body;
};

/* Starts the program with these arguments (NULL: none), runs the test inside, quits, and proves
 * that nothing of the program is left. */
void dp_app_fixture_run (DpAppTestFunc body, const char *const *arguments);
/* The same, for g_test_add_data_func(). */
void dp_app_fixture_run_data (gconstpointer body);

void dp_app_fixture_activate (DpAppFixture *self, const char *action_name);
/* Copies it and activates "win.paste". */
void dp_app_fixture_paste (DpAppFixture *self, const char *media_type, const char *text);
/* So many links that the server does not answer, one a line. */
char *dp_app_fixture_dup_silent_links (DpAppFixture *self, guint n_links);
/* Pastes links and waits until they are in the list. */
void dp_app_fixture_add (DpAppFixture *self, const char *links, guint n_links);
guint dp_app_fixture_count (DpAppFixture *self);
/* Which ids are in the list, as in "1 2 3". */
char *dp_app_fixture_list_ids (DpAppFixture *self);

const char *dp_app_fixture_get_label (DpAppFixture *self, const char *child);
gboolean dp_app_fixture_is_toast_shown (DpAppFixture *self);
const char *dp_app_fixture_get_toast (DpAppFixture *self);
/* What stands across the window, or "". */
const char *dp_app_fixture_get_banner (DpAppFixture *self);
GtkSelectionModel *dp_app_fixture_get_selection (DpAppFixture *self);
/* A window of this type, or NULL. */
gpointer dp_app_fixture_find_window (GType type);

/* The style of the program, without the program. */
void dp_test_load_style (void);
/* Calls it for a widget and all below. */
void dp_test_walk (GtkWidget *widget, void (*visit) (GtkWidget *, gpointer), gpointer user_data);
/* A screen reader hears what a progress bar is about, and a value in words. */
void dp_test_assert_bar_is_named (GtkWidget *bar);

G_END_DECLS
