"""naive_ledger.py FOLDER HISTORIES SEED SERVER...: compares the ledger with a list of calls.

The model shares nothing with the program: it keeps every report of every call in a list, and works each answer out
from all of them, with the ranks and rules that the documentation names. Histories are random: calls are reported
several times, in parts, through two servers at once, corrected, repriced and archived. SEED repeats a run.
"""

import json
import os
import random
import subprocess
import sys
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from checks import Checks
from ledger_processes import INITIALIZE, RawServer

# US dollars per million tokens, in this order; picodollars for one token are a million times as many.
KINDS = ("input", "cache_read", "cache_write", "cache_write_1h", "output")
RATES = {"toy-a": ("3", "0.3", "3.75", "6", "15"), "toy-b": ("0.07", "0.007", "0.0875", "0.14", "0.55")}
PRICES = {"format": 1, "provider": "toys", "name": "Toys", "currency": "USD", "models": [
    {"id": name, "kind": "chat", "modalities": {"input": ["text"], "output": ["text"]},
     "prices": [{"effective_from": "2020-01-01", "tokens": dict(zip(KINDS, rates))}],
     "lifecycle": {"status": "active"}, "source": ["a test"], "last_verified": "2026-11-20"}
    for name, rates in RATES.items()]}
STATUS = {"failed": 0, "partial": 1, "complete": 2}
COUNTS = ("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens", "cache_write_1h_tokens",
          "reasoning_tokens")
TEXTS = ("session_id", "project_id", "agent", "mode", "operation")
FIELDS = TEXTS + ("cost_usd", "duration_ms", "message_id")
QUARTER = timedelta(minutes=15)


def rank(report):
    """How much a report holds: status, all tokens, details, then the counts."""
    count = lambda name: report.get(name, 0)
    cached = count("cache_write_tokens"), count("cache_write_1h_tokens"), count("cache_read_tokens")
    details = sum(1 for name in COUNTS[2:] if count(name))
    prompt, answer = count("input_tokens"), count("output_tokens")
    return (STATUS[report.get("status", "complete")], prompt + answer, details, prompt, cached[2],
            cached[0] + cached[1], prompt - sum(cached))


class Call:
    """One call: its reports, what people have corrected, and whether it is archived."""

    def __init__(self):
        self.reports, self.corrected, self.archived, self.id = [], {}, None, None

    def merged(self):
        best = sorted(self.reports, key=rank, reverse=True)
        facts = {name: best[0].get(name, 0) for name in COUNTS}
        for whole, names in (("input_tokens", COUNTS[2:5]), ("output_tokens", COUNTS[5:])):
            # Of what the best report leaves out, the next one tells: the tokens, then what they are.
            own = next((one for one in best if one.get(whole)), {})
            known = next((one for one in best if any(one.get(name) for name in names)), own)
            if not any(own.get(name) for name in names) and known.get(whole) == own.get(whole):
                own = known
            facts.update({name: own.get(name, 0) for name in (whole, *names)})
        for name in FIELDS:
            facts[name] = next((one[name] for one in best if name in one), None)
        facts["model"] = best[0]["model"]
        facts["timestamp"] = min(one["timestamp"] for one in self.reports)
        return facts

    def counted(self):
        """The figures that totals count, with a cost in picodollars (None: no price) and its kind."""
        if self.archived:
            return self.archived
        facts = self.merged()
        rates = RATES.get(facts["model"])
        reads, writes, hours = (facts[name] for name in COUNTS[2:5])
        kind, cost = "unpriced", None
        if facts["cost_usd"] is not None:
            kind, cost = "reported", picodollars(facts["cost_usd"])
        elif rates:
            counts = (facts["input_tokens"] - reads - writes - hours, reads, writes, hours, facts["output_tokens"])
            kind, cost = "catalog", sum(n * picodollars(rate) // 10**6 for n, rate in zip(counts, rates))
        totals = {"input": facts["input_tokens"], "output": facts["output_tokens"], "cache_read": reads,
                  "cache_write": writes + hours, "reasoning": facts["reasoning_tokens"]}
        for name, value in self.corrected.items():
            if name == "cost":
                cost, kind = value, "reported" if kind == "unpriced" else kind
            else:
                totals[name] = value
        totals["input"] = max(totals["input"], totals["cache_read"] + totals["cache_write"])
        totals["output"] = max(totals["output"], totals["reasoning"])
        return facts | totals | {"cost": cost, "kind": kind}


def picodollars(text):
    return int(Decimal(str(text)) * 10**12)


def moment(time):
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z"


def totals(calls):
    """What a set of calls adds up to, as an answer says it."""
    found = {name: sum(call[name] for call in calls) for name in ("input", "output", "cache_read", "cache_write", "reasoning")}
    kinds = defaultdict(int)
    for call in calls:
        kinds[call["kind"]] += call["cost"] or 0
    priced = [call["cost"] for call in calls if call["cost"] is not None]
    cost = sum(priced) if priced or not calls else None
    unpriced = [call for call in calls if call["cost"] is None]
    return {"requests": len(calls), "tokens": found, "cost": cost,
            "kinds": {kind: sum_ for kind, sum_ in kinds.items() if sum_},
            "unpriced": (len(unpriced), sum(call["input"] + call["output"] for call in unpriced))}


def read_totals(answer):
    """The same of an answer, in which what is zero or all of one kind is left out."""
    tokens, cost = answer.get("tokens", {}), answer.get("cost", {})
    amount = picodollars(cost["amount"]) if "amount" in cost else None
    kinds = dict(cost.get("by_kind", {"catalog": cost.get("amount", 0)}))
    missing = kinds.pop("unpriced", {})
    return {"requests": answer.get("requests", 0),
            "tokens": {name: tokens.get(name, 0) for name in ("input", "output", "cache_read", "cache_write", "reasoning")},
            "cost": amount, "kinds": {kind: picodollars(sum_) for kind, sum_ in kinds.items() if picodollars(sum_)},
            "unpriced": (missing.get("requests", 0), missing.get("tokens", 0))}


class History:
    """A random history of one ledger, in two servers and the list."""

    def __init__(self, seed, folder, server, checks):
        self.random, self.folder, self.checks, self.seed = random.Random(seed), folder, checks, seed
        self.program, self.calls, self.keys, self.number = server[0], [], {}, 0
        # Doctor tells of a folder that others may read.
        os.makedirs(folder, mode=0o700)
        os.makedirs(folder + "/prices")
        with open(folder + "/prices/toys.json", "w") as file:
            json.dump(PRICES, file)
        self.servers = [RawServer(server + ["--data-dir", folder], {"TZ": "UTC"}) for _ in range(2)]
        for one in self.servers:
            one.ask(INITIALIZE)
        self.now = datetime.now(timezone.utc)

    def call(self, tool, arguments):
        self.number += 1
        reply = self.random.choice(self.servers).ask(
            {"jsonrpc": "2.0", "id": self.number, "method": "tools/call", "params": {"name": tool, "arguments": arguments}})
        result = reply.get("result", reply)
        text = result["content"][0]["text"] if "content" in result else json.dumps(reply)
        return (None, text) if result.get("isError", True) else (json.loads(text, parse_float=Decimal), None)

    def command(self, *words):
        run = subprocess.run([self.program, *words, "--json", "--data-dir", self.folder], capture_output=True, text=True,
                             env={"TZ": "UTC"}, timeout=60)
        return json.loads(run.stdout) if run.returncode == 0 else None

    def report(self):
        """Reports a call, new or known, whole or in part, under one or two of its names."""
        pick, chance = self.random.choice, lambda odds: self.random.random() < odds
        key = pick([None, *(f"k{n}" for n in range(9))])
        known = self.keys.get(key)
        base = pick(known.reports) if known and chance(0.8) else None
        if base:
            report = {name: value for name, value in base.items() if name in ("model", "timestamp", "input_tokens", "output_tokens") or chance(0.6)}
            if chance(0.5):
                # Of another size, so that it is clear which of the two holds.
                report["output_tokens"] = self.random.randrange(1, 10**6) + report.get("reasoning_tokens", 0)
                report.update({name: pick("abc") for name in TEXTS if chance(0.3)})
                report["status"] = pick(list(STATUS))
            if chance(0.1):
                report = {name: value for name, value in report.items() if name not in COUNTS[2:5] + ("input_tokens",)}
        else:
            report = self.new_report(pick, chance)
        if chance(0.3):
            report["timestamp"] = moment(self.time())
        second = pick([key, key, f"k{self.random.randrange(9)}"]) if key else None
        answer, problem = self.call("record_usage", report | ({"request_id": key} if key else {}))
        if not self.checks.that(answer, f"seed {self.seed}: a report is taken", problem):
            return
        call = known or Call()
        if not known:
            self.calls.append(call)
            call.id = answer["id"]
        if key:
            self.keys[key] = call
        if not call.archived:
            call.reports.append(report)

    def new_report(self, pick, chance):
        report = {"model": pick(["toy-a", "toy-a", "toy-b", "mystery"]), "timestamp": moment(self.time()),
                  "output_tokens": self.random.randrange(1, 10**6), "input_tokens": 0}
        for name in COUNTS[2:5]:
            if chance(0.4):
                report[name] = self.random.randrange(1, 1000)
                report["input_tokens"] += report[name]
        report["input_tokens"] += self.random.randrange(10**5)
        if chance(0.3):
            report["reasoning_tokens"] = self.random.randrange(1, report["output_tokens"] + 1)
        report.update({name: pick("abc") for name in TEXTS if chance(0.5)})
        if chance(0.2):
            report["cost_usd"] = self.random.randrange(1, 10**6) / 10**6
        if chance(0.3):
            report["duration_ms"] = self.random.randrange(1000)
        if chance(0.3):
            report["status"] = pick(list(STATUS))
        return report

    def time(self):
        back = self.random.choice([60, 3600, 86_400, 20 * 86_400])
        return self.now - timedelta(milliseconds=self.random.randrange(1, back * 1000))

    def adjust(self):
        live = [call for call in self.calls if not call.archived]
        if not live:
            return
        call = self.random.choice(live)
        counted = call.counted()
        figures = {"input": counted["input"] + self.random.randrange(50)}
        if counted["cost"] is not None:
            figures["cost"] = self.random.randrange(10**12)
        words = ["--input-tokens", str(figures["input"])]
        if "cost" in figures:
            words += ["--cost-usd", f"0.{figures['cost']:012d}"]
        if self.command("adjust", call.id, *words, "--reason", "a test") is not None:
            # A figure that counts already is not corrected: a later report may still change it.
            call.corrected.update({name: value for name, value in figures.items() if value != counted[name]})

    def archive(self):
        end = self.time() - timedelta(days=1)
        if self.command("archive", "--before", moment(end)) is None:
            return
        end = datetime.fromtimestamp(int(end.timestamp()) // 900 * 900, timezone.utc)
        for call in self.calls:
            if not call.archived and call.merged()["timestamp"] < moment(end):
                call.archived = call.counted()

    def compare(self):
        """Asks one random question and works the answer out."""
        question, wanted = {"timezone": "UTC"}, [call.counted() for call in self.calls]
        if self.random.random() < 0.7:
            since, until = sorted(self.time() for _ in range(2))
            if self.random.random() < 0.5:
                since, until = (datetime.fromtimestamp(int(t.timestamp()) // 900 * 900, timezone.utc) for t in (since, until))
            if since < until:
                question |= {"since": moment(since), "until": moment(until)}
                wanted = [call for call in wanted if moment(since) <= call["timestamp"] < moment(until)]
        if "since" not in question:
            question["period"] = "all"
        for name in self.random.sample(TEXTS + ("model",), self.random.choice([0, 1, 1, 2])):
            value = self.random.choice(["toy-a", "mystery"] if name == "model" else ["a", "b", "(none)"])
            question[name] = value
            wanted = [call for call in wanted if (call[name] or "(none)") == value]
        by = self.random.sample(TEXTS + ("model", "day"), self.random.choice([0, 1, 2]))
        answer, problem = self.call("get_usage", question | ({"group_by": by, "page_size": 1000} if by else {}))
        if answer is None:
            archived = any(call.archived for call in self.calls)
            self.checks.that(archived and "archive" in problem, f"seed {self.seed}: {question} {by} is answered", problem)
            return
        place = f"seed {self.seed}: {question} by {by}"
        self.checks.equal(read_totals(answer["totals"]), totals(wanted), place)
        groups = defaultdict(list)
        for call in wanted:
            groups[tuple(call["timestamp"][:10] if name == "day" else call[name] or "(none)" for name in by)].append(call)
        for group in answer.get("groups", []):
            key = tuple(group["key"].get(name, "(none)") for name in by)
            found, expected = read_totals(group), totals(groups.pop(key, []))
            if not self.checks.that(all(found[name] == expected[name] for name in ("requests", "tokens", "cost")),
                                    f"{place}, {key} is {expected}", found):
                return
        if by:
            self.checks.equal(sorted(groups), [], f"{place}, groups that are missing")

    def run(self, steps):
        for _ in range(steps):
            step = self.random.random()
            if step < 0.70:
                self.report()
            elif step < 0.93:
                self.compare()
            elif step < 0.96:
                self.adjust()
            elif step < 0.98:
                self.archive()
            else:
                self.command("reprice")
        self.compare()
        for server in self.servers:
            self.checks.equal(server.end(), ([], 0), f"seed {self.seed}: what is left at the end")
        self.checks.that(self.command("doctor") is not None, f"seed {self.seed}: doctor finds the ledger in order")


def main():
    folder, histories, seed, server = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
    checks = Checks("naive ledger")
    for number in range(seed, seed + histories):
        History(number, f"{folder}/naive-{number}", server, checks).run(120)
        if checks.failed:
            break
    checks.finish()


main()
