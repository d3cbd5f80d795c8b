#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job: links are pasted or dropped, and the files arrive, while the window answers."""
import http.client
import os

from gi.repository import GLib

from dropping import drag, drag_source
from person import Meter, copy, main

N_LINKS = 2000
N_LONG_LIST = 100000


def make_paths(count):
    return [f"/file/{i:04}.bin?size={1000 + i * 37 % 50000}&seed={i}" for i in range(count)]


def check_files(program, server, paths):
    """Every file is what the server says it is."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    assert len(program.files()) == len(paths), f"{len(program.files())} files"
    for path in paths:
        connection.request("GET", path)
        expected = connection.getresponse().read()
        assert program.read(path[6:14]) == expected, f"{path} differs"
    connection.close()


def prose(program, server):
    """Of a program that answers whatever it is asked for: what it offers is what counts."""
    copy(f"See {server.url}/file/a.bin?size=10, and <{server.url}/file/b.bin?size=10>.")
    program.key("ctrl+v")
    program.wait_summary("2 of 2 done")
    assert program.files() == ["a.bin", "b.bin"], program.files()


def picture(program, server):
    """Also where that program would tell a picture as text."""
    copy(f"\x89PNG {server.url}/file/a.bin", media_type="image/png")
    program.key("ctrl+v")
    program.shows("label", "There is no text to take links from")


def two_thousand_links(program, server):
    paths = make_paths(N_LINKS)
    with Meter():
        program.paste(*(server.url + path for path in paths))
        program.wait_count(N_LINKS)
        program.wait_summary(f"{N_LINKS} of {N_LINKS} done", deadline_sec=100)
    check_files(program, server, paths)


def hundred_thousand_links_at_once(program, server):
    with Meter():
        program.paste(*(f"{server.url}/stall-headers/{i}" for i in range(N_LONG_LIST)))
        program.wait_count(N_LONG_LIST)
        program.shows("label", "100,?000 links added")
        program.key("ctrl+z")
        program.shows("label", "100,?000 entries removed")


def typing_while_files_come_in(program, server):
    program.paste(*(f"{server.url}/file/{i}?size=40000000&rate=2000000" for i in range(16)))
    program.wait_count(16)
    program.key("ctrl+n")
    with Meter():
        program.type(
            "http://127.0.0.1:9/what-is-typed-shows", title="Add Links", delay_msec=30
        )
        program.find("label", "1 link", title="Add Links")
    program.key("Escape", title="Add Links")
    program.activate("pause-all")
    program.row("Paused")


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


main(
    prose,
    picture,
    two_thousand_links,
    hundred_thousand_links_at_once,
    typing_while_files_come_in,
    drop_many_links,
    drop_a_text_file,
)
