"""The MCP server: the tools, the entries as resources, and prompts. Import it only where MCP is served.

It is the SDK's low-level server, which leaves schemas, validation and logging to us.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mcp import types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from bot import __version__
from bot.agents import limits, prompts, resources
from bot.agents.caller import Caller
from bot.agents.calls import Called, Calls, InvalidArgumentsError, validate
from bot.agents.slackbot import blocks_of
from bot.agents.tools import BY_NAME, FIELD, TOOLS

BLOCK_KIT = "io.slack/block-kit"
"""The extension by which a client says that it shows Block Kit."""
INSTRUCTIONS = (
    f"Dragoman explains {FIELD} to recruiters. Everything it says is written and reviewed by people, with sources. "
    "Quote its answers, name the sources and the review date, and don't add facts of your own. If the outcome is "
    "suggest, ask the person which entry they mean; if it is none, say that Dragoman doesn't know it. It explains "
    "words and never rates people."
)

Context = ServerRequestContext[Any, Any]
CallerOf = Callable[[Context], Caller]
WantsBlocks = Callable[[Context], bool]


def build_server(calls: Calls, caller_of: CallerOf, wants_blocks: WantsBlocks) -> Server[Any]:
    """The server. `caller_of` returns the verified caller of a request, `wants_blocks` whether it shows Block Kit."""

    async def list_tools(_: Context, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=_TOOLS)

    async def call_tool(context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = BY_NAME.get(params.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, "There is no such tool")
        try:
            called = await calls.call(tool, validate(tool, params.arguments or {}), caller_of(context))
        except InvalidArgumentsError as error:
            return _wrong(error.problems)
        return _result(called, with_blocks=wants_blocks(context))

    async def list_resources(_: Context, params: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        page, following = resources.page_of(calls.library, params.cursor if params else None)
        return types.ListResourcesResult(
            resources=[types.Resource(**resource) for resource in page], next_cursor=following
        )

    async def list_templates(_: Context, __: types.PaginatedRequestParams | None) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=[types.ResourceTemplate(**resources.TEMPLATE)])

    async def read_resource(context: Context, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        entry = resources.entry_of(str(params.uri), calls.library)
        if entry is None:
            raise MCPError(types.INVALID_PARAMS, "There is no such resource")
        contents = await resources.contents_of(entry, calls, caller_of(context))
        return types.ReadResourceResult(contents=[types.TextResourceContents(**content) for content in contents])

    async def list_prompts(_: Context, __: types.PaginatedRequestParams | None) -> types.ListPromptsResult:
        return types.ListPromptsResult(prompts=_PROMPTS)

    async def get_prompt(_: Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        try:
            text = prompts.text_of(params.name, params.arguments or {})
        except (LookupError, ValueError) as error:
            raise MCPError(types.INVALID_PARAMS, str(error)) from None
        message = types.PromptMessage(role="user", content=types.TextContent(text=text))
        return types.GetPromptResult(messages=[message])

    async def complete(context: Context, params: types.CompleteRequestParams) -> types.CompleteResult:
        typed, names = params.argument.value[: limits.NAME_LENGTH], list[str]()
        if params.argument.name in prompts.NAMES:
            names = await calls.router.suggest_names(typed, 20, caller_of(context).person)
        return types.CompleteResult(completion=types.Completion(values=names))

    server: Server[Any] = Server(
        "dragoman",
        version=__version__,
        title="Dragoman",
        description="Explains diplomacy to recruiters",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
        on_completion=complete,
        get_tool_input_schema=_SCHEMAS.get,
    )
    server.middleware.clear()  # it traces each request, for which nothing is set up here
    return server


def _result(called: Called, *, with_blocks: bool) -> types.CallToolResult:
    blocks = blocks_of(called.reply) if with_blocks else []
    return types.CallToolResult(
        content=[types.TextContent(text=called.answer.text)],
        structured_content=called.data,
        _meta={"slack": {"blocks": blocks}} if blocks else None,
    )


def _wrong(problems: Mapping[str, str]) -> types.CallToolResult:
    """Arguments that can't be used, so that the model can correct itself."""
    lines = (f"{name or 'The tool'}: {problem}" for name, problem in problems.items())
    return types.CallToolResult(content=[types.TextContent(text="\n".join(lines))], is_error=True)


_SCHEMAS: Mapping[str, Mapping[str, Any]] = {tool.name: tool.schema for tool in TOOLS}
_TOOLS = [
    types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.schema,
        output_schema=tool.answer_schema,
        annotations=types.ToolAnnotations(
            title=tool.title, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
        _meta={"slack": {"supportsBlockKit": True}},
    )
    for tool in TOOLS
]
_PROMPTS = [
    types.Prompt(
        name=prompt.name,
        title=prompt.title,
        description=prompt.description,
        arguments=[
            types.PromptArgument(name=argument.name, description=argument.description, required=argument.required)
            for argument in prompt.arguments
        ],
    )
    for prompt in prompts.PROMPTS
]
