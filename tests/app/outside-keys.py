#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything by keys: without a mouse, in the order that hands know."""
from person import copy, main, run, until


def fill(program, server):
    """Five rows that stay as they are."""
    program.paste(*(f"{server.url}/stall-headers/{i}.bin" for i in range(5)))
    program.wait_count(5)
    program.row("0.bin, ")


def focused(program, title="Downpour"):
    """What has the focus, as (role, name)."""
    for thing in program.window(title).walk():
        if thing.has_focus and thing.role not in ("frame", "window", "application"):
            return thing.role, thing.name
    return None


def add_dialog(program, _server):
    program.key("ctrl+n")
    program.type("see http://127.0.0.1:9/a and http://127.0.0.1:9/b ", title="Add Links")
    program.find("label", "2 links", title="Add Links")
    program.type("ftp://127.0.0.1/c ", title="Add Links")
    program.find("label", "2 links · 1 is refused", title="Add Links")
    program.key("ctrl+Return", title="Add Links")
    program.wait_count(2)
    until("the dialog to go", lambda: len(program.accessible.children()) == 1)


def add_dialog_by_button(program, _server):
    program.find("push button", "Add Links").click()
    program.type("http://127.0.0.1:9/a", title="Add Links")
    program.find("label", "1 link", title="Add Links")
    program.find("push button", "Add", title="Add Links").click()
    program.wait_count(1)


def add_dialog_escape(program, _server):
    program.key("ctrl+n")
    program.type("http://127.0.0.1:9/a", title="Add Links")
    program.key("Escape", title="Add Links")
    until("the dialog to go", lambda: len(program.accessible.children()) == 1)


def paste_in_the_dialog_is_for_the_dialog(program, _server):
    program.key("ctrl+n")
    copy("http://127.0.0.1:9/a http://127.0.0.1:9/b")
    program.key("ctrl+v", title="Add Links")
    program.find("label", "2 links", title="Add Links")
    program.key("Escape", title="Add Links")


def type_into_the_list(program, server):
    program.paste(f"{server.url}/stall-headers/my%20film.bin", f"{server.url}/stall-headers/1.bin")
    program.wait_count(2)
    program.row("1.bin, ")
    focus_list(program)
    program.key("Down")
    program.type("my film")
    until("one row", lambda: len(program.rows()) == 1)
    program.key("Escape")
    until("both rows", lambda: len(program.rows()) == 2)


def delete_and_undo(program, server):
    fill(program, server)
    focus_list(program)
    program.key("ctrl+a", "Delete")
    program.shows("label", "5 entries removed")
    program.key("ctrl+z")
    program.wait_count(5)
    program.key("ctrl+shift+z")
    until("an empty list", lambda: not program.rows())
    program.key("ctrl+z")
    program.wait_count(5)


def search(program, server):
    """Five rows, all selected, and the search entry with the focus: what it finds in all of them."""
    fill(program, server)
    focus_list(program)
    program.key("ctrl+a", "ctrl+f")
    program.type("bin")
    return program.find("entry", "Find Downloads")


def text_has_its_keys(program, server):
    entry = search(program, server)
    program.key("Home", "Delete")
    until("a letter less", lambda: entry.text == "in")
    program.key("ctrl+z")
    until("the letter again", lambda: entry.text == "bin")
    program.key("ctrl+Home", "shift+End", "ctrl+c", "ctrl+End", "ctrl+v")
    until("it twice", lambda: entry.text == "binbin")
    program.key("ctrl+a", "shift+Delete")
    until("nothing", lambda: entry.text == "")
    program.key("shift+Insert")
    until("what was cut", lambda: entry.text == "binbin")
    program.key("Escape")
    program.row("0.bin, ")
    assert len(program.rows()) == 5, program.rows()
    assert [row[0] for row in program.rows()] == list("01234"), program.rows()


def order(program):
    return "".join(row[0] for row in program.rows())


def rows_move(program, server):
    fill(program, server)
    focus_list(program)
    program.key("Home", "Down", "Down", "ctrl+Up")
    until("2 before 1", lambda: order(program) == "02134")
    program.key("ctrl+Up")
    until("2 before 0", lambda: order(program) == "20134")
    program.key("ctrl+Down")
    until("2 behind 0", lambda: order(program) == "02134")
    program.key("ctrl+End")
    until("2 at the end", lambda: order(program) == "01342")
    program.key("ctrl+Home")
    until("2 at the top", lambda: order(program) == "20134")
    program.key("shift+Down", "ctrl+End")
    until(lambda: "two at the end: " + order(program), lambda: order(program) == "13420")
    program.key("ctrl+z")
    until("as before", lambda: order(program) == "20134")
    program.key("shift+Delete")
    program.shows("label", "2 entries removed")
    program.key("ctrl+z")
    program.wait_count(5)


def starts_now(program, server):
    fill(program, server)
    focus_list(program)
    program.key("ctrl+shift+p")
    program.row("3.bin, Paused")
    program.key("Home", "Down", "Down", "Down", "ctrl+j")
    program.row("3.bin, .*downloading")
    program.row("2.bin, Paused")


def arrows_select_rows(program, server):
    fill(program, server)
    focus_list(program)
    program.key("Home", "Down", "Delete")
    program.shows("label", "1 entry removed")
    program.wait_count(4)
    assert not any(row.startswith("1.bin") for row in program.rows()), program.rows()


def focus_list(program):
    """Tab until a row has the focus."""
    for _ in range(8):
        if (focused(program) or ("",))[0] == "list item":
            return
        program.key("Tab")
    raise AssertionError(f"Tab does not reach the list, but {focused(program)}")


def tab_reaches_everything(program, server):
    """The list is one stop on the way, however long it is."""
    fill(program, server)
    focus_list(program)
    seen = []
    for _ in range(20):
        program.key("Tab")
        seen.append(focused(program))
    assert seen[0] is None or seen[0][0] != "list item", seen[0]
    names = {name for _, name in filter(None, seen)}
    assert {"Add Links", "Pause All", "Main Menu"} <= names, names
    assert any(role == "list item" for role, _ in filter(None, seen)), seen


def row_menu(program, server):
    fill(program, server)
    focus_list(program)
    program.key("Home", "shift+F10")
    until("the menu", lambda: program.window().find_first("menu item", "Remove from List"))
    program.key("Escape")
    until("no menu", lambda: not program.window().find_first("menu item", "Remove from List"))
    program.key("Menu")
    until("the menu", lambda: program.window().find_first("menu item", "Pause")).click()
    program.row("0.bin, Paused")


def row_by_keys(program, server):
    fill(program, server)
    focus_list(program)
    program.key("Home", "ctrl+p")
    program.row("0.bin, Paused")
    program.key("ctrl+r")
    program.row("0.bin, .*downloading")


def row_menu_without_a_selection(program, server):
    """The menu is that of the row with the focus."""
    fill(program, server)
    focus_list(program)
    program.key("shift+F10")
    until("the menu", lambda: program.window().find_first("menu item", "Pause")).click()
    program.row("0.bin, Paused")


def main_menu(program, _server):
    program.key("F10")
    until("the menu", lambda: program.window().find_first("menu item", "Preferences"))
    program.key("Escape")


def pause_and_resume_all(program, server):
    fill(program, server)
    program.key("ctrl+shift+p")
    program.row("0.bin, Paused")
    program.find("push button", "Resume All")
    program.key("ctrl+shift+r")
    program.row("0.bin, .*downloading")


def copied_links(program, server):
    fill(program, server)
    focus_list(program)
    program.key("Home", "ctrl+c")
    until(
        "the link on the clipboard",
        lambda: run("xclip", "-o", "-selection", "clipboard")
        == f"{server.url}/stall-headers/0.bin",
    )


def new_link_by_keys(program, server):
    """An expired link: the copied one is there already, and Return goes on with it."""
    program.paste(f"{server.url}/status/410/a.bin")
    program.row("a.bin, Failed")
    focus_list(program)
    program.key("Home")
    copy(f"{server.url}/file/b.bin")
    program.key("ctrl+l")
    until(
        "the copied link",
        lambda: any(
            thing.text == f"{server.url}/file/b.bin"
            for thing in program.window("New Link").find_all("text")
        ),
    )
    program.key("Return", title="New Link")
    program.row("b.bin, Done")
    assert program.files() == ["b.bin"], program.files()


def windows_open_and_close(program, _server):
    for key in ("ctrl+n", "ctrl+comma", "ctrl+question"):
        program.key(key)
        until(f"the window of {key}", lambda: len(program.find_x_windows()) == 2)
        run("xdotool", "key", "Escape")
        until(f"the window of {key} to go", lambda: len(program.find_x_windows()) == 1)


main(
    add_dialog,
    add_dialog_by_button,
    add_dialog_escape,
    paste_in_the_dialog_is_for_the_dialog,
    type_into_the_list,
    delete_and_undo,
    text_has_its_keys,
    rows_move,
    starts_now,
    arrows_select_rows,
    tab_reaches_everything,
    row_menu,
    row_by_keys,
    row_menu_without_a_selection,
    main_menu,
    pause_and_resume_all,
    copied_links,
    new_link_by_keys,
    windows_open_and_close,
)
