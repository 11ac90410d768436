"""full_disk.py FOLDER BINARY: a disk that is full in the middle of a batch, an archive, a report, a backup or a restore.

Each case has a disk of its own, some hundred KiB of memory, which is filled to its last page; then it grows by a page or
two each time that the program has said that it is full, until the work is done. In between nothing broken is under its
final name, and whoever asks is answered; afterwards each acknowledged record is there once. Needs root on Linux, to mount.
"""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys

from checks import Checks
from ledger_processes import INITIALIZE, RawServer

# The least of which a disk in memory grows, and how often it may.
PAGE = 4096
MOST_STEPS = 1_000


def call(number, tool, **arguments):
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}


def record(number, **more):
    return call(number, "record_usage", model="gpt-4o", input_tokens=10, output_tokens=1, request_id=f"r{number}", **more)


class Disk:
    """A file system in memory, at a folder."""

    def __init__(self, path):
        self.path = path
        os.makedirs(path)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m,mode=700", "none", path], check=True)

    def resize(self, size):
        subprocess.run(["mount", "-o", f"remount,size={size}", self.path], check=True)

    @property
    def used(self):
        facts = os.statvfs(self.path)
        return (facts.f_blocks - facts.f_bfree) * facts.f_frsize

    def fill(self):
        """Leaves no page free."""
        self.resize(self.used)

    def grow(self, pages=1):
        facts = os.statvfs(self.path)
        self.resize(facts.f_blocks * facts.f_frsize + pages * PAGE)

    def free(self):
        self.resize(16 << 20)


class Case:
    """A ledger on a disk of its own."""

    def __init__(self, name, folder, binary, checks):
        self.name, self.binary, self.checks = name, binary, checks
        self.disk = Disk(os.path.join(folder, name))
        self.data = os.path.join(self.disk.path, "data")
        self.environment = {"TOKEN_LEDGER_INGEST": "none", "PATH": os.environ["PATH"], "TOKEN_DAILY_LIMIT": "100",
                            "TOKEN_LEDGER_LOG_LEVEL": "off"}

    def server(self):
        server = RawServer([self.binary, "serve", "--data-dir", self.data], self.environment)
        server.ask(INITIALIZE)
        return server

    def fill_ledger(self, numbers, **more):
        server = self.server()
        for number in numbers:
            result = server.ask(record(number, **more))["result"]
            assert not result["isError"], result
        server.end()

    def run(self, *words):
        return subprocess.run([self.binary, *words, "--data-dir", self.data], env=self.environment, capture_output=True,
                              text=True)

    def until_done(self, words, look, pages=1):
        """Runs a command until it is done, on a disk that is full and grows; `look` is called after each failure."""
        self.disk.fill()
        steps = 0
        while (run := self.run(*words)).returncode != 0 and steps < MOST_STEPS:
            steps += 1
            if "is full" not in run.stderr and "No space left" not in run.stderr:
                self.checks.that(False, f"{self.name}: what fails says that the disk is full", run.stderr or run.stdout)
            look()
            self.disk.grow(pages)
        self.checks.that(0 < steps < MOST_STEPS, f"{self.name}: it is done once there is room", f"{steps} steps")
        print(f"  {self.name}: full {steps} times", flush=True)
        return run

    def keys(self, path=None):
        """The request ids in a ledger's file, as SQLite reads it; its structure must be whole."""
        with contextlib.closing(sqlite3.connect(path or os.path.join(self.data, "ledger.db"))) as file:
            whole = file.execute("PRAGMA integrity_check").fetchone()[0]
            self.checks.equal(whole, "ok", f"{self.name}: the integrity of {path or 'the ledger'}")
            return sorted(key for key, in file.execute("SELECT key FROM record_key"))

    def counted(self):
        run = self.run("summary", "--period", "all", "--json")
        return json.loads(run.stdout)["totals"]["requests"] if run.returncode == 0 else run.stderr

    def finish(self, count):
        self.disk.free()
        self.checks.equal(self.counted(), count, f"{self.name}: how many calls are counted")
        doctor = self.run("doctor", "--verify")
        self.checks.that(doctor.returncode == 0, f"{self.name}: doctor --verify finds nothing", doctor.stdout)


def batch(case):
    """Batches are refused as a whole; the server goes on once there is room, without a restart."""
    server = case.server()
    acknowledged, refused, number = {"r0"}, 0, 0
    server.ask(record(0))
    case.disk.fill()
    for _ in range(12):
        numbers = range(number + 1, number + 101)
        number += 100
        server.process.stdin.write("".join(json.dumps(record(each)) + "\n" for each in numbers).encode())
        server.process.stdin.flush()
        for each in numbers:
            result = json.loads(server.hear())["result"]
            if not result["isError"]:
                acknowledged.add(f"r{each}")
            else:
                refused += 1
                if "is full" not in result["content"][0]["text"]:
                    case.checks.that(False, "batch: a refusal says that the disk is full", result)
        for tool, arguments in (("get_usage", {"period": "all"}), ("estimate_cost", {"model": "gpt-4o", "input_tokens": 1})):
            result = server.ask(call(9, tool, **arguments))["result"]
            case.checks.that(not result["isError"], f"batch: {tool} is answered", result)
        case.disk.grow(pages=12)
    case.disk.free()
    case.checks.that(not server.ask(record(5_000))["result"]["isError"], "batch: it goes on once there is room")
    acknowledged.add("r5000")
    server.end()
    case.checks.that(refused > 0 and len(acknowledged) > 2, "batch: some are refused, some kept",
                     f"{refused} refused, {len(acknowledged)} kept")
    print(f"  batch: {refused} refused, {len(acknowledged)} kept")
    case.checks.equal(case.keys(), sorted(acknowledged), "batch: what is in the ledger")
    case.finish(len(acknowledged))


def archive(case):
    case.fill_ledger(range(300), timestamp="2026-05-04T10:07:00Z")
    folder = os.path.join(case.data, "archive")
    case.until_done(["archive", "--before", "2026-06-01"], lambda: None, pages=2)
    with open(os.path.join(folder, "records-2026-05.jsonl")) as file:
        keys = [json.loads(line)["keys"][0]["id"] for line in file]
    case.checks.equal(sorted(keys), sorted(f"r{number}" for number in range(300)), "archive: what is in its file")
    case.checks.equal(os.listdir(folder), ["records-2026-05.jsonl"], "archive: the files")
    case.finish(300)


def report(case):
    """A report that was begun is not there; the alert and the report come once there is room."""
    case.fill_ledger(range(20))
    folder = os.path.join(case.data, "reports")

    def look():
        for name in os.listdir(folder) if os.path.isdir(folder) else []:
            with open(os.path.join(folder, name)) as file:
                text = file.read()
            # Half of one has no last line.
            case.checks.that(text.startswith("# ") and text.endswith("\n"), f"report: {name} is whole", text[-80:])

    done = case.until_done(["monitor", "--once", "--json"], look)
    look()
    reports = json.loads(done.stdout)["reports"]
    case.checks.that(len(reports) > 0, "report: it is written once there is room", done.stdout)
    case.checks.equal(sorted(os.listdir(folder)), sorted(map(os.path.basename, reports)), "report: the files")
    case.finish(20)


def backup(case):
    """Nothing is under the copy's name before it is whole."""
    case.fill_ledger(range(100))
    copy, names = os.path.join(case.disk.path, "copy.db"), sorted(os.listdir(case.disk.path))

    def look():
        if sorted(os.listdir(case.disk.path)) != names:
            case.checks.that(False, "backup: nothing is left of one that failed", os.listdir(case.disk.path))

    case.until_done(["backup", copy], look, pages=8)
    case.checks.equal(len(case.keys(copy)), 100, "backup: how many calls it has")
    case.finish(100)


def restore(case):
    """The ledger is as it was until the copy is whole in its place; then the former one is kept."""
    case.fill_ledger(range(100))
    copy = os.path.join(os.path.dirname(case.disk.path), "restored.db")
    case.checks.equal(case.run("backup", copy).returncode, 0, "restore: the status of the backup")
    case.fill_ledger(range(100, 150))

    def look():
        # Elsewhere, as there is no room to open it.
        shutil.copytree(case.data, copy + ".look")
        case.checks.equal(len(case.keys(copy + ".look/ledger.db")), 150, "restore: how many calls the ledger still has")
        case.checks.that("restoring" not in os.listdir(case.data), "restore: nothing is decided", os.listdir(case.data))
        shutil.rmtree(copy + ".look")

    case.until_done(["restore", copy], look, pages=8)
    case.disk.free()
    former = [os.path.join(path, "ledger.db") for path, _, names in os.walk(os.path.join(case.data, "replaced"))
              if "ledger.db" in names]
    case.checks.equal([len(case.keys(path)) for path in former], [150], "restore: what is kept of the former ledger")
    case.finish(100)


def main(folder, binary):
    if "--mounted" not in sys.argv:
        # In a space of its own, so that every disk is gone with this process.
        os.execvp("unshare", ["unshare", "-m", sys.executable, __file__, folder, binary, "--mounted"])
    checks = Checks("full disk")
    for case in (batch, archive, report, backup, restore):
        case(Case(case.__name__, folder, binary, checks))
    checks.finish()


def can_mount():
    if not shutil.which("unshare") or not shutil.which("mount"):
        return False
    probe = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "-o", "size=64k", "none", "/mnt"], capture_output=True)
    return probe.returncode == 0


if can_mount():
    main(*sys.argv[1:3])
else:
    print("skipped: a full disk in the middle of work, as only root on Linux can mount a small one")
    print("full disk: 0 passed, 0 failed")
