#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finished files that are dragged into another program."""
import contextlib
import os
import subprocess
import threading

from person import DEADLINE_SEC, main, run, until

COPY = 1


class Target:
    """A window to drop files on, and what it got."""

    def __init__(self):
        self.lines = []
        self.process = subprocess.Popen(
            [os.environ["DOWNPOUR_DROP_TARGET"]], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()
        self.window = until(
            "the window to drop on",
            lambda: run("xdotool", "search", "--onlyvisible", "--name", "^Drop Target$"),
        ).split()[0]

    def listen(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def close(self):
        self.process.stdin.close()
        self.process.wait(DEADLINE_SEC)
        self.thread.join(DEADLINE_SEC)

    def got(self):
        return [line for line in self.lines if line != "here"]


@contextlib.contextmanager
def drop_target():
    target = Target()
    try:
        yield target
    finally:
        target.close()


def find_middle(program, pattern):
    """Where on the screen a row is."""
    item = program.find("list item", pattern)
    x, y, width, height = item.box
    return 500 + x + width // 2, 100 + y + height // 2


def drag(program, pattern, target):
    to = (150, 250)
    window = until("the window", program.find_x_window)
    run("xdotool", "windowsize", "--sync", window, 600, 500)
    run("xdotool", "windowmove", "--sync", window, 500, 100)
    run("xdotool", "windowmove", "--sync", target.window, 20, 100)
    x, y = until("a place", lambda: find_middle(program, pattern))
    run("xdotool", "mousemove", x, y, "sleep", 0.2, "mousedown", 1, "sleep", 0.1)
    steps = 14
    for i in range(1, steps + 1):
        run("xdotool", "mousemove", x + (to[0] - x) * i // steps, y + (to[1] - y) * i // steps,
            "sleep", 0.03)
    until("the target to see it", lambda: "here" in target.lines)
    run("xdotool", "sleep", 0.4, "mouseup", 1)


def fetch(program, server, *names):
    program.paste(*(f"{server.url}/file/{name}?size=1000" for name in names))
    program.wait_summary(f"{len(names)} of {len(names)} done")


def one_file(program, server):
    """To be copied: nobody may take it away."""
    fetch(program, server, "a.bin", "b.bin")
    with drop_target() as target:
        drag(program, "b.bin, Done.*", target)
        until("the file", lambda: len(target.got()) == 2)
        assert target.got() == [f"actions {COPY}", f"file {program.folder}/b.bin"], target.lines
    assert program.files() == ["a.bin", "b.bin"]


def rubber_band(program, server):
    """From where no row is, up over two of three."""
    program.paste(*(f"{server.url}/stall-headers/{i}.bin" for i in range(3)))
    program.row("2.bin")
    window = until("the window", program.find_x_window)
    run("xdotool", "windowsize", "--sync", window, 600, 500)
    run("xdotool", "windowmove", "--sync", window, 500, 100)
    x, y = find_middle(program, "1.bin.*")
    _, next_y = find_middle(program, "2.bin.*")
    height = next_y - y
    run("xdotool", "mousemove", x + 200, next_y + 2 * height, "sleep", 0.2, "mousedown", 1)
    for step in range(1, 13):
        up = next_y + 2 * height - step * height // 4
        run("xdotool", "mousemove", x + 200 - 10 * step, up, "sleep", 0.02)
    run("xdotool", "mouseup", 1)
    program.shows("label", "2 selected")
    program.find("push button", "Remove from List").click()
    program.wait_count(1)
    program.row("0.bin")


def all_that_are_selected(program, server):
    """And that are there to be dragged."""
    program.paste(server.url + "/status/404/gone.bin")
    program.row("Failed")
    program.paste(*(f"{server.url}/file/{name}?size=1000" for name in ("a%20b.bin", "c.bin")))
    program.wait_summary("2 of 3 done")
    program.find("list item", "c.bin, Done.*")
    program.key("Down", "ctrl+a")
    with drop_target() as target:
        drag(program, "c.bin, Done.*", target)
        until("two files", lambda: len(target.got()) == 3)
        assert sorted(target.got()[1:]) == [
            f"file {program.folder}/a b.bin", f"file {program.folder}/c.bin"
        ], target.lines


main(one_file, all_that_are_selected, rubber_band)
