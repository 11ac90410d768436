"""survival.py FOLDER BINARY [ROUNDS] [SEED]: what is acknowledged survives kill -9, each record once.

In each round three servers record pipelined calls into one ledger, an import takes in a log that grows, and every few
rounds old records move to the archive, until all of them are killed at a moment of chance. After it, every call that
was acknowledged is there once, none is there that nobody sent, and `doctor` finds nothing. In the end the archive and
the ledger together hold each call once. Where strace is there, the order of one durable record is looked at too: its
reply is written after the log is on the disk.
"""

import contextlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time

from checks import Checks
from claude_transcript import Transcript
from ledger_processes import INITIALIZE

CALLS = 400
OLD = "2026-05-0{}T10:07:00Z"


class Round:
    """The processes of one round and what they have acknowledged."""

    def __init__(self, binary, folder, number, chance):
        self.binary, self.folder, self.number, self.chance = binary, folder, number, chance
        self.data = os.path.join(folder, "data")
        self.environment = {"HOME": os.path.join(folder, "home"), "PATH": os.environ["PATH"]}
        self.sent, self.acknowledged = set(), set()
        self.processes = []

    def start(self, *arguments, **options):
        process = subprocess.Popen(
            [self.binary, *arguments, "--data-dir", self.data], env=self.environment, stderr=subprocess.DEVNULL,
            **options)
        self.processes.append(process)
        return process

    def serve(self, name):
        """Sends calls to a server and notes what it acknowledges, until it is gone."""
        server = self.start("serve", "--ingest", "none", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        ids = {}

        def send():
            try:
                server.stdin.write(json.dumps(INITIALIZE).encode() + b"\n")
                for index in range(1, CALLS):
                    ids[index] = f"{self.number}-{name}-{index}"
                    self.sent.add(ids[index])
                    arguments = {"model": "gpt-4o", "input_tokens": index, "request_id": ids[index]}
                    if index % 3 == 0:
                        arguments["timestamp"] = OLD.format(1 + index % 9)
                    server.stdin.write(json.dumps({"jsonrpc": "2.0", "id": index, "method": "tools/call", "params": {
                        "name": "record_usage", "arguments": arguments}}).encode() + b"\n")
                    server.stdin.flush()
            except (BrokenPipeError, OSError):
                pass

        def hear():
            for line in server.stdout:
                if line.endswith(b"\n"):
                    reply = json.loads(line)
                    if reply["id"] and not reply["result"]["isError"]:
                        self.acknowledged.add(ids[reply["id"]])

        return [threading.Thread(target=work, daemon=True) for work in (send, hear)]

    def run(self, transcript):
        threads = [thread for name in "abc" for thread in self.serve(name)]
        for thread in threads:
            thread.start()
        transcript.grow(os.path.getsize(transcript.path) + 200_000)
        self.start("import", "claude-code", transcript.path, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        if self.number % 3 == 2:
            self.start("archive", "--before", "2026-06-01", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while not self.acknowledged and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(self.chance.random() * 0.25)
        self.chance.shuffle(self.processes)
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()
        for thread in threads:
            thread.join(timeout=10)


def present(data):
    """The request ids of all records, in the ledger and in the archive, each with its record's id.

    A line that a killed archiver left before its commit stays where records came between; it has its record's id.
    """
    found = set()
    archive = os.path.join(data, "archive")
    for name in os.listdir(archive) if os.path.isdir(archive) else []:
        with open(os.path.join(archive, name)) as file:
            for line in file:
                record = json.loads(line)
                found |= {(key["id"], record["id"]) for key in record.get("keys", [])}
    ledger = sqlite3.connect(f"file:{data}/ledger.db?mode=ro", uri=True)
    with contextlib.closing(ledger):
        found |= set(ledger.execute(
            "SELECT key, lower(hex(public_id)) FROM record_key JOIN record ON record.id = record"))
    return found


def order_of_one_record(checks, binary, folder):
    """Whether the reply of a lone record is written after its log is synchronised."""
    if not shutil.which("strace"):
        print("skipped: the order of fdatasync and the reply, as there is no strace")
        return
    trace, data = os.path.join(folder, "trace"), os.path.join(folder, "traced")
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
        "name": "record_usage", "arguments": {"model": "gpt-4o", "input_tokens": 5, "request_id": "traced"}}}
    lines = "".join(json.dumps(line) + "\n" for line in (INITIALIZE, call)).encode()
    subprocess.run(
        ["strace", "-f", "-y", "-e", "trace=write,pwrite64,fdatasync,fsync", "-s", "9999", "-o", trace, binary, "serve",
         "--ingest", "none", "--data-dir", data], input=lines, capture_output=True, env={"PATH": os.environ["PATH"]},
        timeout=60)
    with open(trace) as file:
        steps = file.read().splitlines()
    replies = [i for i, step in enumerate(steps) if "write(" in step and "pwrite" not in step and '"id\\":1' in step]
    if not checks.that(len(replies) == 1, "the trace shows the reply", steps[-5:]):
        return
    logged = [i for i, step in enumerate(steps[:replies[0]]) if "pwrite64(" in step and "ledger.db-wal>" in step]
    synced = [i for i, step in enumerate(steps[:replies[0]]) if "fdatasync(" in step and "ledger.db-wal>" in step]
    checks.that(logged and synced and synced[-1] > logged[-1], "the log is on the disk before the reply is written")


def main(folder, binary, rounds=40, seed=None):
    seed = int(seed) if seed is not None else random.randrange(1 << 32)
    print(f"seed {seed}")
    checks, chance = Checks("survival"), random.Random(seed)
    os.makedirs(os.path.join(folder, "home"))
    transcript = Transcript(os.path.join(folder, "5d9f3c1e-7a20-4b1c-9d43-0c6a51e2f7b8.jsonl"), seed=seed)
    open(transcript.path, "w").close()
    sent, acknowledged, one = set(), set(), None
    for number in range(int(rounds)):
        one = Round(binary, folder, number, chance)
        one.run(transcript)
        sent, acknowledged = sent | one.sent, acknowledged | one.acknowledged

    def run(*arguments):
        return subprocess.run([binary, *arguments, "--data-dir", one.data], env={
            **one.environment, "TOKEN_LEDGER_INGEST": "none"}, capture_output=True, text=True)

    doctor = run("doctor", "--verify")
    checks.that(doctor.returncode == 0, "doctor --verify finds nothing", doctor.stdout + doctor.stderr)
    whole = run("import", "claude-code", transcript.path)
    checks.equal(whole.returncode, 0, "the status of the last import")
    checks.equal(run("archive", "--before", "2030-01-01").returncode, 0, "the status of archiving everything")
    found = present(one.data)
    calls = [id for id, _ in found if id in sent]
    checks.equal(len(calls), len(set(calls)), "how many calls there are, each counted once")
    missing = acknowledged - set(calls)
    checks.that(not missing, f"all of {len(acknowledged)} acknowledged calls are there", sorted(missing)[:5])
    logged = {id.split()[0] for id, _ in found if id.startswith("msg_")}
    checks.equal(len(logged), transcript.turns, "how many calls of the log are there")
    totals = json.loads(run("summary", "--period", "all", "--json").stdout)["totals"]
    checks.equal(totals["requests"], len(set(calls)) + transcript.turns, "how many calls are counted")
    doctor = run("doctor", "--verify")
    checks.that(doctor.returncode == 0, "doctor --verify finds nothing in the archive", doctor.stdout + doctor.stderr)
    print(f"  {rounds} rounds, {len(sent)} calls sent, {len(acknowledged)} acknowledged, {transcript.turns} logged")
    order_of_one_record(checks, binary, folder)
    checks.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
