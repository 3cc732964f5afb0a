"""What the load tests share: one service of their own on 127.0.0.1, people who talk to it, and figures read from /proc."""
import http.client
import json
import pathlib
import random
import re
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PACK = str(ROOT / "packs/gongshu")
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended also when the time is over

PASSWORD = "Jia-Yuan-2719-qz"


def many_files():
    """As many open files as this test may have."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else float("inf")


def picture(number, side=500):
    """A photo no two of which are alike and which does not compress: noise as PNG."""
    noise = random.Random(number).randbytes(side * side * 3)
    rows = b"".join(b"\0" + noise[i * side * 3:(i + 1) * side * 3] for i in range(side))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


class Person:
    """One signed-in account over one keep-alive connection; a lost connection is an OSError or HTTPException of the caller."""

    def __init__(self, port, session=("", "")):
        self.port, self.connection = port, None
        self.cookie, self.csrf = session

    def ask(self, method, target, body=None, headers=None, timeout=10):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        raw = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        kind = "image/png" if isinstance(body, bytes) else "application/json"
        try:
            self.connection.request(method, target, raw, {"Content-Type": kind, "Cookie": self.cookie, "X-Anju-Csrf": self.csrf, **(headers or {})})
            answer = self.connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise
        if answer.getheader("Set-Cookie"):
            self.cookie = answer.getheader("Set-Cookie").split(";")[0]
        return answer.status, json.loads(text) if text and "json" in (answer.getheader("Content-Type") or "") else text

    def good(self, method, target, body=None, headers=None):
        status, answer = self.ask(method, target, body, headers)
        assert status in (200, 201, 202, 204), (method, target, status, answer)
        return answer

    def sign_in(self, name, password):
        self.csrf = self.good("POST", "/api/sign-in", {"name": name, "password": password})["csrf_token"]
        return self

    @property
    def session(self):
        return self.cookie, self.csrf

    def all(self, target):
        items, after = [], None
        while True:
            answer = self.good("GET", target + (("&" if "?" in target else "?") + f"after={after}" if after else ""))
            items += answer["items"]
            after = answer["next"]
            if not after:
                return items


class Served:
    """`anju serve` with a store of its own."""

    def __init__(self, anju, folder, store=None, more=(), limit_files=None):
        self.anju, self.folder, self.store = anju, folder, store or f"{folder}/k.sqlite"
        self.log = tempfile.TemporaryFile()  # not on a disk that a test fills up
        prepare = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, limit_files)) if limit_files else None
        # The service chooses a free port itself and says which.
        self.process = subprocess.Popen([anju, "serve", *self.where(), "--port", "0", *more], stdout=subprocess.PIPE, stderr=self.log, text=True,
                                        preexec_fn=prepare)
        said = self.process.stdout.readline()
        while said and "http://" not in said:
            said = self.process.stdout.readline()
        if not said:
            self.kill()
            self.log.seek(0)
            raise SystemExit("the service did not start: " + self.log.read().decode()[-2000:])
        self.port = int(re.search(r"http://[^:]+:(\d+)/", said).group(1))

    def where(self):
        return ["--store", self.store, "--files", f"{self.folder}/files", "--pack", PACK]

    def logged(self, part):
        """The lines of the service's log with that in them."""
        self.log.flush()
        self.log.seek(0)
        return [line for line in self.log.read().decode(errors="replace").splitlines() if part in line]

    def kill(self):
        self.process.kill()
        self.process.wait()

    def files_open(self):
        return len(list(pathlib.Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def memory(self):
        """Resident bytes."""
        return int(pathlib.Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * resource.getpagesize()

    def files_back_to(self, start, seconds):
        """Waits until no more files are open than at the start; says how many are."""
        end = time.monotonic() + seconds
        while self.files_open() > start and time.monotonic() < end:
            time.sleep(0.2)
        return self.files_open()


def first_password(anju, folder, store=None, name="office", role="district_office"):
    made = subprocess.run([anju, "account", "add", name, "--role", role, "--store", store or f"{folder}/k.sqlite", "--files", f"{folder}/files",
                           "--pack", PACK], capture_output=True, text=True)
    if made.returncode != 0:
        raise SystemExit(made.stdout + made.stderr)
    return re.search(r": (\S{16})\s*$", made.stdout, re.M).group(1)


def sign_in_first(port, first, name="office"):
    """Changes the first password and signs in with the new one."""
    office = Person(port).sign_in(name, first)
    office.good("POST", "/api/me/password", {"old": first, "new": PASSWORD})
    return Person(port).sign_in(name, PASSWORD)


class Verdict:
    """Prints each figure with its bound; the exit code says whether all held."""

    def __init__(self):
        self.failed = 0

    def holds(self, what, good):
        print(f"  {'ok ' if good else 'NOT'}  {what}", flush=True)
        self.failed += not good

    def code(self):
        return 1 if self.failed else 0
