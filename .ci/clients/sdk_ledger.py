"""sdk_ledger.py DATABASE: a small ledger on the official Python SDK, for benchmark.py to compare with.

It is what one would write first, and no slower than need be: five tools by the same names, the durability that
token-ledger has (SQLite with synchronous=FULL and a write-ahead log), one row and one total for each record, and
prices of four models in a dictionary. It does not know merging, limits of single users, roll-ups by time, or prices
that change. Tools are coroutines, which both SDKs run without a thread for each call. Runs with mcp 1 and mcp 2.
"""

import logging
import sqlite3
import sys
import time
import uuid
from typing import Any

try:
    from mcp.server.mcpserver import MCPServer as Server
except ImportError:
    from mcp.server.fastmcp import FastMCP as Server

# US dollars per million tokens: input, output.
PRICES = {"gpt-4o": (2.5, 10), "gpt-4o-mini": (0.15, 0.6), "claude-sonnet-4-5": (3, 15), "claude-opus-4-5": (5, 25)}
DAILY_TOKENS = 10**12
DAY = 86_400
SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS record (
  id TEXT PRIMARY KEY, time REAL, model TEXT, session_id TEXT, agent TEXT, input INTEGER, output INTEGER, cost REAL);
CREATE INDEX IF NOT EXISTS record_by_time ON record (time);
CREATE TABLE IF NOT EXISTS total (
  day INTEGER, model TEXT, requests INTEGER, input INTEGER, output INTEGER, cost REAL, PRIMARY KEY (day, model));
"""

logging.disable(logging.INFO)  # A line for each request would only cost time.
server = Server("sdk-ledger")
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.executescript(SCHEMA)


def price(model: str, input_tokens: int, output_tokens: int) -> float | None:
    rates = PRICES.get(model)
    return rates and (input_tokens * rates[0] + output_tokens * rates[1]) / 1e6


@server.tool()
async def record_usage(model: str, input_tokens: int, output_tokens: int, session_id: str = "", agent: str = "") -> dict[str, Any]:
    """Record a model call at its price."""
    key, now, cost = uuid.uuid4().hex, time.time(), price(model, input_tokens, output_tokens)
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                     (key, now, model, session_id, agent, input_tokens, output_tokens, cost))
    database.execute("""INSERT INTO total VALUES (?, ?, 1, ?, ?, ?) ON CONFLICT DO UPDATE SET requests = requests + 1,
                        input = input + excluded.input, output = output + excluded.output, cost = cost + excluded.cost
                     """, (int(now // DAY), model, input_tokens, output_tokens, cost or 0))
    database.execute("COMMIT")
    return {"id": key, "cost": {"amount": cost, "currency": "USD"}}


@server.tool()
async def get_usage(days: int = 1, group_by_model: bool = False) -> dict[str, Any]:
    """What the last days add up to, in all or by model."""
    rows = database.execute("""SELECT model, sum(requests), sum(input), sum(output), sum(cost) FROM total
                               WHERE day > ? GROUP BY model""", (int(time.time() // DAY) - days,)).fetchall()
    totals = [sum(row[index] for row in rows) for index in range(1, 5)]
    names = ("requests", "input_tokens", "output_tokens", "cost")
    groups = [{"model": row[0]} | dict(zip(names, row[1:])) for row in rows]
    return {"totals": dict(zip(names, totals))} | ({"groups": groups} if group_by_model else {})


@server.tool()
async def estimate_cost(model: str, input_tokens: int, output_tokens: int) -> dict[str, Any]:
    """What a call will cost."""
    return {"model": model, "cost": {"amount": price(model, input_tokens, output_tokens), "currency": "USD"}}


@server.tool()
async def check_limit(input_tokens: int = 0, output_tokens: int = 0) -> dict[str, Any]:
    """Whether a call fits into today's limit."""
    used = database.execute("SELECT sum(input + output) FROM total WHERE day = ?",
                            (int(time.time() // DAY),)).fetchone()[0] or 0
    fits = used + input_tokens + output_tokens <= DAILY_TOKENS
    return {"decision": "allow" if fits else "block", "used": used, "limit": DAILY_TOKENS}


@server.tool()
async def compare_models(input_tokens: int, output_tokens: int) -> dict[str, Any]:
    """What a call costs on each model, the cheapest first."""
    costs = [(price(name, input_tokens, output_tokens), name) for name in PRICES]
    return {"models": [{"model": name, "cost": cost} for cost, name in sorted(costs)]}


server.run()
