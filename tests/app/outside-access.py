#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tour through the accessibility tree, as a screen reader makes it.

In every window, dialog, page and menu each control has a name, each bar has a name and a value,
and a row is a whole sentence.
"""
import contextlib

from gi.repository import GLib

from person import main, until

CONTROLS = {
    "push button", "toggle button", "check box", "radio button", "switch", "text", "entry",
    "password text", "spin button", "combo box", "menu item", "check menu item",
    "radio menu item", "list", "list item", "list box", "slider", "page tab", "progress bar",
    "image", "dialog", "frame", "window", "grid", "notification", "alert", "search box",
}


def describe(thing):
    return f"{thing.role} {thing.name!r} ({thing.description!r}) at {thing.box}"


def list_controls(window):
    """Not the rows that only hold other controls together: nobody stops there."""
    return [
        thing
        for thing in window.walk()
        if thing.role in CONTROLS
        and thing.is_on_screen
        and (thing.role != "list item" or thing.is_focusable)
    ]


def tour(program, title="Downpour", at_least=3):
    """All controls in the window have names."""
    controls = []

    def look():
        with contextlib.suppress(GLib.Error):
            controls[:] = list_controls(program.window(title))
        return len(controls) >= at_least

    until(lambda: f"{at_least} controls in {title}: {list(map(describe, controls))}", look)
    nameless = [describe(thing) for thing in controls if not thing.name.strip()]
    assert not nameless, f"in {title}: " + "; ".join(nameless)
    marked = [describe(thing) for thing in controls if "_" in thing.accessible.get_name()]
    assert not marked, f"in {title}: " + "; ".join(marked)
    for thing in controls:
        if thing.role == "progress bar":
            assert 0 <= thing.value <= 1, describe(thing)


def add_slow(program, server):
    program.paste(f"{server.url}/file/ubuntu.iso?size=1000000&rate=8000")
    program.row("ubuntu.iso, .*downloading")


def fill(program, server):
    """A row of each kind."""
    program.paste(f"{server.url}/file/done.bin?size=1000")
    program.row("done.bin, Done")
    program.paste(f"{server.url}/status/404/gone.bin")
    program.row("gone.bin, Failed")
    program.paste(f"{server.url}/auth-basic/asks.bin?size=1000")
    program.row("asks.bin, Sign in")
    program.paste(f"{server.url}/busy/later.bin?times=99&retry_after=3600")
    program.row("later.bin, Trying again in")
    add_slow(program, server)


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


def focus_row(program, name):
    """With the keys: to the list, and in it to that row."""
    for _ in range(12):
        if program.focused().role == "list item":
            break
        program.key("Tab")
    program.key("Home")
    for _ in range(8):
        if program.focused().name.startswith(name):
            return
        program.key("Down")
    raise AssertionError(f"no way to {name}")


def activity(program, server):
    add_slow(program, server)
    program.key("F9")
    program.find("list item", ".*", title="Activity")
    tour(program, "Activity", at_least=6)


def preferences(program, _server):
    program.key("ctrl+comma")
    for page, least in (("Downloads", 8), ("Network", 8), ("Limits", 10), ("Folders", 6)):
        program.find("label", f"{page}.*", title="Preferences")
        tour(program, "Preferences", at_least=least)
        program.key("Down", title="Preferences")


def add_dialog(program, _server):
    program.key("ctrl+n")
    program.type("http://127.0.0.1:9/img[01-20].jpg ftp://a/b ", title="Add Links")
    program.find("label", "20 links.*", title="Add Links")
    tour(program, "Add Links", at_least=12)
    program.key("alt+d", title="Add Links")
    program.find("text", "Referer", title="Add Links")
    tour(program, "Add Links", at_least=18)


def dialogs(program, server):
    """Those that are about a download, and those that are not."""
    fill(program, server)
    for action, number, title, least in (
        ("answer", 3, "Sign In", 4),
        ("limit", 5, "Limit Speed", 4),
        ("new-link", 2, "New Link", 3),
        ("rename", 1, "Rename", 3),
    ):
        program.activate(action, GLib.Variant("at", [number]))
        tour(program, title, least)
        program.key("Escape", title=title)
        until(f"{title} to go", lambda: len(program.accessible.children()) == 1)
    for action, title, least in (
        ("certificates", "Accepted Certificates", 1),
        ("about", "About Downpour", 3),
    ):
        program.activate(action)
        tour(program, title, least)
        program.key("Escape", title=title)
        until(f"{title} to go", lambda: len(program.accessible.children()) == 1)


def shortcuts(program, _server):
    program.key("ctrl+question")
    program.find("list item", "Paste links, Ctrl\\+V.*", title="Keyboard Shortcuts")
    tour(program, "Keyboard Shortcuts", at_least=30)


main(
    empty_window,
    rows,
    menus,
    messages,
    details,
    activity,
    preferences,
    add_dialog,
    dialogs,
    shortcuts,
)
