/* dp-app-scenes.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every window, dialog and page of the program with all that it can show, one after the other.
 * The home thread; needs a display.
 */

#pragma once

#include "dp-app-fixture.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  /* Returns (lent) the window that it is in, which is shown. */
  GtkWindow *(*open) (DpAppFixture *fixture);
} DpAppScene;

/* Runs it in a program of its own for each of them, as a test below @path. */
void dp_app_scenes_add (const char *path,
                        void (*test) (const DpAppScene *scene, GtkWindow *window));

G_END_DECLS
