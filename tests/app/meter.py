#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long does the program's main loop keep others waiting?

Asks it over D-Bus for its actions, 100 times a second on a fixed clock whether or not it has
answered before, until standard input ends; then prints milliseconds: n p50 p99 max.
"""
import sys
import time

from gi.repository import Gio, GLib

NAME = "io.github.downpour.Downpour"
PATH = "/io/github/downpour/Downpour"
INTERVAL_SEC = 0.01
DRAIN_SEC = 20


class Meter:
    def __init__(self):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.loop = GLib.MainLoop()
        self.answers_msec = []
        self.asked = {}
        self.n_asked = 0
        self.began = time.monotonic()
        self.ended = None

    def on_answer(self, bus, result, number):
        bus.call_finish(result)
        self.answers_msec.append((time.monotonic() - self.asked.pop(number)) * 1000)

    def on_tick(self):
        if self.ended is not None:
            if not self.asked or time.monotonic() > self.ended + DRAIN_SEC:
                self.loop.quit()
            return True
        # What should have been asked by now; late asking is our own fault, not the program's.
        if time.monotonic() >= self.began + self.n_asked * INTERVAL_SEC:
            self.n_asked += 1
            self.asked[self.n_asked] = time.monotonic()
            self.bus.call(
                NAME, PATH, "org.gtk.Actions", "List", None, None,
                Gio.DBusCallFlags.NO_AUTO_START, -1, None, self.on_answer, self.n_asked,
            )
        return True

    def on_input(self, *_):
        self.ended = time.monotonic()
        return False

    def run(self):
        GLib.timeout_add(int(INTERVAL_SEC * 1000 / 2), self.on_tick)
        GLib.unix_fd_add_full(
            GLib.PRIORITY_DEFAULT, 0, GLib.IOCondition.IN | GLib.IOCondition.HUP, self.on_input
        )
        self.loop.run()
        late = [(time.monotonic() - asked) * 1000 for asked in self.asked.values()]
        figures = sorted(self.answers_msec + late)
        last = len(figures) - 1
        print(len(figures), *(f"{figures[int(last * p)]:.1f}" for p in (0.5, 0.99, 1)))


if __name__ == "__main__":
    sys.exit(Meter().run())
