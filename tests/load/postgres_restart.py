#!/usr/bin/env python3
"""PostgreSQL is restarted under load, once in order, once as by a crash, and once all its sessions are cut off.

  postgres_restart.py PATH-TO-ANJU

8 clients create with an Idempotency-Key and try again after 5xx and lost connections. In the end every acknowledged act is there
once and none twice, and the service was never restarted. Under 40 s.
"""
import http.client
import signal
import sys
import tempfile
import threading
import time
import uuid

import cluster
import service

CLIENTS, PATIENCE = 8, 20


class Seen:
    def __init__(self):
        self.acknowledged, self.statuses, self.strange, self.slowest, self.replayed = {}, {}, [], 0.0, 0


def create(port, session, number, stop, seen):
    person, turn = service.Person(port, session), 0
    while not stop.is_set():
        turn += 1
        name, key, began = f"company-{number}-{turn}", str(uuid.uuid4()), time.monotonic()
        while True:
            try:
                status, answer = person.ask("POST", "/api/parties", {"kind": "property_company", "name": name}, {"Idempotency-Key": key})
            except (OSError, http.client.HTTPException) as error:
                status, answer = type(error).__name__, None
            seen.statuses[status] = seen.statuses.get(status, 0) + 1
            if status == 201:
                seen.acknowledged[name] = answer["id"]
                break
            if isinstance(status, int) and status < 500 or time.monotonic() - began > PATIENCE:
                seen.strange.append((name, status, answer))
                return
            time.sleep(0.05)
        seen.slowest = max(seen.slowest, time.monotonic() - began)


def main():
    base, verdict = cluster.Cluster(), service.Verdict()
    try:
        with tempfile.TemporaryDirectory(prefix="anju-restart-") as folder:
            first = service.first_password(sys.argv[1], folder, base.url)
            served = service.Served(sys.argv[1], folder, base.url)
            try:
                office = service.sign_in_first(served.port, first)
                seen, stop = Seen(), threading.Event()
                threads = [threading.Thread(target=create, args=(served.port, office.session, n, stop, seen)) for n in range(CLIENTS)]
                for thread in threads:
                    thread.start()

                def disturb(what, how):
                    time.sleep(2)
                    before, errors = len(seen.acknowledged), sum(n for status, n in seen.statuses.items() if status != 201)
                    how()
                    done = time.monotonic()
                    reached = len(seen.acknowledged)
                    while len(seen.acknowledged) <= reached and time.monotonic() - done < 10:
                        time.sleep(0.01)
                    back = time.monotonic() - done
                    time.sleep(1)
                    after = sum(n for status, n in seen.statuses.items() if status != 201)
                    print(f"{what}: {before} acts before; {after - errors} answers to be tried again; the next act {back * 1000:.0f} ms after")
                    verdict.holds("acts go on within 3 s, without a restart of the service", back < 3)

                disturb("restart in order", lambda: (base.stop(signal.SIGINT), time.sleep(0.5), base.start()))
                disturb("restart as after a crash", lambda: (base.stop(signal.SIGQUIT), time.sleep(0.5), base.start()))
                disturb("all sessions cut off", lambda: base.sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'anju' AND pid <> pg_backend_pid()"))
                time.sleep(1)
                stop.set()
                for thread in threads:
                    thread.join()
                verdict.holds(f"only answers that may be tried again: {seen.statuses} {seen.strange[:2]}", not seen.strange and set(seen.statuses) <= {201, 503})
                for line in served.logged('"event":"failed"')[:5]:
                    print("  the service logged:", line)
                rows = [line.split("|") for line in base.sql("SELECT name, id FROM party WHERE name LIKE 'company-%'").splitlines()]
                there = dict(rows)
                verdict.holds(f"{len(seen.acknowledged)} acknowledged, each there as it was answered", all(there.get(name) == key for name, key in seen.acknowledged.items()))
                verdict.holds(f"none twice: {len(rows)} rows, {len(there)} names", len(rows) == len(there) and set(there) == set(seen.acknowledged))
                lines = base.sql("SELECT count(*), count(DISTINCT thing_id) FROM journal WHERE thing_kind = 'party'")
                verdict.holds(f"one line in the journal each ({lines})", lines == f"{len(rows)}|{len(rows)}")
                print(f"the longest anybody waited with all tries: {seen.slowest:.1f} s")
            finally:
                served.kill()
    finally:
        base.remove()
    return verdict.code()


if __name__ == "__main__":
    sys.exit(main())
