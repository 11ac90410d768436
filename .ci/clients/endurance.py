"""endurance.py FOLDER BINARY [CALLS]: so many calls (50,000) through one server leave it as it was.

A client pipelines records with questions between them, and reads what comes. After a tenth of the calls, and at the end,
the server's resident memory, its open descriptors and its threads are compared, and the ledger's log is never longer than
a checkpoint lets it grow. Over the last third the memory is flat: by then what is remembered has reached its bounds. Each
call is there once. Needs /proc.
"""

import json
import os
import subprocess
import sys
import threading
import time

from checks import Checks
from ledger_processes import INITIALIZE

# How much the memory may grow from a tenth of the calls to all of them: SQLite's cache alone has 2 MiB.
MOST_GROWTH = 4 << 20
# How much over the last third of them: a page here and there.
MOST_GROWTH_AT_THE_END = 1 << 20
# A log of 512 pages of 4 KiB is moved into the file by the next commit, which may be one of some thousand records.
MOST_LOG = 8 << 20
# How many calls are sent and not answered.
WINDOW = 500


def call(number):
    """A record, and now and then a question of each kind; sessions, agents, models and days vary as they do."""
    kind = number % 50
    if kind == 17:
        tool, arguments = "get_usage", {"period": "today", "group_by": ["model"]}
    elif kind == 33:
        tool, arguments = "check_limit", {}
    elif kind == 41:
        tool, arguments = "estimate_cost", {"model": "gpt-4o", "input_tokens": number}
    else:
        tool, arguments = "record_usage", {
            "model": ("gpt-4o", "claude-sonnet-4-5", "gemini-2.5-pro")[number % 3], "input_tokens": 1_000 + number % 997,
            "output_tokens": 100, "session_id": f"s{number // 200}", "agent": f"a{number % 7}",
            "request_id": f"call-{number}"}
    return tool, {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}


class Look:
    """What a process holds at a moment."""

    def __init__(self, pid, data):
        with open(f"/proc/{pid}/status", encoding="ascii") as file:
            status = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
        self.resident = int(status["VmRSS"].split()[0]) * 1024
        self.threads = int(status["Threads"])
        self.descriptors = len(os.listdir(f"/proc/{pid}/fd"))
        self.log = os.path.getsize(os.path.join(data, "ledger.db-wal"))

    def __str__(self):
        return (f"{self.resident / 1048576:.1f} MiB resident, {self.descriptors} descriptors, {self.threads} threads, "
                f"{self.log / 1048576:.1f} MiB of log")


class Endurance:
    """One server, and a client that keeps it busy."""

    def __init__(self, command, data, calls):
        self.data, self.calls = data, calls
        self.records, self.refused, self.looks = 0, [], []
        self.window = threading.Semaphore(WINDOW)
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, cwd="/", env={})

    def send(self):
        self.server.stdin.write(json.dumps(INITIALIZE).encode() + b"\n")
        for number in range(1, self.calls + 1):
            # What is kept back here would never be answered.
            if not self.window.acquire(blocking=False):
                self.server.stdin.flush()
                self.window.acquire()
            tool, message = call(number)
            self.records += tool == "record_usage"
            self.server.stdin.write(json.dumps(message).encode() + b"\n")
        self.server.stdin.flush()

    def run(self):
        """Reads all answers, and looks at the server twenty times."""
        sender = threading.Thread(target=self.send)
        sender.start()
        self.server.stdout.readline()
        for number in range(1, self.calls + 1):
            reply = json.loads(self.server.stdout.readline())
            if reply["id"] != number or reply["result"].get("isError"):
                self.refused.append(reply)
            self.window.release()
            if number % (self.calls // 20) == 0:
                self.looks.append(Look(self.server.pid, self.data))
        sender.join()
        self.server.stdin.close()
        return self.server.wait(timeout=60)


def main(folder, binary, calls="50000"):
    data, checks = os.path.join(folder, "endurance"), Checks("endurance")
    endurance = Endurance([binary, "serve", "--ingest", "none", "--data-dir", data], data, int(calls))
    begin = time.monotonic()
    checks.equal(endurance.run(), 0, "the server's status")
    seconds = time.monotonic() - begin
    checks.that(not endurance.refused, "each call is answered, in order", endurance.refused[:1])
    first, last = endurance.looks[1], endurance.looks[-1]
    print(f"after a tenth: {first}\nat the end:    {last}\n{calls} calls in {seconds:.0f} s")
    print("MiB resident at each twentieth:", *(f"{look.resident / 1048576:.1f}" for look in endurance.looks))
    for begin, bound in ((1, MOST_GROWTH), (13, MOST_GROWTH_AT_THE_END)):
        grown = max(look.resident for look in endurance.looks[begin:]) - endurance.looks[begin].resident
        checks.that(grown <= bound, f"from {begin + 1}/20 of the calls on the memory grows by at most {bound >> 10} KiB",
                    f"{grown >> 10} KiB")
    checks.equal(last.descriptors, first.descriptors, "how many descriptors are open")
    checks.equal(last.threads, first.threads, "how many threads there are")
    most = max(look.log for look in endurance.looks)
    checks.that(most <= MOST_LOG, f"the log has at most {MOST_LOG >> 20} MiB", f"{most / 1048576:.1f} MiB")

    def run(*words):
        return subprocess.run([binary, *words, "--data-dir", data], env={"TOKEN_LEDGER_INGEST": "none"},
                              capture_output=True, text=True)

    totals = json.loads(run("summary", "--period", "all", "--json").stdout)["totals"]
    checks.equal(totals["requests"], endurance.records, "how many calls are counted")
    doctor = run("doctor", "--verify")
    checks.equal(doctor.returncode, 0, "the status of doctor --verify")
    checks.finish()


main(*sys.argv[1:])
