"""The MCP server: the tools, the entries as resources, and prompts. Import it only where MCP is served.

It is the SDK's low-level server, which leaves schemas, validation and logging to us.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
from bot.settings import Settings
from handlers.wording import short_answer

BLOCK_KIT = "io.slack/block-kit"
"""The extension by which a client says that it shows Block Kit."""
LINKS_SINCE = "2025-06-18"
"""The version of the protocol that brought links in a tool's result; clients of older ones refuse them."""
INSTRUCTIONS = (
    f"Dragoman explains {FIELD} to recruiters. Everything it says was written and reviewed beforehand, with sources. "
    "Quote its answers, name the sources and the review date, and don't add facts of your own. If the outcome is "
    "suggest, ask the person which entry they mean; if it is none, say that Dragoman doesn't know it. It explains "
    "words and never rates people."
)

Context = ServerRequestContext[Any, Any]
CallerOf = Callable[[Context], Caller]
WantsBlocks = Callable[[Context], bool]


class _Requests:
    """Answers each kind of request."""

    def __init__(self, calls: Calls, caller_of: CallerOf, wants_blocks: WantsBlocks, settings: Settings) -> None:
        self._calls, self._caller_of, self._wants_blocks = calls, caller_of, wants_blocks
        self._settings = settings

    async def list_tools(self, _: Context, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        """All tools."""
        return types.ListToolsResult(tools=_TOOLS)

    async def call_tool(self, context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        """Call a tool. Wrong arguments are a result that says so, which a model can read."""
        tool = BY_NAME.get(params.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, f"There is no such tool: use one of {', '.join(BY_NAME)}")
        try:
            called = await self._calls.call(tool, validate(tool, params.arguments or {}), self._caller_of(context))
        except InvalidArgumentsError as error:
            return _wrong(error.problems)
        wanted = self._wants_blocks(context)
        return _result(called, context, blocks_of(called.reply, self._settings) if wanted else None)

    async def list_resources(
        self, _: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        """A page of the entries."""
        page, following = resources.page_of(self._calls.library, params.cursor if params else None)
        return types.ListResourcesResult(
            resources=[types.Resource(**resource) for resource in page], next_cursor=following
        )

    async def list_templates(
        self, _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        """The form of an entry's address."""
        return types.ListResourceTemplatesResult(resource_templates=[types.ResourceTemplate(**resources.TEMPLATE)])

    async def read_resource(
        self, context: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        """An entry."""
        entry = resources.entry_of(str(params.uri), self._calls.library)
        if entry is None:
            raise MCPError(
                types.INVALID_PARAMS, "There is no such resource: list them, or call explain_term with a name"
            )
        contents = await resources.contents_of(entry, self._calls, self._caller_of(context))
        return types.ReadResourceResult(contents=[types.TextResourceContents(**content) for content in contents])

    async def list_prompts(self, _: Context, __: types.PaginatedRequestParams | None) -> types.ListPromptsResult:
        """All prompts."""
        return types.ListPromptsResult(prompts=_PROMPTS)

    async def get_prompt(self, _: Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        """A prompt with its arguments."""
        try:
            text = prompts.text_of(params.name, params.arguments or {})
        except (LookupError, ValueError) as error:
            raise MCPError(types.INVALID_PARAMS, str(error)) from None
        message = types.PromptMessage(role="user", content=types.TextContent(text=text))
        return types.GetPromptResult(messages=[message])

    async def complete(self, context: Context, params: types.CompleteRequestParams) -> types.CompleteResult:
        """Names that complete a typed argument."""
        typed, names = params.argument.value[: limits.NAME_LENGTH], list[str]()
        if params.argument.name in prompts.NAMES:
            names = await self._calls.router.suggest_names(typed, 20, self._caller_of(context).person)
        return types.CompleteResult(completion=types.Completion(values=names))


def build_server(calls: Calls, caller_of: CallerOf, wants_blocks: WantsBlocks, settings: Settings) -> Server[Any]:
    """The server. `caller_of` returns the verified caller of a request, `wants_blocks` whether it shows Block Kit."""
    answers = _Requests(calls, caller_of, wants_blocks, settings)
    server: Server[Any] = Server(
        "dragoman",
        version=__version__,
        title="Dragoman",
        description="Explains diplomacy to recruiters",
        instructions=INSTRUCTIONS,
        on_list_tools=answers.list_tools,
        on_call_tool=answers.call_tool,
        on_list_resources=answers.list_resources,
        on_list_resource_templates=answers.list_templates,
        on_read_resource=answers.read_resource,
        on_list_prompts=answers.list_prompts,
        on_get_prompt=answers.get_prompt,
        on_completion=answers.complete,
        get_tool_input_schema=_SCHEMAS.get,
    )
    server.middleware.clear()  # it traces each request, for which nothing is set up here
    return server


def _result(called: Called, context: Context, blocks: list[dict[str, Any]] | None) -> types.CallToolResult:
    """The answer as text and data, with links to its sources; as Block Kit too, which has its own links.

    `blocks` is None if the client doesn't show Block Kit.
    """
    links = [] if blocks is not None or context.protocol_version < LINKS_SINCE else [*_links(called)]
    return types.CallToolResult(
        content=[types.TextContent(text=called.answer.text), *links],
        structured_content=called.data,
        _meta={"slack": {"blocks": blocks}} if blocks else None,
    )


def _links(called: Called) -> Iterator[types.ResourceLink]:
    """The entry, which this server can be asked for, and the sources, which a person can open."""
    if entry := called.answer.entry:
        yield types.ResourceLink(
            uri=entry.uri, name=entry.name, description=short_answer(entry.definition), mime_type="text/plain"
        )
    for source in called.answer.sources:
        if source.url:
            yield types.ResourceLink(
                uri=source.url, name=source.title, description=source.publisher, annotations=_FOR_PEOPLE
            )


def _wrong(problems: Mapping[str, str]) -> types.CallToolResult:
    """Arguments that can't be used, so that the model can correct itself."""
    lines = (f"{name}: {problem}" if name else problem for name, problem in problems.items())
    return types.CallToolResult(content=[types.TextContent(text="\n".join(lines))], is_error=True)


_FOR_PEOPLE = types.Annotations(audience=["user"])
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
