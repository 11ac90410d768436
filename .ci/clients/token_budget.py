"""token_budget.py SCHEMAS EXAMPLE: how many tokens of o200k the tools and a recorded call's answer cost a model.

Models read a tool's name, description and inputSchema with every request, and an answer once.
"""

import json
import sys
from pathlib import Path

from checks import Checks
from rs_bpe.bpe import openai

DEFINITIONS = 2400
RECORD = 90


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def main(schemas, example):
    checks, count = Checks("tokens"), openai.o200k_base().count
    definitions = 0
    for path in sorted(Path(schemas, "tools").glob("*.json")):
        tool = json.loads(path.read_text())
        tokens = count(compact({name: tool[name] for name in ("name", "description", "inputSchema")}))
        print(f"{tool['name']}: {tokens} tokens, {count(compact(tool))} with the outputSchema")
        definitions += tokens
    print(f"all: {definitions} tokens")
    checks.that(definitions <= DEFINITIONS, f"the definitions have at most {DEFINITIONS} tokens", definitions)
    for line in Path(example).read_text().splitlines():
        result = json.loads(line).get("result", {})
        answer = result.get("structuredContent", {})
        if "created" in answer and "warnings" not in answer:
            tokens = count(result["content"][0]["text"])
            checks.that(tokens <= RECORD, f"the answer to a recorded call has at most {RECORD} tokens", tokens)
    checks.finish()


main(*sys.argv[1:])
