#!/usr/bin/env python3
"""Backs the service up while four clients write, restores the backup elsewhere and holds it against what was acknowledged.

  backup_under_load.py PATH-TO-ANJU              on SQLite
  backup_under_load.py PATH-TO-ANJU --postgres   on the PostgreSQL of ANJU_TEST_POSTGRES (tools/throwaway_postgres), in databases of its own

Talks to 127.0.0.1 only; bounded to well under a minute; ends the processes it started by their id.
"""
import glob
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/kill"))
from kill_under_load import Person, all_companies  # noqa: E402

CLIENTS, BEFORE, AFTER = 4, 1.5, 1.0
PASSWORD = "Jia-Yuan-2719-qz"


class Place:
    """A store, its folder of files and its service."""

    def __init__(self, anju, store, folder):
        self.anju, self.store, self.files, self.service, self.port = anju, store, f"{folder}/files", None, 0

    def options(self):
        return ["--store", self.store, "--files", self.files]

    def run(self, *arguments, fails=False):
        done = subprocess.run([self.anju, *arguments], capture_output=True, text=True, timeout=60)
        assert (done.returncode != 0) == fails, (arguments, done.returncode, done.stdout, done.stderr)
        return done.stdout + done.stderr

    def serve(self):
        """On a port the service finds for itself and names."""
        self.service = subprocess.Popen([self.anju, "serve", *self.options(), "--pack", str(ROOT / "packs/gongshu"), "--port", "0"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        said = re.search(r"http://127.0.0.1:(\d+)/", self.service.stdout.readline())
        assert said, "the service did not start"
        self.port = int(said.group(1))

    def stop(self, how=signal.SIGKILL):
        if self.service:
            self.service.send_signal(how)
            self.service.wait()
            self.service = None

    def office(self):
        person = Person(self.port)
        person.sign_in("office", PASSWORD)
        return person


def hand_in_paper(person, number):
    """A file whose row must never be in a backup without its bytes."""
    headers = {"Content-Type": "application/pdf", "Cookie": person.cookie, "X-Anju-Csrf": person.csrf}
    person.connection.request("POST", "/api/papers", f"%PDF-1.4\n% made for a test, number {number}\n%%EOF\n".encode(), headers)
    answer = person.connection.getresponse()
    text = answer.read()
    assert answer.status in (200, 201), (answer.status, text)
    return json.loads(text)["id"]


def load(place, session, number, acknowledged, until, troubles):
    person, made = Person(place.port), 0
    person.cookie, person.csrf = session
    try:
        while time.monotonic() < until[0]:
            made += 1
            name = f"backed-up-company-{number}-{made}"
            asked = time.monotonic()
            status, answer = person.ask("POST", "/api/parties", {"kind": "property_company", "name": name})
            assert status in (200, 201), (status, answer)
            paper = hand_in_paper(person, number * 100_000 + made) if made % 5 == 0 else None
            acknowledged.append((answer["id"], name, paper, asked, time.monotonic()))
    except Exception as trouble:  # told at the end: a client that fell silent would make the test easier
        troubles.append(repr(trouble))


def stores(kind, folder):
    if kind == "sqlite":
        return f"{folder}/there/anju.sqlite", f"{folder}/back/anju.sqlite"
    url = os.environ["ANJU_TEST_POSTGRES"]
    tool = next(iter(sorted(glob.glob("/usr/lib/postgresql/*/bin/createdb"), reverse=True)), "createdb")
    made = []
    for name in ("there", "back"):
        database = f"backup_{name}_{os.getpid()}"
        subprocess.run([tool, f"--maintenance-db={url}", "-T", "template0", "--locale=C", "-E", "UTF8", database], check=True, timeout=30)
        made.append(re.sub(r"/[^/?]+(\?|$)", rf"/{database}\1", url, count=1))
    return made


def nothing_half(place, folder, kind):
    """Of every act there is both the thing and its line in the journal, and every file's row has its bytes."""
    if kind != "sqlite":
        return
    with sqlite3.connect(place.store) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        things = {row[0] for row in database.execute("SELECT id FROM party WHERE name LIKE 'backed-up-company-%'")}
        lines = {row[0] for row in database.execute("SELECT thing_id FROM journal WHERE act = 'party.add'")}
        assert things <= lines, "a company without its journal line"
        assert {line for line in lines if line not in things} == set(), "a journal line without its company"
        for (sm3,) in database.execute("SELECT sm3 FROM file"):
            assert (pathlib.Path(place.files) / sm3[:2] / sm3).exists(), "a file's row without its bytes"


def main():
    anju, kind = sys.argv[1], "postgresql" if "--postgres" in sys.argv else "sqlite"
    with tempfile.TemporaryDirectory(prefix="anju-backup-") as folder:
        there_store, back_store = stores(kind, folder)
        there, back = Place(anju, there_store, f"{folder}/there"), Place(anju, back_store, f"{folder}/back")
        try:
            first = re.search(r": (\S{16})\s*$", there.run("account", "add", "office", "--role", "district_office", *there.options(), "--pack", str(ROOT / "packs/gongshu")), re.M).group(1)
            there.serve()
            office = Person(there.port)
            office.sign_in("office", first)
            status, answer = office.ask("POST", "/api/me/password", {"old": first, "new": PASSWORD})
            assert status < 300, (status, answer)
            office = there.office()

            acknowledged, troubles, until = [], [], [time.monotonic() + 600]
            threads = [threading.Thread(target=load, args=(there, (office.cookie, office.csrf), c, acknowledged, until, troubles)) for c in range(CLIENTS)]
            for thread in threads:
                thread.start()
            time.sleep(BEFORE)
            began = time.monotonic()
            said = there.run("backup", *there.options(), "--to", f"{folder}/backup")
            ended = time.monotonic()
            time.sleep(AFTER)
            until[0] = 0
            for thread in threads:
                thread.join()
            assert not troubles, troubles
            assert "not in the backup: keep it apart" in said, said
            assert not pathlib.Path(folder, "backup/anju.keys").exists()

            # The restored copy: everything acknowledged before the backup began, nothing half, and it serves.
            said = back.run("restore", "--from", f"{folder}/backup", *back.options())
            assert "put the old one here" in said, said
            nothing_half(back, folder, kind)
            pathlib.Path(f"{folder}/there/anju.keys").rename(f"{folder}/back/anju.keys")
            back.serve()
            person = back.office()
            companies = all_companies(person)
            must = [each for each in acknowledged if each[4] < began]
            lost = [name for key, name, *_ in must if companies.get(key) != name]
            assert not lost, lost[:5]
            papers = [each[2] for each in must if each[2]]
            assert papers, "no paper was handed in before the backup"
            for paper in papers[:20]:
                person.connection.request("GET", f"/api/papers/{paper}", headers={"Cookie": person.cookie})
                answer = person.connection.getresponse()
                assert answer.read().startswith(b"%PDF-") and answer.status == 200, answer.status
            status, answer = person.ask("POST", "/api/parties", {"kind": "property_company", "name": "after the restore"})
            assert status in (200, 201), (status, answer)

            # Never over something that is there, never from something damaged; again into the same folder copies nothing twice.
            assert "already" in back.run("restore", "--from", f"{folder}/backup", *back.options(), fails=True)
            pathlib.Path(f"{folder}/back/anju.keys").rename(f"{folder}/there/anju.keys")
            again = there.run("backup", *there.options(), "--to", f"{folder}/backup")
            third = there.run("backup", *there.options(), "--to", f"{folder}/backup", "--with-keys")
            assert "copied now 0" in third, (again, third)
            assert pathlib.Path(folder, "backup/anju.keys").stat().st_mode & 0o077 == 0
            copy = next(pathlib.Path(folder, "backup").glob("store-*"))
            whole = copy.read_bytes()
            copy.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
            elsewhere = ["--store", f"{folder}/third/anju.sqlite" if kind == "sqlite" else there_store, "--files", f"{folder}/third/files"]
            refusal = back.run("restore", "--from", f"{folder}/backup", *elsewhere, fails=True)
            assert "damaged" in refusal or kind != "sqlite", refusal
            assert not pathlib.Path(folder, "third").exists()
        finally:
            there.stop()
            back.stop()
        during = [each[4] - each[3] for each in acknowledged if each[3] < ended and each[4] > began]
        outside = [each[4] - each[3] for each in acknowledged if each[4] < began]
        print(f"{kind}: {len(acknowledged)} acts acknowledged, {len(must)} before the backup, 0 lost; the backup took {ended - began:.2f} s; "
              f"slowest act {max(outside) * 1000:.0f} ms before it, {max(during, default=0) * 1000:.0f} ms during it")
        return 0 if len(must) >= 20 and during else 1


if __name__ == "__main__":
    sys.exit(main())
