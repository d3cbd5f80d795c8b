#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stored list is gone, cut, full of junk, or on a disk that refuses: the person sees what is left
of it and is told, downloads go on, nothing that could be kept is lost, and leaving takes no longer.

DOWNPOUR_TEST_SEED brings the damages back, DOWNPOUR_TEST_LONG=1 brings more of them.
"""
import contextlib
import os
import random
import shutil
import signal
import sqlite3
import time

from person import LEAVE_SEC, LIST, main, read_stored, until

SEED = int(os.environ.get("DOWNPOUR_TEST_SEED", time.time_ns() % 1000000))
N_DAMAGES = 60 if "DOWNPOUR_TEST_LONG" in os.environ else 3
PAGE_BYTES = 4096
PART_BYTES = 2000000

DAMAGED = "The list of downloads was damaged"
NOT_SAVED = "The list of downloads can't be saved: {}. It will be tried again every few seconds."


def leave(program):
    program.process.send_signal(signal.SIGTERM)
    program.wait_end(LEAVE_SEC)


def start(program, **environment):
    program.process = program.start(**environment)
    program.accessible = until("the program again", program.find_accessible)
    program.find("push button", "Add Links")


def fill(program, server, count=3):
    """And one that stands still after two megabytes."""
    program.paste(
        *(f"{server.url}/file/{i}.bin?size=20000&seed={i}" for i in range(count)),
        f"{server.url}/stall/part.bin?size=90000000&after={PART_BYTES}",
    )
    program.wait_summary(f"{count} of {count + 1} done")
    wait_for_part(program, PART_BYTES)


def wait_for_part(program, size):
    path = os.path.join(program.folder, "part.bin.part")
    until("the part file", lambda: os.path.exists(path) and os.stat(path).st_blocks * 512 >= size)


def wait_for_words(program, words, more=""):
    def said():
        names = [label.name for label in program.window().find_all("label")]
        return any(name.startswith(words) and more in name for name in names)

    until(words, said)


@contextlib.contextmanager
def sick(mark):
    path = f"{LIST}.{mark}"
    with open(path, "w", encoding="utf-8"):
        pass
    yield
    os.unlink(path)


def start_sick(program):
    start(program, LD_PRELOAD=os.environ["SICK_DISK_MODULE"], SICK_DISK=LIST)


# Damage


def list_that_is_gone(program, server):
    """What is here of a file is good for something all the same."""
    fill(program, server)
    leave(program)
    shutil.rmtree(LIST)
    start(program)
    sent = server.count_sent()
    program.paste(f"{server.url}/stall/part.bin?size=90000000&after={PART_BYTES}")
    wait_for_part(program, 2 * PART_BYTES)
    assert server.count_sent() - sent < 1.5 * PART_BYTES
    assert program.files() == ["0.bin", "1.bin", "2.bin", "part.bin.part"], program.files()
    leave(program)
    start(program)
    program.wait_count(1)


def cut(content, moments):
    return content[: moments.randrange(1, len(content))]


def put_junk(content, moments):
    start = moments.randrange(len(content))
    junk = moments.randbytes(moments.randrange(1, 3 * PAGE_BYTES))
    return content[:start] + junk + content[start + len(junk):]


def replace(content, moments):
    return moments.randbytes(len(content))


def damaged_anyhow(program, server):
    """Never one more than there were; and what could not be read is kept."""
    moments = random.Random(SEED)
    print(f"# seed {SEED}")
    links = [f"{server.url}/stall-headers/{i}.bin" for i in range(150)]
    program.paste(*links)
    program.wait_count(len(links))
    leave(program)
    path = os.path.join(LIST, "list.db")
    with open(path, "rb") as file:
        good = file.read()
    assert len(good) > 8 * PAGE_BYTES, len(good)
    saved = []
    for i in range(N_DAMAGES):
        damage = (cut, put_junk, replace)[i % 3]
        shutil.rmtree(LIST)
        os.mkdir(LIST)
        bad = damage(good, moments)
        with open(path, "wb") as file:
            file.write(bad)
        start(program)
        # Junk may lie where nothing is.
        if damage != put_junk:
            wait_for_words(program, DAMAGED)
            with open(os.path.join(LIST, "list-damaged-1.db"), "rb") as file:
                assert file.read() == bad
        leave(program)
        saved.append(len(read_stored()))
        assert saved[-1] <= len(links), saved
        start(program)
        if saved[-1] > 0:
            program.wait_count(saved[-1])
        leave(program)
    print("# saved:", *saved)
    start(program)


# A disk that refuses


def disk_that_can_only_be_read(program, server):
    """Also what nobody closed in order is read."""
    fill(program, server)
    for end in (leave, lambda program: (program.process.kill(), program.process.wait())):
        end(program)
        with sick("read-only"):
            start_sick(program)
            wait_for_words(program, NOT_SAVED.format("Read-only file system"))
            program.wait_summary("3 of 4 done")
            program.paste(server.url + "/file/new.bin?size=1000")
            program.wait_summary("4 of 5 done")
            leave(program)
        start(program)
        program.wait_summary("3 of 4 done")
    assert not os.path.exists(os.path.join(LIST, "list-damaged-1.db"))


def disk_that_is_full(program, server):
    """A list that can't be made yet, and one that can't grow, are written when there is room."""
    leave(program)
    shutil.rmtree(LIST)
    with sick("full"):
        start_sick(program)
        wait_for_words(program, NOT_SAVED.format("No space left on device"))
        fill(program, server)
    wait_until_stored(4)
    with sick("full"):
        program.paste(*(f"{server.url}/file/more-{i}.bin" for i in range(20)))
        program.wait_summary("23 of 24 done")
        assert len(read_stored()) == 4
    wait_until_stored(24)
    leave(program)
    start(program)
    program.wait_summary("23 of 24 done")


def damaged_where_there_is_no_room(program, server):
    """What could be saved is there, and nothing is lost by that."""
    fill(program, server)
    leave(program)
    with open(os.path.join(LIST, "list.db"), "r+b") as file:
        file.write(b"junk" * 100)
    with sick("full"):
        start_sick(program)
        # Both at once: the one is not said in place of the other.
        not_saved = NOT_SAVED.format("No space left on device")
        wait_for_words(program, DAMAGED + ". 4 entries could be saved", not_saved)
        program.wait_summary("3 of 4 done")
        leave(program)
    start(program)
    wait_for_words(program, DAMAGED + ". 4 entries could be saved")
    program.wait_summary("3 of 4 done")


def wait_until_stored(count):
    def stored():
        with contextlib.suppress(sqlite3.Error):
            return len(read_stored()) == count
        return False

    until(f"{count} stored ones", stored, 30)


main(
    list_that_is_gone,
    damaged_anyhow,
    disk_that_can_only_be_read,
    disk_that_is_full,
    damaged_where_there_is_no_room,
)
