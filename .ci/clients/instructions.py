"""instructions.py BINARY FOLDER KEPT [--write]: how many instructions the main paths take, against those that are kept.

valgrind's callgrind counts them, so a busy machine changes little: what is due once a minute falls into a run or not, so a
path that takes too many is counted twice more, and its least count is told. A path's count is the difference of two runs, of which
one does more, for each of what it does more: starting and ending are not in it. KEPT holds the counts and what they were
counted with. Another processor, compiler or SQLite counts otherwise: then nothing is compared, and a line that begins
with "skipped:" says why. --write writes KEPT anew. A count above its tolerance fails; one far below is told.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time

from checks import Checks
from claude_transcript import Transcript
from ledger_processes import INITIALIZE

TOLERANCE_PERCENT = 3
READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}
MODELS = ["claude-sonnet-4-5", "gpt-5", "gpt-4o-mini", "claude-haiku-4-5", "gemini-2.5-pro", "mistral-large-latest"]
# A fixed quarter of a year: what a question reads must not depend on the day on which it is asked.
FIRST_DAY, DAYS = 1_780_272_000, 90  # 2026-06-01T00:00:00Z
CALL = {"model": "claude-sonnet-4-5", "input_tokens": 1_000, "agent": "agent-1", "user_id": "user-1"}
QUESTIONS = {
    "check_limit under five limits": ("check_limit", {**CALL, "output_tokens": 100}),
    "get_usage of a month by model": ("get_usage", {
        "since": "2026-07-15", "until": "2026-08-13", "group_by": ["model"]}),
    "estimate_cost by history": ("estimate_cost", CALL),
}
LIMITS = [
    ["--metric", "tokens", "--window", "day"], ["--metric", "cost", "--window", "month"],
    ["--scope", "user", "--metric", "cost", "--window", "day"],
    ["--scope", "agent", "--metric", "requests", "--window", "hour"],
    ["--scope", "model", "--metric", "cost", "--window", "week"],
]


def line(message):
    return json.dumps(message).encode() + b"\n"


def call(number, tool, arguments):
    return line({"jsonrpc": "2.0", "id": number, "method": "tools/call",
                 "params": {"name": tool, "arguments": arguments}})


def record(number):
    return call(number, "record_usage", {
        "model": "gpt-4o", "input_tokens": 1_000 + number, "output_tokens": 100, "session_id": "s", "agent": "coder"})


def history(count):
    """Calls of the fixed quarter, the oldest first."""
    for number in range(count):
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(FIRST_DAY + number * DAYS * 86_400 // count))
        yield call(number + 1, "record_usage", {
            "model": MODELS[number * 7 // 5 % len(MODELS)], "input_tokens": 2_000 + number % 977,
            "output_tokens": 100 + number * 31 % 499, "user_id": f"user-{number // 40 % 8}",
            "agent": f"agent-{number // 20 % 5}", "session_id": f"session-{number // 50}",
            "request_id": f"request-{number * 7919 % count}", "timestamp": moment})


class Counter:
    """Runs a program under callgrind."""

    def __init__(self, binary, folder):
        self.folder, self.binary = folder, os.path.join(folder, "token-ledger")
        # valgrind 3.19 cannot read the debug information of Swift 6.
        subprocess.run(["strip", "-g", "-o", self.binary, binary], check=True)
        self.environment = {"HOME": folder, "PATH": os.environ["PATH"], "TOKEN_LEDGER_INGEST": "none",
                            "SWIFT_DETERMINISTIC_HASHING": "1"}

    def command(self, *words):
        return ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", self.binary, *words]

    def count(self, process):
        """Waits for a process and returns how many instructions it took."""
        told = process.stderr.read().decode()
        collected = re.search(r"Collected : (\d+)", told)
        if process.wait() != 0 or not collected:
            raise RuntimeError(f"{process.args} ended with {process.returncode}: {told[-600:]}")
        return int(collected[1])

    def start(self, words, **streams):
        return subprocess.Popen(self.command(*words), env=self.environment, stderr=subprocess.PIPE, **streams)

    def of_input(self, words, data):
        """Counts a run that finds all of its input at once."""
        path = os.path.join(self.folder, "input")
        with open(path, "wb") as file:
            file.write(data)
        with open(path, "rb") as file:
            return self.count(self.start(words, stdin=file, stdout=subprocess.DEVNULL))

    def of_conversation(self, words, lines):
        """Counts a run that is asked each line after the answer to the one before."""
        process = self.start(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for each in [line(INITIALIZE), line(READY), *lines]:
            process.stdin.write(each)
            process.stdin.flush()
            if b'"id"' in each and b'"result"' not in process.stdout.readline():
                raise RuntimeError(f"not answered: {each}")
        process.stdin.close()
        return self.count(process)

    def run(self, *words, data=b"", **environment):
        """Runs the program as it is."""
        done = subprocess.run([self.binary, *words], input=data, env={**self.environment, **environment},
                              stdout=subprocess.PIPE, check=True)
        return done.stdout


def each_more(count, few, many):
    """What each of `many` takes more than `few`."""
    return (count(many) - count(few)) // (many - few)


class Measurements:
    """What is counted, by name."""

    def __init__(self, counter):
        self.counter, self.fresh = counter, 0

    def new_ledger(self):
        self.fresh += 1
        return ["serve", "--data-dir", os.path.join(self.counter.folder, f"ledger-{self.fresh}")]

    def pipelined(self, count):
        lines = [line(INITIALIZE), line(READY)] + [record(number + 1) for number in range(count)]
        return self.counter.of_input(self.new_ledger(), b"".join(lines))

    def lone(self, count):
        return self.counter.of_conversation(self.new_ledger(), [record(number + 1) for number in range(count)])

    def make_ledger(self):
        """Makes the ledger that is asked."""
        self.ledger = os.path.join(self.counter.folder, "asked")
        lines = [line(INITIALIZE), line(READY), *history(20_000)]
        answers = self.counter.run("serve", "--data-dir", self.ledger, data=b"".join(lines))
        if answers.count(b'"isError":false') != 20_000:
            raise RuntimeError(f"the ledger was not made: {answers[-600:]}")
        for limit in LIMITS:
            self.counter.run("limits", "set", "--limit", "1000000000", *limit, "--data-dir", self.ledger)

    def question(self, tool, arguments):
        def count(times):
            lines = [call(number + 1, tool, arguments) for number in range(times)]
            return self.counter.of_conversation(["serve", "--data-dir", self.ledger], lines)
        return count

    def prepare_guard(self):
        """Makes a transcript of Claude Code, and takes in what is in it."""
        projects = os.path.join(self.counter.folder, ".claude", "projects", "-home-user-project")
        os.makedirs(projects)
        transcript = Transcript(os.path.join(projects, "5d9f3c1e-7a20-4b1c-9d43-0c6a51e2f7b8.jsonl"), seed=1)
        transcript.grow(1_000_000)
        self.hook = transcript.hook()
        self.counter.run("import", TOKEN_LEDGER_INGEST="auto")
        self.counter.run("guard", "claude-code", data=self.hook, TOKEN_LEDGER_INGEST="auto")

    def guard(self):
        """A hook in whose transcript nothing is new."""
        self.counter.environment["TOKEN_LEDGER_INGEST"] = "auto"
        try:
            return self.counter.of_input(["guard", "claude-code"], self.hook)
        finally:
            self.counter.environment["TOKEN_LEDGER_INGEST"] = "none"

    def all(self):
        """The paths by name, and for each what counts it."""
        self.make_ledger()
        yield "start to first reply", lambda: self.counter.of_input(self.new_ledger(), line(INITIALIZE))
        yield "a pipelined record", lambda: each_more(self.pipelined, 500, 3_500)
        yield "a lone record", lambda: each_more(self.lone, 50, 350)
        for name, (tool, arguments) in QUESTIONS.items():
            ask = self.question(tool, arguments)
            yield name, lambda: each_more(ask, 5, 35)
        self.prepare_guard()
        yield "the guard with nothing new", self.guard


def counted_with(binary, folder):
    """What a count depends on beside the code."""
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True).stdout
    doctor = subprocess.run([binary, "doctor", "--data-dir", os.path.join(folder, "none")], capture_output=True,
                            text=True, check=False).stdout
    return {"processor": os.uname().machine, "swift": re.search(r"Swift version (\S+)", swift)[1],
            "sqlite": re.search(r"SQLite\s+(\S+)", doctor)[1]}


def main(binary, folder, kept_path, write=False):
    checks = Checks("instructions")
    for tool in ("valgrind", "strip"):
        if not shutil.which(tool):
            print(f"skipped: counting instructions: there is no {tool}")
            checks.finish()
    os.makedirs(folder)
    kept = {} if write else json.load(open(kept_path, encoding="utf-8"))
    found_with = counted_with(binary, folder)
    if kept and kept["counted_with"] != found_with:
        print(f"skipped: comparing instructions: kept of {kept['counted_with']}, here are {found_with}")
        checks.finish()
    counts = {}
    for name, count_it in Measurements(Counter(binary, folder)).all():
        counts[name] = count = count_it()
        if write:
            print(f"{name}: {count:,}")
            continue
        wanted = kept["instructions"].get(name)
        if not checks.that(wanted is not None, f"{name} has a count that is kept", count):
            continue
        most = wanted * (1 + kept["tolerance_percent"] / 100)
        for _ in range(2):
            count = count if count <= most else min(count, count_it())
        percent = (count / wanted - 1) * 100
        print(f"{name}: {count:,}, kept {wanted:,}, {percent:+.2f} %")
        checks.that(percent <= kept["tolerance_percent"], f"{name} takes at most {kept['tolerance_percent']} % more "
                    f"instructions than {wanted:,}", f"{count:,}, {percent:+.2f} %")
        if percent < -kept["tolerance_percent"]:
            print(f"note: {name} takes fewer; write {os.path.basename(kept_path)} anew")
    if write:
        with open(kept_path, "w", encoding="utf-8") as file:
            json.dump({"tolerance_percent": TOLERANCE_PERCENT, "counted_with": found_with, "instructions": counts},
                      file, indent=2)
            file.write("\n")
    checks.finish()


main(*sys.argv[1:4], write="--write" in sys.argv[4:])
