"""sdk2.py MODE LOG SERVER...: the official Python SDK, major version 2, as a client; MODE is auto, legacy or a revision."""

import sys
import warnings
from contextlib import asynccontextmanager
from functools import partial

import anyio
import mcp_types as types
from mcp import Client, MCPError, StdioServerParameters
from mcp.shared.exceptions import MCPDeprecationWarning

from checks import Checks
from ledger_processes import record_elsewhere, tapped
from whole_session import DAILY_LIMIT, Refused, WholeSession

# The legacy mode needs calls that the newest revision has removed.
warnings.simplefilter("ignore", MCPDeprecationWarning)


def wire(model):
    """Returns a result in the shape of the wire."""
    return model.model_dump(by_alias=True, mode="json", exclude_unset=True)


class Host:
    """The SDK's client behind the interface that WholeSession drives."""

    def __init__(self, mode):
        self.modern = mode != "legacy"
        self.not_found, self.has_ping = (-32602, False) if self.modern else (-32002, True)
        self.client = None
        self.sender, self.updates = anyio.create_memory_object_stream(100)

    async def handle(self, message):
        """Takes what the server sends by itself."""
        if isinstance(message, types.ResourceUpdatedNotification):
            await self.sender.send(message.params.uri)

    async def ask(self, asking):
        try:
            return wire(await asking)
        except MCPError as refusal:
            raise Refused(refusal.error.code, refusal.error.message, refusal.error.data) from refusal

    async def tools(self):
        return (await self.ask(self.client.list_tools()))["tools"]

    async def call(self, name, arguments):
        return await self.ask(self.client.call_tool(name, arguments))

    async def resources(self):
        return (await self.ask(self.client.list_resources()))["resources"]

    async def templates(self):
        return (await self.ask(self.client.list_resource_templates()))["resourceTemplates"]

    async def read(self, uri):
        return (await self.ask(self.client.read_resource(uri)))["contents"]

    async def prompts(self):
        return (await self.ask(self.client.list_prompts()))["prompts"]

    async def prompt(self, name, arguments):
        return await self.ask(self.client.get_prompt(name, arguments))

    async def complete(self, reference, name, value):
        kind = types.PromptReference if "name" in reference else types.ResourceTemplateReference
        asking = self.client.complete(kind.model_validate(reference), {"name": name, "value": value})
        return (await self.ask(asking))["completion"]["values"]

    async def ping(self):
        return await self.ask(self.client.send_ping())

    @asynccontextmanager
    async def changes(self, uris):
        if self.modern:
            async with self.client.listen(resource_subscriptions=uris) as subscription:
                yield Listening(subscription)
            return
        for uri in uris:
            await self.ask(self.client.subscribe_resource(uri))
        yield self
        for uri in uris:
            await self.ask(self.client.unsubscribe_resource(uri))

    async def next(self):
        with anyio.fail_after(10):
            return await self.updates.receive()


class Listening:
    """An open subscriptions/listen."""

    def __init__(self, subscription):
        self.subscription = subscription

    async def next(self):
        with anyio.fail_after(10):
            return (await anext(self.subscription)).uri


async def main(mode, log, server):
    checks, host = Checks(f"mcp 2.3.0 {mode}"), Host(mode)
    command = tapped(server, log)
    parameters = StdioServerParameters(command=command[0], args=command[1:],
                                       env={"TOKEN_DAILY_LIMIT": str(DAILY_LIMIT), "TZ": "UTC"})
    elsewhere = partial(anyio.to_thread.run_sync, partial(record_elsewhere, server))
    async with Client(parameters, mode=mode, message_handler=host.handle) as host.client:
        checks.equal(host.client.protocol_version, "2026-07-28" if host.modern else "2025-11-25", "the revision")
        if mode in ("auto", "legacy"):
            checks.equal(host.client.server_info.name, "token-ledger", "the server's name")
        await WholeSession(host, checks, elsewhere).run()
    checks.finish()


anyio.run(main, sys.argv[1], sys.argv[2], sys.argv[3:])
