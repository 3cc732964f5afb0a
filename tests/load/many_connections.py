#!/usr/bin/env python3
"""2,000 idle connections and 500 listeners at once; an act reaches all listeners; one connection too many is told so.

  many_connections.py PATH-TO-ANJU
"""
import asyncio
import datetime
import sys
import tempfile
import time

import service

IDLE, LISTENERS, MOST, REACH_BOUND = 2000, 500, 4000, 2.0


async def open_idle(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]))
    assert head.startswith(b"HTTP/1.1 200"), head
    return reader, writer


async def open_listener(port, cookie):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /api/events HTTP/1.1\r\nHost: a\r\nCookie: {cookie}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200") and b"text/event-stream" in head, head
    return reader, writer


async def in_turns(count, make, at_once=100):
    done = []
    for begin in range(0, count, at_once):
        done += await asyncio.gather(*(make() for _ in range(min(at_once, count - begin))))
    return done


async def hear(reader, wanted):
    heard = b""
    while wanted not in heard:
        piece = await reader.read(4096)
        if not piece:
            return float("inf")
        heard += piece
    return time.monotonic()


async def one_too_many(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return answer


def prepare(office):
    """One estate and what it takes to write a record there."""
    tree = office.good("GET", "/api/places")["items"]
    above = next((place["id"] for place in tree if place["kind"] == "district"), None)
    for kind, code in (("street", "330105990000"), ("community", "330105990001"), ("estate", "330105990001001")):
        body = {"kind": kind, "code": code, "name": f"load test {kind}", "parent_id": above}
        if kind == "estate":
            body.update({"stage": "settled", "households": 500, "address": "1 Test Road"})
        above = office.good("POST", "/api/places", body)["id"]
    return above


async def crowd(verdict, served, office, estate):
    start, files = served.memory(), served.files_open()
    began = time.monotonic()
    idle = await in_turns(IDLE, lambda: open_idle(served.port))
    after_idle = served.memory()
    listening = await in_turns(LISTENERS, lambda: open_listener(served.port, office.cookie), 50)
    after_all = served.memory()
    print(f"{IDLE} idle connections and {LISTENERS} listeners in {time.monotonic() - began:.1f} s; memory {start / 2**20:.0f} MB, "
          f"{(after_idle - start) / IDLE / 1024:.1f} KB an idle connection, {(after_all - after_idle) / LISTENERS / 1024:.1f} KB a listener")
    verdict.holds("an idle connection takes under 32 KB", (after_idle - start) / IDLE < 32 * 1024)
    verdict.holds("a listener takes under 64 KB", (after_all - after_idle) / LISTENERS < 64 * 1024)

    ears = [asyncio.ensure_future(hear(reader, b"event: change")) for reader, _ in listening]
    await asyncio.sleep(0.2)
    body = {"place_id": estate, "fields": {"round": "load test", "led_by": "office", "planned_on": str(datetime.date.today() + datetime.timedelta(days=9)), "unannounced": True, "focus": ["duties"]}}
    began = time.monotonic()
    status, answer = await asyncio.to_thread(office.ask, "POST", "/api/registers/supervision_visit/records", body)
    verdict.holds(f"the act is done: {status} {'' if status == 201 else answer}", status == 201)
    acted = time.monotonic()
    heard = [at - began for at in await asyncio.wait_for(asyncio.gather(*ears), 10)]
    print(f"the act took {(acted - began) * 1000:.0f} ms; heard by {len(heard)} listeners, the median {service.percentile(heard, 0.5) * 1000:.0f} ms, "
          f"the last {max(heard) * 1000:.0f} ms after it was sent")
    verdict.holds(f"all {LISTENERS} heard of it within {REACH_BOUND:.0f} s", max(heard) < REACH_BOUND)

    more = await in_turns(MOST - len(idle) - len(listening) - 1, lambda: asyncio.open_connection("127.0.0.1", served.port), 200)  # the office has one
    answer = await one_too_many(served.port)
    verdict.holds(f"connection {MOST + 1} is answered {answer[:12].decode()}", answer.startswith(b"HTTP/1.1 503") and b"Retry-After" in answer)
    status, _ = await asyncio.to_thread(office.ask, "GET", "/api/places")
    verdict.holds("those inside are served all the while", status == 200)
    for _, writer in idle + listening + more:
        writer.close()
    office.connection.close()
    left = await asyncio.to_thread(served.files_back_to, files, 5)
    verdict.holds(f"all are let go: {files} files open before, {left} after, {served.memory() / 2**20:.0f} MB", left <= files)
    again, writer = await open_idle(served.port)
    writer.close()
    verdict.holds("the next visitor is served", again is not None)


def main():
    if service.many_files() < 5000:
        print("skipped: this machine allows fewer than 5,000 open files")
        return 0
    with tempfile.TemporaryDirectory(prefix="anju-many-") as folder:
        first = service.first_password(sys.argv[1], folder)
        # The usual soft limit, so that it is seen that the service raises it itself.
        served = service.Served(sys.argv[1], folder, limit_files=(1024, service.many_files()))
        verdict = service.Verdict()
        try:
            office = service.sign_in_first(served.port, first)
            estate = prepare(office)
            office.connection.close()
            office.connection = None
            time.sleep(0.3)
            asyncio.run(crowd(verdict, served, office, estate))
        finally:
            served.kill()
        return verdict.code()


if __name__ == "__main__":
    sys.exit(main())
