#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The preferences, by mouse and by keys: what is painted into the timetable is kept."""
import datetime
import os
import re

from person import SETTINGS, main, run, until

TITLE = "Preferences"
DAYS = 7
HOURS = 24


def press(program, *keys):
    program.key(*keys, title=TITLE)


def tab_to(program, name):
    """On with Tab until that has the focus; returns it."""
    for _ in range(12):
        press(program, "Tab")
        focused = until(
            "a focus", lambda: next((t for t in program.window(TITLE).walk() if t.has_focus), None)
        )
        if focused.name == name:
            return focused
    raise AssertionError(f"Tab does not lead to {name}")


def says(program, words):
    until(words, lambda: program.window(TITLE).find_first("label", re.escape(words)))


def week():
    """The week as it is kept, a text for each day."""
    path = os.path.join(os.environ["XDG_CONFIG_HOME"], SETTINGS)
    with open(path, encoding="utf-8") as file:
        found = re.search("^timetable='([flo]*)'", file.read(), re.M)
    text = found.group(1) if found else "f" * DAYS * HOURS
    return [text[i:i + HOURS] for i in range(0, len(text), HOURS)]


def keeps(day, hours):
    until(lambda: f"{hours} on day {day}, in {week()}", lambda: week()[day] == hours)


def open_timetable(program):
    """The page with it, all of it in view."""
    program.key("ctrl+comma")
    window = until("the preferences", lambda: program.find_x_window(TITLE))
    run("xdotool", "windowsize", "--sync", window, 700, 760)
    press(program, "Down", "Down")
    tab_to(program, "Follow a timetable")
    press(program, "space")
    return window, tab_to(program, "Timetable")


def drag(window, grid, day, is_dragged):
    """From the last hour of a day to beyond its first, in one leap; or only a press there."""
    place = run("xdotool", "getwindowgeometry", "--shell", window)
    left, top = (int(re.search(f"^{axis}=(-?\\d+)", place, re.M).group(1)) for axis in "XY")
    x, y, width, height = grid.box
    row = top + y + 2 + round((day + 1.5) * height / (DAYS + 1))
    end = left + x - 20 if is_dragged else left + x + width - 4
    run(
        "xdotool", "mousemove", left + x + width - 4, row, "mousedown", 1, "sleep", "0.05",
        "mousemove", end, row, "sleep", "0.05", "mouseup", 1,
    )


def painted_by_mouse(program, _server):
    window, grid = open_timetable(program)
    drag(window, grid, 2, False)
    keeps(2, "f" * 23 + "l")
    drag(window, grid, 2, True)
    keeps(2, "o" * 24)
    drag(window, grid, 6, True)
    keeps(6, "l" * 24)
    assert week()[3] == "f" * 24, week()


def painted_by_keys(program, _server):
    open_timetable(program)
    press(program, "Down", "space", "space", "shift+Right", "shift+Right", "shift+Down")
    keeps(1, "ooo" + "f" * 21)
    keeps(2, "ffo" + "f" * 21)
    press(program, "End", "Return")
    keeps(2, "ffo" + "f" * 20 + "l")


def begun_with(program, _server):
    open_timetable(program)
    press(program, "Tab", "space", "Down", "Return")
    until("the nights", lambda: week() == ["f" * 6 + "o" * 16 + "ff"] * DAYS)


def told(program, _server):
    """What comes of it: the person does not have to read the grid."""
    window, grid = open_timetable(program)
    says(program, "Downloads run at full speed all week.")
    for day in range(DAYS):
        drag(window, grid, day, False)
        drag(window, grid, day, True)
        keeps(day, "o" * 24)
    says(program, "The timetable lets nothing run at any time.")
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    press(program, *["Up"] * (DAYS - 1 - tomorrow.weekday()), "End", "Left", "space")
    keeps(tomorrow.weekday(), "o" * 22 + "fo")
    says(program, f"Downloads run again on {tomorrow:%A}, 22:00.")


main(painted_by_mouse, painted_by_keys, begun_with, told)
