"""raw_sessions.py FOLDER SERVER...: lines written by hand, in every revision and in both eras on one pipe.

The servers run with an empty environment and / as their folder, as hosts start them.
"""

import json
import sys
from pathlib import Path

from checks import Checks
from ledger_processes import INITIALIZE, RawServer, tapped

P = "io.modelcontextprotocol/"
MODERN = {P + "protocolVersion": "2026-07-28", P + "clientCapabilities": {}}
LEGACY = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
PLAN = {"name": "estimate_cost", "arguments": {"model": "gpt-4o", "input_tokens": 1000000, "output_tokens": 0}}
METHODS = ("tools/list", "resources/list", "resources/templates/list", "prompts/list", "ping")


def request(number, method, params=None, meta=None):
    """Returns a request; `meta` makes it a modern one."""
    message = {"jsonrpc": "2.0", "id": number, "method": method}
    if params is not None or meta is not None:
        message["params"] = (params or {}) | ({"_meta": meta} if meta else {})
    return message


def initialize(number, revision):
    """Returns an initialize request for a revision."""
    return INITIALIZE | {"id": number, "params": INITIALIZE["params"] | {"protocolVersion": revision}}


def end(checks, server, what):
    """Ends a server that owes nothing any more."""
    rest, status = server.end()
    checks.equal((rest, status), ([], 0), f"what is left when {what} ends")


def one_revision(checks, server, revision):
    """A short legacy conversation in one revision."""
    greeting = server.ask(initialize(0, revision))["result"]
    checks.equal(greeting["protocolVersion"], revision, "the negotiated revision")
    server.tell({"jsonrpc": "2.0", "method": "notifications/initialized"})
    for number, method in enumerate(METHODS, start=1):
        checks.that("result" in server.ask(request(number, method)), f"{method} is answered under {revision}")
    result = server.ask(request("six", "tools/call", PLAN))["result"]
    checks.equal(json.loads(result["content"][0]["text"])["cost"]["amount"], 2.5, f"the estimate under {revision}")
    for number, code, method, params in (
            (7, -32602, "tools/call", {"name": "nothing"}), (8, -32002, "resources/read", {"uri": "usage://nothing"}),
            (9, -32601, "no/such/method", {}), (10, -32602, "tools/list", {"cursor": "not ours"})):
        checks.equal(server.ask(request(number, method, params)).get("error", {}).get("code"), code,
                     f"the code for {method} {params} under {revision}")
    batch = server.ask([request(11, "ping"), request(12, "ping")]) if revision == "2025-03-26" else None
    if batch:
        checks.equal([answer["id"] for answer in batch], [11, 12], "the answers to a batch")
    end(checks, server, revision)


def mixed_eras(checks, server):
    """Discover, initialize, a modern call, a legacy batch: as hosts that try both eras on one pipe."""
    found = server.ask(request("d", "server/discover", meta=MODERN))["result"]
    checks.equal(found["supportedVersions"], ["2026-07-28"], "what discover supports")
    greeting = server.ask(initialize(0, "2025-03-26"))["result"]
    checks.equal(greeting["protocolVersion"], "2025-03-26", "the revision after discover")
    server.tell({"jsonrpc": "2.0", "method": "notifications/initialized"})
    modern = server.ask(request(1, "tools/call", PLAN, MODERN))["result"]
    checks.equal((modern["resultType"], modern["isError"]), ("complete", False), "a modern call after initialize")
    checks.that(P + "serverInfo" in modern["_meta"], "a modern result says who answers", modern.get("_meta"))
    server.tell([{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 99}}])
    batch = server.ask([request(2, "ping"), request(3, "tools/call", PLAN), request(4, "tools/list")])
    checks.equal([answer["id"] for answer in batch], [2, 3, 4], "the answers to a batch")
    checks.that("resultType" not in batch[1]["result"], "a legacy result has nothing of the modern era", batch[1])
    listen = request(5, "subscriptions/listen", {"notifications": {"resourceSubscriptions": ["usage://summary"]}})
    listen["params"]["_meta"] = MODERN
    acknowledged = server.ask(listen)
    checks.equal(acknowledged["params"]["_meta"], {P + "subscriptionId": 5}, "the tag of a listen")
    modern_errors(checks, server)
    server.ask(initialize(12, "2025-11-25"))
    for line, code in (('{"jsonrpc":', -32700), ("[]", -32600), ('{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600)):
        answer = server.ask(line)
        checks.equal((answer["error"]["code"], "id" in answer), (code, False), f"the error for {line}")
    rest, status = server.end()
    checks.equal([(line["id"], "result" in line) for line in rest], [(5, True)], "what the end of the listen says")
    checks.equal(status, 0, "the exit status")


def modern_errors(checks, server):
    """Requests that the newest revision refuses."""
    other = MODERN | {P + "protocolVersion": "1900-01-01"}
    for number, code, method, params, meta in (
            (6, -32022, "tools/list", {}, other), (7, -32601, "ping", {}, MODERN),
            (8, -32602, "resources/read", {"uri": "usage://nothing"}, MODERN),
            (9, -32602, "tools/call", {"name": "nothing"}, MODERN),
            (10, -32601, "resources/subscribe", {"uri": "usage://summary"}, MODERN),
            (11, -32602, "server/discover", {}, {P + "protocolVersion": "2026-07-28"})):
        checks.equal(server.ask(request(number, method, params, meta)).get("error", {}).get("code"), code,
                     f"the code for a modern {method} {params}")


def main(folder, command):
    checks = Checks("raw sessions")
    for revision in LEGACY:
        log = str(folder / f"raw-{revision}.log")
        one_revision(checks, RawServer(tapped([*command, str(folder / "raw-ledger")], log)), revision)
    mixed_eras(checks, RawServer(tapped([*command, str(folder / "raw-ledger")], str(folder / "raw-mixed-eras.log"))))
    checks.finish()


main(Path(sys.argv[1]).resolve(), sys.argv[2:])
