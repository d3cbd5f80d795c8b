#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9, again and again: no entry of the list is lost or there twice, every file is right, and
none is fetched twice.

In between the person pauses, moves and removes, and is killed with the program in the middle of it.
After every kill a copy of the stored list is looked at: what was done stays done, in the same file.

The long form, 200 links and 100 kills, takes some four minutes:

    DOWNPOUR_TEST_LONG=1 meson test -C .build/test outside-crash --timeout-multiplier 10 --verbose

DOWNPOUR_TEST_SEED brings the moments back.
"""
import contextlib
import hashlib
import os
import random
import re
import statistics
import time

from gi.repository import GLib

from person import DEADLINE_SEC, LEAVE_SEC, Server, main, read_stored, until

IS_LONG = "DOWNPOUR_TEST_LONG" in os.environ
N_LINKS, N_KILLS = (200, 100) if IS_LONG else (60, 22)
SEED = int(os.environ.get("DOWNPOUR_TEST_SEED", time.time_ns() % 1000000))
END_SEC = 180 if IS_LONG else 60

# From the start of the program; its window needs a third of a second.
LATEST_SEC = 1.5

PARALLEL = 3

# Those of which the beginning is good for something after a kill: small and large ones, over one and
# over several connections, that drop out.
CONTINUED = (
    "/file/{0}.bin?size=3000000&seed={0}&rate=3000000",
    "/file/{0}.bin?size=8388608&seed={0}&rate=700000",
    "/flaky/{0}.bin?size=1500000&seed={0}&rate=4000000&times=1",
)

# Those that come from their first byte: so small that they don't describe themselves, without a proof
# of their length or version, without ranges, packed; and many of the same name.
WHOLE = (
    "/file/{0}.bin?size=20480&seed={0}",
    "/file/{0}.bin?size=70000&seed={0}&rate=200000",
    "/chunked/{0}.bin?size=90000&seed={0}&rate=300000",
    "/file/{0}.bin?size=150000&seed={0}&rate=300000&etag=no&modified=no",
    "/file/{0}.bin?size=1200000&seed={0}&rate=3000000&ranges=no",
    "/no-length/{0}.bin?size=50000&seed={0}&rate=200000",
    "/file/same.bin?size=20480&seed={0}&rate=100000",
    "/empty/{0}.bin?seed={0}",
    "/status/404/{0}.bin?seed={0}",
)
IS_FAILING = "/status/"


class Link:
    """One of the list, at the server that counts its kind."""

    def __init__(self, number, servers):
        kinds = CONTINUED + WHOLE
        kind = kinds[number % len(kinds)]
        self.path = kind.format(number)
        self.server = servers[kind in CONTINUED]
        self.url = self.server.url + self.path
        # Every seventh has a name of its own, in the list that it comes from.
        self.wish = f"own {number}.bin" if number % 7 == 3 else None
        self.is_failing = kind.startswith(IS_FAILING)
        # May be removed in the middle.
        self.is_victim = number % 25 == 13
        self.name = self.wish or re.search(r"([^/]*\.bin)", self.path)[1]

    def read(self):
        plain = re.sub("&rate=[0-9]*|&times=[0-9]*", "", self.path).replace("/flaky/", "/file/")
        return self.server.read(plain)


class Killed:
    """What is known of the program from one kill to the next."""

    def __init__(self, program, servers):
        self.program = program
        self.servers = servers
        self.moments = random.Random(SEED)
        self.links = {link.url: link for link in (Link(i, servers) for i in range(N_LINKS))}
        self.removed = set()
        self.done = {}
        self.window_msec = []
        self.sent_before = 0

    # What the person does

    def add_all(self):
        """As the input file of aria2, which may say names."""
        path = os.path.join(os.environ["TMPDIR"], "list.txt")
        with open(path, "w", encoding="utf-8") as file:
            for link in self.links.values():
                file.write(link.url + "\n" + (f"  out={link.wish}\n" if link.wish else ""))
        assert self.program.start(path).wait(DEADLINE_SEC) == 0
        self.program.wait_count(N_LINKS)

    def order(self, name, *ids):
        """Of one that listens already."""
        with contextlib.suppress(GLib.Error):
            self.program.activate(name, GLib.Variant("at", ids))
            return True
        return False

    def order_something(self):
        """Nobody waits until it is written."""
        ids = [row["id"] for row in self.rows if row["state"] != "done"]
        victims = [row["id"] for row in self.rows
                   if row["state"] != "done" and self.links[row["url"]].is_victim]
        name = self.moments.choice(["pause", "resume", "move-to-top", "start-now", "remove"])
        some = self.moments.sample(ids, min(len(ids), 4))
        if name == "remove":
            some = victims[:1]
        until("the program to listen", lambda: self.order(name, *some))
        if name == "remove" and some:
            self.removed |= {row["url"] for row in self.rows if row["id"] in some}

    # The moment

    def wait_for_a_name(self, deadline, is_part):
        """The moment when a file gets its name, or its first one."""
        before = set(self.program.files())
        while time.monotonic() < deadline:
            if any(name.endswith(".part") == is_part for name in self.program.files()
                   if name not in before):
                return

    def wait_for_the_window(self, began, deadline):
        while time.monotonic() < deadline:
            if self.program.find_x_windows():
                self.window_msec.append(1000 * (time.monotonic() - began))
                return
            time.sleep(0.005)

    def run_for_a_while(self, number):
        began = time.monotonic()
        self.program.process = self.program.start()
        deadline = began + self.moments.uniform(0, LATEST_SEC)
        if number % 4 < 2:
            self.wait_for_a_name(deadline, number % 4 == 1)
            return
        if number % 4 == 2:
            self.wait_for_the_window(began, deadline)
            time.sleep(max(0, deadline - time.monotonic()))
            return
        time.sleep(max(0, deadline - time.monotonic()))
        self.order_something()
        time.sleep(self.moments.uniform(0, 0.02))

    def kill(self):
        process = self.program.process
        assert process.poll() is None, f"it left with {process.returncode}"
        process.kill()
        process.wait()

    # What is there

    def look(self):
        """No entry is lost or there twice, and what was done stays done."""
        self.rows = read_stored()
        urls = [row["url"] for row in self.rows]
        assert len(urls) == len(set(urls)), "an entry is there twice"
        assert set(urls) <= set(self.links), set(urls) - set(self.links)
        lost = set(self.links) - set(urls) - self.removed
        assert not lost, f"lost: {lost}"
        # An order that came too late.
        self.removed -= set(urls)
        assert urls == [url for url in self.links if url in set(urls)], "in another order"
        for row in self.rows:
            if row["url"] in self.done:
                assert self.done[row["url"]] == self.find_file(row), (row["url"], row["state"])
            elif row["state"] == "done":
                self.done[row["url"]] = self.find_file(row)

    def find_file(self, row):
        assert row["state"] == "done", (row["url"], row["state"])
        return row["path"], os.stat(row["path"]).st_ino, row["finished_usec"]

    def check_end(self):
        self.look()
        states = {row["url"]: row["state"] for row in self.rows}
        expected = {url: "failed" if self.links[url].is_failing else "done" for url in states}
        assert states == expected, set(states.items()) ^ set(expected.items())
        self.check_names()
        for row in self.rows:
            link = self.links[row["url"]]
            if not link.is_failing:
                expected = hashlib.sha256(link.read()).digest()
                found = hashlib.sha256(self.program.read(os.path.basename(row["path"]))).digest()
                assert found == expected, row["url"]

    def check_names(self):
        """Each file is there once, and nothing else is."""
        names = [os.path.basename(row["path"]) for row in self.rows if row["path"]]
        assert len(names) == len(set(names)), "two entries have the same file"
        files = set(self.program.files())
        wanted = {link.name for url, link in self.links.items() if url in self.removed}
        # A removed one stays if it was finished before.
        left = files - set(names) - wanted
        assert not left, f"left behind: {left}"
        for row in self.rows:
            if row["path"]:
                name = os.path.basename(row["path"])
                plain = re.sub(r" \(\d+\)\.bin$", ".bin", name)
                assert plain == self.links[row["url"]].name, (row["url"], name)
                assert name == plain or plain == "same.bin", f"a number for nothing: {name}"

    def print_figures(self, n_kills):
        windows = sorted(self.window_msec)
        if windows:
            print(f"# window after a kill, ms: median {statistics.median(windows):.0f}, "
                  f"worst {windows[-1]:.0f}, of {len(windows)}")
        for words, server in (("continued", self.servers[True]), ("whole", self.servers[False])):
            size = sum(os.path.getsize(row["path"]) for row in self.rows
                       if row["path"] and self.links[row["url"]].server is server)
            again = server.count_sent() - size
            print(f"# {words}: {size} bytes of files, {again} sent again, {again // n_kills} a kill")


def killed(program, server):
    other = Server()
    try:
        kill_again_and_again(Killed(program, (server, other)))
    finally:
        other.stop()


def kill_again_and_again(killed):
    program = killed.program
    print(f"# seed {SEED}")
    killed.add_all()
    killed.kill()
    killed.look()

    n_done = []
    while len(n_done) < N_KILLS and len(killed.done) < N_LINKS:
        killed.run_for_a_while(len(n_done))
        killed.kill()
        killed.look()
        n_done.append(len(killed.done))
    print("# finished at each kill:", *n_done)
    assert len(n_done) == N_KILLS, "all was finished too early"

    program.process = program.start()
    program.accessible = until("the program again", program.find_accessible)
    program.activate("resume-all")
    n_left = len(killed.rows)
    n_good = sum(not killed.links[row["url"]].is_failing for row in killed.rows)
    program.wait_summary(f"{n_good} of {n_left} done", END_SEC)
    program.activate("quit")
    program.wait_end(LEAVE_SEC)
    killed.rows = read_stored()
    killed.print_figures(len(n_done))
    killed.check_end()


main(killed, parallel=PARALLEL)
