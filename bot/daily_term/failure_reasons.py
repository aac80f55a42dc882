"""Why a term did not come: the ledger keeps a code, ours or the platform's, and people are told what to do."""

from __future__ import annotations

TOO_LATE, TURNED_OFF, NO_ENTRY = "too late", "turned off", "no entry"
UNREADABLE, UNRENDERED, UNCLEAR = "unreadable", "no words", "unclear"

_NOT_HERE = "I am not in this channel any more. Invite me again"
_TAKEN_OUT = "I am not in this channel any more"  # and being invited again does not bring the daily term back

_NOT_INSTALLED = "I am not installed here any more. An admin can install me again"
_NO_RIGHT = "I lack a permission. An admin can install me again"
_MAY_NOT_POST = "I may not post in this channel. An admin can allow it"
_NO_WORDS = "the term could not be written down. Tell whoever runs me"
_UNTOLD = "the channel could not be read to see whether it arrived"
_WORDS = {
    TOO_LATE: "I was more than two hours late",
    TURNED_OFF: "it was stopped before I had posted it",
    NO_ENTRY: "the chosen fields have no term. Choose others",
    UNREADABLE: "its time zone or holidays are not known any more. Choose them again",
    UNRENDERED: _NO_WORDS,
    UNCLEAR: _UNTOLD,
    # Slack: https://docs.slack.dev/reference/methods/chat.postMessage and conversations.history
    "account_inactive": _NOT_INSTALLED,
    "channel_not_found": _TAKEN_OUT,
    "ekm_access_denied": _MAY_NOT_POST,
    "invalid_auth": _NOT_INSTALLED,
    "invalid_blocks": _NO_WORDS,
    "is_archived": "the channel was archived",
    "missing_scope": _NO_RIGHT,
    "msg_too_long": _NO_WORDS,
    "no_permission": _NO_RIGHT,
    "not_in_channel": _NOT_HERE,
    "not_installed": _NOT_INSTALLED,
    "not_rendered": _NO_WORDS,
    "restricted_action": _MAY_NOT_POST,
    "restricted_action_read_only_channel": _MAY_NOT_POST,
    "restricted_action_thread_only_channel": _MAY_NOT_POST,
    "team_access_not_granted": _NOT_INSTALLED,
    "token_expired": _NOT_INSTALLED,
    "token_revoked": _NOT_INSTALLED,
    "too_many_messages": _UNTOLD,
    # Teams: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
    "BotDisabledByAdmin": "an admin has switched me off",
    "BotNotInConversationRoster": _TAKEN_OUT,
    "ConversationNotFound": _TAKEN_OUT,
    "ForbiddenOperationException": _TAKEN_OUT,
    "MessageSizeTooBig": _NO_WORDS,
    "MessageWritesBlocked": _TAKEN_OUT,
    "no_history": "Teams does not let me look whether it arrived",
}


def in_words(code: str) -> str:
    """What to tell people of a code; one that is not known is named, so that an admin can look it up."""
    return _WORDS.get(code) or (f"the reason given is “{code}”" if code else "")
