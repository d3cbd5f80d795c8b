# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is compared, and how each is asked for the same thing.

A client has a name, a version, says why it cannot do a task (or None), and makes its command.
"""
import importlib.util
import os
import re
import shutil
import subprocess
import sys

from servers import CA_FILE


class Client:
    name = ""
    program = ""
    version_pattern = r"\d+(\.\d+)+\S*"

    def find(self):
        """Why it is not here, or None."""
        return None if shutil.which(self.program) else "not installed"

    def refuse(self, _task):
        """Why it cannot do this, or None."""
        return None

    def ask_version(self):
        said = subprocess.run(
            [self.program, "--version"], stdout=subprocess.PIPE, text=True, check=False
        ).stdout
        found = re.search(self.version_pattern, said)
        return f"{self.name} {found[0]}" if found else self.name


def write(path, lines):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    return path


def list_links(task, place):
    return write(f"{place.lists}/links", (task.link(file) for file in task.files))


def split(size, n):
    """The first and last byte of each of n ranges."""
    ends = [size * i // n for i in range(n + 1)]
    return [(a, b - 1) for a, b in zip(ends, ends[1:])]


class Downpour(Client):
    name = "downpour-get"

    def __init__(self, program):
        self.program = program
        self.options = ""

    def find(self):
        self.options = subprocess.run(
            [self.program, "--help"], stdout=subprocess.PIPE, text=True, check=False
        ).stdout
        return None

    def has_segments(self):
        return "--segments" in self.options

    def refuse(self, task):
        if task.segments > 1 and not self.has_segments():
            return "has no --segments yet"
        return None

    def command(self, task, place):
        words = [self.program, "--quiet", "--folder", place.out]
        words += ["--jobs", str(task.jobs)]
        if self.has_segments():
            words += ["--segments", str(task.segments)]
        if task.is_tls:
            words += ["--ca-file", CA_FILE]
        return words + ["--input-file", list_links(task, place)]


class Curl(Client):
    name = program = "curl"

    def command(self, task, place):
        if task.segments > 1:
            return self.join(task, place)
        lines = []
        for file in task.files:
            lines += [f'url = "{task.link(file)}"', f'output = "{place.out}/{file.name}"']
        return self.start(task, write(f"{place.lists}/curl", lines), task.jobs)

    def start(self, task, config, jobs):
        words = ["curl", "--disable", "--fail", "--no-progress-meter"]
        if task.is_tls:
            words += ["--cacert", CA_FILE]
        if jobs > 1:
            words += ["--parallel", "--parallel-immediate", "--parallel-max", str(jobs)]
        return words + ["--config", config]

    def join(self, task, place):
        """Ranges as files of their own, put together afterwards: it has no other way."""
        file = task.files[0]
        parts = [f"{place.out}/{i}" for i in range(task.segments)]
        options = ["fail"] + ([f'cacert = "{CA_FILE}"'] if task.is_tls else [])
        lines = []
        for part, (first, last) in zip(parts, split(file.size, task.segments)):
            # "next" forgets what was said before.
            lines += options + [
                f'url = "{task.link(file)}"', f"range = {first}-{last}", f'output = "{part}"',
                "next",
            ]
        words = self.start(task, write(f"{place.lists}/curl", lines[:-1]), task.segments)
        names = " ".join(parts)
        script = f'"$@" && cat {names} > {place.out}/{file.name} && rm {names}'
        return ["sh", "-c", script, "sh"] + words


class Aria2(Client):
    name = program = "aria2c"

    def command(self, task, place):
        words = ["aria2c", "--no-conf", "--quiet", "--dir", place.out, "--file-allocation=none"]
        words += [f"-j{task.jobs}", f"-x{task.segments}", f"-s{task.segments}", "-k1M"]
        if task.is_tls:
            words += [f"--ca-certificate={CA_FILE}"]
        return words + ["--input-file", list_links(task, place)]


class Wget2(Client):
    name = program = "wget2"

    def refuse(self, task):
        # Seen with 1.99: --chunk-size takes as long as one connection does.
        return "its chunks come one after another" if task.segments > 1 else None

    def command(self, task, place):
        words = ["wget2", "--no-config", "--quiet", "--no-hsts", "--no-hpkp", "--no-ocsp"]
        words += ["--directory-prefix", place.out, f"--max-threads={task.jobs}"]
        if task.is_tls:
            words += [f"--ca-certificate={CA_FILE}"]
        return words + ["--input-file", list_links(task, place)]


class Axel(Client):
    name = program = "axel"

    def refuse(self, task):
        if task.is_tls:
            return "cannot be told to trust a certificate"
        return "takes one file" if len(task.files) > 1 else None

    def command(self, task, place):
        file = task.files[0]
        words = ["axel", "-q", "-n", str(task.segments), "-o", f"{place.out}/{file.name}"]
        return words + [task.link(file)]


class Requests(Client):
    name = "requests"

    def find(self):
        return None if importlib.util.find_spec("requests") else "python3 has no requests"

    def refuse(self, task):
        return None if task.is_tutorial else "only in “small”"

    def ask_version(self):
        import requests  # pylint: disable=import-outside-toplevel

        return f"requests {requests.__version__}"

    def command(self, task, place):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tutorial.py")
        return [sys.executable, script, list_links(task, place), place.out]


class Bare(Client):
    """The floor: bare.c."""

    name = "bare loop"

    def __init__(self, program):
        self.program = program

    def find(self):
        return None

    def refuse(self, task):
        return "speaks no TLS" if task.is_tls else None

    def ask_version(self):
        return "bare loop (bare.c)"

    def command(self, task, place):
        if task.segments > 1:
            ranges = split(task.files[0].size, task.segments)
            jobs = [(task.files[0], first, last) for first, last in ranges]
        else:
            jobs = [(file, 0, -1) for file in task.files]
        lines = (f"{f.path} {first} {last} {place.out}/{f.name}" for f, first, last in jobs)
        n = min(task.jobs * task.segments, len(jobs))
        return [self.program, str(task.port), str(n), write(f"{place.lists}/bare", lines)]


def list_all(get, bare):
    return [Downpour(get), Curl(), Aria2(), Wget2(), Axel(), Requests(), Bare(bare)]
