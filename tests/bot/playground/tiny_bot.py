"""A minimal Bolt app with signature verification, to test the playground without the real bot."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import Playground, Registration, Shortcut, SlashCommand, create_playground

Json = dict[str, Any]

SECRET = "a signing secret of this run"
BOT_TOKEN = "xoxb-playground"
APP_TOKEN = "xapp-playground"
COMMANDS = (
    SlashCommand("/echo", "Say it again", "[words]"),
    SlashCommand("/card", "A card with everything on it"),
    SlashCommand("/form", "Open a form"),
    SlashCommand("/public", "Answer to everyone"),
    SlashCommand("/broken", "Answer with what Slack refuses"),
    SlashCommand("/fails", "Fail"),
)
EXAMPLES = ("/echo permanent mission", "/card", "@dragoman hello")
SHORTCUTS = (Shortcut("explain", "Explain the terms in this"),)
EVENTS = ("app_mention", "message.im", "app_home_opened", "member_joined_channel", "app_uninstalled")


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def button(text: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def options(*texts: str) -> list[Json]:
    return [{"text": plain(text), "value": text.lower()} for text in texts]


LEVELS = options("Junior", "Mid", "Senior")


def input_block(label: str, block_id: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain(label), "block_id": block_id, "element": element, **more}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def words(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def line(*pieces: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(pieces)}


def paragraph(text: str) -> Json:
    """A rich_text block with one line."""
    return rich(line(words(text)))


RICH = rich(
    line(words("A "), words("permanent mission", bold=True), words(" represents a state to an organisation.")),
    {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [line(words("Permanent Representative")), line(words("Counsellor", italic=True))],
    },
    {"type": "rich_text_quote", "elements": [words("Like a country office.")]},
    {
        "type": "rich_text_preformatted",
        "elements": [words('"permanent mission" OR "deputy permanent representative" NOT "trade mission"')],
    },
)
TABLE = {
    "type": "table",
    "rows": [
        [{"type": "raw_text", "text": cell} for cell in row]
        for row in (("Question", "Embassy", "Permanent mission"), ("Accredited to", "a state", "an organisation"))
    ],
    "column_settings": [{"is_wrapped": True}, {"align": "left"}],
}
CARD: list[Json] = [
    {"type": "header", "text": plain("Permanent mission")},
    RICH,
    TABLE,
    {"type": "divider"},
    {
        "type": "actions",
        "block_id": "choices",
        "elements": [
            button("Share with channel", "share", style="primary"),
            button(
                "Forget it",
                "forget",
                style="danger",
                confirm={
                    "title": plain("Forget this?"),
                    "text": plain("The card disappears."),
                    "confirm": plain("Forget"),
                    "deny": plain("Keep"),
                    "style": "danger",
                },
            ),
            {"type": "static_select", "action_id": "level", "placeholder": plain("Level"), "options": LEVELS},
            {
                "type": "external_select",
                "action_id": "term",
                "placeholder": plain("Find a term"),
                "min_query_length": 1,
            },
            {"type": "datepicker", "action_id": "day", "placeholder": plain("Day")},
        ],
    },
    {
        "type": "actions",
        "block_id": "lists",
        "elements": [
            {"type": "radio_buttons", "action_id": "pace", "options": options("Daily", "Weekly")},
            {"type": "checkboxes", "action_id": "topics", "options": options("Terms", "Roles")},
        ],
    },
    {
        "type": "section",
        "block_id": "guide",
        "text": plain("Who heads it?"),
        "accessory": button("Answer guide", "guide"),
    },
    {
        "type": "actions",
        "block_id": "more",
        "elements": [
            button("Open the form", "form", url="https://example.org/form"),
            {"type": "overflow", "action_id": "overflow", "options": options("Red flags", "Requirements")},
        ],
    },
    {"type": "context", "elements": [mrkdwn("Source: <https://example.org|the Convention>, *reviewed* 2026-11-01")]},
]


def form(**more: Any) -> Json:
    text: Json = {"type": "plain_text_input", "action_id": "words", "placeholder": plain("e.g. chargé d'affaires")}
    level: Json = {"type": "static_select", "action_id": "level", "placeholder": plain("Level"), "options": LEVELS}
    topics: Json = {"type": "checkboxes", "action_id": "topics", "options": options("Terms", "Roles")}
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Teach a term"),
        "submit": plain("Teach"),
        "close": plain("Not now"),
        "notify_on_close": True,
        "blocks": [
            paragraph("What should the team know?"),
            input_block("Term", "term", text, hint=plain("As written in the résumé.")),
            input_block("Level", "level", level, optional=True),
            input_block("Topics", "topics", topics, optional=True),
            {"type": "actions", "block_id": "further", "elements": [button("Show an example", "example")]},
        ],
        **more,
    }


HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Welcome")},
        paragraph("Press a button or write to me."),
        {"type": "actions", "elements": [button("A card", "home_card", style="primary")]},
    ],
}


class TinyBot:
    """The Bolt app, with the payloads and headers it has received and the statuses it answers next."""

    def __init__(self, client: AsyncWebClient) -> None:
        self.app = AsyncApp(signing_secret=SECRET, client=client, process_before_response=True)
        self.received: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self.next_status: list[int] = []
        self._listen_to_commands()
        self._listen_to_actions()
        self._listen_to_forms()
        self._listen_to_events()

    async def handle(self, request: web.Request) -> web.Response:
        """Handle POST /slack/events."""
        self.headers.append({key: value for key, value in request.headers.items() if key.startswith("X-Slack")})
        if self.next_status:
            return web.Response(status=self.next_status.pop(0))
        return await to_aiohttp_response(await self.app.async_dispatch(await to_bolt_request(request)))

    def of(self, kind: str) -> list[Json]:
        """The received payloads or events of this type."""
        return [body for body in self.received if kind in (body.get("type"), body.get("event", {}).get("type"))]

    def _listen_to_commands(self) -> None:
        app = self.app

        @app.use
        async def remember(body: Json, next: Callable[[], Awaitable[Any]]) -> Any:
            self.received.append(body)
            return await next()

        @app.command("/echo")
        async def echo(ack: Any, command: Json) -> None:
            await ack(f"You said: {command['text'] or 'nothing'}")

        @app.command("/card")
        async def card(ack: Any) -> None:
            await ack(text="Permanent mission", blocks=CARD)

        @app.command("/form")
        async def open_form(ack: Any, command: Json, client: AsyncWebClient) -> None:
            await client.views_open(trigger_id=command["trigger_id"], view=form())
            await ack()

        @app.command("/public")
        async def public(ack: Any) -> None:
            await ack(response_type="in_channel", text="For all to see")

        @app.command("/broken")
        async def broken(ack: Any) -> None:
            await ack(text="R&D", blocks=[{"type": "heading"}])

        @app.command("/fails")
        async def fails(ack: Any) -> None:
            raise RuntimeError("on purpose")

    def _listen_to_actions(self) -> None:
        app = self.app

        @app.action("share")
        async def share(ack: Any, respond: Any, body: Json) -> None:
            await ack()
            await respond(response_type="in_channel", text="Permanent mission", blocks=CARD[:2])

        @app.action("forget")
        async def forget(ack: Any, respond: Any) -> None:
            await ack()
            await respond(delete_original=True)

        @app.action("home_card")
        async def home_card(ack: Any, client: AsyncWebClient, body: Json) -> None:
            await ack()
            await client.chat_postMessage(channel=body["user"]["id"], text="Permanent mission", blocks=CARD[:3])

        @app.action("example")
        async def example(ack: Any, client: AsyncWebClient, body: Json) -> None:
            await ack()
            pushed = {"type": "modal", "title": plain("An example"), "blocks": [paragraph("Chargé d'affaires a.i.")]}
            await client.views_push(trigger_id=body["trigger_id"], view=pushed)

        @app.action(re.compile("level|term|day|pace|topics"))
        async def chosen(ack: Any, respond: Any, action: Json) -> None:
            await ack()
            await respond(replace_original=False, text=f"Chosen in {action['action_id']}")

        @app.options("term")
        async def suggest(ack: Any, payload: Json) -> None:
            await ack(
                options=[
                    o for o in options("Embassy", "Envoy", "Consul") if o["value"].startswith(payload["value"].lower())
                ]
            )

    def _listen_to_forms(self) -> None:
        app = self.app

        @app.view("form")
        async def submitted(ack: Any, view: Json, client: AsyncWebClient, body: Json) -> None:
            term = view["state"]["values"]["term"]["words"]["value"]
            answers: dict[str, Any] = {
                "wrong": {"response_action": "errors", "errors": {"term": "We do not know this one."}},
                "update": {"response_action": "update", "view": form(title=plain("Updated"))},
                "push": {"response_action": "push", "view": form(title=plain("Pushed"))},
                "clear": {"response_action": "clear"},
            }
            if term in answers:
                await ack(**answers[term])
                return
            await ack()
            await client.chat_postMessage(channel=body["user"]["id"], text=f"Taught: {term}")

        @app.view_closed("form")
        async def closed(ack: Any) -> None:
            await ack()

        @app.shortcut("explain")
        async def explain(ack: Any, respond: Any, shortcut: Json) -> None:
            await ack()
            await respond(text=f"It says: {shortcut['message']['text']}")

    def _listen_to_events(self) -> None:
        app = self.app

        @app.event("app_mention")
        async def mentioned(event: Json, client: AsyncWebClient) -> None:
            thread = event.get("thread_ts", event["ts"])
            await client.chat_postMessage(channel=event["channel"], thread_ts=thread, text="At your service")

        @app.event("message")
        async def message(event: Json, client: AsyncWebClient) -> None:
            if event.get("subtype") is None:
                await client.chat_postMessage(channel=event["channel"], text="Thank you for writing", blocks=[RICH])

        @app.event("app_home_opened")
        async def home(event: Json, client: AsyncWebClient) -> None:
            if event["tab"] == "home":
                await client.views_publish(user_id=event["user"], view=HOME)

        @app.event("member_joined_channel")
        async def joined(event: Json) -> None: ...

        @app.event("app_uninstalled")
        async def uninstalled(event: Json) -> None: ...


@asynccontextmanager
async def tiny_playground(port: int = 0, **more: Any) -> AsyncIterator[tuple[Playground, TinyBot]]:
    """Serve a playground with a TinyBot at /slack/events, on this port or a free one."""
    registration = Registration(COMMANDS, SHORTCUTS, more.pop("events", EVENTS), more.pop("scopes", None))
    playground = create_playground(
        signing_secret=SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        registration=registration,
        examples=EXAMPLES,
        **more,
    )
    playground.bind(port=port)
    client = AsyncWebClient(token=BOT_TOKEN, base_url=playground.api_url, retry_handlers=[])
    bot = TinyBot(client)
    playground.app.router.add_post("/slack/events", bot.handle)
    async with playground:
        yield playground, bot


async def error_of(call: Awaitable[Any]) -> Json:
    """The response of an API call that fails."""
    try:
        answer = await call
    except SlackApiError as error:
        answer = error.response
    assert isinstance(answer.data, dict)
    return answer.data
