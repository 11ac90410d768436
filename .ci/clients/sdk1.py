"""sdk1.py LOG SERVER...: the official Python SDK, major version 1, as a client (initialize, revision 2025-11-25)."""

import sys
from contextlib import asynccontextmanager
from functools import partial

import anyio
from mcp import ClientSession, McpError, StdioServerParameters, types
from mcp.client.stdio import stdio_client
from pydantic import AnyUrl

from checks import Checks
from ledger_processes import record_elsewhere, tapped
from whole_session import DAILY_LIMIT, Refused, WholeSession


def wire(model):
    """Returns a result in the shape of the wire."""
    return model.model_dump(by_alias=True, mode="json", exclude_unset=True)


class Host:
    """The SDK's session behind the interface that WholeSession drives."""

    not_found, has_ping = -32002, True

    def __init__(self):
        self.session = None
        self.sender, self.updates = anyio.create_memory_object_stream(100)

    async def handle(self, message):
        """Takes what the server sends by itself."""
        if isinstance(message, types.ServerNotification):
            if isinstance(message.root, types.ResourceUpdatedNotification):
                await self.sender.send(str(message.root.params.uri))

    async def ask(self, asking):
        try:
            return wire(await asking)
        except McpError as refusal:
            raise Refused(refusal.error.code, refusal.error.message, refusal.error.data) from refusal

    async def tools(self):
        return (await self.ask(self.session.list_tools()))["tools"]

    async def call(self, name, arguments):
        return await self.ask(self.session.call_tool(name, arguments))

    async def resources(self):
        return (await self.ask(self.session.list_resources()))["resources"]

    async def templates(self):
        return (await self.ask(self.session.list_resource_templates()))["resourceTemplates"]

    async def read(self, uri):
        return (await self.ask(self.session.read_resource(AnyUrl(uri))))["contents"]

    async def prompts(self):
        return (await self.ask(self.session.list_prompts()))["prompts"]

    async def prompt(self, name, arguments):
        return await self.ask(self.session.get_prompt(name, arguments))

    async def complete(self, reference, name, value):
        kind = types.PromptReference if "name" in reference else types.ResourceTemplateReference
        asking = self.session.complete(kind.model_validate(reference), {"name": name, "value": value})
        return (await self.ask(asking))["completion"]["values"]

    async def ping(self):
        return await self.ask(self.session.send_ping())

    @asynccontextmanager
    async def changes(self, uris):
        for uri in uris:
            await self.ask(self.session.subscribe_resource(AnyUrl(uri)))
        yield self
        for uri in uris:
            await self.ask(self.session.unsubscribe_resource(AnyUrl(uri)))

    async def next(self):
        with anyio.fail_after(10):
            return await self.updates.receive()


async def main(log, server):
    checks, host = Checks("mcp 1.30.0"), Host()
    command = tapped(server, log)
    parameters = StdioServerParameters(command=command[0], args=command[1:],
                                       env={"TOKEN_DAILY_LIMIT": str(DAILY_LIMIT), "TZ": "UTC"})
    elsewhere = partial(anyio.to_thread.run_sync, partial(record_elsewhere, server))
    async with stdio_client(parameters) as (incoming, outgoing):
        async with ClientSession(incoming, outgoing, message_handler=host.handle) as host.session:
            result = await host.session.initialize()
            checks.equal(result.protocolVersion, "2025-11-25", "the negotiated revision")
            checks.equal(result.serverInfo.name, "token-ledger", "the server's name")
            await WholeSession(host, checks, elsewhere).run()
    checks.finish()


anyio.run(main, sys.argv[1], sys.argv[2:])
