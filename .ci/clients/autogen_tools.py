"""autogen_tools.py DATA SERVER...: AutoGen's adapter, which makes a model of each schema and forwards what that declares."""

import asyncio
import sys

from autogen_core import CancellationToken
from autogen_ext.tools.mcp import StdioServerParams, create_mcp_server_session, mcp_server_tools

import converted_calls
from checks import Checks
from strict_form import declared


async def main(data, command):
    checks = Checks("AutoGen")
    parameters = StdioServerParams(command=command[0], args=[*command[1:], data], env={"TZ": "UTC"})
    async with create_mcp_server_session(parameters) as session:
        await session.initialize()
        tools = {tool.name: tool for tool in await mcp_server_tools(parameters, session=session)}

        async def call(name, arguments):
            content = await tools[name].run_json(arguments, CancellationToken())
            return content[0].text

        await converted_calls.check(checks, declared([*command, data + "-declared"]), call)
    checks.finish()


asyncio.run(main(sys.argv[1], sys.argv[2:]))
