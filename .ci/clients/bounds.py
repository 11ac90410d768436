"""bounds.py FOLDER BINARY [CASE...]: whatever is sent, the server's memory stays bounded and it stops when it is told to.

Each case is a process of its own on a ledger of some thousand records. It is sent what a hostile or broken client might
send, by a client that reads the answers or by one that does not; then it is told to stop, in the middle of its work. Its
most resident memory (VmHWM) and the time from SIGTERM to its end are compared with the bars. Needs /proc. Whoever stops
makes what is done durable, and moves the ledger's log into its file: what the disk takes for that is measured next to each
case, and added to the time's bar.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time

from checks import Checks
from ledger_processes import INITIALIZE

MOST_MEBIBYTES = 64
MOST_SECONDS = 0.3
# For how many seconds a case goes on before the process is told to stop.
LASTS = (0.2, 1.5)
RECORDS = 5_000
MEGABYTE = 1_000_000


def call(number, tool, arguments):
    return b'{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":%s}}' % (
        number, tool.encode(), arguments if isinstance(arguments, bytes) else json.dumps(arguments).encode())


def initialize(revision):
    return json.dumps(INITIALIZE | {"params": INITIALIZE["params"] | {"protocolVersion": revision}}).encode() + b"\n"


def record(number):
    return call(number, "record_usage", {"model": "gpt-4o", "input_tokens": 1_000 + number, "output_tokens": 100,
                                         "session_id": f"s{number // 50}", "agent": "coder"})


def page(number):
    """A question whose answer is a page of a thousand records."""
    return call(number, "get_usage", {"period": "all", "include": ["records"], "page_size": 1_000})


def lines(make, count):
    return b"".join(make(number) + b"\n" for number in range(1, count + 1))


def array(make, count):
    return b"[" + b",".join(make(number) for number in range(1, count + 1)) + b"]\n"


def filled(before, piece, after, size):
    return before + piece * ((size - len(before) - len(after)) // len(piece)) + after + b"\n"


def one(tool, arguments_before, piece, arguments_after, size=16 * MEGABYTE):
    """One call with an argument of many megabytes."""
    whole = call(1, tool, b"\0").split(b"\0")
    return filled(whole[0] + arguments_before, piece, arguments_after + whole[1], size)


def mixed(number):
    return record(number) if number % 2 else page(number)


def listen(number):
    meta = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": "subscriptions/listen", "params": {
        "_meta": meta, "notifications": {"resourceSubscriptions": ["usage://summary"]}}}).encode()


def subscribe(number):
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": "resources/subscribe",
                       "params": {"uri": f"usage://session/{number}" + "x" * 200}}).encode()


# What is sent, after an initialize of 2025-11-25 or, for arrays, of 2025-03-26.
CASES = {
    "500 pages of a thousand records": lambda: lines(page, 500),
    "records and pages in turn": lambda: lines(mixed, 500),
    "records": lambda: lines(record, 100_000),
    "lines of one byte": lambda: b"1\n" * MEGABYTE,
    "a line without end": lambda: b"x" * (100 * MEGABYTE),
    "an array of ones": lambda: filled(b"[1", b",1", b"]", 8 * MEGABYTE),
    "an array of objects": lambda: filled(b"[{}", b',{"a":1}', b"]", 8 * MEGABYTE),
    "an array of pages": lambda: array(page, 1_000),
    "an array of records": lambda: array(record, 1_000) * 50,
    "an argument of ones": lambda: one("record_usage", b'{"model":"m","metadata":{"a":[1', b",1", b"]}}"),
    "an argument of objects": lambda: one("record_usage", b'{"model":"m","metadata":{"a":[1', b',{"a":1}', b"]}}"),
    "an argument of short texts": lambda: one("record_usage", b'{"model":"m","metadata":{"a":[1',
                                              b',"0123456789abcdef"', b"]}}"),
    "metadata of one text": lambda: one("record_usage", b'{"model":"m","metadata":{"a":"', b"word ", b'"}}'),
    "pages, then metadata of one text": lambda: lines(page, 20) + one(
        "record_usage", b'{"model":"m","metadata":{"a":"', b"word ", b'"}}'),
    "a long model": lambda: one("record_usage", b'{"model":"', b"word-", b'"}'),
    "a long number": lambda: one("record_usage", b'{"model":"gpt-4o","input_tokens":1', b"0", b"}"),
    "a long prompt": lambda: one("estimate_cost", b'{"model":"gpt-4o","text":"', b"some words, ", b'"}'),
    "a long prompt with escapes": lambda: one("estimate_cost", b'{"model":"gpt-4o","text":"', b"\\n\\u00e4", b'"}'),
    "many messages": lambda: one("estimate_cost", b'{"model":"gpt-4o","messages":[{}',
                                 b',{"role":"user","content":"hi"}', b"]}"),
    "unknown arguments": lambda: b"".join((
        b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_usage","arguments":{',
        b",".join(b'"k%d":1' % number for number in range(1_000_000)), b"}}}\n")),
    "a long method": lambda: filled(b'{"jsonrpc":"2.0","id":1,"method":"', b"a", b'"}', 16 * MEGABYTE),
    "a long id": lambda: filled(b'{"jsonrpc":"2.0","method":"ping","id":"', b"\\u0001", b'"}', 16 * MEGABYTE),
    "streams": lambda: lines(listen, 50_000),
    "subscriptions": lambda: lines(subscribe, 50_000),
}
ARRAYS = [name for name in CASES if name.startswith("an array")]


class Case:
    """One server that is sent something, and what became of it."""

    def __init__(self, command, name, reads, lasts):
        self.peak, self.heard = 0, 0
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, cwd="/", env={})
        self.process.stdin.write(initialize("2025-03-26" if name in ARRAYS else "2025-11-25"))
        self.process.stdin.flush()
        self.process.stdout.readline()
        threads = [threading.Thread(target=self.write, args=(CASES[name](),), daemon=True)]
        if reads:
            threads.append(threading.Thread(target=self.read, daemon=True))
        for thread in threads:
            thread.start()
        self.watch(lasts)
        self.seconds = self.stop()

    def write(self, payload):
        try:
            self.process.stdin.write(payload)
            self.process.stdin.flush()
        except (BrokenPipeError, ValueError):
            pass

    def read(self):
        while some := os.read(self.process.stdout.fileno(), 1 << 20):
            self.heard += len(some)

    def watch(self, lasts):
        end = time.monotonic() + lasts
        while time.monotonic() < end:
            self.look()
            time.sleep(0.005)

    def look(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    self.peak = int(line.split()[1]) / 1024

    def stop(self):
        begin = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        return time.monotonic() - begin


def disk_seconds(folder):
    """How long the disk takes for as much as a ledger's log has, twice."""
    begin = time.monotonic()
    with open(os.path.join(folder, "disk-probe"), "wb", buffering=0) as file:
        for _ in range(2):
            file.write(bytes(8 << 20))
            os.fsync(file.fileno())
    os.unlink(file.name)
    return time.monotonic() - begin


def fill(command):
    """Records some thousand calls, by a process that ends well."""
    subprocess.run(command, input=initialize("2025-11-25") + lines(record, RECORDS), stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, env={}, check=True)


def main(folder, binary, names):
    command = [binary, "serve", "--data-dir", os.path.join(folder, "bounds"), "--ingest", "none"]
    checks = Checks("bounds")
    fill(command)
    for name in names or CASES:
        for reads in (True, False):
            cases, disk = [Case(command, name, reads, lasts) for lasts in LASTS], disk_seconds(folder)
            seconds = max(case.seconds for case in cases)
            for _ in range(2):
                # Others may have had the processors: what a case takes by itself is the least of three.
                if seconds > MOST_SECONDS + disk:
                    again = [Case(command, name, reads, lasts) for lasts in LASTS]
                    cases, seconds = cases + again, min(seconds, max(case.seconds for case in again))
            peak = max(case.peak for case in cases)
            what = name if reads else f"{name}, of which no answer is read"
            print(f"{what}: {peak:.0f} MiB, stopped after {seconds:.2f} s ({disk:.2f} s for the disk), "
                  f"{cases[-1].heard / 1e6:.1f} MB of answers", flush=True)
            checks.that(peak <= MOST_MEBIBYTES, f"{what}: at most {MOST_MEBIBYTES} MiB", f"{peak:.0f} MiB")
            checks.that(seconds <= MOST_SECONDS + disk, f"{what}: it stops within {MOST_SECONDS} s", f"{seconds:.2f} s")
    checks.finish()


main(sys.argv[1], sys.argv[2], sys.argv[3:])
