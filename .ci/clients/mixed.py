"""mixed.py FOLDER BINARY [SECONDS] [SEED]: sixteen processes at once do all that there is to do, for so long (12 s).

Servers record and ask, some of them are killed and started again; an import takes in a log that grows, commands ask, old
records move to the archive, and copies of the ledger are made. Whatever was acknowledged is there once in the end, in the
ledger or its archive, each copy has what was acknowledged before it was begun, and `doctor --verify` finds nothing. Who
waited for the ledger for 5 s in vain, on a machine that has too much to do, was told so; how often that was is printed.
"""

import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
import time

from checks import Checks
from claude_transcript import Transcript
from ledger_processes import INITIALIZE
from survival import present

OLD = "2026-05-0{}T10:07:00Z"
QUESTIONS = (("get_usage", {"period": "all", "group_by": ["model"]}), ("check_limit", {}),
             ("get_usage", {"period": "all", "include": ["records"], "page_size": 20}),
             ("estimate_cost", {"model": "gpt-4o", "input_tokens": 1_000}))
SERVERS, KILLED = 6, 4
COMMANDS = (["summary", "--period", "all"], ["doctor"], ["overview"], ["limits", "list"], ["monitor", "--once"])
# Calls that are sent and not answered, for a client that waits now and then.
WINDOW = 20


class Mixed:
    """The processes, what they were sent and what they have acknowledged."""

    def __init__(self, folder, binary, seconds, seed):
        self.folder, self.binary, self.checks = folder, binary, Checks("mixed")
        self.data = os.path.join(folder, "data")
        self.environment = {"HOME": os.path.join(folder, "home"), "PATH": os.environ["PATH"],
                            "TOKEN_LEDGER_INGEST": "none", "TOKEN_DAILY_LIMIT": "1000000000"}
        os.makedirs(self.environment["HOME"])
        self.end = time.monotonic() + seconds
        self.seed, self.lock = seed, threading.Lock()
        self.sent, self.acknowledged, self.refused, self.counts = set(), set(), [], {}
        self.transcript = Transcript(os.path.join(folder, "5d9f3c1e-7a20-4b1c-9d43-0c6a51e2f7b8.jsonl"), seed=seed)
        open(self.transcript.path, "w").close()

    @property
    def goes_on(self):
        return time.monotonic() < self.end

    def count(self, what):
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + 1

    def refuse(self, what):
        if "Another process has held the ledger" in what:
            return self.count("told that the ledger was held")
        with self.lock:
            self.refused.append(what)

    def run(self, *words):
        """Runs a command to its end, which must be good."""
        run = subprocess.run([self.binary, *words, "--data-dir", self.data], env=self.environment,
                             stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.count(words[0])
        if run.returncode != 0:
            self.refuse(f"{' '.join(words)}: status {run.returncode}, {run.stderr[:300]}{run.stdout[-300:]}")
        return run

    # What each process does

    def serve(self, name):
        """A server that records and asks until the time is up."""
        with self.server() as server:
            self.talk(server, name, lambda: self.goes_on)
            server.stdin.close()
        if server.returncode != 0:
            self.refuse(f"server {name}: status {server.returncode}")

    def serve_and_kill(self, name):
        """Servers one after another, each killed at a moment of chance."""
        chance, life = random.Random(f"{self.seed} {name}"), 0
        while self.goes_on:
            life += 1
            server = self.server()
            killer = threading.Timer(0.1 + chance.random() * 1.5, server.kill)
            killer.start()
            self.talk(server, f"{name}.{life}", lambda: True)
            killer.cancel()
            server.kill()
            server.wait()
            self.count("kill")

    def server(self):
        return subprocess.Popen([self.binary, "serve", "--data-dir", self.data], env=self.environment,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def talk(self, server, name, goes_on):
        """Sends a few calls at a time and reads their answers, as long as there is somebody."""
        chance, number = random.Random(f"{self.seed} {name}"), 0
        try:
            self.exchange(server, [(0, None, INITIALIZE)])
            while goes_on():
                messages = []
                for _ in range(chance.randint(1, WINDOW)):
                    number += 1
                    messages.append(self.message(name, number, chance))
                self.exchange(server, messages)
                time.sleep(chance.random() * 0.02)
        except (BrokenPipeError, ConnectionError, EOFError):
            pass

    def message(self, name, number, chance):
        """A record with its id, or a question with none."""
        request = None
        if chance.random() < 0.15:
            tool, arguments = chance.choice(QUESTIONS)
        else:
            # Some are told by several processes.
            request = f"shared-{number}" if number % 9 == 0 else f"{name}-{number}"
            tool, arguments = "record_usage", {"model": "gpt-4o", "input_tokens": 10 + number, "request_id": request,
                                               "session_id": f"s{number % 40}"}
            if number % 3 == 0 and number % 9:
                arguments["timestamp"] = OLD.format(1 + number % 9)
        return number, request, {"jsonrpc": "2.0", "id": number, "method": "tools/call",
                                 "params": {"name": tool, "arguments": arguments}}

    def exchange(self, server, messages):
        with self.lock:
            self.sent.update(request for _, request, _ in messages if request)
        server.stdin.write("".join(json.dumps(message) + "\n" for _, _, message in messages).encode())
        server.stdin.flush()
        for number, request, _ in messages:
            line = server.stdout.readline()
            if not line.endswith(b"\n"):
                raise EOFError
            reply = json.loads(line)
            if reply["id"] != number or reply["result"].get("isError"):
                self.refuse(f"call {number}: {line[:400]}")
            elif request:
                with self.lock:
                    self.acknowledged.add(request)

    def take_in(self):
        while self.goes_on:
            self.transcript.grow(os.path.getsize(self.transcript.path) + 100_000)
            self.run("import", "claude-code", self.transcript.path)

    def ask(self):
        for words in self.turns(COMMANDS):
            self.run(*words)

    def archive(self):
        while self.goes_on:
            self.run("archive", "--before", "2026-06-01")
            time.sleep(0.5)

    def archive_and_kill(self):
        chance = random.Random(f"{self.seed} archive")
        while self.goes_on:
            process = subprocess.Popen([self.binary, "archive", "--before", "2026-06-01", "--data-dir", self.data],
                                       env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.random() * 0.2)
            process.kill()
            process.wait()
            self.count("archive killed")

    def back_up(self):
        """Makes copies; what was acknowledged before one was begun is in it, or was archived."""
        number = 0
        while not self.acknowledged and self.goes_on:
            time.sleep(0.01)
        while self.goes_on:
            number += 1
            with self.lock:
                before = {request for request in self.acknowledged if not self.is_old(request)}
            copy = os.path.join(self.folder, "copy.db")
            self.run("backup", copy, "--replace")
            keys = {key for key, in sqlite3.connect(copy).execute("SELECT key FROM record_key")}
            if before - keys:
                self.refuse(f"copy {number} lacks {sorted(before - keys)[:5]}")
            time.sleep(0.5)

    @staticmethod
    def is_old(request):
        """Whether a call is of a month that is archived."""
        number = int(request.rsplit("-", 1)[1])
        return number % 3 == 0 and number % 9 != 0

    def turns(self, choices):
        while self.goes_on:
            yield from (choice for choice in choices if self.goes_on)

    def all_at_once(self):
        works = [(self.serve, f"s{number}") for number in range(SERVERS)]
        works += [(self.serve_and_kill, f"k{number}") for number in range(KILLED)]
        works += [(self.take_in,), (self.ask,), (self.ask,), (self.archive,), (self.archive_and_kill,), (self.back_up,)]
        threads = [threading.Thread(target=work, args=words) for work, *words in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return len(threads)

    def look_after(self):
        """Compares what is there with what was sent and acknowledged."""
        checks = self.checks
        checks.that(not self.refused, "nothing was refused", f"{len(self.refused)}: {self.refused[:3]}")
        doctor = self.run("doctor", "--verify")
        checks.that(doctor.returncode == 0, "doctor --verify finds nothing", doctor.stdout + doctor.stderr)
        self.run("import", "claude-code", self.transcript.path)
        checks.equal(self.run("archive", "--before", "2030-01-01").returncode, 0, "the status of archiving everything")
        found = present(self.data)
        calls = [id for id, _ in found if id in self.sent]
        checks.equal(len(calls), len(set(calls)), "how many calls there are, each counted once")
        missing = self.acknowledged - set(calls)
        checks.that(not missing, f"all of {len(self.acknowledged)} acknowledged calls are there", sorted(missing)[:5])
        logged = {id.split()[0] for id, _ in found if id.startswith("msg_")}
        checks.equal(len(logged), self.transcript.turns, "how many calls of the log are there")
        totals = json.loads(self.run("summary", "--period", "all", "--json").stdout)["totals"]
        checks.equal(totals["requests"], len(set(calls)) + self.transcript.turns, "how many calls are counted")
        doctor = self.run("doctor", "--verify")
        checks.that(doctor.returncode == 0, "doctor --verify finds nothing in the archive", doctor.stdout + doctor.stderr)


def main(folder, binary, seconds="12", seed=None):
    seed = int(seed) if seed is not None else random.randrange(1 << 32)
    print(f"seed {seed}")
    mixed = Mixed(folder, binary, float(seconds), seed)
    processes = mixed.all_at_once()
    print(f"  {processes} processes for {seconds} s: {len(mixed.sent)} calls sent, {len(mixed.acknowledged)} acknowledged, "
          + ", ".join(f"{count} {what}" for what, count in sorted(mixed.counts.items())))
    mixed.look_after()
    mixed.checks.finish()


main(*sys.argv[1:])
