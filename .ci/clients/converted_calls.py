"""What must come through a framework that forwards only the members that a schema declares."""

import json
from decimal import Decimal

from strict_form import QUESTIONS, admitted

MILLION = Decimal(1_000_000)
# List prices in USD per million tokens: anthropic.com/pricing, as in schemas/pricing.
USAGE = {"input_tokens": 100, "cache_read_input_tokens": 9000, "cache_creation_input_tokens": 500,
         "cache_creation": {"ephemeral_5m_input_tokens": 200, "ephemeral_1h_input_tokens": 300},
         "output_tokens": 20, "service_tier": "standard"}
COST = (100 * Decimal("3") + 9000 * Decimal("0.30") + 200 * Decimal("3.75") + 300 * Decimal("6")
        + 20 * Decimal("15")) / MILLION
BODY = {"id": "msg_converted", "type": "message", "model": "claude-sonnet-4-5", "usage": USAGE}
WORDS = "The quick brown fox jumps over the lazy dog. " * 20


async def check(checks, schemas, call):
    """Checks what arrives; `call(name, arguments)` returns the text of an answer and raises what is refused."""
    async def answer(name, arguments):
        try:
            return json.loads(await call(name, arguments), parse_float=Decimal)
        except Exception as error:
            checks.that(False, f"{name} answers {json.dumps(arguments)[:200]}", error)
            return {}

    for name, question in QUESTIONS.items():
        checks.that(await answer(name, admitted(schemas[name], question)), f"{name} with blanks answers")
    plain = {"model": "claude-sonnet-4-5", "provider": "anthropic", "usage": USAGE}
    for session, record in (("object", plain), ("body", {"usage": BODY})):
        recorded = await answer("record_usage", record | {"session_id": session})
        checks.equal(recorded.get("cost", {}).get("amount"), COST, f"the cost of a usage {session}")
        usage = await answer("get_usage", {"period": "all", "session_id": session})
        tokens = usage.get("totals", {}).get("tokens", {})
        checks.equal((tokens.get("input"), tokens.get("cache_read"), tokens.get("cache_write")), (9600, 9000, 500),
                     f"the tokens of a usage {session}")
    recorded = await answer("record_usage", {"model": "mistral-ocr-latest", "meters": {"page": 3}})
    checks.that(recorded.get("cost", {}).get("amount"), "three pages cost something", recorded)
    for content in (WORDS, [{"type": "text", "text": WORDS}]):
        estimate = await answer("estimate_cost", {
            "model": "gpt-4o", "messages": [{"role": "user", "content": content}], "output_tokens": 10})
        count = estimate.get("tokens", {}).get("input", {}).get("count", 0)
        checks.that(count > 150, f"a message whose content is a {type(content).__name__} is counted", estimate)
