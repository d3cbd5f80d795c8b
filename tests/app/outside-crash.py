#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9, again and again: no entry of the list is lost or there twice, every file is right, and
none is fetched twice.

DOWNPOUR_TEST_LONG=1: more links, more kills.  DOWNPOUR_TEST_SEED brings the moments back.
"""
import hashlib
import os
import random
import re
import sqlite3
import time

from person import LIST, main, until

IS_LONG = "DOWNPOUR_TEST_LONG" in os.environ
N_LINKS, N_KILLS = (200, 100) if IS_LONG else (60, 22)
SEED = int(os.environ.get("DOWNPOUR_TEST_SEED", time.time_ns() % 1000000))
END_SEC = 180 if IS_LONG else 40

# From the start of the program; its window needs a third of a second.
LATEST_SEC = 1.5

# Small and large ones; with and without a proof of their length or version; that drop out.
KINDS = (
    "/file/{0}.bin?size=70000&seed={0}&rate=200000",
    "/file/{0}.bin?size=3000000&seed={0}&rate=3000000",
    "/file/{0}.bin?size=20000&seed={0}",
    "/chunked/{0}.bin?size=90000&seed={0}&rate=300000",
    "/file/{0}.bin?size=150000&seed={0}&rate=300000&etag=no&modified=no",
    "/flaky/{0}.bin?size=1500000&seed={0}&rate=4000000&times=1",
)


def make_paths():
    return [KINDS[i % len(KINDS)].format(i) for i in range(N_LINKS)]


def find_whole(program):
    return {name for name in program.files() if not name.endswith(".part")}


def wait_for_a_name(program, deadline):
    """The moment when a file gets its name."""
    before = find_whole(program)
    while time.monotonic() < deadline and find_whole(program) <= before:
        time.sleep(0.0005)


def kill(program):
    assert program.process.poll() is None, f"it left with {program.process.returncode}"
    program.process.kill()
    program.process.wait()


def read_list():
    with sqlite3.connect(os.path.join(LIST, "list.db")) as db:
        return db.execute("SELECT url, state, path FROM download ORDER BY id").fetchall()


def find_empty(program):
    """Between the first name of a part file and its claim nobody knows yet whose it is; there is
    nothing in it.  Who is killed in these milliseconds leaves it there, and the file gets a number."""
    return {name for name in program.files() if name.endswith(".part") and not program.read(name)}


def check_list(program, server, paths):
    """Returns the files."""
    rows = read_list()
    assert [row[0] for row in rows] == [server.url + path for path in paths], rows
    assert {row[1] for row in rows} == {"done"}, rows
    empty = find_empty(program)
    names = [os.path.basename(row[2]) for row in rows]
    for i, name in enumerate(names):
        assert name == f"{i} (2).bin" if f"{i}.bin.part" in empty else name == f"{i}.bin", name
    print(f"# killed before it was claimed: {sorted(empty)}")
    assert len(empty) <= 1 + N_KILLS / 10, empty
    assert set(program.files()) == set(names) | empty, program.files()
    return names


def check_files(program, server, paths, names):
    for path, name in zip(paths, names):
        plain = re.sub("&rate=[0-9]*|&times=[0-9]*", "", path).replace("/flaky/", "/file/")
        expected = hashlib.sha256(server.read(plain)).digest()
        assert hashlib.sha256(program.read(name)).digest() == expected, path


def killed(program, server):
    paths = make_paths()
    moments = random.Random(SEED)
    print(f"# seed {SEED}")
    program.paste(*(server.url + path for path in paths))
    program.wait_count(N_LINKS)
    kill(program)

    done = []
    for i in range(N_KILLS):
        program.process = program.start()
        deadline = time.monotonic() + moments.uniform(0, LATEST_SEC)
        if i % 2 == 0:
            wait_for_a_name(program, deadline)
        else:
            time.sleep(max(0, deadline - time.monotonic()))
        kill(program)
        done.append(len(find_whole(program)))
        if done[-1] == N_LINKS:
            break
    print("# finished at each kill:", *done)
    assert len(done) > N_KILLS / 2, "all was finished too early"

    program.process = program.start()
    program.accessible = until("the program again", program.find_accessible)
    program.wait_summary(f"{N_LINKS} of {N_LINKS} done", END_SEC)
    program.activate("quit")
    program.wait_end(5)
    check_files(program, server, paths, check_list(program, server, paths))


main(killed, parallel=3)
