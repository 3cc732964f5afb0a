#!/usr/bin/env python3
"""Kills the service with SIGKILL under load, five times, and checks that every acknowledged act is still there.

  kill_under_load.py PATH-TO-ANJU

Talks to 127.0.0.1 only; bounded: 5 rounds of at most 2 s with 8 clients; ends the processes it started by their id.
"""
import http.client
import json
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROUNDS, CLIENTS, SECONDS = 5, 8, 1.2
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def free_port():
    with socket.socket() as probe:
        for port in range(21000, 32000, 7):
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise SystemExit("no free port")


class Person:
    """One signed-in account over one keep-alive connection."""

    def __init__(self, port):
        self.port, self.connection, self.cookie, self.csrf = port, None, "", ""

    def ask(self, method, target, body=None):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        headers = {"Content-Type": "application/json", "Cookie": self.cookie, "X-Anju-Csrf": self.csrf}
        self.connection.request(method, target, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.getheader("Set-Cookie"):
            self.cookie = answer.getheader("Set-Cookie").split(";")[0]
        return answer.status, json.loads(text) if text else None

    def sign_in(self, name, password):
        status, answer = self.ask("POST", "/api/sign-in", {"name": name, "password": password})
        assert status == 200, (status, answer)
        self.csrf = answer["csrf_token"]


def start(anju, folder, port):
    service = subprocess.Popen([anju, "serve", "--store", f"{folder}/k.sqlite", "--files", f"{folder}/files",
                                "--pack", str(ROOT / "packs/gongshu"), "--port", str(port)],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return service
        except OSError:
            time.sleep(0.05)
            if service.poll() is not None:
                break
    service.kill()
    raise SystemExit("the service did not start")


def load(port, session, number, acknowledged, until):
    person = Person(port)
    person.cookie, person.csrf = session
    made = 0
    while time.monotonic() < until:
        made += 1
        name = f"round-company-{number}-{made}"
        try:
            status, answer = person.ask("POST", "/api/parties", {"kind": "property_company", "name": name})
        except (OSError, http.client.HTTPException, ValueError):
            return
        if status in (200, 201):
            acknowledged.append((answer["id"], name))
        else:
            acknowledged.append(("refused", f"{status} {answer}"))
            return


def all_companies(person):
    there, after = {}, None
    while True:
        status, answer = person.ask("GET", "/api/parties?kind=property_company" + (f"&after={after}" if after else ""))
        assert status == 200, (status, answer)
        there.update({party["id"]: party["name"] for party in answer["items"]})
        after = answer["next"]
        if not after:
            return there


def main():
    anju = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="anju-kill-") as folder:
        port = free_port()
        made = subprocess.run([anju, "account", "add", "office", "--role", "district_office", "--store", f"{folder}/k.sqlite",
                               "--files", f"{folder}/files", "--pack", str(ROOT / "packs/gongshu")], capture_output=True, text=True, check=True)
        first = re.search(r": (\S{16})\s*$", made.stdout, re.M).group(1)
        service = start(anju, folder, port)
        acknowledged, lost = [], 0
        try:
            office = Person(port)
            office.sign_in("office", first)
            password = "Jia-Yuan-2719-qz"
            status, answer = office.ask("POST", "/api/me/password", {"old": first, "new": password})
            assert status < 300, (status, answer)
            for turn in range(ROUNDS):
                office = Person(port)
                office.sign_in("office", password)
                until = time.monotonic() + SECONDS
                threads = [threading.Thread(target=load, args=(port, (office.cookie, office.csrf), f"{turn}-{c}", acknowledged, until + 1))
                           for c in range(CLIENTS)]
                for thread in threads:
                    thread.start()
                time.sleep(SECONDS)
                service.send_signal(signal.SIGKILL)
                service.wait()
                for thread in threads:
                    thread.join()
                service = start(anju, folder, port)
                office = Person(port)
                office.sign_in("office", password)
                there = all_companies(office)
                refused = [why for key, why in acknowledged if key == "refused"]
                assert not refused, refused[:3]
                lost = sum(1 for key, name in acknowledged if there.get(key) != name)
                if lost:
                    break
        finally:
            service.kill()
            service.wait()
        print(f"{len(acknowledged)} acts acknowledged over {ROUNDS} kills, {lost} lost")
        return 1 if lost or len(acknowledged) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
