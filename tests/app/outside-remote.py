#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Orders on the command line, and the list over D-Bus, for the program that runs already, or does
not."""
import json
import os
import shutil
import subprocess

from gi.repository import GLib

from person import APP_ID, DEADLINE_SEC, LEAVE_SEC, LIST, main, until


def order(*arguments, status=0):
    """Without a display: nothing of it needs a window."""
    environment = {key: value for key, value in os.environ.items() if key != "DISPLAY"}
    done = subprocess.run(
        [os.environ["DOWNPOUR"], *arguments], env=environment, timeout=DEADLINE_SEC, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    assert done.returncode == status, (arguments, done)
    return done


def listed():
    return [json.loads(line) for line in order("--list", "--json").stdout.splitlines()]


def list_of_the_running_one(program, server):
    link = server.url.replace("://", "://me:secret@")
    program.paste(link + "/file/a.bin?size=1000", server.url + "/status/404/gone.zip")
    program.row("Failed")
    program.row("a.bin, Done")
    first, second = listed()
    assert first["state"] == "done" and first["name"] == "a.bin", first
    assert first["received"] == first["total"] == 1000, first
    assert first["path"] == os.path.join(program.folder, "a.bin"), first
    assert first["link"] == server.url + "/file/a.bin?size=1000", first
    assert second["state"] == "failed" and "404" in second["reason"], second
    text = order("--list").stdout
    assert "secret" not in text and len(text.splitlines()) == 2, text
    assert "done       100 %  a.bin" in text, text


def list_in_portions(program, server):
    """More than come at once, all of them and in their order."""
    program.paste(*(f"{server.url}/stall-headers/{i}.bin" for i in range(1203)))
    program.wait_count(1203)
    assert [entry["name"] for entry in listed()] == [f"{i}.bin" for i in range(1203)]
    n_all, some = program.call(
        f"{APP_ID}.Downloads", "List", GLib.Variant("(uu)", (1200, GLib.MAXUINT32))
    )
    assert n_all == 1203 and [entry["name"] for entry in some] == ["1200.bin", "1201.bin", "1202.bin"]
    n_all, some = program.call(f"{APP_ID}.Downloads", "List", GLib.Variant("(uu)", (5000, 5)))
    assert n_all == 1203 and some == []
    n_all, some = program.call(
        f"{APP_ID}.Downloads", "List", GLib.Variant("(uu)", (0, GLib.MAXUINT32))
    )
    assert len(some) == 500, len(some)


def pause_and_resume(program, server):
    program.paste(server.url + "/file/b.bin?size=90000000&rate=200000")
    program.row("b.bin, .*percent")
    order("--pause-all")
    program.row("b.bin, Paused")
    order("--resume-all")
    program.row("b.bin, .*downloading")


def add_for_later(program, server):
    """No server hears of it before."""
    assert program.start("--add-paused", server.url + "/file/c.bin?size=1000").wait(DEADLINE_SEC) == 0
    program.row("c.bin, Paused")
    assert program.files() == [], program.files()
    assert listed()[0]["state"] == "paused"
    program.find("push button", "Resume").click()
    program.row("c.bin, Done")


def stored_files():
    """What they are called, what is in them, and when that was written."""
    found = {}
    for name in sorted(os.listdir(LIST)):
        path = os.path.join(LIST, name)
        with open(path, "rb") as file:
            found[name] = (file.read(), os.stat(path).st_mtime_ns)
    return found


def list_without_a_running_one(program, server):
    """The stored one, which is left alone; also after kill -9, and where there is none."""
    program.paste(server.url.replace("://", "://me:secret@") + "/file/d.bin?size=1000")
    program.row("d.bin, Done")
    assert program.start("--add-paused", server.url + "/file/e.bin").wait(DEADLINE_SEC) == 0
    program.wait_count(2)
    program.process.kill()
    program.process.wait()
    before = stored_files()
    assert before["list.db-wal"][0], "it was closed in order"
    first, second = listed()
    assert first["state"] == "done" and first["received"] == 1000, first
    assert first["link"] == server.url + "/file/d.bin?size=1000", first
    assert second["state"] == "paused" and second["name"] == "e.bin", second
    assert len(order("--list").stdout.splitlines()) == 2
    assert stored_files() == before
    assert not program.find_x_windows()

    with open(os.path.join(LIST, "list.db"), "r+b") as file:
        file.write(b"junk" * 1024)
    os.unlink(os.path.join(LIST, "list.db-wal"))
    before = stored_files()
    assert "can't be read" in order("--list", status=1).stderr
    assert stored_files() == before
    shutil.rmtree(LIST)
    assert order("--list").stdout == ""
    assert not os.path.exists(LIST)
    program.process = program.start()
    program.accessible = until("the program again", program.find_accessible)


def called_by_its_name(_program, _server):
    """The desktop has a longer one for it."""
    assert order("--help").stdout.splitlines()[1].startswith("  downpour "), order("--help").stdout


def leave(program, _server):
    order("--quit")
    program.wait_end(LEAVE_SEC)
    order("--quit")
    for option in ("--pause-all", "--resume-all"):
        assert "not running" in order(option, status=1).stderr


main(
    list_of_the_running_one,
    list_in_portions,
    pause_and_resume,
    add_for_later,
    list_without_a_running_one,
    called_by_its_name,
    leave,
)
