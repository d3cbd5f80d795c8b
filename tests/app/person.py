# SPDX-License-Identifier: GPL-3.0-or-later
"""A person before the window: eyes (AT-SPI), hands (xdotool, xclip), and a server somewhere.

For tests that see the program only from outside; they run in `session --desktop`.
"""
import contextlib
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.request

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

APP_ID = "io.github.downpour.Downpour"
APP_PATH = "/io/github/downpour/Downpour"
# On a machine that is ten times as busy as any.
DEADLINE_SEC = 60

# It gives those that run one second.
LEAVE_SEC = 10

# Who finds that something takes too long may do so again: a busy machine is late now and then.
N_ATTEMPTS = 3

POLL_SEC = 0.03
LIST = os.path.join(os.environ["XDG_DATA_HOME"], "downpour")
SETTINGS = "glib-2.0/settings/keyfile"


class TooLate(AssertionError):
    """All is well, but for the time that it took."""


def until(what, condition, deadline_sec=DEADLINE_SEC):
    """Polls; returns what the condition found at last.  What may be text, or tell it when in vain."""
    end = time.monotonic() + deadline_sec
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"in vain waited for: {what() if callable(what) else what}")
        time.sleep(POLL_SEC)


def run(*words, text=None):
    done = subprocess.run(
        [str(word) for word in words], input=text, stdout=subprocess.PIPE, text=True, timeout=60,
        check=False,
    )
    return done.stdout.strip()


def read_stored():
    """The rows of the stored list, of a copy: whoever opens a list tidies it up."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("list.db", "list.db-wal"):
            with contextlib.suppress(FileNotFoundError):
                shutil.copy(os.path.join(LIST, name), folder)
        with contextlib.closing(sqlite3.connect(os.path.join(folder, "list.db"))) as db:
            db.row_factory = sqlite3.Row
            db.text_factory = os.fsdecode
            said = db.execute("PRAGMA integrity_check").fetchone()[0]
            assert said == "ok", said
            return db.execute("SELECT * FROM download WHERE NOT is_removed ORDER BY id").fetchall()


# Eyes


class Thing:
    """Something that a screen reader finds in a window."""

    def __init__(self, accessible):
        self.accessible = accessible

    @property
    def role(self):
        return self.accessible.get_role_name()

    @property
    def name(self):
        # GTK 4.8 names a button with a mnemonic "_Add Add".
        return re.sub(r"^\S*_(.*) (\S+.*)$", r"\2", self.accessible.get_name() or "")

    @property
    def description(self):
        return self.accessible.get_description() or ""

    @property
    def value(self):
        return Atspi.Value.get_current_value(self.accessible)

    @property
    def text(self):
        length = Atspi.Text.get_character_count(self.accessible)
        return Atspi.Text.get_text(self.accessible, 0, length)

    @property
    def has_focus(self):
        return self.accessible.get_state_set().contains(Atspi.StateType.FOCUSED)

    @property
    def is_focusable(self):
        return self.accessible.get_state_set().contains(Atspi.StateType.FOCUSABLE)

    @property
    def is_enabled(self):
        return self.accessible.get_state_set().contains(Atspi.StateType.SENSITIVE)

    @property
    def box(self):
        box = self.accessible.get_extents(Atspi.CoordType.WINDOW)
        return box.x, box.y, box.width, box.height

    @property
    def is_on_screen(self):
        return self.box[2] > 0 and self.box[3] > 0

    def children(self):
        count = self.accessible.get_child_count()
        found = (self.accessible.get_child_at_index(i) for i in range(count))
        return [Thing(child) for child in found if child is not None]

    def walk(self):
        """All below; not into rows that the list keeps for scrolling."""
        yield self
        with contextlib.suppress(GLib.Error):
            if self.role != "list item" or self.is_on_screen:
                for child in self.children():
                    yield from child.walk()

    def find_each(self, role, name=None):
        for thing in self.walk():
            if thing.role == role and (name is None or re.fullmatch(name, thing.name)):
                yield thing

    def find_all(self, role, name=None):
        with contextlib.suppress(GLib.Error):
            return list(self.find_each(role, name))
        return []

    def find_first(self, role, name=None):
        """Asks for no more than it must: each question keeps the program from its work."""
        with contextlib.suppress(GLib.Error):
            return next(self.find_each(role, name), None)
        return None

    def click(self):
        """Presses it, as a screen reader does."""
        count = self.accessible.get_n_actions()
        names = [Atspi.Action.get_action_name(self.accessible, i) for i in range(count)]
        assert "click" in names, f"{self.role} {self.name!r} cannot be clicked"
        self.accessible.do_action(names.index("click"))


# A server


class Server:
    def __init__(self, port=0):
        self.process = subprocess.Popen(
            [os.environ["DOWNPOUR_TEST_SERVER"], f"--port={port}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        self.url = self.process.stdout.readline().strip()
        self.port = int(self.url.rpartition(":")[2])

    def stop(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(DEADLINE_SEC)

    def count_sent(self):
        """Bytes of bodies, so far."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def read(self, path):
        with urllib.request.urlopen(self.url + path, timeout=DEADLINE_SEC) as answer:
            return answer.read()


# The program


class Program:
    """The program, with a folder of its own to download to."""

    def __init__(self, *arguments, parallel=16):
        self.folder = tempfile.mkdtemp(prefix="downloads-")
        path = os.path.join(os.environ["XDG_CONFIG_HOME"], SETTINGS)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(
                f"[io/github/downpour/Downpour]\nfolder='{self.folder}'\n"
                f"parallel-downloads={parallel}\nper-host=64\n"
            )
        # What an earlier test left in the list is none of ours.
        shutil.rmtree(LIST, ignore_errors=True)
        self.complaints = tempfile.TemporaryFile("w+")
        self.process = self.start(*arguments)
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        Atspi.set_timeout(1000 * DEADLINE_SEC, 1000 * DEADLINE_SEC)
        self.accessible = until("the accessible program", self.find_accessible)
        until("the window", self.find_x_window)

    def start(self, *arguments, **environment):
        return subprocess.Popen(
            [os.environ["DOWNPOUR"], *arguments], env=os.environ | environment,
            stdin=subprocess.DEVNULL, stderr=self.complaints,
        )

    # What is there

    def find_accessible(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            with contextlib.suppress(GLib.Error):
                child = desktop.get_child_at_index(i)
                if child and child.get_process_id() == self.process.pid and child.get_child_count():
                    # What something is does not change.
                    child.set_cache_mask(Atspi.Cache.ROLE)
                    return Thing(child)
        return None

    def find_x_windows(self):
        return run("xdotool", "search", "--onlyvisible", "--pid", self.process.pid).split()

    def find_x_window(self, title="Downpour"):
        found = run("xdotool", "search", "--onlyvisible", "--name", f"^{title}$").split()
        mine = set(self.find_x_windows())
        return next((window for window in found if window in mine), None)

    def window(self, title="Downpour"):
        def look():
            with contextlib.suppress(GLib.Error):
                return next((w for w in self.accessible.children() if w.name == title), None)
            return None

        return until(f"the window {title}", look)

    def find(self, role, name=None, title="Downpour"):
        return until(f"{role} {name}", lambda: self.window(title).find_first(role, name))

    def focused(self, title="Downpour"):
        """What has the focus there."""
        outside = ("frame", "window", "application")
        return until(
            "a focus",
            lambda: next(
                (t for t in self.window(title).walk() if t.has_focus and t.role not in outside), None
            ),
        )

    def rows(self):
        """The sentences of the rows that can be seen."""
        with contextlib.suppress(GLib.Error):
            found = self.window().find_first("list", "Downloads")
            return [item.name for item in found.children() if item.is_on_screen] if found else []
        return []

    def row(self, pattern, deadline_sec=DEADLINE_SEC):
        return until(
            lambda: f"a row that says {pattern}; at the end there were {self.rows()[:4]}",
            lambda: next((row for row in self.rows() if re.search(pattern, row)), None),
            deadline_sec,
        )

    def shows(self, role, name):
        return until(f"{role} {name}", lambda: self.window().find_first(role, name))

    def find_summary(self):
        return self.window().find_first("label", r"\d+ of \d+ done.*")

    def wait_summary(self, pattern, deadline_sec=DEADLINE_SEC):
        """What stands below the title, as in "3 of 7 done"."""
        label = until("the header", self.find_summary)
        return until(
            f"{pattern} in the header", lambda: re.match(pattern, label.name), deadline_sec
        )

    def wait_count(self, count, deadline_sec=DEADLINE_SEC):
        self.wait_summary(rf"\d+ of {count} done", deadline_sec)

    def files(self):
        return sorted(os.listdir(self.folder))

    def read(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    # What is done

    def key(self, *keys, title="Downpour"):
        window = until(f"the window {title}", lambda: self.find_x_window(title))
        run("xdotool", "windowactivate", "--sync", window)
        run("xdotool", "key", "--clearmodifiers", *keys)

    def type(self, text, title="Downpour", delay_msec=2):
        window = until(f"the window {title}", lambda: self.find_x_window(title))
        run("xdotool", "windowactivate", "--sync", window)
        run("xdotool", "type", "--delay", delay_msec, "--", text)

    def paste(self, *links):
        copy("\n".join(links))
        self.key("ctrl+v")

    def call(self, interface, method, arguments, reply=None):
        return self.bus.call_sync(
            APP_ID, APP_PATH, interface, method, arguments, reply and GLib.VariantType(reply),
            Gio.DBusCallFlags.NO_AUTO_START, 1000 * DEADLINE_SEC,
        )

    def activate(self, action, *parameters):
        self.call(
            "org.gtk.Actions", "Activate", GLib.Variant("(sava{sv})", (action, parameters, {}))
        )

    # Its end

    def wait_end(self, seconds):
        began = time.monotonic()
        status = self.process.wait(DEADLINE_SEC)
        assert status == 0, f"it left with {status}"
        took = time.monotonic() - began
        if took > seconds:
            raise TooLate(f"it left after {took:.1f} s, not {seconds:.1f} s")

    def check_complaints(self):
        self.complaints.seek(0)
        text = self.complaints.read()
        lines = [line for line in text.splitlines() if re.search("CRITICAL|WARNING|ERROR", line)]
        # Here is nobody who shows them, but in one test.
        bad = [line for line in lines if "org.freedesktop.Notifications was not provided" not in line]
        assert not bad, "it complained: " + "; ".join(bad[:5])

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(DEADLINE_SEC)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise
        assert self.process.returncode == 0, f"it left with {self.process.returncode}"
        self.check_complaints()
        shutil.rmtree(self.folder)


class Meter:
    """Measures the main loop from another process for as long as the block lasts."""

    LIMIT_MSEC = 500

    def __enter__(self):
        path = os.path.join(os.path.dirname(__file__), "meter.py")
        self.process = subprocess.Popen(
            [sys.executable, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, failure, *_):
        figures = self.process.communicate(timeout=60)[0].split()
        if failure is None:
            count, middle, most, worst = (float(figure) for figure in figures)
            print(f"# main loop, ms: n {count:.0f}, p50 {middle}, p99 {most}, max {worst}")
            assert count > 10, "too few answers"
            if worst > self.LIMIT_MSEC:
                raise TooLate(f"the main loop stood still for {worst} ms")


def copy(text, media_type="UTF8_STRING"):
    """Puts it on the clipboard; xclip stays to serve it."""
    subprocess.run(
        ["xclip", "-i", "-selection", "clipboard", "-t", media_type], input=text.encode(),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=DEADLINE_SEC, check=True,
    )


def run_test(test, parallel):
    """With a program and a server."""
    with contextlib.ExitStack() as stack:
        server = Server()
        stack.callback(server.stop)
        program = Program(parallel=parallel)
        stack.callback(program.close)
        test(program, server)


def run_in_time(test, parallel):
    for _ in range(N_ATTEMPTS - 1):
        try:
            return run_test(test, parallel)
        except TooLate as failure:
            print(f"# {failure}; once more", flush=True)
    return run_test(test, parallel)


def main(*tests, parallel=16):
    """Prints TAP."""
    print(f"1..{len(tests)}", flush=True)
    failed = False
    for number, test in enumerate(tests, 1):
        name = test.__name__.replace("_", "-")
        began = time.monotonic()
        try:
            run_in_time(test, parallel)
            print(f"ok {number} {name}  # {time.monotonic() - began:.1f} s", flush=True)
        except Exception:  # noqa: BLE001: whatever it is, the next test shall run
            failed = True
            print(*("# " + line for line in traceback.format_exc().splitlines()), sep="\n")
            print(f"not ok {number} {name}", flush=True)
    sys.exit(failed)
