#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader finds: everything has a name, and rows are sentences."""
import re

from person import main, until

BUTTONS = ("push button", "toggle button", "menu button")


def all_names(program, title="Downpour"):
    return [(thing.role, thing.name) for thing in program.window(title).walk()]


def check_buttons(program, title="Downpour"):
    """A button has a name, or it holds the one that has."""
    n_buttons = 0
    for thing in program.window(title).walk():
        if thing.role in BUTTONS and thing.is_on_screen and thing.accessible.get_n_actions() > 0:
            n_buttons += 1
            assert not re.match("Gtk|$", thing.name), f"a button without a name in {title}: {thing.box}"
    assert n_buttons > 0, f"no button in {title}"


def buttons_have_names(program, server):
    check_buttons(program)
    program.paste(server.url + "/stall-headers/a.bin", server.url + "/status/404")
    program.row("Failed")
    check_buttons(program)


def buttons_of_dialogs_have_names(program, _server):
    for key, title in (("ctrl+n", "Add Links"), ("ctrl+comma", "Preferences")):
        program.key(key)
        check_buttons(program, title)
        program.key("Escape", title=title)
        until(f"{title} to go", lambda: len(program.accessible.children()) == 1)


def entries_of_dialogs_have_names(program, _server):
    program.key("ctrl+comma")
    program.find("spin button", ".*Downloads at once.*", title="Preferences")
    program.key("Escape", title="Preferences")
    program.key("ctrl+n")
    program.key("alt+d", title="Add Links")
    for name in ("Headers", "Referer", "User agent", "User name"):
        program.find("text", f".*{name}.*", title="Add Links")
    program.find("password text", ".*Password.*", title="Add Links")
    program.find("push button", ".*Cookies.*", title="Add Links")
    check_buttons(program, "Add Links")


def a_running_row_is_a_sentence(program, server):
    program.paste(server.url + "/file/ubuntu.iso?size=50000000&rate=500000")
    sentence = program.row("left")
    assert re.fullmatch(r"ubuntu\.iso, \d+ percent, .* left, downloading", sentence), sentence
    program.key("ctrl+z")


def rows_at_rest_are_sentences(program, server):
    program.paste(
        server.url + "/file/done.bin?size=12345",
        server.url + "/status/404/missing.bin",
        server.url + "/stall-headers/silent.bin",
    )
    program.row(r"^done\.bin, Done · 12\.3\xa0kB$")
    program.row(r"^missing\.bin, Failed · .+ .+")
    program.key("ctrl+shift+p")
    program.row(r"^silent\.bin, Paused$")


def bars_have_a_name_and_a_value(program, server):
    program.paste(server.url + "/stall/half.bin?size=1000000&after=500000")
    bar = program.find("progress bar", "half.bin")
    until("half of it", lambda: abs(bar.value - 0.5) < 0.01)


def the_list_has_a_name(program, _server):
    program.paste("http://127.0.0.1:9/a")
    program.wait_count(1)
    program.find("list", "Downloads")


def the_empty_window_says_what_to_do(program, _server):
    names = [name for _, name in all_names(program)]
    assert any("Ctrl+V" in name for name in names), names


main(
    buttons_have_names,
    buttons_of_dialogs_have_names,
    entries_of_dialogs_have_names,
    a_running_row_is_a_sentence,
    rows_at_rest_are_sentences,
    bars_have_a_name_and_a_value,
    the_list_has_a_name,
    the_empty_window_says_what_to_do,
)
