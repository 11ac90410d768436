"""What every MCP host accepts in a list of tools, and whether results keep to their schemas."""

import re

from jsonschema import Draft202012Validator

FORBIDDEN = {"$schema", "$ref", "$defs", "anyOf", "oneOf", "allOf", "const", "not", "if", "patternProperties",
             "dependentSchemas", "prefixItems", "format", "examples"}
HINTS = ("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint")
READ_ONLY = {"get_usage", "estimate_cost", "compare_models"}
NAMES = {"record_usage", "get_usage", "check_limit", "estimate_cost", "compare_models"}


def problems(schema, path="#"):
    """Yields what some host would refuse in a schema, with its place."""
    if not isinstance(schema, dict):
        yield f"{path} is not an object"
        return
    yield from (f"{path} has {word}" for word in FORBIDDEN & schema.keys())
    if not isinstance(schema.get("type"), str):
        yield f"{path} has no single type"
    if schema.get("type") == "array":
        yield from problems(schema.get("items"), path + "/items")
    for name, member in schema.get("properties", {}).items():
        if not re.fullmatch(r"[a-zA-Z0-9_]{1,64}", name):
            yield f"{path} has a property {name!r}"
        yield from problems(member, f"{path}/{name}")


def check_declarations(checks, tools):
    """Checks the five declarations in the shape of the wire."""
    checks.equal({tool["name"] for tool in tools}, NAMES, "the set of tools")
    for tool in tools:
        name = tool["name"]
        for kind in ("inputSchema", "outputSchema"):
            Draft202012Validator.check_schema(tool[kind])
            checks.equal(list(problems(tool[kind])), [], f"the list of problems in {kind} of {name}")
            checks.equal(tool[kind]["type"], "object", f"the type of {kind} of {name}")
        hints = tool.get("annotations", {})
        checks.that(all(isinstance(hints.get(hint), bool) for hint in HINTS), f"{name} has all hints", hints)
        checks.equal(hints.get("readOnlyHint"), name in READ_ONLY, f"readOnlyHint of {name}")
        checks.that(len(tool["description"].encode()) < 1024, f"{name} is described in less than 1 KB")


def violations(schema, value):
    """Returns what breaks `schema` in `value`, as text."""
    return [f"{list(error.path)}: {error.message}" for error in Draft202012Validator(schema).iter_errors(value)]
