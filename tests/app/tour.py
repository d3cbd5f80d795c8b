# SPDX-License-Identifier: GPL-3.0-or-later
"""A tour through the accessibility tree, as a screen reader makes it.

In every window, dialog, page and menu each control has a name, each bar has a name and a value,
and a row is a whole sentence.
"""
import contextlib

from gi.repository import GLib

from person import until

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


def tab_to(program, name, title):
    """What is out of sight comes into view with the focus."""
    for _ in range(16):
        if program.focused(title).name == name:
            return
        program.key("Tab", title=title)
    raise AssertionError(f"Tab does not lead to {name}")


def click_menu(program, name, title="Downpour"):
    """Of a menu button's two things only the inner one can be clicked."""
    program.find("push button", name, title)
    program.window(title).find_all("push button", name)[-1].click()
