# SPDX-License-Identifier: GPL-3.0-or-later
"""What is dragged from another window into the program's, for tests that see it only from outside."""
import contextlib
import os
import subprocess

from person import DEADLINE_SEC, run, until


@contextlib.contextmanager
def drag_source(media_type, content):
    """A window that is full of something to drag."""
    process = subprocess.Popen(
        [os.environ["DOWNPOUR_DRAG_SOURCE"], media_type, content],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
    )
    try:
        yield until(
            "the window to drag from",
            lambda: run("xdotool", "search", "--onlyvisible", "--name", "^Drag Source$"),
        ).split()[0]
    finally:
        process.stdin.close()
        process.wait(DEADLINE_SEC)


def drag(program, source, is_wanted=True):
    """From the middle of the one window into the middle of the other, as slowly as a hand; what is
    wanted there is let go when the window says so."""
    target = until("the window", program.find_x_window)
    run("xdotool", "windowsize", "--sync", target, 600, 500)
    run("xdotool", "windowmove", "--sync", target, 500, 100)
    run("xdotool", "windowmove", "--sync", source, 20, 100)
    run("xdotool", "mousemove", 100, 220, "sleep", 0.1, "mousedown", 1, "sleep", 0.1)
    for x in (104, 110, 120, 140, 200, 300, 400, 500, 600, 700, 780, 790, 800):
        run("xdotool", "mousemove", x, 300, "sleep", 0.02)
    if is_wanted:
        program.shows("label", "Drop to Download")
    run("xdotool", "sleep", 0.4, "mouseup", 1)
