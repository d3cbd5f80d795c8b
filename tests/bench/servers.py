# SPDX-License-Identifier: GPL-3.0-or-later
"""What is downloaded and who serves it: files in /dev/shm, nginx, and a long line to it."""
import contextlib
import dataclasses
import os
import random
import shutil
import socket
import subprocess
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CA_FILE = f"{TOP}/tests/server/tls/ca.pem"
CERTIFICATE = f"{TOP}/tests/server/tls/server.pem"
SEED = 7
START_SEC = 10
MIB = 1 << 20

# One worker is the default and leaves the other processor to the client.  One cipher for all: who
# prefers another would do other work.
NGINX_CONF = """
daemon off; worker_processes 1; worker_rlimit_nofile 16384;
pid {root}/nginx.pid; error_log {root}/nginx.log;
events {{ worker_connections 8192; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000; keepalive_timeout 600;
  client_body_temp_path {root}/t1; proxy_temp_path {root}/t2; fastcgi_temp_path {root}/t3;
  uwsgi_temp_path {root}/t4; scgi_temp_path {root}/t5;
  ssl_certificate {certificate}; ssl_certificate_key {certificate};
  ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites TLS_AES_256_GCM_SHA384;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    listen 127.0.0.1:{tls_port} ssl backlog=4096;
    root {root}/www;
    location /alias/ {{ rewrite ^ /alias.bin break; }}
  }}
}}
"""


class Failure(Exception):
    """Said in a sentence, for the person who measures."""


@dataclasses.dataclass(frozen=True)
class File:
    path: str  # on the server
    name: str  # what a client calls it
    original: str  # the same bytes, to compare with
    size: int


class Site:
    """The files; the same bytes in every run, so that two runs can be compared."""

    def __init__(self, root):
        self.www = f"{root}/www"
        os.makedirs(self.www)

    def clear(self):
        shutil.rmtree(self.www)
        os.makedirs(self.www)

    def add(self, name, chunks):
        path = f"{self.www}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.writelines(chunks)
        return File(f"/{name}", os.path.basename(name), path, os.path.getsize(path))

    def add_big(self, mib):
        """No two MiB alike: a segment in the wrong place is noticed."""
        block = random.Random(SEED).randbytes(MIB)
        return self.add("big.bin", (i.to_bytes(8, "little") + block[8:] for i in range(mib)))

    def add_small(self, n):
        rng = random.Random(SEED)
        return [
            self.add(f"small/{i:06}.bin", [rng.randbytes(rng.randint(20 * 1024, 200 * 1024))])
            for i in range(n)
        ]

    def add_tiny(self, n):
        """One KiB under so many names."""
        one = self.add("alias.bin", [random.Random(SEED).randbytes(1024)])
        names = [f"{i:06}.bin" for i in range(n)]
        return [File(f"/alias/{name}", name, one.original, one.size) for name in names]


def find_nginx():
    """Debian keeps it where only root looks."""
    return shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port, process, log):
    end = time.monotonic() + START_SEC
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.02)
    with open(log, encoding="utf-8") as file:
        raise Failure(f"nginx does not start: {file.read().strip()}")


@contextlib.contextmanager
def running(command, **options):
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def nginx(root):
    """Yields the ports without and with TLS."""
    port, tls_port = free_port(), free_port()
    conf = NGINX_CONF.format(root=root, port=port, tls_port=tls_port, certificate=CERTIFICATE)
    if os.geteuid() == 0:
        conf = "user root;" + conf
    with open(f"{root}/nginx.conf", "w", encoding="utf-8") as file:
        file.write(conf)
    log = f"{root}/nginx.log"
    # In a session of its own: Ctrl+C is for us, and we end it.
    command = [find_nginx(), "-e", log, "-c", f"{root}/nginx.conf"]
    with running(command, stderr=subprocess.DEVNULL, start_new_session=True) as process:
        wait_for(port, process, log)
        yield port, tls_port


@contextlib.contextmanager
def relay(program, port, delay_ms, bytes_per_sec):
    """Yields the port at this end of the line."""
    command = [program, str(port), str(delay_ms), str(bytes_per_sec)]
    with running(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        with process.stdout:
            yield int(process.stdout.readline())


def compile_helpers(root):
    """The C programs beside this file, by name."""
    helpers = {}
    os.makedirs(f"{root}/bin")
    for name in ("bare", "cost", "relay"):
        helpers[name] = f"{root}/bin/{name}"
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.c")
        subprocess.run(["cc", "-O2", "-o", helpers[name], source], check=True)
    return helpers
