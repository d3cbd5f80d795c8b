#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desktop is told while nobody looks at the window."""
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading

from gi.repository import Gio, GLib

from person import DEADLINE_SEC, SETTINGS, main, read_stored, run, until

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
INTERFACE = """<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="GetServerInformation">
    <arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/><arg type="s" direction="out"/>
  </method>
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
</interface></node>"""


def serve():
    """What shows notifications: says on its output what it is told, and presses what it is asked to."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)

    def say(*words):
        print(json.dumps(words), flush=True)

    def on_call(_bus, _sender, _path, _interface, method, arguments, invocation):
        answer = None
        if method == "Notify":
            values = arguments.unpack()
            answer = GLib.Variant("(u)", (values[1] or 7,))
            say("told", *values[3:6])
        elif method == "CloseNotification":
            say("closed")
        elif method == "GetCapabilities":
            answer = GLib.Variant("(as)", (["actions", "body", "body-markup"],))
        else:
            answer = GLib.Variant("(ssss)", ("fake", "us", "1", "1.2"))
        invocation.return_value(answer)

    def on_order(*_):
        line = sys.stdin.readline()
        if not line:
            loop.quit()
            return False
        action = GLib.Variant("(us)", (7, line.rstrip("\n")))
        bus.emit_signal(None, PATH, NAME, "ActionInvoked", action)
        return True

    interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
    bus.register_object(PATH, interface, on_call, None, None)
    Gio.bus_own_name_on_connection(
        bus, NAME, Gio.BusNameOwnerFlags.NONE, lambda *_: say("ready"), None
    )
    GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, on_order)
    loop = GLib.MainLoop()
    loop.run()


class Desktop:
    """What the program told it."""

    def __init__(self):
        self.told = []
        self.is_shown = False
        self.is_ready = threading.Event()
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--desktop"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()
        assert self.is_ready.wait(DEADLINE_SEC), "the fake desktop does not come"

    def listen(self):
        for line in self.process.stdout:
            what, *rest = json.loads(line)
            if what == "told":
                self.told.append(rest)
            self.is_shown = what == "told"
            self.is_ready.set()

    def press(self, label):
        actions = self.told[-1][2]
        self.process.stdin.write(actions[actions.index(label) - 1] + "\n")
        self.process.stdin.flush()

    def close(self):
        self.process.stdin.close()
        self.process.wait(DEADLINE_SEC)
        self.thread.join(DEADLINE_SEC)


@contextlib.contextmanager
def desktop():
    fake = Desktop()
    try:
        yield fake
    finally:
        fake.close()


def look_away(program):
    window = program.find_x_window()
    run("xdotool", "windowminimize", "--sync", window)
    return window


def begin_unseen(program, *links):
    """They come when nobody looks at the window any more; returns it."""
    assert program.start("--add-paused", *links).wait(DEADLINE_SEC) == 0
    program.wait_count(len(links))
    window = look_away(program)
    program.activate("resume-all")
    return window


def one_file(program, server):
    """By its name, whatever it is, with what to do next; gone when the window is seen."""
    with desktop() as fake:
        window = begin_unseen(program, server.url + "/file/x?size=40000&name=a%3Cb%3E.bin")
        until("a notification", lambda: fake.is_shown)
        title, body, actions = fake.told[0]
        assert "a" in title and "downloaded" not in title, fake.told
        assert body.startswith("Downloaded, 40.0") and "<" not in body, fake.told
        assert actions[1::2] == ["Open", "Show in Folder"], actions
        run("xdotool", "windowactivate", "--sync", window)
        until("nothing any more", lambda: not fake.is_shown)
        assert len(fake.told) == 1, fake.told


def many_files(program, server):
    """In one sentence, with what failed."""
    with desktop() as fake:
        links = [f"{server.url}/file/{i}.bin?size=20000" for i in range(12)]
        begin_unseen(program, *links, server.url + "/status/404/gone.bin")
        until("a notification", lambda: fake.is_shown)
        title, body, actions = fake.told[0]
        assert title == "12 files downloaded" and body.endswith("1 file failed"), fake.told
        assert actions == [] and len(fake.told) == 1, fake.told


def try_again(program, server):
    """A button of the notification is one of the row."""
    with desktop() as fake:
        window = begin_unseen(program, server.url + "/status/404/gone.bin?wait_msec=4000")
        until("a notification", lambda: fake.is_shown)
        title, body, actions = fake.told[0]
        assert title == "gone.bin" and body.startswith("The download failed: "), fake.told
        assert actions[1::2] == ["Try Again"], actions
        fake.press("Try Again")
        run("xdotool", "windowactivate", "--sync", window)
        program.row("Connecting|downloading")


def not_told(program, server):
    """Who looks at the window needs none; and who does not want it gets none."""
    with desktop() as fake:
        program.paste(server.url + "/file/a.bin?size=1000")
        program.row("a.bin, Done")
        assert program.start("--add-paused", server.url + "/file/b.bin?size=1000").wait() == 0
        program.wait_count(2)
        look_away(program)
        program.activate("resume-all")
        until("a notification", lambda: fake.is_shown)
        assert [told[0] for told in fake.told] == ["b.bin"], fake.told


def nobody_shows_it(program, server):
    """Then nothing is told, and nothing complained about."""
    begin_unseen(program, server.url + "/file/a.bin?size=1000")
    until("the file", lambda: program.files() == ["a.bin"])
    until("the end of it", lambda: [row["state"] for row in read_stored()] == ["done"])


def keep_downloading(program, more=""):
    """From the next start on."""
    program.process.send_signal(signal.SIGTERM)
    program.wait_end(5)
    path = os.path.join(os.environ["XDG_CONFIG_HOME"], SETTINGS)
    with open(path, "a", encoding="utf-8") as file:
        file.write(f"\nkeep-downloading=true\n{more}\n")
    program.process = program.start()
    program.accessible = until("the program again", program.find_accessible)
    until("the window", program.find_x_window)


def goes_on_without_the_window(program, server):
    """It is told where it went, and found again."""
    keep_downloading(program)
    with desktop() as fake:
        program.paste(server.url + "/stall-headers/a.bin")
        program.row("Connecting|downloading")
        program.key("alt+F4")
        until("no window", lambda: not program.find_x_windows())
        until("a notification", lambda: fake.is_shown)
        title, body, actions = fake.told[0]
        assert title == "Downpour goes on in the background", fake.told
        assert body == "1 file is still to come." and actions[1::2] == ["Stop and Close"], fake.told
        assert program.start().wait(10) == 0
        until("the window", program.find_x_window)
        until("nothing any more", lambda: not fake.is_shown)
        program.row("Connecting|downloading")
        program.key("alt+F4")
        until("a notification", lambda: fake.is_shown)
        fake.press("Stop and Close")
        program.wait_end(5)


def ends_after_the_commands(program, server):
    """For finished files, which run one after the other; each lasts longer than it lingers."""
    keep_downloading(program, "file-done-command='sh -c \"sleep 7; touch ran-$0\" %n'")
    with desktop():
        program.paste(f"{server.url}/file/a.bin?wait_msec=8000\n{server.url}/file/b.bin?wait_msec=8000")
        program.row("Connecting|downloading")
        program.key("alt+F4")
        until("no window", lambda: not program.find_x_windows())
        program.wait_end(60)
    assert program.files() == ["a.bin", "b.bin", "ran-a.bin", "ran-b.bin"], program.files()


def ends_without_the_window(program, server):
    """When all is done; and at once, if nothing is to come."""
    keep_downloading(program)
    with desktop():
        program.paste(server.url + "/file/a.bin?size=40000&wait_msec=8000")
        program.row("Connecting|downloading")
        program.key("alt+F4")
        until("no window", lambda: not program.find_x_windows())
        program.wait_end(40)
        assert program.files() == ["a.bin"] and len(program.read("a.bin")) == 40000, program.files()
    program.process = program.start()
    program.accessible = until("the program again", program.find_accessible)
    program.row("a.bin, Done")
    program.key("alt+F4")
    program.wait_end(5)


if sys.argv[1:] == ["--desktop"]:
    serve()
else:
    main(
        one_file,
        many_files,
        try_again,
        not_told,
        nobody_shows_it,
        goes_on_without_the_window,
        ends_without_the_window,
        ends_after_the_commands,
    )
