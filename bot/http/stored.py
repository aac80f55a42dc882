"""List what is stored: for the page `/privacy`, and for the tables of SECURITY.md and docs/admin.md.

tests/test_docs.py compares the list with the database: each table, and each column that holds ids, is on it.
"""

from __future__ import annotations

from dataclasses import dataclass

REMOVED = "until the app is removed"
DELETED = "until the app is removed from Slack, or an admin writes “data delete”"


@dataclass(frozen=True, slots=True)
class Stored:
    """One kind of thing that is stored, in which tables, and how long.

    `people` and `places` are the columns ("table.column") with ids of people, and with ids of channels, workspaces and
    organisations. A keyed hash is no id.
    """

    what: str
    how_long: str
    protection: str = "none beyond the database"
    tables: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


STORED = (
    Stored(
        "Where the app is installed on Slack, by whom, with which scopes, and its access tokens (encrypted)",
        REMOVED,
        "encrypted with `TOKEN_KEYS` (Fernet: AES-128-CBC with HMAC-SHA256); keys can be rotated",
        ("slack_installations", "slack_bots"),
        ("slack_installations.user_id",),
        (
            *("slack_installations.team_id", "slack_installations.team_name", "slack_installations.enterprise_id"),
            *("slack_installations.enterprise_name", "slack_installations.enterprise_url"),
            *("slack_bots.team_id", "slack_bots.team_name", "slack_bots.enterprise_id", "slack_bots.enterprise_name"),
        ),
    ),
    Stored("Installations in progress", "10 minutes", "random, used once", ("slack_oauth_states",)),
    Stored(
        "A channel's daily term: the channel, the schedule, the place, who set it up, and which terms were posted",
        f"{DELETED}; posts that the current round doesn't need, 400 days; on Teams it is turned off when the bot is "
        "removed",
        tables=("subscriptions", "deliveries", "lanes"),
        people=("subscriptions.made_by",),
        places=(
            *("subscriptions.channel", "subscriptions.workspace", "subscriptions.enterprise", "subscriptions.words_of"),
            *("subscriptions.address", "deliveries.enterprise", "lanes.workspace"),
        ),
    ),
    Stored(
        "Messages on their way to a person or a channel, such as “your word was answered”",
        "seven days at most; that it was sent, 30 days more, deleted with the next one after that",
        tables=("deliveries",),
        people=("deliveries.channel", "deliveries.key"),
        places=("deliveries.channel", "deliveries.key", "deliveries.address"),
    ),
    Stored(
        "IDs of messages that were answered and of buttons that were pressed, so that each is answered once",
        "two days, deleted with the next event after that",
        "IDs only",
        ("seen_events",),
        ("seen_events.key",),
        ("seen_events.key",),
    ),
    Stored(
        "On Slack, that a person was welcomed: keyed hashes of the person, the workspace and the organisation",
        REMOVED,
        "keyed with the signing secret (or, without one, the app token), so the IDs can't be guessed from the database "
        "alone",
        ("slack_welcomed",),
    ),
    Stored(
        "What an answer was about, so that “titles?” can follow: names of a command and of entries, a level, a kit's "
        "set id, a place in a set with its minutes and competency, the grade, languages and places of a requisition or "
        "search; channel, thread and person only as keyed hashes",
        "15 minutes, deleted with the next answer after that; in memory, and in PostgreSQL if there is one",
        "HMAC-SHA256 (128 bits), keyed from `TOKEN_KEYS` or else from the platform's secret",
        ("contexts",),
    ),
    Stored(
        "The words that your team teaches it, with their versions, authors and owners, and who may approve and propose",
        f"{DELETED}; until then a word that was removed can be brought back",
        tables=("team_workspaces", "team_terms", "team_versions", "team_revision"),
        people=(
            *("team_terms.owner", "team_terms.meaning", "team_versions.author", "team_versions.meaning"),
            *("team_workspaces.owners", "team_workspaces.proposers"),
        ),
        places=("team_workspaces.workspace", "team_workspaces.enterprise"),
    ),
    Stored(
        "Proposals for such words; once decided, only the word, the reason, who proposed and who decided",
        "90 days, deleted with the next proposal after that",
        tables=("team_proposals",),
        people=("team_proposals.proposer", "team_proposals.decided_by", "team_proposals.meaning"),
        places=("team_proposals.channel", "team_proposals.address"),
    ),
    Stored(
        "If you press “Ask for it”: that word alone (80 characters), and where to answer you; nobody sees who asked",
        "until you have heard, or 90 days; counts of answered words by week stay with the team's words",
        "not exported: who asked",
        ("open_requests", "request_askers", "request_weeks"),
        ("request_askers.person",),
        (
            *("open_requests.workspace", "open_requests.enterprise", "request_askers.address"),
            *("request_weeks.workspace", "request_weeks.enterprise"),
        ),
    ),
    Stored(
        "If you press a thumb: a count by week, entry and version, without you or your question",
        "a year",
        tables=("feedback_counts",),
        places=("feedback_counts.workspace", "feedback_counts.enterprise"),
    ),
    Stored(
        "In Teams, which entry an answer with thumbs was about: its key and version",
        "30 days",
        "under a hash of conversation and message, keyed with the Teams secret",
        ("teams_rated",),
    ),
    Stored(
        "A line that you send with a thumb, without your name",
        "until the team's owners have it, or seven days",
        tables=("owner_lines",),
        places=("owner_lines.workspace", "owner_lines.enterprise"),
    ),
    Stored(
        "Whether the team's owners want a digest of counts on Mondays, and who turned it on",
        DELETED,
        tables=("team_digests",),
        people=("team_digests.made_by",),
        places=("team_digests.workspace", "team_digests.enterprise", "team_digests.address"),
    ),
    Stored(
        "For programs that may ask: each key's workspace and name, a hash of it, and the day of its last use",
        "a revoked key stays on the list, without use",
        "SHA-256 of 256 random bits",
        ("agent_keys",),
        places=("agent_keys.workspace",),
    ),
    Stored(
        "Kits and exports to download; a link to a kit carries the question that you added, if any, encrypted",
        "an hour, in memory only",
        "AES-256-GCM",
    ),
)
"""What is stored, in the order of the documentation."""
