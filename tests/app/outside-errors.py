#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""When it goes wrong: a sentence in the row, no file under the final name, and a way on."""
import os

from person import Server, main


def check_no_file(program, name):
    assert name not in program.files(), f"{name} looks like a whole file"


def not_found(program, server):
    program.paste(server.url + "/status/404/missing.zip")
    row = program.row("Failed")
    assert "404" in row, row
    check_no_file(program, "missing.zip")


def wrong_page(program, server):
    """A web page in place of the file."""
    program.paste(server.url + "/html/season-2.zip")
    program.row("Failed")
    check_no_file(program, "season-2.zip")


def cut_off(program, path, name):
    """It is tried again by itself, and one may try it now.  No attempt comes further than the one
    before: what it brings is no more than what it compares."""
    program.paste(path)
    row = program.row(r"Trying again in \d+ s · .+ .+")
    check_no_file(program, name)
    before = row.rpartition(" · ")[2]
    program.find("push button", "Try Now").click()
    # On a busy machine the next attempt may begin by itself just before: then that was "Pause".
    if program.row(r"Trying again in \d+ s · .+ .+|Paused").find("Paused") >= 0:
        program.find("push button", "Resume").click()
        program.row(r"Trying again in \d+ s · .+ .+")
    assert len(before) > 10, row
    check_no_file(program, name)


def cut_before_its_length(program, server):
    cut_off(program, server.url + "/cut/a.bin?size=100000&after=10000", "a.bin")


def cut_between_chunks(program, server):
    cut_off(program, server.url + "/chunked-cut/b.bin?at=boundary", "b.bin")


def connection_reset(program, server):
    cut_off(program, server.url + "/reset/c.bin?size=100000&after=10000", "c.bin")


def no_answer(program, server):
    cut_off(program, server.url + "/refuse/d.bin", "d.bin")


def nobody_listens(program, _server):
    cut_off(program, "http://127.0.0.1:9/e.bin", "e.bin")


def server_comes_back(program, server):
    """It goes away half-way; when it is there again, "Try Now" is enough."""
    path = "/file/f.bin?size=2000000"
    program.paste(server.url + path + "&rate=400000")
    program.row(r"f\.bin, [1-9]\d* percent")
    server.stop()
    # Long enough for the click to come before the next attempt.
    program.row(r"Trying again in ([4-9]|\d\d) s · .+ .+", 60)
    check_no_file(program, "f.bin")
    again = Server(server.port)
    try:
        program.find("push button", "Try Now").click()
        program.row("Done")
        assert program.read("f.bin") == again.read(path)
    finally:
        again.stop()


def resume_after_pause(program, server):
    program.paste(server.url + "/file/g.bin?size=3000000&rate=1500000")
    program.row(r"g\.bin, [1-9]\d* percent")
    program.find("push button", "Pause").click()
    program.row("Paused")
    check_no_file(program, "g.bin")
    program.find("push button", "Resume").click()
    program.row("Done")
    assert program.read("g.bin") == server.read("/file/g.bin?size=3000000")


def folder_that_cannot_be_written(program, server):
    """Root may write anywhere, so a file stands where the folder should be."""
    os.rmdir(program.folder)
    with open(program.folder, "w", encoding="utf-8"):
        pass
    try:
        program.paste(server.url + "/file/h.bin")
        program.row("(Paused|Failed) · .+ .+")
    finally:
        os.unlink(program.folder)
        os.mkdir(program.folder)


def nothing_is_overwritten(program, server):
    with open(os.path.join(program.folder, "i.bin"), "w", encoding="utf-8") as file:
        file.write("mine")
    program.paste(server.url + "/file/i.bin?size=100")
    program.row("Done")
    assert program.read("i.bin") == b"mine"
    assert program.read("i (2).bin") == server.read("/file/i.bin?size=100")


main(
    not_found,
    wrong_page,
    cut_before_its_length,
    cut_between_chunks,
    connection_reset,
    no_answer,
    nobody_listens,
    server_comes_back,
    resume_after_pause,
    folder_that_cannot_be_written,
    nothing_is_overwritten,
)
