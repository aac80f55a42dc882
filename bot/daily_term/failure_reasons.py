"""Explain why a term was not posted. The ledger stores a code, ours or the platform's; people read the text for it."""

from __future__ import annotations

from bot.ledger.tables import TOO_LATE, TURNED_OFF, UNCLEAR, UNRENDERED

NO_ENTRY, UNREADABLE = "no entry", "unreadable"
"""This feature's own codes, as stored."""

_NOT_HERE = "I'm not in this channel any more. Invite me again"
_TAKEN_OUT = "I'm not in this channel any more"  # inviting the bot again does not bring the daily term back
_NOT_INSTALLED = "I'm not installed here any more. An admin can install me again"
_NO_PERMISSION = "I'm missing a permission. An admin can install me again"
_MAY_NOT_POST = "I'm not allowed to post in this channel. An admin can allow it"
_NOT_RENDERED = "I couldn't turn the term into a message. Tell whoever runs me"
_NOT_READ = "I couldn't read the channel to check whether it arrived"
_TEXTS = {
    TOO_LATE: "I was more than two hours late",
    TURNED_OFF: "it was stopped before I posted it",
    NO_ENTRY: "the fields you chose have no terms. Choose others",
    UNREADABLE: "I don't know its time zone or holiday calendar any more. Choose them again",
    UNRENDERED: _NOT_RENDERED,
    UNCLEAR: _NOT_READ,
    # Slack: https://docs.slack.dev/reference/methods/chat.postMessage and conversations.history
    "account_inactive": _NOT_INSTALLED,
    "channel_not_found": _TAKEN_OUT,
    "ekm_access_denied": _MAY_NOT_POST,
    "invalid_auth": _NOT_INSTALLED,
    "invalid_blocks": _NOT_RENDERED,
    "is_archived": "the channel was archived",
    "missing_scope": _NO_PERMISSION,
    "msg_too_long": _NOT_RENDERED,
    "no_permission": _NO_PERMISSION,
    "not_in_channel": _NOT_HERE,
    "not_installed": _NOT_INSTALLED,
    "not_rendered": _NOT_RENDERED,
    "restricted_action": _MAY_NOT_POST,
    "restricted_action_read_only_channel": _MAY_NOT_POST,
    "restricted_action_thread_only_channel": _MAY_NOT_POST,
    "team_access_not_granted": _NOT_INSTALLED,
    "token_expired": _NOT_INSTALLED,
    "token_revoked": _NOT_INSTALLED,
    "too_many_messages": _NOT_READ,
    # Teams: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
    "BotDisabledByAdmin": "an admin switched me off",
    "BotNotInConversationRoster": _TAKEN_OUT,
    "ConversationNotFound": _TAKEN_OUT,
    "ForbiddenOperationException": _TAKEN_OUT,
    "MessageSizeTooBig": _NOT_RENDERED,
    "MessageWritesBlocked": _TAKEN_OUT,
    "no_history": "I can't check there whether it arrived",
}


def in_words(code: str) -> str:
    """Return the text for a code. An unknown code is quoted, so that an admin can look it up; "" for no code."""
    return _TEXTS.get(code) or (f"the reason given is “{code}”" if code else "")
