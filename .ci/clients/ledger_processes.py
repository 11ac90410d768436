"""Starts token-ledger as raw clients do: lines in, lines out."""

import json
import os
import subprocess

INITIALIZE = {"jsonrpc": "2.0", "id": 0, "method": "initialize",
              "params": {"protocolVersion": "2025-11-25", "capabilities": {},
                         "clientInfo": {"name": "ci", "version": "1.0"}}}


def tapped(command, log):
    """Returns `command` recorded into the file `log` where TAP names tap.py, else `command` as it is."""
    tap = os.environ.get("TAP")
    return [os.path.realpath(os.sys.executable), tap, log, *command] if tap else list(command)


def record_elsewhere(command, arguments):
    """Records one call through a server process of its own, started for it and ended after it."""
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": "record_usage", "arguments": arguments}}
    lines = "".join(json.dumps(line) + "\n" for line in (INITIALIZE, call))
    run = subprocess.run(command, input=lines.encode(), capture_output=True, timeout=30, check=True)
    result = json.loads(run.stdout.splitlines()[-1])["result"]
    if result["isError"]:
        raise RuntimeError(result["content"][0]["text"])


class RawServer:
    """One running server; `ask` writes a raw line and waits for the next line that answers."""

    def __init__(self, command, environment=None):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, cwd="/", env=environment or {})

    def tell(self, line):
        """Writes a line that has no answer."""
        text = line if isinstance(line, str) else json.dumps(line)
        self.process.stdin.write(text.encode() + b"\n")
        self.process.stdin.flush()

    def hear(self):
        """Returns the next line, as bytes without its end."""
        line = self.process.stdout.readline()
        if not line.endswith(b"\n"):
            raise RuntimeError("the server ended in the middle of the conversation")
        return line[:-1]

    def ask(self, line):
        """Writes a line and returns the next one of the server, parsed."""
        self.tell(line)
        return json.loads(self.hear())

    def end(self):
        """Closes the server's input; returns its remaining lines and its exit status."""
        self.process.stdin.close()
        rest = [json.loads(line) for line in self.process.stdout]
        return rest, self.process.wait(timeout=10)
