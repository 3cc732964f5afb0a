#!/usr/bin/env python3
"""Two services on one PostgreSQL never disagree, and a killed one's job is taken up by the other.

  two_processes.py PATH-TO-ANJU

An act through one is seen by the other as soon as it is acknowledged; 4 clients work on each; scores asked of both are equal whenever
the work rests. Under 40 s.
"""
import http.client
import signal
import sys
import tempfile
import threading
import time

import cluster
import many_connections
import service


def read_after_write(here, there, wrong, number, until, waits):
    turn = 0
    while time.monotonic() < until:
        turn += 1
        name = f"company-{number}-{turn}"
        status, made = here.ask("POST", "/api/parties", {"kind": "property_company", "name": name})
        if status == 503:
            continue  # may be tried again
        began = time.monotonic()
        if status != 201:
            wrong.append((status, made))
            return
        status, changed = here.ask("PUT", f"/api/parties/{made['id']}", {"name": name + " Ltd"}, {"If-Match": f'"{made.get("version", 1)}"'})
        seen = [party for party in there.all("/api/parties?kind=property_company") if party["id"] == made["id"]]
        waits.append(time.monotonic() - began)
        expected = name + " Ltd" if status == 200 else name
        if status not in (200, 503) or not seen or seen[0]["name"] != expected:
            wrong.append((number, turn, status, changed, seen))
            return


def scores(person, estate):
    """What both must say alike."""
    return [person.ask("GET", target) for target in (f"/api/live/{estate}", "/api/live", "/api/places", "/api/cockpit", "/api/registers/supervision_visit/records")]


def take_up(base, two, killed, verdict):
    """A job whose process is killed in the middle. The 90 s after which it counts as dead are not waited for: its row is made older."""
    two.process.send_signal(signal.SIGSTOP)  # so that only the first can take it
    held = base.hold("LOCK TABLE record IN ACCESS EXCLUSIVE MODE")
    office = service.Person(killed.port, killed.session)
    job = office.good("POST", "/api/registers/supervision_visit/export", {"format": "csv"})
    key = job.get("job") or job.get("id") or job.get("job_id")
    end = time.monotonic() + 5
    while base.sql(f"SELECT state FROM job WHERE id = '{key}'") != "running" and time.monotonic() < end:
        time.sleep(0.05)
    taken = base.sql(f"SELECT state, taken_by FROM job WHERE id = '{key}'")
    killed.kill()
    held.kill()
    held.wait()
    two.process.send_signal(signal.SIGCONT)
    verdict.holds(f"the job was running in the killed process ({taken.split('|')[0]})", taken.startswith("running|"))
    base.sql(f"UPDATE job SET taken_at = taken_at - 90000000 WHERE id = '{key}'")
    began, state = time.monotonic(), ""
    while state != "done" and time.monotonic() - began < 20:
        time.sleep(0.1)
        state, by = base.sql(f"SELECT state, taken_by FROM job WHERE id = '{key}'").split("|")
    verdict.holds(f"the other took it up and finished it {time.monotonic() - began:.1f} s after ({state})", state == "done" and by != taken.split("|")[1])


def main():
    base, verdict = cluster.Cluster(), service.Verdict()
    with tempfile.TemporaryDirectory(prefix="anju-two-") as folder:
        running = []
        try:
            first = service.first_password(sys.argv[1], folder, base.url)
            one = service.Served(sys.argv[1], folder, base.url)
            running.append(one)
            two = service.Served(sys.argv[1], folder, base.url)
            running.append(two)
            office = service.sign_in_first(one.port, first)
            estate = many_connections.prepare(office)
            one.session = office.session
            wrong, waits, unlike = [], [], []
            for turn in range(2):
                until = time.monotonic() + 2
                threads = []
                for n in range(8):
                    here, there = (one, two) if n % 2 else (two, one)
                    people = [service.Person(each.port, office.session) for each in (here, there)]
                    threads.append(threading.Thread(target=read_after_write, args=(*people, wrong, f"{turn}-{n}", until, waits)))
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                written = service.Person((one, two)[turn % 2].port, office.session).good("POST", "/api/registers/supervision_visit/records", {
                    "place_id": estate, "fields": {"round": f"round {turn}", "led_by": "office", "planned_on": "2099-01-05", "unannounced": True, "focus": ["duties"]}})
                answers = [scores(service.Person(each.port, office.session), estate) for each in (one, two)]
                bad = [status for status, _ in answers[0] if status not in (200, 403)]
                if answers[0] != answers[1] or bad or written["id"] not in str(answers[0][4]):
                    unlike.append((turn, bad, answers))
            print(f"{len(waits)} times written through one and read through the other, p99 {service.percentile(waits, 0.99) * 1000:.0f} ms for change and reading")
            verdict.holds(f"what one acknowledged the other shows at once {wrong[:2]}", not wrong and len(waits) > 50)
            verdict.holds(f"scores, places, overview and records are equal on both at rest {str(unlike)[:600]}", not unlike)
            take_up(base, two, one, verdict)
            status, _ = service.Person(two.port, office.session).ask("GET", "/api/places")
            verdict.holds("the other serves on", status == 200)
        finally:
            for each in running:
                if each.process.poll() is None:
                    each.process.send_signal(signal.SIGCONT)
                    each.kill()
            base.remove()
    return verdict.code()


if __name__ == "__main__":
    sys.exit(main())
