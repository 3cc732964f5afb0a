"""What ./run bench measures with: the service as a process, the load program, a PostgreSQL of its own. Loopback only."""
import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from xml.sax.saxutils import escape

ROOT = pathlib.Path(__file__).resolve().parent.parent
started = []  # every process of ours; ended by its id, whatever happens


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def free_port():
    for port in range(21000, 29999, 7):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise SystemExit("no free port between 21000 and 29999")


def end(process, patience=30):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process in started:
        started.remove(process)


def end_all():
    for process in list(started):
        end(process, 10)


class Programs:
    def __init__(self, build, anju, bench, pack):
        self.anju = anju or f"{build}/anju"
        self.folder = bench or f"{build}/bench"
        self.pack = pack

    def path(self, name):
        return f"{self.folder}/bench_{name}"

    def ask(self, name, *words, patience=600):
        """The line of JSON one of our programs prints."""
        done = subprocess.run([self.path(name), *map(str, words)], capture_output=True, text=True, timeout=patience)
        if not done.stdout.strip().startswith("{"):
            raise RuntimeError(f"bench_{name} {' '.join(map(str, words))}: {done.stderr.strip() or done.returncode}")
        return json.loads(done.stdout.strip().splitlines()[-1])

    def seed(self, store, work, findings, in_year, patience=3600):
        begin = time.monotonic()
        done = subprocess.run([self.path("seed"), "--store", store, "--work", work, "--pack", self.pack, "--findings", str(findings), "--in-year", str(in_year)],
                              capture_output=True, text=True, timeout=patience)
        if done.returncode:
            raise RuntimeError(done.stderr or done.stdout)
        return time.monotonic() - begin


class Service:
    """One `anju serve` on a free port."""

    def __init__(self, programs, store, work, workers=None):
        self.port, self.work = free_port(), str(work)
        self.log = open(f"{work}/serve-{self.port}.log", "w")
        self.begin = time.monotonic()
        self.process = subprocess.Popen([programs.anju, "serve", "--store", str(store), "--files", f"{work}/files", "--pack", programs.pack, "--port", str(self.port)]
                                        + (["--workers", str(workers)] if workers else []), stdout=self.log, stderr=self.log)
        started.append(self.process)
        self.start_seconds = self.first_answer()

    def first_answer(self):
        while time.monotonic() - self.begin < 120:
            if self.process.poll() is not None:
                raise RuntimeError(f"the service ended: {open(self.log.name).read()[-800:]}")
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.ask("GET", "/healthz")[0] == 200:
                    return time.monotonic() - self.begin
            time.sleep(0.002)
        raise RuntimeError("the service did not answer within two minutes")

    def ask(self, method, target, body=None, headers=None, patience=60):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            connection.request(method, target, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read(), dict(answer.getheaders())
        finally:
            connection.close()

    def memory(self, what="VmRSS"):
        status = open(f"/proc/{self.process.pid}/status").read()
        return int(re.search(rf"^{what}:\s+(\d+)", status, re.M).group(1)) / 1024

    def forget_peak(self):
        with contextlib.suppress(OSError):
            open(f"/proc/{self.process.pid}/clear_refs", "w").write("5")

    def stop(self):
        end(self.process)
        self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.stop()


class Load:
    """Runs bench_load against a service; creates never use a place on a sheet twice."""

    def __init__(self, programs, work):
        self.programs, self.work, self.next = programs, str(work), 0

    def run(self, service, task, seconds, warmup=1.0, connections=64, etag=False):
        words = ["--port", service.port, "--work", self.work, "--task", task, "--seconds", seconds, "--warmup", warmup, "--connections", connections]
        words += ["--first", self.next] if task == "create" else []
        words += ["--etag"] if etag else []
        answer = self.programs.ask("load", *words, patience=seconds + warmup + 120)
        if task == "create":
            self.next = answer["next"]
        if answer["errors"]:
            say(f"  {task}: {answer['errors']} errors, the first: {answer['first_error'][:300]}")
        return answer


class Person:
    """The office, signed in, for imports and exports."""

    def __init__(self, service, work):
        self.service = service
        login = json.loads((pathlib.Path(work) / "targets.json").read_text())["office"]
        status, text, headers = service.ask("POST", "/api/sign-in", json.dumps(login), {"Content-Type": "application/json"})
        if status != 200:
            raise RuntimeError(f"sign-in: {status} {text[:300]}")
        self.headers = {"Cookie": headers["Set-Cookie"].split(";")[0], "X-Anju-Csrf": json.loads(text)["csrf_token"]}

    def ask(self, method, target, body=None, kind="application/json"):
        status, text, _ = self.service.ask(method, target, body, {**self.headers, "Content-Type": kind}, 300)
        return status, text

    def finish(self, job, patience):
        begin = time.monotonic()
        while time.monotonic() - begin < patience:
            status, text = self.ask("GET", f"/api/jobs/{job}")
            told = json.loads(text)
            if status == 200 and told["state"] not in ("waiting", "running", "asked", "taken", "queued"):
                return told
            time.sleep(0.1)
        raise RuntimeError(f"the job did not end within {patience} s")


@contextlib.contextmanager
def postgres(settings=()):
    """A PostgreSQL that flushes like a real one, on a socket in its own folder; taken away afterwards."""
    programs = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if not programs:
        raise RuntimeError("PostgreSQL is not installed: apt install postgresql-15")
    folder = tempfile.mkdtemp(prefix="anju-bench-", dir="/tmp")
    owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
    server = None
    try:
        if owner:
            shutil.chown(folder, "postgres")
        subprocess.run([*owner, programs[-1] / "initdb", "-D", f"{folder}/data", "-U", "anju", "--auth=trust", "--locale=C", "-E", "UTF8"], cwd=folder, check=True, capture_output=True, timeout=120)
        server = subprocess.Popen([*owner, programs[-1] / "postgres", "-D", f"{folder}/data", "-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "max_connections=200",
                                   "-c", "shared_buffers=256MB", "-c", "max_wal_size=2GB", *(word for one in settings for word in ("-c", one))],
                                  cwd=folder, stdout=subprocess.DEVNULL, stderr=open(f"{folder}/log", "w"))
        started.append(server)
        for _ in range(300):
            if subprocess.run([programs[-1] / "pg_isready", "-q", "-h", folder, "-U", "anju", "-d", "postgres"]).returncode == 0:
                break
            time.sleep(0.1)
        subprocess.run([programs[-1] / "createdb", "-h", folder, "-U", "anju", "-T", "template0", "--locale=C", "-E", "UTF8", "bench"], check=True, timeout=60)
        yield folder, programs[-1], f"postgresql://anju@/bench?host={folder}"
    finally:
        if server:
            server.send_signal(signal.SIGINT)
            server.wait(60)
            started.remove(server)
        shutil.rmtree(folder, ignore_errors=True)


def write_workbook(path, sheets):
    """A plain .xlsx with text cells, row by row: sheets = [(name, iterable of rows)]."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    names = [name for name, _ in sheets]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr("[Content_Types].xml", head + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                      '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                      + "".join(f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>' for i in range(1, len(names) + 1)) + "</Types>")
        relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        book.writestr("_rels/.rels", f'{head}{package}<Relationship Id="r1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        book.writestr("xl/_rels/workbook.xml.rels", head + package + "".join(f'<Relationship Id="r{i}" Type="{relation}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in range(1, len(names) + 1)) + "</Relationships>")
        book.writestr("xl/workbook.xml", f'{head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{relation}"><sheets>'
                      + "".join(f'<sheet name="{name}" sheetId="{i}" r:id="r{i}"/>' for i, name in enumerate(names, 1)) + "</sheets></workbook>")
        for i, (_, rows) in enumerate(sheets, 1):
            with book.open(f"xl/worksheets/sheet{i}.xml", "w", force_zip64=True) as part:
                part.write((head + '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>').encode())
                for row in rows:
                    part.write(("<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row) + "</row>").encode())
                part.write(b"</sheetData></worksheet>")


def cpu_times():
    fields = [int(x) for x in open("/proc/stat").readline().split()[1:]]
    return sum(fields[:8]), fields[7]


if __name__ == "__main__":
    sys.exit("run it with ./run bench")
