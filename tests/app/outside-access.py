#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tour through the window with the list, its menus, its details and the activity."""
from person import main, until
from tour import add_slow, click_menu, fill, focus_row, tour

def empty_window(program, _server):
    tour(program)


def rows(program, server):
    fill(program, server)
    program.row(r"^ubuntu\.iso, \d+ percent, \d+ (minutes?|seconds?) left, downloading$")
    tour(program, at_least=15)
    bar = program.find("progress bar", "ubuntu.iso")
    before = bar.value
    until("it to move", lambda: bar.value > before)
    program.key("ctrl+f")
    program.find("entry", "Find Downloads")
    tour(program, at_least=15)


def selection(program, server):
    """The bar that comes with it, and its menu."""
    add_slow(program, server)
    focus_row(program, "ubuntu")
    program.find("label", "1 selected")
    for name in ("Pause", "Show in Folder", "Remove from List", "Unselect"):
        program.find("push button", name)
    tour(program, at_least=20)
    click_menu(program, "More")
    until("its menu", lambda: program.window().find_all("menu item", "Limit Speed…"))
    tour(program, at_least=20)
    program.key("Escape")
    program.find("push button", "Unselect").click()
    until("nothing", lambda: not program.find("push button", "Remove from List").is_enabled)


def menus(program, server):
    """Each with all its items, those of the menus in it, too."""
    add_slow(program, server)
    for key, item, count in (
        ("F10", "Preferences", 15), ("alt+s", "Time Left", 8), ("shift+F10", "Remove from List", 10),
    ):
        if key == "shift+F10":
            focus_row(program, "ubuntu")
        program.key(key)
        until(f"the menu of {key}", lambda: program.window().find_first("menu item", item))
        tour(program, at_least=count)
        program.key("Escape")
        until("no menu", lambda: not program.window().find_first("menu item", item))


def messages(program, server):
    """What appears by itself is told as it comes: the toast, and the banner."""
    add_slow(program, server)
    program.find("alert", "1 link added")
    program.find("push button", "Undo")
    program.find("push button", "Dismiss")


def details(program, server):
    fill(program, server)
    focus_row(program, "ubuntu")
    program.key("alt+Return")
    program.find("push button", "Close|Back")
    program.find("progress bar", "Network")
    tour(program, at_least=25)
    focus_row(program, "done")
    program.find("push button", "Compute SHA-256").click()
    program.find("text", "Checksum to compare with")
    tour(program, at_least=20)


def activity(program, server):
    add_slow(program, server)
    program.key("F9")
    program.find("list item", ".*", title="Activity")
    tour(program, "Activity", at_least=6)


main(
    empty_window,
    rows,
    selection,
    menus,
    messages,
    details,
    activity,
)
