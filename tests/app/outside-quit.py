#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leaving: at once for the eye, within two seconds for the system, whatever is under way."""
import os
import signal
import time

from person import DEADLINE_SEC, LIST, TooLate, main, until

LEAVE_SEC = 2
# The window's; on a busy machine.
VANISH_SEC = 0.5


def make_busy(program, server):
    """Fifty that wait for a server, half of them in the middle of a file; and some more."""
    program.paste(
        *(f"{server.url}/stall/{i}.bin?size=200000&after=100000" for i in range(25)),
        *(f"{server.url}/stall-headers/{i}.bin" for i in range(25)),
        *(f"{server.url}/file/slow-{i}.bin?size=90000000&rate=200000" for i in range(14)),
        *(f"{server.url}/file/{i}.bin" for i in range(200)),
    )
    program.wait_count(264)
    until("the partial files", lambda: len(program.files()) >= 39)


def wait_until_vanished(program):
    began = time.monotonic()
    until("the window to vanish", lambda: not program.find_x_windows())
    took = time.monotonic() - began
    if took > VANISH_SEC:
        program.wait_end(LEAVE_SEC)
        raise TooLate(f"the window vanished after {took:.1f} s")


def leaves_at_once(program, ask):
    began = time.monotonic()
    ask()
    wait_until_vanished(program)
    program.wait_end(LEAVE_SEC - (time.monotonic() - began))
    whole = [name for name in program.files() if not name.endswith(".part")]
    assert whole == [], whole


def terminated(program, server):
    make_busy(program, server)
    leaves_at_once(program, lambda: program.process.send_signal(signal.SIGTERM))


def interrupted(program, server):
    make_busy(program, server)
    leaves_at_once(program, lambda: program.process.send_signal(signal.SIGINT))


def window_closed(program, server):
    make_busy(program, server)
    leaves_at_once(program, lambda: program.key("alt+F4"))


def quit_by_key(program, server):
    make_busy(program, server)
    leaves_at_once(program, lambda: program.key("ctrl+q"))


def quit_while_idle(program, _server):
    program.key("ctrl+w")
    program.wait_end(LEAVE_SEC)


def start_again(program, *arguments, **environment):
    program.process.send_signal(signal.SIGTERM)
    program.wait_end(LEAVE_SEC)
    program.process = program.start(*arguments, **environment)
    program.accessible = until("the program again", program.find_accessible)
    program.find("push button", "Add Links")


def start_after_leaving(program, server):
    """All is there again, and what comes now comes behind it."""
    make_busy(program, server)
    start_again(program, f"{server.url}/file/late.bin?size=1000")
    program.wait_count(265)
    assert "0.bin" in program.rows()[0], program.rows()[0]


def start_while_leaving(program, server):
    """Who is asked for while the old one is still busy with leaving comes, with all and with more."""
    hung = os.path.join(program.folder, "hung")
    start_again(program, LD_PRELOAD=os.environ["HUNG_DISK_MODULE"], HUNG_DISK=hung)
    make_busy(program, server)
    with open(hung, "w", encoding="utf-8"):
        pass
    until("the disk to hang", lambda: os.path.exists(hung + ".felt"))
    program.process.send_signal(signal.SIGTERM)
    until("the window to vanish", lambda: not program.find_x_windows(), VANISH_SEC)
    os.unlink(hung)
    new = program.start(f"{server.url}/file/late.bin?size=1000")
    program.wait_end(LEAVE_SEC)
    program.process = new
    program.accessible = until("the program again", program.find_accessible)
    program.wait_count(265)


def without_a_bus(program, server):
    """Where a screen reader's bus is found by the display all the same."""
    start_again(program)
    program.process.send_signal(signal.SIGTERM)
    program.wait_end(LEAVE_SEC)
    program.process = program.start(DBUS_SESSION_BUS_ADDRESS="unix:path=/not/there")
    until("the window", program.find_x_window)
    program.paste(server.url + "/file/a.bin?size=1000")
    until("the file", lambda: program.files() == ["a.bin"])
    program.process.send_signal(signal.SIGTERM)
    program.wait_end(LEAVE_SEC)


def leave_with_a_hung_disk(program, server):
    """Neither the workers nor the list come back from it."""
    hung = os.path.join(program.folder, "hung")
    start_again(program, LD_PRELOAD=os.environ["HUNG_DISK_MODULE"], HUNG_DISK=hung)
    make_busy(program, server)
    with open(hung, "w", encoding="utf-8"):
        pass
    until("the disk to hang", lambda: os.path.exists(hung + ".felt"))
    began = time.monotonic()
    program.process.send_signal(signal.SIGTERM)
    wait_until_vanished(program)
    program.wait_end(LEAVE_SEC - (time.monotonic() - began))


def leave_with_very_many(program, server):
    """Also what was added a moment ago is there again."""
    path = os.path.join(program.folder, "list.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f"{server.url}/stall-headers/{i}\n" for i in range(20000))
    assert program.start(path).wait(DEADLINE_SEC) == 0
    program.wait_count(20000)
    start_again(program)
    program.wait_count(20000)


def start_with_a_damaged_list(program, server):
    program.paste(server.url + "/file/a.bin?size=1000")
    program.wait_summary("1 of 1 done")
    program.process.send_signal(signal.SIGTERM)
    program.wait_end(LEAVE_SEC)
    with open(os.path.join(LIST, "list.db"), "r+b") as file:
        file.write(b"junk")
    program.process = program.start()
    program.accessible = until("the program again", program.find_accessible)
    program.shows("label", "The list of downloads was damaged. 1 entry could be saved; .*")
    program.wait_summary("1 of 1 done")


main(
    terminated,
    interrupted,
    window_closed,
    quit_by_key,
    quit_while_idle,
    start_after_leaving,
    start_while_leaving,
    without_a_bus,
    leave_with_a_hung_disk,
    leave_with_very_many,
    start_with_a_damaged_list,
    parallel=64,
)
