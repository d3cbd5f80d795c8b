# SPDX-License-Identifier: GPL-3.0-or-later
"""Running a client, what it cost, and whether what it wrote is right."""
import dataclasses
import functools
import os
import shutil
import signal
import subprocess

from servers import MIB, Failure, File

LIMIT_SEC = 900
SMALL_BYTES = 64 * 1024
SAID_CHARACTERS = 200


@dataclasses.dataclass(frozen=True)
class Task:
    """What every client is asked for."""

    title: str
    files: list[File]
    port: int
    jobs: int = 1  # files at once
    segments: int = 1  # connections for one file
    is_tls: bool = False
    is_tutorial: bool = False

    def link(self, file):
        return f"{'https' if self.is_tls else 'http'}://127.0.0.1:{self.port}{file.path}"


@dataclasses.dataclass(frozen=True)
class Cost:
    wall_sec: float
    user_sec: float
    system_sec: float
    peak_mib: float

    @property
    def cpu_sec(self):
        return self.user_sec + self.system_sec


@dataclasses.dataclass
class Result:
    task: Task
    costs: dict[str, list[Cost]]  # of each client, in the order of rounds
    left_out: dict[str, str]  # and why
    failures: dict[str, str]


class Place:
    """Folders of the clients: what they write, what they read their orders from, a home."""

    def __init__(self, root):
        self.root = root
        self.out = f"{root}/out"
        self.lists = f"{root}/lists"
        self.home = f"{root}/home"
        for folder in (self.out, self.lists, self.home):
            os.makedirs(folder)

    def clear(self):
        shutil.rmtree(self.out)
        os.makedirs(self.out)

    def environment(self):
        """No settings of the person's, no proxy, no translation."""
        kept = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        xdg = {f"XDG_{kind}_HOME": self.home for kind in ("CONFIG", "CACHE", "DATA", "STATE")}
        return kept | xdg | {"HOME": self.home, "LC_ALL": "C.UTF-8", "no_proxy": "*"}


def end(process):
    """A client is a process group of its own, with all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def read_end(log):
    with open(log, encoding="utf-8", errors="replace") as file:
        return " ".join(file.read().split())[-SAID_CHARACTERS:]


def run(command, place, cost_program):
    """Waits for the client; what it says is for when it fails."""
    figures, log = f"{place.root}/figures", f"{place.root}/client.log"
    with open(log, "wb") as said:
        process = subprocess.Popen(
            [cost_program, figures] + command, cwd=place.home, env=place.environment(),
            stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True,
        )
    try:
        process.wait(LIMIT_SEC)
    except subprocess.TimeoutExpired as error:
        raise Failure(f"not done after {LIMIT_SEC} s") from error
    finally:
        end(process)
    if process.returncode != 0:
        raise Failure(f"tests/bench/cost failed: {read_end(log)}")
    with open(figures, encoding="utf-8") as file:
        wall, user, system, peak_kib, status = file.read().split()
    if status != "0":
        raise Failure(f"exit status {status}: {read_end(log)}")
    return Cost(float(wall), float(user), float(system), int(peak_kib) * 1024 / MIB)


@functools.lru_cache(maxsize=1)
def read_small(path):
    with open(path, "rb") as file:
        return file.read()


def is_same(original, copy):
    """Compares the bytes.  Not filecmp, which remembers verdicts by size and time."""
    with open(copy, "rb") as b:
        if os.path.getsize(original) <= SMALL_BYTES:
            return b.read() == read_small(original)
        with open(original, "rb") as a:
            while True:
                block = a.read(MIB)
                if b.read(MIB) != block:
                    return False
                if not block:
                    return True


def check(task, place):
    """All is there, nothing else is, and every byte is right."""
    expected = {file.name for file in task.files}
    there = set(os.listdir(place.out))
    if there != expected:
        missing, more = sorted(expected - there), sorted(there - expected)
        raise Failure(f"{len(missing)} files missing {missing[:2]}, {len(more)} more {more[:2]}")
    for file in task.files:
        if not is_same(file.original, f"{place.out}/{file.name}"):
            raise Failure(f"wrong bytes in {file.name}")


def check_room(task, place):
    """A program may need its parts and the whole at once."""
    needed = 2 * sum(file.size for file in task.files)
    free = shutil.disk_usage(place.root).free
    with open("/proc/meminfo", encoding="utf-8") as file:
        available = next(int(x.split()[1]) for x in file if x.startswith("MemAvailable"))
    if min(free, available * 1024) < needed:
        raise Failure(f"there is no room for {needed >> 20} MiB in /dev/shm")


def order(clients, i):
    """Each begins once, and each comes before and after its neighbours."""
    first = i % len(clients)
    turned = clients[first:] + clients[:first]
    return turned[::-1] if i % 2 else turned


def measure(task, clients, left_out, rounds, place, cost_program, say):
    """Round 0 warms up and is not counted."""
    check_room(task, place)
    result = Result(task, {}, dict(left_out), {})
    able = []
    for client in clients:
        reason = client.refuse(task)
        if reason is None:
            able.append(client)
        else:
            result.left_out[client.name] = reason
    result.costs = {client.name: [] for client in able}
    for i in range(rounds + 1):
        for client in order(able, i):
            if client.name in result.failures:
                continue
            say(f"{task.title}: round {i} of {rounds}, {client.name}")
            place.clear()
            try:
                cost = run(client.command(task, place), place, cost_program)
                check(task, place)
            except Failure as failure:
                result.failures[client.name] = f"in round {i}: {failure}"
                del result.costs[client.name]
                continue
            if i > 0:
                result.costs[client.name].append(cost)
    place.clear()
    return result
