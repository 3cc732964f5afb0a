"""A register of a million records: its list read in every way a person may, and all of it out to a file."""
import json
import sqlite3
import time

REGISTER = "patrol_round"
MANNERS = ("grid", "guard", "lettings", "joint")


def ids(first_millisecond):
    """UUIDv7 texts in ascending order."""
    number = 0
    while True:
        millisecond, counter = first_millisecond + number // 4096, number % 4096
        yield f"{millisecond >> 16:08x}-{millisecond & 0xFFFF:04x}-7{counter:03x}-8000-{number:012x}"
        number += 1


def fill(database, records):
    """Patrols of three years over all estates, as the service would have written them; returns the seconds it took."""
    begin = time.monotonic()
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA synchronous = OFF")
    estates = connection.execute("SELECT id, path FROM place WHERE kind = 'estate' ORDER BY id").fetchall()
    account = connection.execute("SELECT id FROM account ORDER BY id LIMIT 1").fetchone()[0]
    last = int(time.time() * 1e6)
    step = 3 * 365 * 86_400_000_000 // records
    new = ids(last // 1000 - 1_000_000)

    def rows():
        for number in range(records):
            estate, path = estates[number * 7919 % len(estates)]
            at = last - (records - number) * step
            name = f"XC-{time.gmtime(at // 1_000_000).tm_year}-{number:07}"
            doc = {"number": name, "done_at": at, "patroller": account, "manner": MANNERS[number % 4], "route": f"{number % 30 + 1}幢到{number % 17 + 31}幢，第{number % 9 + 1}圈",
                   "found": False, "follow_up": "none"}
            if doc["manner"] == "lettings":
                doc["homes"] = number % 40 + 1
            yield next(new), REGISTER, estate, path, name, json.dumps(doc, ensure_ascii=False, separators=(",", ":")), name.lower(), account, at, at

    with connection:
        connection.executemany("INSERT INTO record (id, register, place_id, path, name, state, doc, search, deleted, created_by, created_by_name, created_at, changed_at, version) "
                               "VALUES (?, ?, ?, ?, ?, '', ?, ?, 0, ?, '演示账号', ?, ?, 1)", rows())
    estate = estates[len(estates) // 2][0]
    connection.close()
    return time.monotonic() - begin, estate


def lists(estate, records):
    """What is asked of the list, and how."""
    middle = f"{records // 2:07}"
    return {"the newest": "", "by time": "sort=done_at", "by route": "sort=route", "one kind, by time": "f.manner=grid&sort=done_at", "one week": "f.done_at=2026-06-01..2026-06-07",
            "of one estate": f"place={estate}", "of one estate, by time": f"place={estate}&sort=done_at", "a number searched for": f"search={middle}"}


def measure(report, service, office, estate, records):
    folder = {}
    for name, query in lists(estate, records).items():
        times = []
        for _ in range(21):
            begin = time.monotonic()
            status, text = office.ask("GET", "&".join(part for part in (f"/api/registers/{REGISTER}/records?limit=50", query) if part))
            times.append(time.monotonic() - begin)
            if status != 200 or not json.loads(text)["items"]:
                report.note(f"records, {name}: {status} {text[:200].decode()}")
                break
        times.sort()
        folder[name] = {"p50_ms": times[len(times) // 2] * 1000, "most_ms": times[-1] * 1000}
    folder["page by page"] = walk(report, office)
    report.rounds["records"] = folder
    slowest = max(folder, key=lambda name: folder[name]["p50_ms"])
    report.add(f"list of {records:,} records, first page of {len(folder) - 1} orders and filters, the slowest p50", folder[slowest]["p50_ms"], "ms")
    report.note("records, p50 in ms: " + ", ".join(f"{name} {one['p50_ms']:.1f}" for name, one in folder.items()))
    for form in ("xlsx", "csv"):
        service.forget_peak()
        begin = time.monotonic()
        status, text = office.ask("POST", f"/api/registers/{REGISTER}/export", json.dumps({"format": form}))
        if status != 202:
            report.note(f"export of records refused: {status} {text[:300].decode()}")
            continue
        told = office.finish(json.loads(text)["job_id"], 600)
        if told["state"] != "done":
            report.note(f"export of records: {told['state']} {str(told.get('result'))[:300]}")
        report.add(f"export of {records:,} records to {form}", time.monotonic() - begin if told["state"] == "done" else None, "s")
        report.add(f"memory during the export to {form}, highest", service.memory("VmHWM"), "MB", 200, least=False)


def walk(report, office, pages=200):
    """Each page by the token of the one before: the last must cost what the first does."""
    times, seen, after = [], set(), ""
    for _ in range(pages):
        begin = time.monotonic()
        status, text = office.ask("GET", f"/api/registers/{REGISTER}/records?limit=50&sort=done_at{after}")
        times.append(time.monotonic() - begin)
        page = json.loads(text)
        if status != 200:
            report.note(f"records, page by page: {status} {text[:200].decode()}")
            break
        seen.update(one["id"] for one in page["items"])
        after = f"&after={page['next']}"
    if len(seen) != pages * 50:
        report.note(f"records: {pages} pages showed {len(seen)} different records instead of {pages * 50}")
    last = sorted(times[-20:])
    return {"p50_ms": last[10] * 1000, "most_ms": max(times) * 1000}
