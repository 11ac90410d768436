"""mcp_use_tools.py DATA SERVER...: mcp-use's adapter for LangChain, which forwards what a schema declares."""

import asyncio
import os
import sys

os.environ["MCP_USE_ANONYMIZED_TELEMETRY"] = "false"

from mcp_use import MCPClient
from mcp_use.agents.adapters.langchain_adapter import LangChainAdapter

import converted_calls
from checks import Checks
from strict_form import declared


async def main(data, command):
    checks = Checks("mcp-use")
    server = {"command": command[0], "args": [*command[1:], data], "env": {"TZ": "UTC"}}
    client = MCPClient.from_dict({"mcpServers": {"ledger": server}})
    adapter = LangChainAdapter()
    await adapter.create_tools(client)
    tools = {tool.name: tool for tool in adapter.tools}

    async def call(name, arguments):
        text = await tools[name].ainvoke(arguments)
        if not isinstance(text, str):
            raise RuntimeError(text)
        return text

    await converted_calls.check(checks, declared([*command, data + "-declared"]), call)
    await client.close_all_sessions()
    checks.finish()


asyncio.run(main(sys.argv[1], sys.argv[2:]))
