#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Links from elsewhere: a second start, D-Bus, and what is dropped onto the window."""
import os
import subprocess

from gi.repository import GLib

from dropping import drag, drag_source
from person import DEADLINE_SEC, main


def second_start_adds_to_the_first(program, server):
    program.paste(server.url + "/file/first.bin?size=100")
    program.wait_count(1)
    second = program.start(server.url + "/file/second.bin?size=100", "http://127.0.0.1:9/third")
    assert second.wait(DEADLINE_SEC) == 0
    program.wait_count(3)
    program.wait_summary("2 of 3 done")
    assert program.files() == ["first.bin", "second.bin"], program.files()


def second_start_without_links_shows_the_window(program, _server):
    assert program.start().wait(DEADLINE_SEC) == 0
    assert len(program.accessible.children()) == 1


def second_start_with_a_list(program, _server):
    """A file that is named relatively to where the second one was started."""
    with open(os.path.join(program.folder, "my list.txt"), "w", encoding="utf-8") as file:
        file.write("http://127.0.0.1:9/a\r\nhttp://127.0.0.1:9/b\r\n")
    second = subprocess.run(
        [os.environ["DOWNPOUR"], "my list.txt"], cwd=program.folder, timeout=DEADLINE_SEC, check=False
    )
    assert second.returncode == 0
    program.wait_count(2)


def open_over_dbus(program, server):
    link = server.url + "/echo-headers/a%2Fb%20c?d=%C3%A4&e=1+2"
    program.call(
        "org.freedesktop.Application", "Open", GLib.Variant("(asa{sv})", ([link, link], {}))
    )
    program.wait_summary("1 of 1 done")
    assert b"/a%2Fb%20c?d=%C3%A4&e=1+2 " in program.read(program.files()[0])


def activate_over_dbus(program, _server):
    program.call("org.freedesktop.Application", "Activate", GLib.Variant("(a{sv})", ({},)))
    program.call(
        "org.freedesktop.Application",
        "ActivateAction",
        GLib.Variant(
            "(sava{sv})", ("add-links", [GLib.Variant("s", "http://127.0.0.1:9/a")], {})
        ),
    )
    program.wait_count(1)


# Dropping


def drop_a_list_of_links(program, _server):
    with drag_source(
        "text/uri-list", "# no\r\nhttp://127.0.0.1:9/a\r\nhttp://127.0.0.1:9/b%20c\r\n"
    ) as source:
        drag(program, source)
        program.wait_count(2)


def drop_text(program, _server):
    with drag_source(
        "text/plain;charset=utf-8", "see http://127.0.0.1:9/a, and http://127.0.0.1:9/b"
    ) as source:
        drag(program, source)
        program.wait_count(2)


def drop_onto_the_list(program, _server):
    """Also where the list would take the drop."""
    program.paste("http://127.0.0.1:9/a")
    program.wait_count(1)
    with drag_source("text/uri-list", "http://127.0.0.1:9/b\r\n") as source:
        drag(program, source)
        program.wait_count(2)


def drop_something_else(program, _server):
    """Nothing for us: the window stays as it is."""
    with drag_source("image/png", "not a picture") as source:
        drag(program, source, is_wanted=False)
    program.paste("http://127.0.0.1:9/a")
    program.wait_count(1)


main(
    second_start_adds_to_the_first,
    second_start_without_links_shows_the_window,
    second_start_with_a_list,
    open_over_dbus,
    activate_over_dbus,
    drop_a_list_of_links,
    drop_text,
    drop_onto_the_list,
    drop_something_else,
)
