"""start_time.py BINARY FOLDER NAME=PYTHON...: milliseconds from starting a server to its first whole reply.

BINARY and minimal servers made with the Python SDKs (NAME is sdk1 or sdk2, PYTHON its interpreter) take turns.
A slow machine is no failure: the goal of 15 ms is compared and printed only.
"""

import json
import os
import statistics
import subprocess
import sys
import time

from ledger_processes import INITIALIZE

TURNS = 20
GOAL_MILLISECONDS = 15
P = "io.modelcontextprotocol/"
DISCOVER = {"jsonrpc": "2.0", "id": 0, "method": "server/discover", "params": {
    "_meta": {P + "protocolVersion": "2026-07-28", P + "clientCapabilities": {}}}}
FIRST = {"initialize": INITIALIZE, "server/discover": DISCOVER}
TOOL = "server = Server('minimal')\n@server.tool()\ndef add(a: int, b: int) -> int:\n  return a + b\nserver.run()"
MINIMAL = {"sdk1": "from mcp.server.fastmcp import FastMCP as Server\n" + TOOL,
           "sdk2": "from mcp.server.mcpserver import MCPServer as Server\n" + TOOL}


def milliseconds_to_reply(command, message):
    """Starts `command`, sends `message` and returns how long the first line took; the process is then ended."""
    line = json.dumps(message).encode() + b"\n"
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdin.write(line)
    process.stdin.flush()
    reply = process.stdout.readline()
    elapsed = (time.perf_counter() - begin) * 1000
    process.stdin.close()
    process.stdout.close()
    process.wait(timeout=30)
    if "result" not in json.loads(reply):
        raise RuntimeError(f"{command[0]} did not answer {message['method']}: {reply[:200]}")
    return elapsed


def main(binary, folder, peers):
    commands = {("token-ledger", first): [binary, "serve", "--data-dir", os.path.join(folder, "start-ledger")]
                for first in FIRST}
    for name, python in (peer.split("=", 1) for peer in peers):
        for first in FIRST if name == "sdk2" else ("initialize",):
            commands[(f"Python {name}", first)] = [python, "-c", MINIMAL[name]]
    taken = {key: [] for key in commands}
    for _ in range(TURNS):
        for (name, first), command in commands.items():
            taken[(name, first)].append(milliseconds_to_reply(command, FIRST[first]))
    for (name, first), values in taken.items():
        print(f"start to first reply, {name}, {first}: median {statistics.median(values):.1f} ms, "
              f"min {min(values):.1f} ms of {TURNS}")
    ours = max(statistics.median(values) for (name, _), values in taken.items() if name == "token-ledger")
    print(f"note: the goal of {GOAL_MILLISECONDS} ms is {'met' if ours < GOAL_MILLISECONDS else 'MISSED'} ({ours:.1f} ms)")


main(sys.argv[1], sys.argv[2], sys.argv[3:])
