"""guard.py BINARY FOLDER [MEGABYTES] [TURNS]: `guard claude-code` on a transcript that grows by one turn at each hook.

Makes a transcript of so many megabytes (200) under FOLDER, imports it, and then adds a turn and runs the hook so many
times (200). Each turn must be in the ledger when its hook has ended. The milliseconds are those that Claude Code waits:
from starting the process to its end, starting it from here included. A slow machine is no failure; on Linux,
`chrt -f 5 python3 guard.py ...` keeps waiting for a processor that others use out of the figures.
"""

import json
import os
import random
import subprocess
import sys
import time

from checks import Checks

MODEL = "claude-sonnet-4-5-20250929"


class Transcript:
    """A session of Claude Code on disk."""

    def __init__(self, path, seed):
        self.path, self.random, self.turns = path, random.Random(seed), 0
        self.session = os.path.basename(path).removesuffix(".jsonl")
        self.began = time.time() - 3_600

    def line(self, **members):
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(self.began + self.turns / 100))
        return json.dumps({
            "parentUuid": None, "isSidechain": False, "userType": "external", "cwd": "/home/user/project",
            "sessionId": self.session, "version": "2.1.268", "gitBranch": "main",
            "timestamp": f"{moment}.{self.turns % 1000:03}Z", **members}, separators=(",", ":")) + "\n"

    def turn(self, length):
        """A message of the model, written in two lines as Claude Code does, and what a tool answered."""
        self.turns += 1
        usage = {"input_tokens": 3, "cache_creation_input_tokens": 700, "cache_read_input_tokens": 40_000}
        text = "".join(self.random.choices("etaoin shrdlu", k=200)) * max(1, length // 200)
        message = {"id": f"msg_{self.turns:020}", "type": "message", "role": "assistant", "model": MODEL}
        lines = []
        for output, content in ((1, {"type": "text", "text": text[:400]}), (450, {"type": "tool_use", "name": "Read"})):
            lines.append(self.line(type="assistant", requestId=f"req_{self.turns:020}", message={
                **message, "content": [content], "usage": {**usage, "output_tokens": output}}))
        lines.append(self.line(type="user", message={"role": "user", "content": text}))
        return "".join(lines)

    def grow(self, size):
        """Writes whole turns until the file has so many bytes."""
        with open(self.path, "a") as file:
            while file.tell() < size:
                file.write(self.turn(self.random.randint(200, 20_000)))

    def add(self):
        """Adds one turn."""
        with open(self.path, "a") as file:
            file.write(self.turn(2_000))


def milliseconds(run):
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1_000


def show(name, times):
    times = sorted(times)
    print(f"  {name}: p50 {times[len(times) // 2]:.1f} ms, p99 {times[len(times) * 99 // 100]:.1f} ms", flush=True)


def main(binary, folder, megabytes=200, turns=200):
    checks = Checks("the guard")
    projects = os.path.join(folder, "home", ".claude", "projects", "-home-user-project")
    os.makedirs(projects)
    transcript = Transcript(os.path.join(projects, "5d9f3c1e-7a20-4b1c-9d43-0c6a51e2f7b8.jsonl"), seed=1)
    transcript.grow(int(megabytes) * 1_000_000)
    environment = {"HOME": os.path.join(folder, "home"), "PATH": os.environ["PATH"]}
    hook = json.dumps({
        "hook_event_name": "UserPromptSubmit", "session_id": transcript.session, "transcript_path": transcript.path,
        "cwd": "/home/user/project", "prompt": "go on"}).encode()

    def run(*arguments, **options):
        return subprocess.run([binary, *arguments], env=environment, capture_output=True, **options)

    def guard():
        checks.equal(run("guard", "claude-code", input=hook).returncode, 0, "the guard's status")

    def calls():
        # Without reading logs: what the guard itself has entered.
        environment["TOKEN_LEDGER_INGEST"] = "none"
        try:
            return json.loads(run("summary", "--period", "all", "--json").stdout)["totals"]["requests"]
        finally:
            del environment["TOKEN_LEDGER_INGEST"]

    checks.equal(run("import").returncode, 0, "the status of import")
    checks.equal(calls(), transcript.turns, "how many calls are imported")
    show("starting a process that does nothing", [milliseconds(lambda: run("version")) for _ in range(int(turns))])
    show("nothing new", [milliseconds(guard) for _ in range(int(turns))])
    times = []
    for _ in range(int(turns)):
        transcript.add()
        times.append(milliseconds(guard))
    show(f"one more turn of {os.path.getsize(transcript.path) // 1_000_000} MB", times)
    checks.equal(calls(), transcript.turns, "how many calls the guard has entered")
    checks.finish()


main(*sys.argv[1:])
