"""One whole conversation, the same for every SDK client and every way of connecting.

A host offers, each in the shape of the wire (camelCase dictionaries): tools(), call(name, arguments), resources(),
templates(), read(uri), prompts(), prompt(name, arguments), complete(reference, name, value), ping(), and
changes(uris), a context whose value has next() -> uri. Refusals are raised as `Refused`.
"""

import json
import traceback
from decimal import Decimal

import tool_schemas

DAILY_LIMIT = 1_000_000
MILLION = Decimal(1_000_000)
SESSION = "ci-session"
SESSION_URI = f"usage://session/{SESSION}"

# List prices in USD per million tokens: anthropic.com/pricing and openai.com/api/pricing, as in schemas/pricing.
CLAUDE_BODY = {"id": "msg_ci01", "type": "message", "model": "claude-sonnet-4-5",
               "usage": {"input_tokens": 1200, "cache_read_input_tokens": 9000, "cache_creation_input_tokens": 1800,
                         "output_tokens": 640, "service_tier": "standard"}}
CLAUDE_COST = (1200 * Decimal("3") + 9000 * Decimal("0.30") + 1800 * Decimal("3.75") + 640 * Decimal("15")) / MILLION
GPT_COST = (2000 * Decimal("2.50") + 1000 * Decimal("1.25") + 500 * Decimal("10")) / MILLION
GPT_CALL = {"model": "gpt-4o", "input_tokens": 3000, "cache_read_tokens": 1000, "output_tokens": 500,
            "session_id": SESSION, "agent": "coder"}

WRONG = {
    "record_usage": ({"model": "gpt-4o", "input_tokens": 10, "cache_read_tokens": 11}, "input_tokens"),
    "get_usage": ({"period": "fortnight"}, "this_month"),
    "check_limit": ({"input_tokens": "many"}, "input_tokens"),
    "estimate_cost": ({"model": "gpt-4o", "outputt_tokens": 5}, "outputt_tokens"),
    "compare_models": ({"models": ["gpt-4o"]}, "input_tokens"),
}


class Refused(Exception):
    """A JSON-RPC error as the SDK reported it."""

    def __init__(self, code, message, data=None):
        super().__init__(message)
        self.code, self.data = code, data


class WholeSession:
    """Drives one host through everything that the server offers and checks every answer."""

    def __init__(self, host, checks, record_elsewhere):
        self.host, self.checks, self.record_elsewhere = host, checks, record_elsewhere
        self.schemas = {}

    async def run(self):
        """Runs the parts in order; later ones count on the records of earlier ones."""
        for part in (self.see_tools, self.record, self.report, self.plan, self.be_wrong, self.read, self.prompt,
                     self.hear_changes, self.ping):
            try:
                await part()
            except Exception as error:  # the other parts are still worth seeing
                place = traceback.extract_tb(error.__traceback__)[-1]
                self.checks.that(False, f"{part.__name__} ends", f"{error!r} at {place.name}, line {place.lineno}")

    async def see_tools(self):
        tools = await self.host.tools()
        tool_schemas.check_declarations(self.checks, tools)
        self.schemas = {tool["name"]: tool["outputSchema"] for tool in tools}

    async def call(self, name, arguments):
        """Calls a tool that must succeed; returns its text parsed with exact decimals."""
        result = await self.host.call(name, arguments)
        text = result["content"][0]["text"]
        if not self.checks.equal(result.get("isError"), False, f"isError of {name}"):
            raise RuntimeError(f"{name} {arguments} was refused: {text}")
        self.checks.equal(json.loads(text), result["structuredContent"], f"the text block of {name}")
        self.checks.equal(tool_schemas.violations(self.schemas[name], result["structuredContent"]), [],
                          f"what breaks the outputSchema of {name}")
        return json.loads(text, parse_float=Decimal)

    async def record(self):
        equal = self.checks.equal
        first = await self.call("record_usage", {"usage": CLAUDE_BODY, "session_id": SESSION, "agent": "coder",
                                                 "include": ["details"]})
        equal(first["cost"]["amount"], CLAUDE_COST, "the cost of the Claude call")
        equal(sum(line["amount"] for line in first["cost"]["lines"]), CLAUDE_COST, "the sum of its lines")
        equal(first["tokens"], {"input": 12000, "output": 640, "cache_read": 9000, "cache_write": 1800,
                                "total": 12640}, "its tokens")
        second = await self.call("record_usage", GPT_CALL | {"request_id": "ci-1"})
        equal(second["cost"]["amount"], GPT_COST, "the cost of the GPT call")
        equal(list(second), ["id", "created", "cost"], "the members of a short answer")
        equal(second["created"], True, "created at first")
        again = await self.call("record_usage", GPT_CALL | {"request_id": "ci-1"})
        equal((again["created"], again["id"]), (False, second["id"]), "a repeated request_id")
        unknown = await self.call("record_usage", {"model": "my-own-model", "input_tokens": 700, "output_tokens": 90,
                                                   "session_id": SESSION, "request_id": "ci-2"})
        equal(unknown["cost"], {"currency": "USD", "kind": "unpriced"}, "the cost of an unknown model")
        self.checks.that("my-own-model" in unknown["warnings"][0], "an unknown model is warned of", unknown)

    async def report(self):
        equal = self.checks.equal
        usage = await self.call("get_usage", {"period": "all", "group_by": ["model"], "timezone": "UTC"})
        equal(usage["totals"]["requests"], 3, "requests in all")
        equal(usage["totals"]["cost"]["amount"], CLAUDE_COST + GPT_COST, "the cost in all")
        equal(usage["totals"]["cost"]["by_kind"],
              {"catalog": CLAUDE_COST + GPT_COST, "unpriced": {"requests": 1, "tokens": 790}}, "the cost by kind")
        equal([group["key"]["model"] for group in usage["groups"]],
              ["claude-sonnet-4-5", "gpt-4o", "my-own-model"], "the models, dearest first")
        question = {"period": "all", "include": ["records", "trend", "limits"], "page_size": 2}
        wide = await self.call("get_usage", question)
        equal(len(wide["records"]), 2, "the number of records on a page")
        equal(sum(point["requests"] for point in wide["trend"]["points"]), 3, "requests in the trend")
        rest = await self.call("get_usage", question | {"cursor": wide["next_cursor"]})
        equal((len(rest["records"]), rest.get("next_cursor")), (1, None), "the last page")

    async def plan(self):
        equal = self.checks.equal
        plan = {"model": "claude-sonnet-4-5", "input_tokens": 12000}
        cost = (12000 * Decimal(3) + 800 * Decimal(15)) / MILLION
        estimate = await self.call("estimate_cost", plan | {"output_tokens": 800})
        equal(estimate["cost"]["amount"], cost, "the estimate")
        allowed = await self.call("check_limit", plan | {"output_tokens": 800})
        equal(allowed["decision"], "allow", "the decision on a small call")
        equal(allowed["estimated"], {"tokens": 12800, "cost": {"amount": cost, "currency": "USD"}}, "its estimate")
        limit = allowed["limits"][0]
        equal((limit["limit"], limit["used"], limit["remaining"]), (DAILY_LIMIT, 16930, DAILY_LIMIT - 16930),
              "the daily limit")
        denied = await self.call("check_limit", plan | {"input_tokens": DAILY_LIMIT})
        equal((denied["decision"], denied["code"]), ("deny", "limit_exceeded"), "the decision on a huge call")
        compared = await self.call("compare_models", {"input_tokens": 1000, "output_tokens": 2000,
                                                      "models": ["gpt-4", "gemini-2.0-flash"]})
        equal([(model["model"], model["cost"]["amount"]) for model in compared["models"]],
              [("gemini-2.0-flash", Decimal("0.0009")), ("gpt-4", Decimal("0.15"))], "the comparison")

    async def be_wrong(self):
        for name, (arguments, named) in WRONG.items():
            result = await self.host.call(name, arguments)
            self.checks.equal(result.get("isError"), True, f"isError of {name} with {arguments}")
            text = result["content"][0]["text"]
            self.checks.that(named in text, f"the error of {name} names {named}", text)
        await self.refused(self.host.call("delete_everything", {}), -32602, "an unknown tool")

    async def refused(self, asking, code, what):
        """Checks that a request is answered by a JSON-RPC error; returns its data."""
        try:
            await asking
        except Refused as refusal:
            self.checks.equal(refusal.code, code, f"the code for {what}")
            return refusal.data
        self.checks.that(False, f"{what} is refused")

    async def read(self):
        equal = self.checks.equal
        resources = await self.host.resources()
        equal({resource["uri"] for resource in resources},
              {"pricing://table", "usage://summary", "usage://limits"}, "the resources")
        equal(len(await self.host.templates()), 7, "the number of resource templates")
        for uri in sorted({resource["uri"] for resource in resources} | {
                "pricing://table/openai", "pricing://model/gpt-4o", "usage://summary/all", "usage://by-model?days=7",
                "usage://user/someone?days=7", "usage://records?days=7&limit=2"}):
            content = (await self.host.read(uri))[0]
            equal((content["uri"], content["mimeType"]), (uri, "application/json"), f"what {uri} says it is")
            self.checks.that(isinstance(json.loads(content["text"]), dict), f"{uri} is a JSON object")
        equal(await self.requests_of_session(), 3, "the session's requests as a resource")
        missing = await self.refused(self.host.read("usage://nothing"), self.host.not_found, "an unknown resource")
        equal(missing, {"uri": "usage://nothing"}, "the data of that error")

    async def requests_of_session(self):
        content = (await self.host.read(SESSION_URI))[0]
        return json.loads(content["text"])["totals"]["requests"]

    async def prompt(self):
        equal = self.checks.equal
        equal([prompt["name"] for prompt in await self.host.prompts()], ["review_spend", "choose_model"], "the prompts")
        chosen = await self.host.prompt("choose_model", {"task": "translate letters"})
        self.checks.that("translate letters" in chosen["messages"][0]["content"]["text"], "the prompt has the task")
        await self.host.prompt("review_spend", {"period": "today"})
        await self.refused(self.host.prompt("choose_model", {}), -32602, "a prompt without its argument")
        await self.refused(self.host.prompt("nothing", {}), -32602, "an unknown prompt")
        periods = await self.host.complete({"type": "ref/prompt", "name": "review_spend"}, "period", "last")
        equal(periods, ["last_7_days", "last_30_days"], "the completed period")
        models = await self.host.complete(
            {"type": "ref/resource", "uri": "pricing://model/{model}"}, "model", "claude-sonnet-4-5")
        equal(models[:1], ["claude-sonnet-4-5"], "the completed model")
        sessions = await self.host.complete(
            {"type": "ref/resource", "uri": "usage://session/{session_id}"}, "session_id", "ci-")
        equal(sessions, [SESSION], "the completed session")

    async def hear_changes(self):
        async with self.host.changes([SESSION_URI]) as changes:
            await self.record_elsewhere(GPT_CALL | {"request_id": "ci-3"})
            self.checks.equal(await changes.next(), SESSION_URI, "what another process changed")
            self.checks.equal(await self.requests_of_session(), 4, "the session's requests after it")
            await self.call("record_usage", GPT_CALL | {"request_id": "ci-4"})
            self.checks.equal(await changes.next(), SESSION_URI, "what this process changed")
            self.checks.equal(await self.requests_of_session(), 5, "the session's requests after that")

    async def ping(self):
        if self.host.has_ping:
            self.checks.equal(await self.host.ping(), {}, "the answer to ping")
        else:
            await self.refused(self.host.ping(), -32601, "ping, which this revision has no more")
