"""benchmark.py BINARY FOLDER [ledger=LEDGER] NAME=PYTHON...: token-ledger and the same tools on the Python SDK.

Servers take turns in one run, so that both meet the same machine: the milliseconds from starting a process to its first
whole reply, one durable record at a time, records with 512 requests in flight, and resident memory. NAME names an SDK,
PYTHON is an interpreter that has it; what the server there does is said in sdk_ledger.py and printed. LEDGER is a large
ledger that `ledger-benchmark make LEDGER RECORDS` made, of which token-ledger is asked. A slow machine is no failure:
bars are compared and printed only, and the status is 1 only where a server could not be measured. On Linux,
`chrt -f 5 python3 benchmark.py ...` keeps waiting for a processor that others use out of the figures.
"""

import json
import os
import platform
import selectors
import statistics
import subprocess
import sys
import time

from ledger_processes import INITIALIZE

STARTS = 20
# Rounds, and in each of them records of token-ledger and of a server on the SDK.
ROUNDS = 5
LONE = 100
PIPELINED = {"token-ledger": 10_000, "sdk": 400}
IN_FLIGHT = 512
# How many times better than the SDK; the milliseconds are a goal of its own.
BARS = {"start": 30, "lone": 3, "pipelined": 25, "memory": 3}
GOAL_MILLISECONDS = 10
# Questions about a large ledger, with the milliseconds that an answer may take on a million records.
QUESTIONS = {
    "get_usage, a month by model": ("get_usage", {"period": "last_30_days", "group_by": ["model"]}, 5),
    "estimate_cost, no history": ("estimate_cost", {"model": "mistral-large-latest", "input_tokens": 1_000}, 2),
    "estimate_cost, by history": ("estimate_cost", {"model": "claude-sonnet-4-5", "input_tokens": 1_000}, None),
    "check_limit": ("check_limit", {"model": "claude-sonnet-4-5", "input_tokens": 1_000}, None),
}
ASKED = 100
P = "io.modelcontextprotocol/"
DISCOVER = {"jsonrpc": "2.0", "id": 0, "method": "server/discover", "params": {
    "_meta": {P + "protocolVersion": "2026-07-28", P + "clientCapabilities": {}}}}
READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}
PEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sdk_ledger.py")


def line(message):
    return json.dumps(message).encode() + b"\n"


def record(number):
    """The line that records call `number`: the same for every server."""
    arguments = {"model": "gpt-4o", "input_tokens": 1_000 + number, "output_tokens": 100,
                 "session_id": f"s{number // 50}", "agent": "coder"}
    return line({"jsonrpc": "2.0", "id": number, "method": "tools/call",
                 "params": {"name": "record_usage", "arguments": arguments}})


def is_answered(reply):
    result = json.loads(reply).get("result", {})
    return bool(result.get("content")) and not result.get("isError")


class Server:
    """One server under measurement, and what was measured of it."""

    def __init__(self, name, command):
        self.name, self.command, self.number, self.process = name, command, 0, None
        self.starts, self.lone, self.rates = [], [], []

    def open(self, first):
        """Starts a process, sends `first` and returns the milliseconds until the whole reply was there."""
        begin = time.perf_counter()
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, bufsize=0)
        self.process.stdin.write(line(first))
        reply = self.read_line()
        elapsed = (time.perf_counter() - begin) * 1000
        if "result" not in json.loads(reply):
            raise RuntimeError(f"{self.name} did not answer {first['method']}: {reply[:200]}")
        return elapsed

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=60)

    def read_line(self):
        reply = b""
        while not reply.endswith(b"\n"):
            some = os.read(self.process.stdout.fileno(), 1 << 20)
            if not some:
                raise RuntimeError(f"{self.name} ended before it had answered")
            reply += some
        return reply

    def start(self, first=INITIALIZE):
        elapsed = self.open(first)
        self.close()
        return elapsed

    def record_alone(self, count):
        """Records one call after the other, each after the reply to the one before."""
        for _ in range(count):
            self.number += 1
            request = record(self.number)
            begin = time.perf_counter()
            self.process.stdin.write(request)
            reply = self.read_line()
            self.lone.append((time.perf_counter() - begin) * 1e6)
            if not is_answered(reply):
                raise RuntimeError(f"{self.name} did not record: {reply[:200]}")

    def record_in_flight(self, count):
        """Records `count` calls, with never more than IN_FLIGHT unanswered."""
        requests = [record(self.number + 1 + index) for index in range(count)]
        self.number += count
        begin = time.perf_counter()
        replies = self.exchange(requests)
        self.rates.append(count / (time.perf_counter() - begin))
        refused = [reply for reply in replies if not is_answered(reply)]
        if len(replies) != count or refused:
            raise RuntimeError(f"{self.name} recorded {len(replies) - len(refused)} of {count}: {refused[:1]}")

    def exchange(self, requests):
        inlet, outlet = self.process.stdin.fileno(), self.process.stdout.fileno()
        os.set_blocking(inlet, False)
        selector = selectors.DefaultSelector()
        selector.register(outlet, selectors.EVENT_READ)
        sent, answered, waiting, pieces = 0, 0, b"", []
        while answered < len(requests):
            if not waiting and sent < len(requests):
                free = requests[sent:answered + IN_FLIGHT]
                sent, waiting = sent + len(free), b"".join(free)
            if waiting:
                try:
                    waiting = waiting[os.write(inlet, waiting):]
                except BlockingIOError:
                    selector.register(inlet, selectors.EVENT_WRITE)
                    selector.select()
                    selector.unregister(inlet)
            if selector.select(0 if waiting else None):
                pieces.append(os.read(outlet, 1 << 20))
                if not pieces[-1]:
                    raise RuntimeError(f"{self.name} ended before it had answered")
                answered += pieces[-1].count(b"\n")
        os.set_blocking(inlet, True)
        return b"".join(pieces).splitlines()

    def resident(self):
        """The resident memory in MiB; without /proc, ps tells it."""
        try:
            with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as file:
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
        except FileNotFoundError:
            found = subprocess.run(["ps", "-o", "rss=", "-p", str(self.process.pid)], capture_output=True, check=True)
            return int(found.stdout) / 1024


def microseconds_of_a_sync(folder):
    """What the disk alone takes: the median of making one written page of 4 KiB durable."""
    sync = getattr(os, "fdatasync", os.fsync)
    taken = []
    with open(os.path.join(folder, "sync-probe"), "wb", buffering=0) as file:
        file.write(bytes(4096))
        for _ in range(100):
            os.pwrite(file.fileno(), os.urandom(4096), 0)
            begin = time.perf_counter()
            sync(file.fileno())
            taken.append((time.perf_counter() - begin) * 1e6)
    return statistics.median(taken)


def measure_starts(servers):
    for _ in range(STARTS):
        for server in servers:
            server.starts.append(server.start())
    for server in servers:
        print(f"start to first reply, {server.name}, initialize: median {statistics.median(server.starts):.1f} ms, "
              f"min {min(server.starts):.1f} ms of {STARTS}")
    discovered = [servers[0].start(DISCOVER) for _ in range(STARTS)]
    print(f"start to first reply, {servers[0].name}, server/discover: median {statistics.median(discovered):.1f} ms, "
          f"min {min(discovered):.1f} ms of {STARTS}")
    slowest = max(statistics.median(discovered), statistics.median(servers[0].starts))
    print(f"note: the goal of {GOAL_MILLISECONDS} ms is {'met' if slowest < GOAL_MILLISECONDS else 'MISSED'} "
          f"({slowest:.1f} ms)")


def measure_questions(binary, ledger):
    """How long answers about a large ledger take, the first one in a process apart."""
    server = Server("token-ledger", [binary, "serve", "--data-dir", ledger])
    server.open(INITIALIZE)
    server.process.stdin.write(line(READY))
    for what, (tool, arguments, bar) in QUESTIONS.items():
        request = line({"jsonrpc": "2.0", "id": 1, "method": "tools/call",
                        "params": {"name": tool, "arguments": arguments}})
        taken = []
        for _ in range(ASKED):
            begin = time.perf_counter()
            server.process.stdin.write(request)
            reply = server.read_line()
            taken.append((time.perf_counter() - begin) * 1000)
            if not is_answered(reply):
                raise RuntimeError(f"{server.name} did not answer {tool}: {reply[:200]}")
        first, rest = taken[0], sorted(taken[1:])
        median = statistics.median(rest)
        note = f" (bar {bar} ms on a million records, {'met' if median <= bar else 'MISSED'})" if bar else ""
        print(f"{what}: median {median:.2f} ms, min {rest[0]:.2f} ms, first {first:.2f} ms, of {ASKED}{note}")
    server.close()


def measure_records(servers):
    for server in servers:
        server.open(INITIALIZE)
        server.process.stdin.write(line(READY))
        server.memory_at_first = server.resident()
        server.record_alone(50)  # Until everything is loaded and the log has its length.
        server.lone.clear()
    for _ in range(ROUNDS):
        for server in servers:
            server.record_alone(LONE)
        for server in servers:
            server.record_in_flight(PIPELINED["token-ledger" if server is servers[0] else "sdk"])
    for server in servers:
        server.memory = server.resident()
        server.close()


def tell_records(servers):
    for server in servers:
        lone = sorted(server.lone)
        print(f"one durable record, {server.name}: median {statistics.median(lone):.0f} us, min {lone[0]:.0f} us, "
              f"95 of 100 within {lone[len(lone) * 95 // 100]:.0f} us, of {len(lone)}")
    for server in servers:
        print(f"{IN_FLIGHT} in flight, {server.name}: median {statistics.median(server.rates):,.0f} records/s, "
              f"{min(server.rates):,.0f} to {max(server.rates):,.0f}, of {ROUNDS} rounds")
    for server in servers:
        print(f"resident memory, {server.name}: {server.memory_at_first:.1f} MiB after initialize, "
              f"{server.memory:.1f} MiB after {server.number:,} records")


def tell_ratios(ours, peer):
    ratios = {
        "start": statistics.median(peer.starts) / statistics.median(ours.starts),
        "lone": statistics.median(peer.lone) / statistics.median(ours.lone),
        "pipelined": statistics.median(ours.rates) / statistics.median(peer.rates),
        "memory": peer.memory / ours.memory,
    }
    for what, ratio in ratios.items():
        print(f"ratio to {peer.name}, {what}: {ratio:.1f} (bar {BARS[what]}, "
              f"{'met' if ratio >= BARS[what] else 'MISSED'})")


def main(binary, folder, peers):
    folder = os.path.join(folder, "benchmark")
    os.makedirs(folder, exist_ok=True)
    ledger = next((peer.split("=", 1)[1] for peer in peers if peer.startswith("ledger=")), None)
    peers = [peer for peer in peers if not peer.startswith("ledger=")]
    servers = [Server("token-ledger", [binary, "serve", "--data-dir", os.path.join(folder, "ledger")])]
    for name, python in (peer.split("=", 1) for peer in peers):
        servers.append(Server(f"Python {name}", [python, PEER, os.path.join(folder, f"{name}.db")]))
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}; "
          f"making one page durable takes {microseconds_of_a_sync(folder):.0f} us here")
    print("every server makes each record durable before it replies. On the SDK that is one commit a record with "
          "synchronous=FULL, for one row and one total; it knows no merging of reports, no totals by quarter hour and "
          "session, and no limits of single users. token-ledger commits once for what has arrived together.")
    if ledger:
        measure_questions(binary, ledger)
    measure_starts(servers)
    measure_records(servers)
    tell_records(servers)
    for peer in servers[1:]:
        tell_ratios(servers[0], peer)


main(sys.argv[1], sys.argv[2], sys.argv[3:])
