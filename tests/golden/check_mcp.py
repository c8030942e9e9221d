"""Uses the server's Model Context Protocol as a program for language models does, with the protocol's
own Python client."""

import asyncio
import json

from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

TOOLS = ["list_applications", "get_application", "findings", "compare", "slowest", "sql"]


async def answers_of(url, calls):
    """The tools' names, and of each call the text and whether it is an error."""
    async with streamable_http_client(url) as streams:
        async with ClientSession(streams[0], streams[1]) as session:
            await session.initialize()
            names = [tool.name for tool in (await session.list_tools()).tools]
            answers = []
            for name, arguments in calls:
                result = await session.call_tool(name, arguments)
                answers.append((result.content[0].text, result.is_error))
            return names, answers


def mcp_checks(server, wants):
    """A name and a problem for each tool."""
    if not wants("mcp"):
        return
    ids = ("local-1700000000101", "local-1700000000116")
    count = "SELECT count(*) AS tasks FROM task"
    calls = [
        ("list_applications", {"search": ids[0]}),
        ("get_application", {"application": ids[0]}),
        ("findings", {"application": ids[0]}),
        ("compare", {"a": ids[0], "b": ids[1]}),
        ("slowest", {"application": ids[0], "limit": 3}),
        ("sql", {"application": ids[0], "sql": count}),
        ("sql", {"application": ids[0], "sql": "DELETE FROM job"}),
        ("findings", {"application": "no-such-application"}),
    ]
    url = f"http://127.0.0.1:{server.port}/mcp"
    names, answers = asyncio.run(answers_of(url, calls))
    yield "mcp: tools", None if names == TOOLS else f"tools are {names}"
    expected = [
        lambda told: [one["id"] for one in told["applications"]] == [ids[0]],
        lambda told: told["id"] == ids[0] and told["state"] == "completed",
        lambda told: told["verdict"].startswith("Took ") and len(told["wall"]) == 9,
        lambda told: told["b"]["id"] == ids[1] and told["summary"],
        lambda told: len(told["longest"]["stages"]) == 3,
        lambda told: told["rows"][0][0] > 0,
    ]
    for (name, _), (text, is_error), holds in zip(calls, answers, expected):
        good = not is_error and holds(json.loads(text))
        yield f"mcp: {name}", None if good else f"it answers {text[:300]}"
    for (name, arguments), (text, is_error) in list(zip(calls, answers))[len(expected) :]:
        yield f"mcp: {name} {arguments}", None if is_error and text else f"no error: {text[:300]}"
