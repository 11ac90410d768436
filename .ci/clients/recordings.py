"""recordings.py LOG...: what must hold for every recorded conversation beyond the schemas that wirecheck.py knows."""

import json
import sys
from decimal import Decimal
from pathlib import Path

from checks import Checks

LIST_BYTES = 20_000


def lines(log):
    """Yields ('C>' or 'S>' or 'exit', text) for each line of a log."""
    for line in log.read_text().splitlines():
        side, _, text = line.partition(" ")
        if not text.startswith("<EOF>"):
            yield side, text


def messages(side, log):
    """Yields the messages of one side with the bytes of their line, 0 for those of a batch."""
    for found, text in lines(log):
        if found != side:
            continue
        try:
            parsed = json.loads(text, parse_float=Decimal)
        except ValueError:
            continue  # a client's line that is wrong on purpose; wirecheck.py reports a server's
        if isinstance(parsed, list):
            yield from ((message, 0) for message in parsed)
        else:
            yield parsed, len(text.encode())


def owed(log):
    """Returns the ids that need an answer: those of requests that were not cancelled."""
    asked = set()
    for message, _ in messages("C>", log):
        if message.get("method") == "notifications/cancelled":
            asked.discard(json.dumps(message["params"]["requestId"]))
        elif message.get("id") is not None and "method" in message:
            asked.add(json.dumps(message["id"]))
    return sorted(asked)


def check(checks, log):
    """Checks one conversation: an end without error, an answer to each request, both copies of a result equal."""
    name = log.stem
    checks.equal([text for side, text in lines(log) if side == "exit"], ["0"], f"the exit status in {name}")
    answered = sorted(json.dumps(message["id"]) for message, _ in messages("S>", log) if "id" in message)
    checks.equal(answered, owed(log), f"the list of answered ids in {name}")
    for message, size in messages("S>", log):
        result = message.get("result", {})
        if "structuredContent" in result:
            same = json.loads(result["content"][0]["text"], parse_float=Decimal) == result["structuredContent"]
            checks.that(same, f"text and structuredContent agree to the last digit in {name}", message["id"])
        if "tools" in result and size:
            checks.that(size < LIST_BYTES, f"tools/list is below {LIST_BYTES} bytes in {name}", size)
            print(f"tools/list in {name}: {size} bytes")


def main():
    checks = Checks("recordings")
    for log in sys.argv[1:]:
        check(checks, Path(log))
    checks.finish()


if __name__ == "__main__":
    main()
