"""Strict validation of payloads for Slack; every payload of the tests and the playground passes through it.

Each function returns a list of problems such as `/blocks/0/text/text: must be no more than 150 characters, has 151`.
The list is empty if Slack would accept the payload. The grammar (checks → texts → elements → blocks) covers what this
bot uses; everything else is refused, even if Slack would accept it. Limits: bot/slack/limits.py.
"""

from collections.abc import Mapping
from typing import Any

from bot.playground.slack.validator.blocks import count_characters, message_blocks, view_blocks
from bot.playground.slack.validator.checks import Check, Problems, anything, each, flag, one_of, record, tagged, text
from bot.playground.slack.validator.elements import MENU_OPTION
from bot.playground.slack.validator.texts import mrkdwn_markup, plain
from bot.slack import limits

__all__ = [
    "count_characters",
    "validate_message",
    "validate_options",
    "validate_response",
    "validate_view",
    "validate_view_response",
]


def _message_text(value: Any, path: str) -> Problems:
    yield from text(limits.TEXT_RECOMMENDED)(value, path)
    yield from mrkdwn_markup(value, path)


def _has_text(payload: Mapping[str, Any], path: str) -> Problems:
    if "text" not in payload:
        yield f"{path}/text: is missing (notifications and screen readers need it, even with blocks)"


def _not_used_here(value: Any, path: str) -> Problems:
    yield f"{path}: exists in Slack but is not used here"


_TS = text(pattern=r"\d{10,}\.\d{6}")
_CONTENT: dict[str, Check] = {
    "text": _message_text,
    "blocks": message_blocks,
    "thread_ts": _TS,
    "mrkdwn": flag,
    "unfurl_links": flag,
    "unfurl_media": flag,
    "metadata": record({"event_type": text(255), "event_payload": record({}, None, open_ended=True)}),
    **dict.fromkeys(
        ("attachments", "files", "file_ids", "username", "icon_emoji", "icon_url", "link_names", "parse"),
        _not_used_here,
    ),
}
_TARGET: dict[str, Check] = {"channel": text(), "user": text(), "ts": _TS, "reply_broadcast": flag}
_MESSAGE = record({}, {**_CONTENT, **_TARGET}, _has_text)

_RESPONSE_KEYS: dict[str, Check] = {
    **_CONTENT,
    "response_type": one_of("ephemeral", "in_channel"),
    "replace_original": flag,
    "delete_original": flag,
}
_RESPONSE = record({}, _RESPONSE_KEYS, _has_text)
_DELETION = record({}, {**_RESPONSE_KEYS, "text": text(low=0)})  # slack_bolt's respond() always sends a text


def _inputs_have_submit(view: Mapping[str, Any], path: str) -> Problems:
    blocks = view.get("blocks")
    kinds = [b.get("type") for b in blocks if isinstance(b, dict)] if isinstance(blocks, list) else []
    if "input" in kinds and "submit" not in view:
        yield f"{path}/submit: is missing (a modal with an input needs it)"


_ANY_VIEW: dict[str, Check] = {
    "private_metadata": text(limits.PRIVATE_METADATA, 0),
    "callback_id": text(limits.CALLBACK_ID),
    "external_id": text(limits.EXTERNAL_ID),
}
_MODAL = record(
    {"title": plain(limits.VIEW_TITLE), "blocks": view_blocks},
    {
        **_ANY_VIEW,
        "submit": plain(limits.VIEW_BUTTON),
        "close": plain(limits.VIEW_BUTTON),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
    _inputs_have_submit,
)
_VIEW = tagged({"modal": _MODAL, "home": record({"blocks": view_blocks}, _ANY_VIEW)}, "views")
_IN_STACK = tagged({"modal": _MODAL}, "a modal stack")

_ACTION: dict[str, Check] = {"response_action": anything}
_VIEW_ANSWERS: dict[Any, Check] = {
    "errors": record({**_ACTION, "errors": record({}, None, open_ended=text())}),
    "update": record({**_ACTION, "view": _IN_STACK}),
    "push": record({**_ACTION, "view": _IN_STACK}),
    "clear": record(_ACTION),
}

_OPTIONS = each(MENU_OPTION, 0, limits.SELECT_OPTIONS)
_GROUPS = each(record({"label": plain(limits.OPTION_GROUP_LABEL), "options": _OPTIONS}), 0, limits.SELECT_GROUPS)


def validate_message(payload: Any) -> list[str]:
    """Problems in the arguments of chat.postMessage, chat.postEphemeral or chat.update."""
    return list(_MESSAGE(payload, ""))


def validate_view(view: Any) -> list[str]:
    """Problems in a modal or a Home view."""
    return list(_VIEW(view, ""))


def validate_response(payload: Any) -> list[str]:
    """Problems in the answer to a slash command or in a post to a response_url: nothing, text or an object."""
    if payload in ("", {}):
        return []
    if isinstance(payload, str):
        return list(_message_text(payload, "/text"))
    deletes = isinstance(payload, dict) and payload.get("delete_original") is True
    return list((_DELETION if deletes else _RESPONSE)(payload, ""))


def validate_view_response(payload: Any) -> list[str]:
    """Problems in the answer to a view_submission: nothing, or a response_action."""
    if payload in ("", {}, None):
        return []
    action = payload.get("response_action") if isinstance(payload, dict) else None
    if not isinstance(action, str) or action not in _VIEW_ANSWERS:
        return [f"/response_action: must be one of {', '.join(_VIEW_ANSWERS)}, is {action!r}"]
    return list(_VIEW_ANSWERS[action](payload, ""))


def validate_options(payload: Any) -> list[str]:
    """Problems in the answer to a block_suggestion: options or option_groups, which may be empty."""
    if isinstance(payload, dict) and len(payload.keys() & {"options", "option_groups"}) != 1:
        return [": needs exactly one of options and option_groups"]
    return list(record({}, {"options": _OPTIONS, "option_groups": _GROUPS})(payload, ""))
