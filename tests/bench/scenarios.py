# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured: each scenario puts its files in place and yields its tasks.

The first line of a scenario's docstring stands over its table and in --help.
"""
import dataclasses

from measuring import Task
from servers import Site, relay

JOBS = 16
SEGMENTS = 8
ROUND_TRIP_MS = 20
BYTES_PER_SEC = 10_000_000


@dataclasses.dataclass(frozen=True)
class Bench:
    site: Site
    port: int
    tls_port: int
    helpers: dict[str, str]
    is_full: bool

    def pick(self, full, short):
        return full if self.is_full else short


def count(n, what):
    return f"{n:,} {what}"


def big(bench):
    """one big file over one connection"""
    mib = bench.pick(2048, 256)
    yield Task(count(mib, "MiB"), [bench.site.add_big(mib)], bench.port)


def segments(bench):
    """one big file over eight connections"""
    mib = bench.pick(2048, 256)
    yield Task(count(mib, "MiB"), [bench.site.add_big(mib)], bench.port, segments=SEGMENTS)


def small(bench):
    """files of 20–200 KiB, 16 at once"""
    n = bench.pick(2000, 500)
    files = bench.site.add_small(n)
    yield Task(count(n, "files"), files, bench.port, jobs=JOBS, is_tutorial=True)


def latency(bench):
    """20 ms there and back, 10 MB/s a connection, by tests/bench/relay.c instead of netem"""
    n = bench.pick(2000, 300)
    mib = bench.pick(256, 64)
    line = relay(bench.helpers["relay"], bench.port, ROUND_TRIP_MS // 2, BYTES_PER_SEC)
    with line as port:
        files = bench.site.add_small(n)
        yield Task(f"{count(n, 'small files')}, {JOBS} at once", files, port, jobs=JOBS)
        file = bench.site.add_big(mib)
        yield Task(f"{mib} MiB, {SEGMENTS} segments", [file], port, segments=SEGMENTS)


def tls(bench):
    """one big file over TLS 1.3 (AES-256-GCM)"""
    mib = bench.pick(1024, 128)
    file = bench.site.add_big(mib)
    title = count(mib, "MiB")
    port = bench.tls_port
    yield Task(f"{title}, one connection", [file], port, is_tls=True)
    yield Task(f"{title}, {SEGMENTS} connections", [file], port, segments=SEGMENTS, is_tls=True)


def tiny(bench):
    """files of 1 KiB, 16 at once"""
    for n in bench.pick((1_000, 10_000, 100_000), (1_000, 5_000)):
        yield Task(count(n, "files"), bench.site.add_tiny(n), bench.port, jobs=JOBS)


ALL = {each.__name__: each for each in (big, segments, small, latency, tls, tiny)}
