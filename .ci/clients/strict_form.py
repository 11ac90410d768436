"""strict_form.py WORK SERVER...: calls every tool with all of its properties filled, as frameworks in strict mode do.

What is blank counts as not given: the answer must be that of the call without it.
"""

import json
import sys

from checks import Checks
from ledger_processes import INITIALIZE, RawServer

# What each tool is asked; every other property of its schema is filled blank.
QUESTIONS = {
    "record_usage": {"model": "gpt-4o", "input_tokens": 1000, "output_tokens": 100},
    "get_usage": {"period": "all"},
    "check_limit": {"model": "gpt-4o", "input_tokens": 1000},
    "estimate_cost": {"model": "gpt-4o", "input_tokens": 1000, "output_tokens": 100},
    "compare_models": {"input_tokens": 1000, "output_tokens": 100, "models": ["gpt-4o", "claude-sonnet-4-5"]},
}
# What tells two records of the same call apart.
OWN = ("id", "session")
BLANKS = {"string": "", "integer": 0, "number": 0, "boolean": False, "array": [], "object": {}}


def filled(schema, arguments, blanks=BLANKS):
    """Returns the arguments with every other property of the schema; without `blanks` those are null."""
    every = {name: blanks[member["type"]] if blanks else None for name, member in schema["properties"].items()}
    return every | arguments


def admitted(schema, arguments):
    """Returns the arguments with every other property whose blank the schema itself lets through.

    Converters check that themselves, and a model that they constrain can send nothing else.
    """
    def admits(member):
        blank = BLANKS[member["type"]]
        return blank in member.get("enum", [blank]) and not member.get("minimum", 0) > 0

    members = schema["properties"].items()
    return {name: BLANKS[member["type"]] for name, member in members if admits(member)} | arguments


def declared(command, environment=None):
    """Returns the input schema of each tool by its name, asked of a server of its own."""
    server = RawServer(command, environment)
    server.ask(INITIALIZE)
    tools = server.ask({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})["result"]["tools"]
    server.end()
    return {tool["name"]: tool["inputSchema"] for tool in tools}


class Caller:
    """A server that is called tool by tool."""

    def __init__(self, command):
        self.server, self.number = RawServer(command, {"TZ": "UTC"}), 0
        self.server.ask(INITIALIZE)

    def call(self, name, arguments):
        """Returns the structured answer, or the text of a refusal."""
        self.number += 1
        result = self.server.ask({"jsonrpc": "2.0", "id": self.number, "method": "tools/call",
                                  "params": {"name": name, "arguments": arguments}})["result"]
        if result.get("isError"):
            return result["content"][0]["text"]
        return {key: value for key, value in result["structuredContent"].items() if key not in OWN}


def same(answer, plain):
    """Whether two answers say the same, apart from warnings of a zero that was taken as not given."""
    if not isinstance(answer, dict) or not isinstance(plain, dict):
        return answer == plain
    # The warning of what is assumed in place of output says whether a zero or nothing was given.
    telling = [[text for text in one.get("warnings", []) if " 0 " not in text and "was not given" not in text]
               for one in (answer, plain)]
    return telling[0] == telling[1] and answer | {"warnings": []} == plain | {"warnings": []}


def main(work, command):
    checks = Checks("strict form")
    schemas = declared(command + [f"{work}/strict-declared"])
    checks.equal(set(schemas), set(QUESTIONS), "the set of tools")
    # A ledger each, so that no call finds what another recorded.
    for form, blanks in (("plain", {}), ("typed", BLANKS), ("null", None)):
        caller = Caller(command + [f"{work}/strict-{form}"])
        answers = {}
        for name, question in QUESTIONS.items():
            answers[name] = caller.call(name, question if form == "plain" else filled(schemas[name], question, blanks))
        caller.server.end()
        if form == "plain":
            plain = answers
        for name, answer in answers.items():
            checks.that(isinstance(answer, dict), f"{name} answers in {form} form", answer)
            checks.that(same(answer, plain[name]), f"{name} in {form} form answers as without blanks",
                        f"{json.dumps(answer)}\n       and not {json.dumps(plain[name])}")
    checks.finish()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
