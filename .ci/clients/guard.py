"""guard.py BINARY FOLDER [MEGABYTES] [TURNS]: `guard claude-code` on a transcript that grows by one turn at each hook.

Makes a transcript of so many megabytes (200) under FOLDER, imports it, and then adds a turn and runs the hook so many
times (200). Each turn must be in the ledger when its hook has ended. The milliseconds are those that Claude Code waits:
from starting the process to its end, starting it from here included. A slow machine is no failure; on Linux,
`chrt -f 5 python3 guard.py ...` keeps waiting for a processor that others use out of the figures.
"""

import json
import os
import subprocess
import sys
import time

from checks import Checks
from claude_transcript import Transcript


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
    hook = transcript.hook()

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
