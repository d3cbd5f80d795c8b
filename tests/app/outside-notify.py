#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desktop is told while nobody looks at the window."""
import contextlib
import os
import threading

from gi.repository import Gio, GLib

from person import main, run, until

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


class Desktop:
    """What shows notifications, on a thread of its own."""

    def __init__(self):
        self.told = []
        self.shown = {}
        self.context = GLib.MainContext()
        self.loop = GLib.MainLoop(self.context)
        self.is_ready = threading.Event()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()
        assert self.is_ready.wait(10)

    def serve(self):
        self.context.push_thread_default()
        flags = Gio.DBusConnectionFlags
        self.bus = Gio.DBusConnection.new_for_address_sync(
            os.environ["DBUS_SESSION_BUS_ADDRESS"],
            flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION,
        )
        interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
        self.bus.register_object(PATH, interface, self.on_call, None, None)
        Gio.bus_own_name_on_connection(
            self.bus, NAME, Gio.BusNameOwnerFlags.NONE, lambda *_: self.is_ready.set(), None
        )
        self.loop.run()
        self.context.pop_thread_default()

    def on_call(self, _bus, _sender, _path, _interface, method, arguments, invocation):
        values = arguments.unpack()
        answer = None
        if method == "Notify":
            number = values[1] or len(self.told) + 1
            self.told.append(values[3:6])
            self.shown[number] = values[3:6]
            answer = GLib.Variant("(u)", (number,))
        elif method == "CloseNotification":
            self.shown.pop(values[0], None)
        elif method == "GetCapabilities":
            answer = GLib.Variant("(as)", (["actions", "body", "body-markup"],))
        else:
            answer = GLib.Variant("(ssss)", ("fake", "us", "1", "1.2"))
        invocation.return_value(answer)

    def press(self, label):
        number, (_title, _body, actions) = next(iter(self.shown.items()))
        action = actions[actions.index(label) - 1]
        self.bus.emit_signal(
            None, PATH, NAME, "ActionInvoked", GLib.Variant("(us)", (number, action))
        )

    def close(self):
        self.loop.quit()
        self.thread.join()


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


def later(server, path, msec=2500):
    return f"{server.url}{path}{'&' if '?' in path else '?'}wait_msec={msec}"


def one_file(program, server):
    """By its name, whatever it is, with what to do next; gone when the window is seen."""
    with desktop() as fake:
        program.paste(later(server, "/file/x?size=40000&name=a%3Cb%3E.bin"))
        program.row("Connecting|downloading")
        window = look_away(program)
        until("a notification", lambda: fake.shown)
        title, body, actions = fake.told[0]
        assert "a" in title and "downloaded" not in title, fake.told
        assert body.startswith("Downloaded, 40.0") and "<" not in body, fake.told
        assert actions[1::2] == ["Open", "Show in Folder"], actions
        run("xdotool", "windowactivate", "--sync", window)
        until("nothing any more", lambda: not fake.shown)
        assert len(fake.told) == 1, fake.told


def many_files(program, server):
    """In one sentence, with what failed."""
    with desktop() as fake:
        links = [later(server, f"/file/{i}.bin?size=20000") for i in range(12)]
        program.paste(*links, later(server, "/status/404/gone.bin"))
        program.wait_count(13)
        look_away(program)
        until("a notification", lambda: fake.shown)
        title, body, actions = fake.told[0]
        assert title == "12 files downloaded" and body.endswith("1 file failed"), fake.told
        assert actions == [] and len(fake.told) == 1, fake.told


def try_again(program, server):
    """A button of the notification is one of the row."""
    with desktop() as fake:
        program.paste(later(server, "/status/404/gone.bin"))
        program.wait_count(1)
        window = look_away(program)
        until("a notification", lambda: fake.shown)
        title, body, actions = fake.told[0]
        assert title == "gone.bin" and body.startswith("The download failed: "), fake.told
        assert actions[1::2] == ["Try Again"], actions
        fake.press("Try Again")
        until("another attempt", lambda: server.read("/count/status/404/gone.bin") != b"1")
        run("xdotool", "windowactivate", "--sync", window)


def not_told(program, server):
    """Who looks at the window needs none; and who does not want it gets none."""
    with desktop() as fake:
        program.paste(server.url + "/file/a.bin?size=1000")
        program.row("a.bin, Done")
        program.paste(later(server, "/file/b.bin?size=1000"))
        program.wait_count(2)
        look_away(program)
        until("a notification", lambda: fake.shown)
        assert [told[0] for told in fake.told] == ["b.bin"], fake.told


main(one_file, many_files, try_again, not_told)
