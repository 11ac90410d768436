"""locked.py FOLDER BINARY [SECONDS]: another program holds the ledger's lock for so long (8), and nothing hangs.

The lock is SQLite's own, as an open SQLite shell has it, which knows nothing of ours. Meanwhile a server answers pings and
questions at once, also one that is started then; a call that records is refused within some seconds, and says why; who is
told to stop stops. Afterwards all goes on, and what was refused is not there.
"""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time

from checks import Checks
from ledger_processes import INITIALIZE, RawServer

# What a question may take, on a machine that others use too.
SOON = 1.0
# After how many seconds a writer gives up; the program's own wait, and some time around it.
GIVES_UP = 5 + SOON
STOPS = 0.3


def call(number, tool, **arguments):
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}


def record(number, name):
    return call(number, "record_usage", model="gpt-4o", input_tokens=10, request_id=name)


class Locked:
    """A ledger of one record, its server, and what holds its lock."""

    def __init__(self, folder, binary):
        self.binary, self.data = binary, os.path.join(folder, "locked")
        self.checks = Checks("locked")
        self.server = self.start()
        self.answer(record(1, "before"))
        self.sent = 1

    def start(self):
        server = RawServer([self.binary, "serve", "--ingest", "none", "--data-dir", self.data])
        server.ask(INITIALIZE)
        return server

    def answer(self, line, server=None):
        return (server or self.server).ask(line)["result"]

    def timed(self, work):
        begin = time.monotonic()
        result = work()
        return result, time.monotonic() - begin

    def soon(self, what, work):
        """Checks that something comes at once; returns it."""
        result, seconds = self.timed(work)
        self.checks.that(seconds < SOON, f"{what} comes within {SOON} s", f"{seconds:.2f} s")
        return result

    @contextlib.contextmanager
    def lock(self):
        other = sqlite3.connect(os.path.join(self.data, "ledger.db"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
        other.close()

    def ask_around(self):
        """What waits for no writer is answered at once, by a server, by one that is new, and at the command line."""
        self.soon("a ping", lambda: self.answer({"jsonrpc": "2.0", "id": 7, "method": "ping"}))
        new = self.soon("the first answer of a new server", self.start)
        for server in (self.server, new):
            for tool, arguments in (("get_usage", {}), ("check_limit", {}), ("estimate_cost", {
                    "model": "gpt-4o", "input_tokens": 10})):
                result = self.soon(tool, lambda: self.answer(call(8, tool, **arguments), server))
                self.checks.that(not result["isError"], f"{tool} is answered", result)
        new.end()
        for command in (["summary"], ["limits", "list"], ["doctor"], ["statusline"]):
            run = self.soon(command[0], lambda: subprocess.run(
                [self.binary, *command, "--data-dir", self.data], input=b"{}", capture_output=True,
                env={"TOKEN_LEDGER_INGEST": "none"}))
            self.checks.equal(run.returncode, 0, f"the status of {command[0]}")

    def refuse(self):
        """A record is refused, in time, by what says why; a ping behind it is answered then."""
        self.server.tell(record(2, "refused"))
        self.server.tell({"jsonrpc": "2.0", "id": 3, "method": "ping"})
        result, seconds = self.timed(lambda: json.loads(self.server.hear())["result"])
        self.checks.that(result["isError"] and "Another process has held the ledger" in result["content"][0]["text"],
                         "a record that cannot be kept says why", result)
        self.checks.that(seconds < GIVES_UP, f"it says so within {GIVES_UP} s", f"{seconds:.2f} s")
        self.checks.equal(json.loads(self.server.hear())["id"], 3, "the answer behind it")

    def stop(self):
        """A server that waits for the lock stops as soon as it is told to."""
        waiting = self.start()
        waiting.tell(record(1, "stopped"))
        time.sleep(0.5)
        waiting.process.send_signal(signal.SIGTERM)
        status, seconds = self.timed(lambda: waiting.process.wait(timeout=60))
        self.checks.equal(status, 0, "the status of one that is told to stop")
        self.checks.that(seconds < STOPS, f"one that waits stops within {STOPS} s", f"{seconds:.2f} s")
        rest = [json.loads(line) for line in waiting.process.stdout]
        self.checks.that(all(line["result"]["isError"] for line in rest), "it acknowledges nothing", rest)

    def go_on(self):
        result = self.soon("a record", lambda: self.answer(record(9, "after")))
        self.checks.that(not result["isError"], "a record is kept again", result)
        self.server.end()
        doctor = subprocess.run([self.binary, "doctor", "--verify", "--data-dir", self.data], capture_output=True,
                                env={"TOKEN_LEDGER_INGEST": "none"})
        self.checks.equal(doctor.returncode, 0, "the status of doctor --verify")
        with contextlib.closing(sqlite3.connect(os.path.join(self.data, "ledger.db"))) as ledger:
            keys = [key for key, in ledger.execute("SELECT key FROM record_key ORDER BY key")]
        self.checks.equal(keys, ["after", "before"], "what is in the ledger")


def main(folder, binary, seconds="8"):
    os.makedirs(folder, exist_ok=True)
    locked = Locked(folder, binary)
    end = time.monotonic() + float(seconds)
    with locked.lock():
        locked.ask_around()
        stopping = threading.Thread(target=locked.stop)
        stopping.start()
        locked.refuse()
        stopping.join()
        while time.monotonic() < end:
            locked.refuse()
            locked.ask_around()
    locked.go_on()
    locked.checks.finish()


main(*sys.argv[1:])
