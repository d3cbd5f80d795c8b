#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tour through the preferences and all dialogs."""
from gi.repository import GLib

from person import main, until
from tour import fill, tab_to, tour

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
    program.find("text", "User name", title="Add Links")
    program.find("password text", "Password", title="Add Links")
    tour(program, "Add Links", at_least=18)


def timetable(program, _server):
    """The weeks to begin with."""
    program.key("ctrl+comma")
    program.key("Down", "Down", title="Preferences")
    program.find("check box", "Follow a timetable", "Preferences")
    for name in ("Follow a timetable", "Begin With"):
        tab_to(program, name, "Preferences")
        program.key("space", title="Preferences")
    program.find("menu item", "Nights Only", "Preferences")
    tour(program, "Preferences", at_least=16)


def file_choosers(program, _server):
    """Only that they are there, under their names: what is in them is the desktop's."""
    for action, parameters, title in (
        ("import", (), "Choose a File"),
        ("export", (GLib.Variant("s", "links"),), "Export the List"),
    ):
        program.activate(action, *parameters)
        chooser = program.window(title)
        until("its buttons", lambda: chooser.find_all("push button", "Cancel"))
        program.key("Escape", title=title)
        until(f"{title} to go", lambda: len(program.accessible.children()) == 1)


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
    preferences,
    add_dialog,
    timetable,
    file_choosers,
    dialogs,
    shortcuts,
)
