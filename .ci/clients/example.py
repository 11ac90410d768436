"""example.py FIRST SECOND SUMMARY: checks the answers of the README's example, run twice, and the summary after it."""

import json
import sys
from decimal import Decimal
from pathlib import Path

from checks import Checks

RECORDS = 3
COST = Decimal("0.02265") + Decimal("0.01125")


def answers(path):
    """Returns the results of a run by request id."""
    parsed = [json.loads(line, parse_float=Decimal) for line in Path(path).read_text().splitlines()]
    return {message["id"]: message for message in parsed}


def records(run):
    """Returns the structured answers of the record_usage calls of a run."""
    found = (message["result"].get("structuredContent", {}) for message in run.values() if "result" in message)
    return [answer for answer in found if "created" in answer]


def resource(answer):
    """Returns what a resource holds."""
    return json.loads(answer["result"]["contents"][0]["text"], parse_float=Decimal)


def check_run(checks, run, name, created):
    """Checks the answers of one run."""
    checks.equal(sorted(run), list(range(1, 12)), f"the answered ids of the {name} run")
    wrong = [message for message in run.values() if "error" in message or message["result"].get("isError")]
    checks.equal(wrong, [], f"the list of errors of the {name} run")
    checks.equal([answer["created"] for answer in records(run)], [created] * RECORDS, f"created in the {name} run")
    usage = run[7]["result"]["structuredContent"]["totals"]
    checks.equal((usage["requests"], usage["cost"]["amount"]), (RECORDS, COST), f"the totals of the {name} run")
    summary = resource(run[10])["totals"]
    checks.equal((summary["requests"], summary["cost"]["amount"]), (RECORDS, COST), f"usage://summary of the {name} run")
    table = resource(run[11])
    place = {column: table["columns"].index(column) for column in ("model", "input", "output")}
    rows = {row[place["model"]]: (row[place["input"]], row[place["output"]]) for row in table["rows"]}
    checks.equal(rows.get("gpt-4o"), (Decimal("2.5"), Decimal(10)), f"gpt-4o in pricing://table of the {name} run")


def main(first, second, summary):
    checks = Checks("example")
    runs = answers(first), answers(second)
    check_run(checks, runs[0], "first", True)
    check_run(checks, runs[1], "second", False)
    checks.equal([answer["id"] for answer in records(runs[1])], [answer["id"] for answer in records(runs[0])],
                 "the list of the second run's records")
    totals = json.loads(Path(summary).read_text(), parse_float=Decimal)["totals"]
    checks.equal((totals["requests"], totals["cost"]["amount"]), (RECORDS, COST), "the summary's totals")
    checks.finish()


main(*sys.argv[1:])
