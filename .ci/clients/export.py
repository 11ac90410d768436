"""export.py FOLDER BINARY [RECORDS]: whatever the ledger holds, an export is whole and its memory stays flat.

A ledger of that many records is made, half of them archived, one month of two in a compressed file. Each form is exported,
and read by Python's own readers: its records and sums are those of `summary`. Its most resident memory (VmHWM) is
compared with the bar. Then an export to a file is killed in its middle, and has left nothing.
"""

import csv
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from decimal import Decimal

from checks import Checks
from ledger_processes import INITIALIZE

MOST_MEBIBYTES = 40
DAYS = ["2026-07-03", "2026-08-14", "2026-10-05", "2026-10-06"]
MOST_TEXT = {"agent": '=a,"b"', "project_id": "world 世界"}


def record(number):
    # Not in the order of time, as months come in turn.
    seconds = number % 86_000
    time_of_day = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    call = {"model": "gpt-4o", "input_tokens": 1_000 + number % 977, "output_tokens": number % 89, "session_id": f"s{number // 50}",
            "timestamp": f"{DAYS[number % len(DAYS)]}T{time_of_day}Z", "request_id": f"call-{number}", **MOST_TEXT}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": {"name": "record_usage", "arguments": call}}


def fill(binary, data, count):
    server = subprocess.Popen([binary, "serve", "--data-dir", data], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    # One after the other: what this process holds counts as its children's until they are another program.
    for line in itertools.chain([INITIALIZE], map(record, range(1, count + 1))):
        server.stdin.write(json.dumps(line).encode() + b"\n")
    server.stdin.close()
    return server.wait()


def most_resident(process):
    """The process's most resident memory so far in MiB; 0 once it has ended."""
    try:
        with open(f"/proc/{process.pid}/status") as status:
            return next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:")), 0)
    except OSError:
        return 0


def exported(binary, data, form, path):
    """Writes an export to a file; returns its status, its most resident memory in MiB and its seconds."""
    began, most = time.monotonic(), 0
    # ru_maxrss would be that of this process where it is larger.
    process = subprocess.Popen([binary, "export", form, "--data-dir", data, "--output", path])
    while process.poll() is None:
        most = max(most, most_resident(process))
        time.sleep(0.02)
    return process.returncode, most, time.monotonic() - began


def spans(path):
    for line in open(path, encoding="utf-8"):
        for resource in json.loads(line)["resourceSpans"]:
            for scope in resource["scopeSpans"]:
                for span in scope["spans"]:
                    yield {each["key"]: next(iter(each["value"].values())) for each in span["attributes"]}


def sums(form, path):
    """The records of an export, and the sums of their input, output and picodollars."""
    if form == "csv":
        rows = list(csv.DictReader(open(path, encoding="utf-8", newline="")))
        assert all(row["agent"] == "'" + MOST_TEXT["agent"] and row["project_id"] == MOST_TEXT["project_id"] for row in rows)
        values = [(row["input_tokens"], row["output_tokens"], Decimal(row["cost_usd"]) * 10**12) for row in rows]
    elif form == "jsonl":
        rows = [json.loads(line, parse_float=Decimal) for line in open(path, encoding="utf-8")]
        assert [row["timestamp"] for row in rows] == sorted(row["timestamp"] for row in rows)
        values = [(row["tokens"]["input"], row["tokens"]["output"], Decimal(row["cost"]["amount"]) * 10**12) for row in rows]
    else:
        values = [(span["gen_ai.usage.input_tokens"], span["gen_ai.usage.output_tokens"],
                   span["token_ledger.cost.picodollars"]) for span in spans(path)]
    return [len(values)] + [sum(int(value[column]) for value in values) for column in range(3)]


def killed(checks, binary, data, path):
    for seconds in (0.02, 0.2, 0.5):
        process = subprocess.Popen([binary, "export", "jsonl", "--data-dir", data, "--output", path])
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        process.wait()
        there = [name for name in os.listdir(os.path.dirname(path)) if name.startswith(os.path.basename(path))]
        checks.that(process.returncode == -signal.SIGINT and not there, f"nothing is left after {seconds} s", (process.returncode, there))


def main(folder, binary, count=200_000):
    checks = Checks("exports")
    data = os.path.join(folder, "export-ledger")
    count = int(count)
    checks.equal(fill(binary, data, count), 0, "the status of the server that is told the records")

    def archive(before, compressed):
        environment = os.environ | {"TOKEN_ENABLE_COMPRESSION": compressed}
        return subprocess.run([binary, "archive", "--before", before, "--data-dir", data], env=environment,
                              stdout=subprocess.DEVNULL).returncode

    checks.equal(archive("2026-08-01", "true") or archive("2026-09-01", "false"), 0, "the status of archiving")
    checks.equal(sorted(os.listdir(os.path.join(data, "archive"))), ["records-2026-07.jsonl.gz", "records-2026-08.jsonl"],
                 "the archive")
    answer = subprocess.run([binary, "summary", "--period", "all", "--json", "--data-dir", data], capture_output=True)
    totals = json.loads(answer.stdout, parse_float=Decimal)["totals"]
    wanted = [totals["requests"], totals["tokens"]["input"], totals["tokens"]["output"],
              int(Decimal(totals["cost"]["amount"]) * 10**12)]
    checks.equal(wanted[0], count, "the number of records")
    for form in ("jsonl", "csv", "otlp-json"):
        path = os.path.join(folder, "exported." + form)
        status, most, seconds = exported(binary, data, form, path)
        print(f"{form}: {most:.1f} MiB, {seconds:.1f} s, {os.path.getsize(path) / 1e6:.1f} MB for {count} records")
        checks.equal(status, 0, f"the status of export {form}")
        checks.that(most <= MOST_MEBIBYTES, f"export {form} has at most {MOST_MEBIBYTES} MiB resident", most)
        checks.equal(sums(form, path), wanted, f"records, input, output and picodollars of {form}")
        checks.equal(oct(os.stat(path).st_mode & 0o777), "0o600", "the file's mode")
        os.unlink(path)
    killed(checks, binary, data, os.path.join(folder, "killed.jsonl"))
    checks.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
