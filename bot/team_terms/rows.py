"""Turn team terms into rows and back."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import UTC, date, datetime, time
from hashlib import blake2b
from typing import Any

from content.lookup.normalize import normalize, squash, stems
from handlers.team_terms.terms import Change, Meaning, Proposal, ProposalState, TeamTerm, Version

NUDGE_TIME = time(9)
"""In UTC."""
_FIELDS = tuple(field.name for field in fields(Meaning))
_LISTS = ("aliases", "titles", "questions")


def key_of(name: str) -> str:
    """The folded name: the same for "REC", "rec" and "R.E.C."."""
    return squash(stems(normalize(name))) or name.casefold()


def checksum_of(meaning: Meaning) -> str:
    """A checksum of what the term means, folded: the same for two people who teach the same thing."""
    folded = "\n".join((normalize(meaning.definition), normalize(meaning.entry)))
    return blake2b(folded.encode(), digest_size=16).hexdigest()


def to_json(meaning: Meaning) -> dict[str, Any]:
    """The fields of a meaning that are set."""
    values = {name: value for name, value in asdict(meaning).items() if value}
    if meaning.review_by:
        values["review_by"] = meaning.review_by.isoformat()
    return values


def meaning_of(stored: dict[str, Any]) -> Meaning:
    """The meaning from its JSON."""
    values = {name: stored[name] for name in _FIELDS if name in stored}
    for name in _LISTS:
        if name in values:
            values[name] = tuple(values[name])
    if "review_by" in values:
        values["review_by"] = date.fromisoformat(values["review_by"])
    return Meaning(**values)


def term_of(row: Any) -> TeamTerm:
    """The term from its row."""
    return TeamTerm(row.id, row.version, meaning_of(row.meaning))


def version_of(row: Any) -> Version:
    """The version from its row."""
    return Version(row.number, row.author, row.at, Change(row.change), meaning_of(row.meaning))


def proposal_of(row: Any) -> Proposal:
    """The proposal from its row."""
    return Proposal(
        id=row.id,
        version=row.version,
        state=ProposalState(row.state),
        meaning=meaning_of(row.meaning),
        proposer=row.proposer,
        term=row.term_id,
        base=row.base,
        channel=row.channel,
        decided_by=row.decided_by,
        reason=row.reason,
    )


def nudge_at(day: date | None) -> datetime | None:
    """When to remind the owner of a review that is due on a day."""
    return datetime.combine(day, NUDGE_TIME, UTC) if day else None


def term_values(meaning: Meaning) -> dict[str, Any]:
    """The columns of a live term that follow from its meaning."""
    return {
        "key": key_of(meaning.name),
        "digest": checksum_of(meaning),
        "meaning": to_json(meaning),
        "owner": meaning.owner,
        "review_by": meaning.review_by,
        "nudge_at": nudge_at(meaning.review_by),
        "live": True,
    }
