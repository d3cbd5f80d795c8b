# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures for people: a table for each scenario, plain or Markdown."""
import os
import platform
import statistics

BASE = "downpour-get"
QUIET_LOAD = 0.5
RATIOS = (
    "CPU is user and system time together. A ratio is Downpour's figure over the program's, "
    "taken within each round: below 1, Downpour needs less."
)


def spread(values, digits=2):
    """The median, and from the lowest to the highest."""
    if len(values) == 1:
        return f"{values[0]:.{digits}f}"
    low, high = min(values), max(values)
    return f"{statistics.median(values):.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def median(values, digits):
    return f"{statistics.median(values):.{digits}f}"


def ratios(ours, theirs, figure):
    """Within each round: what disturbs a round disturbs both."""
    pairs = [(figure(a), figure(b)) for a, b in zip(ours, theirs)]
    return spread([a / b for a, b in pairs]) if all(b > 0 for _, b in pairs) else "–"


def make_row(result, name, has_many):
    costs = result.costs[name]
    ours = result.costs.get(BASE)
    walls = [cost.wall_sec for cost in costs]
    row = [
        name,
        spread(walls, 3),
        spread([cost.cpu_sec for cost in costs], 3),
        median([cost.user_sec for cost in costs], 2)
        + " + "
        + median([cost.system_sec for cost in costs], 2),
        median([cost.peak_mib for cost in costs], 1),
    ]
    if has_many:
        n = len(result.task.files)
        row.append(median([wall / n * 1e6 for wall in walls], 0) if n > 1 else "")
    if ours is None or name == BASE:
        return row + ["", ""]
    return row + [
        ratios(ours, costs, lambda cost: cost.wall_sec),
        ratios(ours, costs, lambda cost: cost.cpu_sec),
    ]


def make_rows(results):
    has_many = any(len(result.task.files) > 1 for result in results)
    head = ["", "program", "wall s", "CPU s", "user + sys", "peak MiB"]
    head += ["µs a file"] if has_many else []
    rows = [head + ["wall ratio", "CPU ratio"]]
    for result in results:
        title = result.task.title
        for name in result.costs:
            rows.append([title] + make_row(result, name, has_many))
            title = ""
    return rows


def print_plain(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        words = [row[0].ljust(widths[0]), row[1].ljust(widths[1])]
        words += [cell.rjust(width) for cell, width in zip(row[2:], widths[2:])]
        print("  ".join(words).rstrip())


def print_markdown(rows):
    print("| " + " | ".join(rows[0]) + " |")
    print("|---|---|" + "---:|" * (len(rows[0]) - 2))
    for row in rows[1:]:
        print("| " + " | ".join(row) + " |")


def list_notes(results):
    """Why somebody is missing; each reason once."""
    notes = {}
    for result in results:
        for name, why in result.failures.items():
            notes[f"FAILED: {name}, {result.task.title}, {why}"] = None
        for name, why in result.left_out.items():
            notes[f"Left out: {name} ({why})."] = None
    return list(notes)


def print_scenario(name, about, results, rounds, is_markdown):
    title = f"{name}: {about}; " + (
        f"median of {rounds} rounds (lowest–highest)" if rounds > 1 else "one round"
    )
    print(f"\n### {title}\n" if is_markdown else f"\n{title}\n")
    (print_markdown if is_markdown else print_plain)(make_rows(results))
    print()
    for note in list_notes(results):
        print(f"- {note}" if is_markdown else note)


def read_processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return models[0] if models else platform.machine()


def describe_machine():
    return f"{os.cpu_count()} × {read_processor()}, Linux {platform.release()}"


def warn_of_others():
    """What else runs spoils the times, and readers must know."""
    load = os.getloadavg()[0]
    if load < QUIET_LOAD:
        return []
    return [f"At the beginning the load was {load:.1f}: others were at work, times are unreliable."]
