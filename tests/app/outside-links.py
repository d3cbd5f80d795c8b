#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Links from elsewhere: a second start, D-Bus, and what is dropped onto the window."""
import contextlib
import os
import subprocess

from gi.repository import GLib

from person import Meter, main, run, until


def second_start_adds_to_the_first(program, server):
    program.paste(server.url + "/file/first.bin?size=100")
    program.wait_count(1)
    second = program.start(server.url + "/file/second.bin?size=100", "http://127.0.0.1:9/third")
    assert second.wait(10) == 0
    program.wait_count(3)
    program.wait_summary("2 of 3 done")
    assert program.files() == ["first.bin", "second.bin"], program.files()


def second_start_without_links_shows_the_window(program, _server):
    assert program.start().wait(10) == 0
    assert len(program.accessible.children()) == 1


def second_start_with_a_list(program, _server):
    """A file that is named relatively to where the second one was started."""
    with open(os.path.join(program.folder, "my list.txt"), "w", encoding="utf-8") as file:
        file.write("http://127.0.0.1:9/a\r\nhttp://127.0.0.1:9/b\r\n")
    second = subprocess.run(
        [os.environ["DOWNPOUR"], "my list.txt"], cwd=program.folder, timeout=10, check=False
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
        process.wait(10)


def drag(program, source, between=None):
    """From the middle of the one window into the middle of the other, as slowly as a hand."""
    target = until("the window", program.find_x_window)
    run("xdotool", "windowsize", "--sync", target, 600, 500)
    run("xdotool", "windowmove", "--sync", target, 500, 100)
    run("xdotool", "windowmove", "--sync", source, 20, 100)
    run("xdotool", "mousemove", 100, 220, "sleep", 0.1, "mousedown", 1, "sleep", 0.1)
    for x in (104, 110, 120, 140, 200, 300, 400, 500, 600, 700, 780, 790, 800):
        run("xdotool", "mousemove", x, 300, "sleep", 0.02)
    if between is not None:
        between()
    run("xdotool", "sleep", 0.4, "mouseup", 1)


def drop_a_list_of_links(program, _server):
    with drag_source(
        "text/uri-list", "# no\r\nhttp://127.0.0.1:9/a\r\nhttp://127.0.0.1:9/b%20c\r\n"
    ) as source:
        drag(program, source, lambda: program.shows("label", "Drop to Download"))
        program.wait_count(2)


def drop_text(program, _server):
    with drag_source(
        "text/plain;charset=utf-8", "see http://127.0.0.1:9/a, and http://127.0.0.1:9/b"
    ) as source:
        drag(program, source)
        program.wait_count(2)


def make_links(server, count):
    return "".join(f"{server.url}/file/{i:04}.bin?size={1000 + i * 37 % 50000}\r\n" for i in range(count))


def drop_and_download(program, kind, text, count):
    """The window answers from the drop to the last file."""
    with drag_source(kind, text) as source, Meter():
        drag(program, source)
        program.wait_count(count)
        program.wait_summary(f"{count} of {count} done", deadline_sec=100)
    n_files = sum(name.endswith(".bin") for name in program.files())
    assert n_files == count, f"{n_files} files"


def drop_many_links(program, server):
    drop_and_download(program, "text/uri-list", make_links(server, 1500), 1500)


def drop_a_text_file(program, server):
    path = os.path.join(program.folder, "my links.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write(make_links(server, 2000))
    drop_and_download(program, "text/uri-list", GLib.filename_to_uri(path) + "\r\n", 2000)


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
        drag(program, source)
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
    drop_many_links,
    drop_a_text_file,
    drop_onto_the_list,
    drop_something_else,
)
