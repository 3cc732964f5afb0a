#!/usr/bin/env python3
"""A full disk is said as such, loses nothing, and is over when there is space again.

  full_disk.py PATH-TO-ANJU

Store and files lie on a small tmpfs in a mount namespace of this test's own; 4 clients fill it up. Where mounting is not allowed
the test says "skipped" and counts as passed. Under 40 s.
"""
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

import service

SIZE_MB, BALLAST_MB, SECONDS = 24, 6, 4


def inside_namespace():
    """Starts this program again where it may mount without anybody seeing it."""
    if os.environ.get("ANJU_FULL_DISK") == "1":
        return True
    probe = subprocess.run(["unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=1m none /mnt"], capture_output=True)
    if probe.returncode != 0:
        print("skipped: cannot mount a file system of its own here")
        sys.exit(0)
    os.environ["ANJU_FULL_DISK"] = "1"
    os.execvp("unshare", ["unshare", "-m", sys.executable, *sys.argv])


class Seen:
    def __init__(self):
        self.acknowledged, self.statuses, self.problem, self.reads = {}, {}, None, []

    def count(self, status, answer):
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status == 507:
            self.problem = answer


def write(port, session, number, until, seen):
    person, turn = service.Person(port, session), 0
    while time.monotonic() < until:
        turn += 1
        body = {"kind": "property_company", "name": f"company-{number}-{turn}-" + "x" * 50, "department": ""}
        status, answer = person.ask("POST", "/api/parties", body)
        seen.count(status, answer)
        if status == 201:
            seen.acknowledged[answer["id"]] = body["name"]
        elif status != 200:
            time.sleep(0.02)


def read(port, session, until, seen):
    person = service.Person(port, session)
    while time.monotonic() < until:
        seen.reads.append(person.ask("GET", "/api/places")[0])
        time.sleep(0.02)


def load(port, session, seen, seconds):
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=write, args=(port, session, f"{until:.0f}-{n}", until, seen)) for n in range(4)]
    threads.append(threading.Thread(target=read, args=(port, session, until, seen)))
    for thread in threads:
        thread.start()
    return threads


def whole_files(folder):
    """Files that are no whole photo of their own digest, and temporary ones left behind."""
    files = [path for path in pathlib.Path(folder, "files").rglob("*") if path.is_file()]
    return files, [path for path in files if path.name.startswith(".") or path.stat().st_size == 0]


def upload(office, verdict, disk):
    statuses, kept, problem = [], {}, None
    for number in range(60):
        data = service.picture(number)
        status, answer = office.ask("POST", "/api/photos", data)
        statuses.append(status)
        if status == 201:
            kept[answer["id"]] = data
        elif status == 507:
            problem = answer
            if statuses.count(507) == 4:
                break
        else:
            print(status, answer)
            break
    good = all(office.ask("GET", f"/api/photos/{key}") == (200, data) for key, data in kept.items())
    files, broken = whole_files(disk)
    verdict.holds(f"photos: {statuses.count(201)} kept, then {statuses.count(507)} times 507; nothing else {set(statuses) - {201, 507}}", problem is not None and set(statuses) <= {201, 507})
    verdict.holds(f"every kept photo is whole; of {len(files)} files none is half-written {broken[:3]}", good and not broken)


def fill(disk, leave):
    """Takes the space but a little, as another program's log would."""
    space = os.statvfs(disk)
    with open(f"{disk}/others.log", "wb") as out:
        try:
            out.write(b"\1" * max(0, space.f_bavail * space.f_bsize - leave))
        except OSError:
            pass


def fill_by_acts(office, served, verdict, disk):
    fill(disk, BALLAST_MB << 20)
    seen = Seen()
    threads = load(served.port, office.session, seen, SECONDS)
    time.sleep(SECONDS / 2)
    fill_rest = pathlib.Path(disk, "others-2.log")
    with open(fill_rest, "wb", buffering=0) as out:
        try:
            while True:
                out.write(b"\1" * 4096)
        except OSError:
            pass
    for thread in threads:
        thread.join()
    print(f"disk full under load: answers {seen.statuses}, {len(seen.acknowledged)} acts acknowledged, {len(seen.reads)} reads")
    verdict.holds("the full disk is said with 507, and nothing else went wrong", seen.problem is not None and set(seen.statuses) <= {201, 507})
    problem = seen.problem or {}
    verdict.holds(f"in two languages: {problem.get('detail_zh')} / {problem.get('detail_en')}", problem.get("code") == "disk_full" and problem.get("detail_zh") and problem.get("detail_en"))
    verdict.holds("reading goes on all the while", seen.reads and set(seen.reads) == {200})
    there = {party["id"]: party["name"] for party in office.all("/api/parties?kind=property_company")}
    verdict.holds("with the disk full everything acknowledged is there", all(there.get(key) == name for key, name in seen.acknowledged.items()))
    verdict.holds("and nothing that was refused", len(there) == len(seen.acknowledged))
    fill_rest.unlink()
    os.unlink(f"{disk}/others.log")
    status = 0
    began = time.monotonic()
    while status != 201 and time.monotonic() - began < 5:
        status, answer = office.ask("POST", "/api/parties", {"kind": "property_company", "name": "space again"})
    verdict.holds(f"space again: acts succeed after {time.monotonic() - began:.2f} s without a restart", status == 201)
    return seen


def on_small_disk(anju, disk, verdict):
    first = service.first_password(anju, disk)
    served = service.Served(anju, disk)
    try:
        office = service.sign_in_first(served.port, first)
        seen = fill_by_acts(office, served, verdict, disk)
        fill(disk, 4 << 20)
        upload(office, verdict, disk)
        os.unlink(f"{disk}/others.log")
        verdict.holds("space again: a photo is taken", office.ask("POST", "/api/photos", service.picture(999))[0] == 201)
        served.process.terminate()
        served.process.wait(20)
    finally:
        if served.process.poll() is None:
            served.kill()
    check = sqlite3.connect(f"{disk}/k.sqlite")
    verdict.holds("integrity_check: ok", check.execute("PRAGMA integrity_check").fetchone()[0] == "ok" and not check.execute("PRAGMA foreign_key_check").fetchall())
    kept = {row[0] for row in check.execute("SELECT id FROM party")}
    verdict.holds(f"{len(seen.acknowledged)} acknowledged, none lost", set(seen.acknowledged) <= kept)
    check.close()


def main():
    inside_namespace()
    verdict = service.Verdict()
    with tempfile.TemporaryDirectory(prefix="anju-full-") as disk:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "none", disk], check=True)
        try:
            on_small_disk(sys.argv[1], disk, verdict)
        finally:
            subprocess.run(["umount", "-l", disk], check=False)
    return verdict.code()


if __name__ == "__main__":
    sys.exit(main())
